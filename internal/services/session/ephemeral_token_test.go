package session_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"strconv"
	"testing"
	"time"

	sdk "github.com/clerk/clerk-sdk-go/v2"
	"github.com/go-jose/go-jose/v4"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// adasToken is a token of Ada's session, with these lines beside its session.
func adasToken(lines string) string {
	return adasSession + `
ephemeral "clerk_session_token" "ada" {
  session_id = ephemeral.clerk_session.ada.id
  ` + lines + `
}
`
}

// template is a JWT template with these claims and these lines beside them.
func template(claims, lines string) string {
	return `
resource "clerk_jwt_template" "api" {
  name     = "api"
  lifetime = 120
  claims   = jsonencode(` + claims + `)
  ` + lines + `
}
`
}

const fromTemplate = "template = clerk_jwt_template.api.name"

// minted makes Ada, and what else the configuration has, in process, and hands over
// a token of a session of hers, with these lines.
func minted(t *testing.T, i *acctest.Instance, config, lines string, check func(token)) {
	t.Helper()
	withAda(t, i, config, func(user string) {
		i.Open(sessionOf(user, ""), func(session map[string]any) {
			text := "ephemeral \"clerk_session_token\" \"ada\" {\n  session_id = \"" + session["id"].(string) + "\"\n  " + lines + "\n}\n"
			i.Open(text, func(given map[string]any) { check(newToken(t, given)) })
		})
	}, "revoked")
}

func TestMintsASessionTokenThatClerksLibraryAndGoJOSEVerify(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	minted(t, i, "", "", func(k token) {
		k.verified(t, i, jose.RS256, nil, nil)
		if left := time.Until(k.expires); left < 30*time.Second || left > 61*time.Second {
			t.Errorf("the token has %s left, expected a minute", left)
		}
		if k.claims["sub"] != i.User("ada@example.com").ID || k.claims["v"] != 2.0 || k.claims["sid"] == nil {
			t.Errorf("the claims are %v", k.claims)
		}
	})
}

func TestMintsATokenForAsLongAsItIsTold(t *testing.T) {
	t.Parallel()
	for _, seconds := range []int{30, 315_360_000} {
		t.Run(strconv.Itoa(seconds), func(t *testing.T) {
			t.Parallel()
			i := acctest.InProcess(t)
			minted(t, i, "", "expires_in_seconds = "+strconv.Itoa(seconds), func(k token) {
				k.verified(t, i, jose.RS256, nil, nil)
				if lasts := k.claims["exp"].(float64) - k.claims["iat"].(float64); lasts != float64(seconds) {
					t.Errorf("the token lasts %v seconds", lasts)
				}
			})
		})
	}
}

func TestMintsATokenFromATemplateWithItsShortcodesDefaultsAndTypes(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	config := template(`{
    aud     = "https://api.example.com"
    email   = "{{user.primary_email_address}}"
    hello   = "Hello {{user.first_name}}, {{user.last_name}}"
    seats   = "{{user.public_metadata.seats}}"
    proof   = "{{user.email_verified}}"
    missing = "{{user.public_metadata.none}}"
    role    = "{{user.public_metadata.role || 'member'}}"
    limit   = "{{user.public_metadata.limit || 3}}"
    all     = "{{user.public_metadata}}"
    odd     = "{{organization.id}}"
    nested  = { list = [1, 2.5, true, null, "{{user.first_name}}", []], none = {} }
  }`, "")
	minted(t, i, config, `template = "api"`, func(k token) {
		k.verified(t, i, jose.RS256, nil, nil)
		if lasts := k.claims["exp"].(float64) - k.claims["iat"].(float64); lasts != 120 {
			t.Errorf("the token lasts %v seconds, and its template says 120", lasts)
		}
		for name, want := range map[string]string{
			"aud": `"https://api.example.com"`, "email": `"ada@example.com"`, "hello": `"Hello Ada, null"`,
			"seats": `3`, "proof": `true`, "missing": `null`, "role": `"member"`, "limit": `3`,
			"all": `{"plan":"pro","seats":3}`, "odd": `"{{organization.id}}"`,
			"nested": `{"list":[1,2.5,true,null,"Ada",[]],"none":{}}`,
		} {
			if got, err := json.Marshal(k.claims[name]); err != nil || !attr.SameJSON(string(got), want) {
				t.Errorf("the claim %s is %s, expected %s", name, got, want)
			}
		}
	})
}

func TestAccGivesTheClaimsAsAnObject(t *testing.T) {
	t.Parallel()
	i := acctest.NewLocal(t)
	config := template(`{ plan = "{{user.public_metadata}}", none = null }`, "") + adasToken(fromTemplate)
	i.RunEchoing(echo(config, `{
    subject = ephemeral.clerk_session_token.ada.claims.sub == clerk_user.ada.id
    seats   = ephemeral.clerk_session_token.ada.claims.plan.seats + 1
    none    = ephemeral.clerk_session_token.ada.claims.none == null
    absent  = try(ephemeral.clerk_session_token.ada.claims.org_id, "nothing")
  }`, func(data map[string]any) {
		if got, err := json.Marshal(data); err != nil || !attr.SameJSON(string(got), `{"subject":true,"seats":4,"none":true,"absent":"nothing"}`) {
			t.Errorf("the expressions gave %s", got)
		}
	}))
}

func TestMintsTokensSignedWithASecretOfOnesOwn(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	const secret = "a-secret-of-the-service-that-verifies-the-token"
	config := template(`{ aud = "reports" }`, `
  custom_signing_key     = true
  signing_algorithm      = "HS256"
  signing_key_wo         = "`+secret+`"
  signing_key_wo_version = 1`)
	minted(t, i, config, `template = "api"`, func(k token) {
		k.verified(t, i, jose.HS256, &sdk.JSONWebKey{Key: []byte(secret), Algorithm: "HS256"}, []byte(secret))
		if err := k.verifyJOSE(t, i, jose.HS256, []byte("another secret of the same service and size"), time.Now()); err == nil {
			t.Error("the token verifies with another secret")
		}
	})
}

func TestMintsTokensSignedWithAPrivateKeyOfOnesOwn(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	config := template(`{ aud = "reports" }`, `
  custom_signing_key     = true
  signing_algorithm      = "RS256"
  signing_key_wo         = <<-EOT
`+string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))+`EOT
  signing_key_wo_version = 1`)
	minted(t, i, config, `template = "api"`, func(k token) {
		k.verified(t, i, jose.RS256, &sdk.JSONWebKey{Key: &key.PublicKey, Algorithm: "RS256"}, &key.PublicKey)
		if err := k.verifyJOSE(t, i, jose.RS256, nil, time.Now()); err == nil {
			t.Error("the token verifies with the instance's key, which did not sign it")
		}
	})
}

func TestSaysWhatToDoAboutATokenThatCannotBeMinted(t *testing.T) {
	t.Parallel()
	of := func(session, lines string) string {
		return "ephemeral \"clerk_session_token\" \"ada\" {\n  session_id = \"" + session + "\"\n  " + lines + "\n}\n"
	}
	for _, answer := range []string{"404", "401"} {
		t.Run("an inactive session answers "+answer, func(t *testing.T) {
			t.Parallel()
			i := acctest.InProcess(t, func(o *clerksim.Options) { o.Assume = map[string]string{"inactive_session_token": answer} })
			s := signedIn(t, i, "ada@example.com", 1)[0]
			revoke(i, s.ID)
			i.ExpectError(of(s.ID, ""), "Could not mint a token of the session", "with ephemeral.clerk_session_token.ada", "session_id", answer,
				"The session is revoked, and Clerk mints tokens of active sessions only", "Take the id of an active session")
		})
	}
	i := acctest.InProcess(t)
	i.ExpectError(of("sess_none", ""), "Could not mint a token", `session_id = "sess_none"`, "The instance has no such session")
	i.ExpectError(of(signedIn(t, i, "ada@example.com", 1)[0].ID, `template = "none"`), "Could not mint a token", `template = "none"`, "404", "it is the template that is missing")
}

// Each configuration is refused at plan time, on the attribute that it names,
// and nothing is sent.
func TestRefusesBadConfigurationsAtPlanTime(t *testing.T) {
	t.Parallel()
	for title, bad := range map[string]struct{ kind, lines, attribute, detail string }{
		"a session of nobody":               {"clerk_session", `user_id = ""`, "user_id =", "at least 1"},
		"an organization that is none":      {"clerk_session", "user_id = \"u\"\nactive_organization_id = \"\"", "active_organization_id =", "at least 1"},
		"a token of no session":             {"clerk_session_token", `session_id = ""`, "session_id =", "at least 1"},
		"a template with a slash":           {"clerk_session_token", "session_id = \"s\"\ntemplate = \"a/b\"", "template =", `"a/b" cannot be a name`},
		"a template that is a dot":          {"clerk_session_token", "session_id = \"s\"\ntemplate = \"..\"", "template =", "cannot be a name"},
		"an empty template":                 {"clerk_session_token", "session_id = \"s\"\ntemplate = \"\"", "template =", "cannot be a name"},
		"a token that ends too soon":        {"clerk_session_token", "session_id = \"s\"\nexpires_in_seconds = 29", "expires_in_seconds =", "between 30 and 315360000"},
		"a token that lasts more than that": {"clerk_session_token", "session_id = \"s\"\nexpires_in_seconds = 315360001", "expires_in_seconds =", "between 30 and 315360000"},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			acctest.InProcess(t).ExpectRefused("ephemeral \""+bad.kind+"\" \"this\" {\n"+bad.lines+"\n}", "ephemeral."+bad.kind+".this", bad.attribute, bad.detail)
		})
	}
}
