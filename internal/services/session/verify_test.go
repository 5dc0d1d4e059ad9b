package session_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	sdk "github.com/clerk/clerk-sdk-go/v2"
	"github.com/clerk/clerk-sdk-go/v2/jwks"
	sdkjwt "github.com/clerk/clerk-sdk-go/v2/jwt"
	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// token is what clerk_session_token gave.
type token struct {
	jwt     string
	expires time.Time
	claims  map[string]any
}

// newToken takes the token apart, and expects its claims to be what jsondecode
// would make of its payload.
func newToken(t *testing.T, data map[string]any) token {
	t.Helper()
	out := token{jwt: data["jwt"].(string)}
	var err error
	if out.expires, err = time.Parse(time.RFC3339, data["expires_at"].(string)); err != nil {
		t.Fatal(err)
	}
	given, err := json.Marshal(data["claims"])
	if err != nil {
		t.Fatal(err)
	}
	payload, err := tf.JWTClaims(out.jwt)
	if err != nil {
		t.Fatal(err)
	}
	if !attr.SameJSON(string(given), string(payload)) {
		t.Errorf("claims is %s, and the token says %s", given, payload)
	}
	if err := json.Unmarshal(payload, &out.claims); err != nil {
		t.Fatal(err)
	}
	if int64(out.claims["exp"].(float64)) != out.expires.Unix() {
		t.Errorf("expires_at is %s, and the token says %v", out.expires, out.claims["exp"])
	}
	return out
}

// at is a clock that stands.
type at time.Time

func (a at) Now() time.Time { return time.Time(a) }

// verifySDK verifies as an application does that uses Clerk's own library. A nil
// key is that of the instance, by its JWKS.
func (k token) verifySDK(i *acctest.Instance, key *sdk.JSONWebKey, now time.Time) (*sdk.SessionClaims, error) {
	config := &sdk.ClientConfig{}
	config.HTTPClient = &http.Client{Transport: i.Sim.Aside()}
	config.URL, config.Key = sdk.String("http://localhost/v1"), sdk.String(i.Sim.SecretKey())
	return sdkjwt.Verify(context.Background(), &sdkjwt.VerifyParams{
		Token: k.jwt, JWK: key, JWKSClient: jwks.NewClient(config), Clock: at(now),
	})
}

// verifyJOSE verifies as any other service does. A nil key is that of the
// instance, by its JWKS.
func (k token) verifyJOSE(t *testing.T, i *acctest.Instance, algorithm jose.SignatureAlgorithm, key any, now time.Time) error {
	t.Helper()
	if key == nil {
		keys, err := i.Clerk.Sessions.JWKS(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var set jose.JSONWebKeySet
		raw := append([]byte(`{"keys":[`), bytes.Join(rawKeys(keys), []byte(","))...)
		if err := json.Unmarshal(append(raw, "]}"...), &set); err != nil {
			t.Fatal(err)
		}
		key = set
	}
	parsed, err := jwt.ParseSigned(k.jwt, []jose.SignatureAlgorithm{algorithm})
	if err != nil {
		return err
	}
	var claims jwt.Claims
	if err := parsed.Claims(key, &claims); err != nil {
		return err
	}
	return claims.ValidateWithLeeway(jwt.Expected{Time: now}, 0)
}

func rawKeys(keys []json.RawMessage) [][]byte {
	var out [][]byte
	for _, k := range keys {
		out = append(out, k)
	}
	return out
}

// verified expects the token to verify by both, until its expiry and no longer.
func (k token) verified(t *testing.T, i *acctest.Instance, algorithm jose.SignatureAlgorithm, sdkKey *sdk.JSONWebKey, key any) {
	t.Helper()
	for _, when := range []struct {
		at   time.Time
		good bool
	}{{time.Now(), true}, {k.expires.Add(-time.Second), true}, {k.expires.Add(2 * time.Second), false}} {
		claims, err := k.verifySDK(i, sdkKey, when.at)
		if (err == nil) != when.good {
			t.Errorf("at %s, with an expiry at %s, Clerk's library says: %v", when.at, k.expires, err)
		}
		if err == nil && claims.Subject != k.claims["sub"] {
			t.Errorf("Clerk's library reads the subject %q", claims.Subject)
		}
		if err := k.verifyJOSE(t, i, algorithm, key, when.at); (err == nil) != when.good {
			t.Errorf("at %s, with an expiry at %s, go-jose says: %v", when.at, k.expires, err)
		}
	}
}
