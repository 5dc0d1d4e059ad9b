package jwks_test

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

func base64url(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// The PEM verifies what the instance signs.
func TestAccGivesTheKeyThatVerifiesASessionToken(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	verifies := func(s *terraform.State) error {
		a := s.RootModule().Resources["data.clerk_jwks.this"].Primary.Attributes
		if a["keys.0.algorithm"] != "RS256" || a["keys.0.type"] != "RSA" {
			t.Errorf("%v", a)
		}
		session, err := i.Clerk.Sessions.Create(t.Context(), clerk.CreateSessionParams{UserID: i.User("ada@example.com").ID})
		if err != nil {
			return err
		}
		raw, err := i.Clerk.Sessions.Token(t.Context(), session.ID, "", 0)
		if err != nil {
			return err
		}
		token, err := jwt.ParseSigned(raw, []jose.SignatureAlgorithm{jose.RS256})
		if err != nil {
			return err
		}
		if token.Headers[0].KeyID != a["keys.0.id"] {
			t.Errorf("the token is signed with %s, and the first key is %s", token.Headers[0].KeyID, a["keys.0.id"])
		}
		block, _ := pem.Decode([]byte(a["keys.0.public_key_pem"]))
		if block == nil {
			return errors.New("there is no PEM")
		}
		key, err := x509.ParsePKIXPublicKey(block.Bytes)
		if err != nil {
			return err
		}
		var claims jwt.Claims
		if err := token.Claims(key, &claims); err != nil {
			return err
		}
		if claims.Subject != session.UserID {
			t.Errorf("the subject is %s", claims.Subject)
		}
		return nil
	}
	i.Run(resource.TestStep{
		Config: `
resource "clerk_user" "ada" {
  email_addresses = ["ada@example.com"]
}
data "clerk_jwks" "this" {}`,
		Check: verifies,
	})
}

// serve answers every request with a body, and gives the environment for it.
func serve(t *testing.T, body string) []string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if _, err := w.Write([]byte(body)); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(s.Close)
	return []string{"CLERK_API_URL=" + s.URL, "CLERK_SECRET_KEY=sk_test_x"}
}

func TestAccLeavesThePEMOfAnUnknownKindOfKeyNull(t *testing.T) {
	t.Parallel()
	c := acctest.NewCLI(t, `
data "clerk_jwks" "this" {}
output "keys" { value = data.clerk_jwks.this.keys }
`, serve(t, `{"keys":[{"kid":"a","kty":"oct","alg":"HS256","use":"sig","k":"bWFya2Vy"},{"kid":"b","kty":"new","alg":"new","use":"sig"}]}`)...)
	c.Must("apply", "-auto-approve")
	out := c.Must("output", "-json", "keys")
	var keys []map[string]any
	if err := json.Unmarshal([]byte(out), &keys); err != nil {
		t.Fatal(err, out)
	}
	if len(keys) != 2 || keys[0]["public_key_pem"] != nil || keys[0]["id"] != "a" || keys[1]["type"] != "new" || strings.Contains(out, "bWFya2Vy") {
		t.Errorf("%s", out)
	}
}

func TestAccSaysWhichKeyCannotBeRead(t *testing.T) {
	t.Parallel()
	c := acctest.NewCLI(t, `data "clerk_jwks" "this" {}`, serve(t, `{"keys":[{"kid":"b","kty":"new"},{"kid":"a","kty":"RSA","n":"","e":"AQAB"}]}`)...)
	if out, code := c.Run("plan"); code != 1 || !acctest.Words("Could not read the instance's keys", "Key 2 of Clerk's key set cannot be read", "modulus").MatchString(out) {
		t.Error(out)
	}
}
