package m2mtoken_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// machine makes a machine that has access to another one, and returns its id and its secret key.
func machine(t *testing.T, i *acctest.Instance) (id, other, key string) {
	t.Helper()
	for _, to := range []*string{&id, &other} {
		m, err := i.Clerk.Machines.Create(t.Context(), clerk.CreateMachineParams{Name: fmt.Sprint("m", len(id))})
		if err != nil {
			t.Fatal(err)
		}
		*to = m.ID
	}
	if _, err := i.Clerk.MachineScopes.Create(t.Context(), clerk.CreateMachineScopeParams{From: id, To: other}); err != nil {
		t.Fatal(err)
	}
	secret, err := i.Clerk.Machines.SecretKey(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return id, other, secret.Secret
}

func token(key, lines string) string {
	return fmt.Sprintf("ephemeral \"clerk_m2m_token\" \"this\" {\n  machine_secret_key = %q\n  %s\n}\n", key, lines)
}

// revoked reports what became of the tokens that Clerk has stored.
func revoked(i *acctest.Instance) (all []any) {
	for _, one := range i.Held("m2m_tokens") {
		all = append(all, one["revoked"])
	}
	return all
}

// A token is asked for once in each opening, and an opaque one is revoked when Terraform is done with it.
func TestATokenIsAskedForOnceAndRevokedOnClose(t *testing.T) {
	t.Parallel()
	for lines, test := range map[string]struct {
		prefix string
		after  []any
		writes map[string]int
	}{
		"":                        {"mt_", []any{true}, map[string]int{"POST /m2m_tokens": 1, "POST /m2m_tokens/{m2m_token_id}/revoke": 1}},
		`token_format = "opaque"`: {"mt_", []any{true}, map[string]int{"POST /m2m_tokens": 1, "POST /m2m_tokens/{m2m_token_id}/revoke": 1}},
		"revoke_on_close = false": {"mt_", []any{false}, map[string]int{"POST /m2m_tokens": 1}},
		"token_format = \"jwt\"\n  seconds_until_expiration = 60\n  claims = jsonencode({ a = 1 })": {"eyJ", nil, map[string]int{"POST /m2m_tokens": 1}},
	} {
		i := acctest.InProcess(t)
		id, other, key := machine(t, i)
		before := i.Writes()
		i.Open(token(key, lines), func(given map[string]any) {
			if text, _ := given["token"].(string); !strings.HasPrefix(text, test.prefix) || given["machine_id"] != id || fmt.Sprint(given["scopes"]) != "["+other+"]" || given["expires_at"] == nil {
				t.Errorf("%s gives %v", lines, given)
			}
			for _, was := range revoked(i) {
				if was != false {
					t.Errorf("%s: it is revoked while it is used", lines)
				}
			}
		})
		i.ExpectWrites(before, test.writes)
		if got := revoked(i); fmt.Sprint(got) != fmt.Sprint(test.after) {
			t.Errorf("%s: Clerk has %v, expected %v", lines, got, test.after)
		}
	}
}

// A lost answer is an error, and no second token is asked for.
func TestATokenWhoseAnswerIsLostIsNotAskedForAgain(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	_, _, key := machine(t, i)
	i.Sim.PlaceFault(clerksim.Fault{Operation: "POST /m2m_tokens", Kind: "lost", Times: 9})
	i.ExpectError(token(key, ""), "Could not create a token of a machine", "the answer was lost")
	if n := i.Sim.Stats().ByOperation["POST /m2m_tokens"]; n != 1 {
		t.Errorf("it was asked for %d times", n)
	}
}

// What is refused says so on the argument, and repeats nothing of the key.
func TestAKeyThatIsNoMachinesIsRefused(t *testing.T) {
	t.Parallel()
	acctest.InProcess(t).ExpectRefused(token("sk_test_0123456789", ""), "machine_secret_key", "secret key of an instance", "clerk_machine_secret_key")
	acctest.InProcess(t).ExpectError(token("mk_0123456789", ""), "machine_secret_key", "may have been rotated")
}

// A service verifies a token in the form of a JWT by the keys of the instance, without asking Clerk.
func TestAJWTIsVerifiedByTheKeysOfTheInstance(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	id, other, key := machine(t, i)
	keys, err := i.Clerk.Sessions.JWKS(t.Context())
	if err != nil || len(keys) == 0 {
		t.Fatalf("%d keys: %v", len(keys), err)
	}
	var set jose.JSONWebKeySet
	for _, text := range keys {
		var one jose.JSONWebKey
		if err := json.Unmarshal(text, &one); err != nil {
			t.Fatal(err)
		}
		set.Keys = append(set.Keys, one)
	}
	i.Open(token(key, "token_format = \"jwt\"\n  seconds_until_expiration = 60\n  claims = jsonencode({ job = \"invoices\" })"), func(given map[string]any) {
		text, _ := given["token"].(string)
		parsed, err := jwt.ParseSigned(text, []jose.SignatureAlgorithm{jose.RS256})
		if err != nil {
			t.Fatal(err)
		}
		var claims jwt.Claims
		var own struct {
			Scopes string            `json:"scopes"`
			Claims map[string]string `json:"claims"`
		}
		if err := parsed.Claims(set, &claims, &own); err != nil || claims.Subject != id || own.Scopes != other || own.Claims["job"] != "invoices" {
			t.Errorf("the token says %+v and %+v (%v)", claims, own, err)
		}
		ends, err := time.Parse(time.RFC3339, fmt.Sprint(given["expires_at"]))
		if err != nil {
			t.Fatal(err)
		}
		for at, good := range map[time.Time]bool{ends.Add(-2 * time.Second): true, ends.Add(2 * time.Second): false} {
			if err := claims.ValidateWithLeeway(jwt.Expected{Time: at}, 0); (err == nil) != good {
				t.Errorf("at %s, with an expiry at %s: %v", at, ends, err)
			}
		}
		// A token that says something else than what was signed is refused.
		parts := strings.Split(text, ".")
		forged, err := jwt.ParseSigned(parts[0]+"."+base64.RawURLEncoding.EncodeToString([]byte(`{"sub":"`+other+`"}`))+"."+parts[2], []jose.SignatureAlgorithm{jose.RS256})
		if err != nil {
			t.Fatal(err)
		}
		if err := forged.Claims(set, &claims); err == nil {
			t.Error("a forged token is verified")
		}
	})
}

// A token is accepted until it is revoked on close, or has expired.
func TestATokenIsAcceptedUntilItEnds(t *testing.T) {
	t.Parallel()
	for lines, closed := range map[string]bool{"": false, "revoke_on_close = false\n  seconds_until_expiration = 60": true, "token_format = \"jwt\"\n  seconds_until_expiration = 60": true} {
		i := acctest.InProcess(t)
		_, _, key := machine(t, i)
		text := ""
		accepted := func() bool {
			return acctest.Status(t, i.Sim, "/v1/m2m_tokens/verify", i.Sim.SecretKey(), `{"token":"`+text+`"}`) == http.StatusOK
		}
		i.Open(token(key, lines), func(given map[string]any) {
			if text = given["token"].(string); !accepted() {
				t.Errorf("%q: it is not accepted while it is used", lines)
			}
		})
		if got := accepted(); got != closed {
			t.Errorf("%q: it is accepted after it was closed: %t", lines, got)
		}
		if i.Sim.Advance(time.Hour); accepted() {
			t.Errorf("%q: it is accepted when it has expired", lines)
		}
	}
}
