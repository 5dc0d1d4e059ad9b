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
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
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

// minted applies the configuration, and hands over the token that it mints.
func minted(t *testing.T, i *acctest.Instance, config string, check func(token)) {
	t.Helper()
	i.RunEchoing(echo(config, "ephemeral.clerk_session_token.ada", func(data map[string]any) { check(newToken(t, data)) }))
}

func TestAccMintsASessionTokenThatClerksLibraryAndGoJOSEVerify(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t)
	minted(t, i, adasToken(""), func(k token) {
		k.verified(t, i, jose.RS256, nil, nil)
		if left := time.Until(k.expires); left < 30*time.Second || left > 61*time.Second {
			t.Errorf("the token has %s left, expected a minute", left)
		}
		if k.claims["sub"] != i.User("ada@example.com").ID || k.claims["v"] != 2.0 || k.claims["sid"] == nil {
			t.Errorf("the claims are %v", k.claims)
		}
	})
}

func TestAccMintsATokenForAsLongAsItIsTold(t *testing.T) {
	t.Parallel()
	for _, seconds := range []int{30, 315_360_000} {
		t.Run(strconv.Itoa(seconds), func(t *testing.T) {
			t.Parallel()
			i := acctest.Simulated(t)
			minted(t, i, adasToken("expires_in_seconds = "+strconv.Itoa(seconds)), func(k token) {
				k.verified(t, i, jose.RS256, nil, nil)
				if lasts := k.claims["exp"].(float64) - k.claims["iat"].(float64); lasts != float64(seconds) {
					t.Errorf("the token lasts %v seconds", lasts)
				}
			})
		})
	}
}

func TestAccMintsATokenFromATemplateWithItsShortcodesDefaultsAndTypes(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t)
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
  }`, "") + adasToken(fromTemplate)
	minted(t, i, config, func(k token) {
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
			if got, err := json.Marshal(k.claims[name]); err != nil || !tf.SameJSON(string(got), want) {
				t.Errorf("the claim %s is %s, expected %s", name, got, want)
			}
		}
	})
}

func TestAccGivesTheClaimsAsAnObject(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t)
	config := template(`{ plan = "{{user.public_metadata}}", none = null }`, "") + adasToken(fromTemplate)
	i.RunEchoing(echo(config, `{
    subject = ephemeral.clerk_session_token.ada.claims.sub == clerk_user.ada.id
    seats   = ephemeral.clerk_session_token.ada.claims.plan.seats + 1
    none    = ephemeral.clerk_session_token.ada.claims.none == null
    absent  = try(ephemeral.clerk_session_token.ada.claims.org_id, "nothing")
  }`, func(data map[string]any) {
		if got, err := json.Marshal(data); err != nil || !tf.SameJSON(string(got), `{"subject":true,"seats":4,"none":true,"absent":"nothing"}`) {
			t.Errorf("the expressions gave %s", got)
		}
	}))
}

func TestAccMintsTokensSignedWithASecretOfOnesOwn(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t)
	const secret = "a-secret-of-the-service-that-verifies-the-token"
	config := template(`{ aud = "reports" }`, `
  custom_signing_key     = true
  signing_algorithm      = "HS256"
  signing_key_wo         = "`+secret+`"
  signing_key_wo_version = 1`) + adasToken(fromTemplate)
	minted(t, i, config, func(k token) {
		k.verified(t, i, jose.HS256, &sdk.JSONWebKey{Key: []byte(secret), Algorithm: "HS256"}, []byte(secret))
		if err := k.verifyJOSE(t, i, jose.HS256, []byte("another secret of the same service and size"), time.Now()); err == nil {
			t.Error("the token verifies with another secret")
		}
	})
}

func TestAccMintsTokensSignedWithAPrivateKeyOfOnesOwn(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t)
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
  signing_key_wo_version = 1`) + adasToken(fromTemplate)
	minted(t, i, config, func(k token) {
		k.verified(t, i, jose.RS256, &sdk.JSONWebKey{Key: &key.PublicKey, Algorithm: "RS256"}, &key.PublicKey)
		if err := k.verifyJOSE(t, i, jose.RS256, nil, time.Now()); err == nil {
			t.Error("the token verifies with the instance's key, which did not sign it")
		}
	})
}

func TestAccSaysWhatToDoAboutATokenThatCannotBeMinted(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{"404", "401"} {
		t.Run("an inactive session answers "+answer, func(t *testing.T) {
			t.Parallel()
			i := acctest.Simulated(t, func(o *clerksim.Options) { o.Assume = map[string]string{"inactive_session_token": answer} })
			user := i.Post("/v1/users", map[string]any{"email_address": []string{"ada@example.com"}})["id"]
			session := i.Post("/v1/sessions", map[string]any{"user_id": user})["id"].(string)
			i.Post("/v1/sessions/"+session+"/revoke", nil)
			config := `ephemeral "clerk_session_token" "ada" { session_id = "` + session + `" }` + acctest.Echo("ephemeral.clerk_session_token.ada")
			i.RunEchoing(resource.TestStep{Config: config, ExpectError: acctest.Words(
				"Could not mint a token of the session", "with ephemeral.clerk_session_token.ada", "session_id", answer,
				"The session is revoked, and Clerk mints tokens of active sessions only", "Take the id of an active session")})
		})
	}
	i := acctest.New(t)
	i.RunEchoing(
		resource.TestStep{
			Config:      `ephemeral "clerk_session_token" "ada" { session_id = "sess_none" }` + acctest.Echo("ephemeral.clerk_session_token.ada"),
			ExpectError: acctest.Words("Could not mint a token", `session_id = "sess_none"`, "The instance has no such session"),
		},
		resource.TestStep{
			Config:      adasToken(`template = "none"`) + acctest.Echo("ephemeral.clerk_session_token.ada"),
			ExpectError: acctest.Words("Could not mint a token", `template = "none"`, "404", "it is the template that is missing"),
		},
	)
}

// Each configuration is refused at plan time, on the attribute that it names,
// and nothing is sent.
func TestAccRefusesBadConfigurationsAtPlanTime(t *testing.T) {
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
			i := acctest.Simulated(t)
			i.Run(resource.TestStep{
				Config:      "ephemeral \"" + bad.kind + "\" \"this\" {\n" + bad.lines + "\n}",
				PlanOnly:    true,
				ExpectError: acctest.Words("ephemeral."+bad.kind+".this", bad.attribute, bad.detail),
			})
			if n := i.Sim.Stats().Requests; n != 0 {
				t.Errorf("%d requests were sent", n)
			}
		})
	}
}
