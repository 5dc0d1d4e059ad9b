package token_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"reflect"
	"testing"
	"time"

	"github.com/clerk/clerk-sdk-go/v2"
	"github.com/clerk/clerk-sdk-go/v2/jwks"
	"github.com/clerk/clerk-sdk-go/v2/jwt"
	"github.com/go-jose/go-jose/v4"

	"github.com/clerkform/terraform-provider-clerk/internal/clerksim/token"
)

// sdkVerify verifies as an application does that uses the official SDK: it
// fetches the key set from the instance and picks the key by its kid.
func sdkVerify(t *testing.T, keys *token.Keys, signed string, at time.Time) (*clerk.SessionClaims, error) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write(keys.JWKS())
	}))
	defer server.Close()
	config := &clerk.ClientConfig{}
	config.Key, config.URL = clerk.String("sk_test_x"), clerk.String(server.URL)
	return jwt.Verify(context.Background(), &jwt.VerifyParams{
		Token: signed, JWKSClient: jwks.NewClient(config), Clock: fixedClock(at),
	})
}

type fixedClock time.Time

func (c fixedClock) Now() time.Time { return time.Time(c) }

func TestTheOfficialSDKAcceptsASessionToken(t *testing.T) {
	keys, c := newKeys(t), withOrganization(newContext())
	c.AuthorizedParty = "https://app.example.com"
	c.Actor = map[string]any{"sub": "user_2"}
	signed, err := keys.SessionToken(c)
	if err != nil {
		t.Fatal(err)
	}
	claims, err := sdkVerify(t, keys, signed, c.Now)
	if err != nil {
		t.Fatal(err)
	}
	got := []any{claims.Subject, claims.SessionID, claims.Issuer, claims.Version, claims.AuthorizedParty,
		claims.ActiveOrganizationID, claims.ActiveOrganizationSlug, claims.ActiveOrganizationRole, string(claims.Actor)}
	want := []any{"user_1", "sess_1", issuer, 2, "https://app.example.com",
		"org_1", "acme", "org:admin", `{"sub":"user_2"}`}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("claims are %v, want %v", got, want)
	}
	permissions := []string{"org:invoices:create", "org:invoices:read", "org:reports:read"}
	if !reflect.DeepEqual(claims.ActiveOrganizationPermissions, permissions) {
		t.Errorf("permissions are %v, want %v", claims.ActiveOrganizationPermissions, permissions)
	}
}

func TestASessionTokenExpiresAfterSixtySeconds(t *testing.T) {
	keys, c := newKeys(t), newContext()
	signed, err := keys.SessionToken(c)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sdkVerify(t, keys, signed, c.Now.Add(59*time.Second)); err != nil {
		t.Errorf("after 59 s: %v", err)
	}
	if _, err := sdkVerify(t, keys, signed, c.Now.Add(61*time.Second)); err == nil {
		t.Error("after 61 s the token is still accepted")
	}

	c.ExpiresInSeconds = clerkInt(600)
	signed, err = keys.SessionToken(c)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sdkVerify(t, keys, signed, c.Now.Add(599*time.Second)); err != nil {
		t.Errorf("a token asked for 600 s, after 599 s: %v", err)
	}
}

func clerkInt(n int) *int { return &n }

func TestASessionTokenHasClerksHeaderAndClaims(t *testing.T) {
	keys, c := newKeys(t), newContext()
	signed, err := keys.SessionToken(c)
	if err != nil {
		t.Fatal(err)
	}
	header, claims := verify(t, signed, jose.RS256, publishedKey(t, keys))
	if header.KeyID != "ins_1" || header.ExtraHeaders["cat"] != "cl_B7d4PD111AAA" || header.ExtraHeaders["typ"] != "JWT" {
		t.Errorf("header is %+v", header)
	}
	now := float64(c.Now.Unix())
	if claims["iat"] != now || claims["nbf"] != now-10 || claims["exp"] != now+60 {
		t.Errorf("times are %v %v %v", claims["iat"], claims["nbf"], claims["exp"])
	}
	for _, name := range []string{"jti", "fva", "sts", "pla", "fea"} {
		if _, present := claims[name]; !present {
			t.Errorf("claim %s is missing", name)
		}
	}
	for _, name := range []string{"azp", "act", "o"} {
		if value, present := claims[name]; present {
			t.Errorf("claim %s is %v, want it left out", name, value)
		}
	}
}

func TestTheKeyOfOneInstanceIsNotFoundInAnother(t *testing.T) {
	other, err := token.NewKeys("ins_2")
	if err != nil {
		t.Fatal(err)
	}
	c := newContext()
	signed, err := newKeys(t).SessionToken(c)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sdkVerify(t, other, signed, c.Now); err == nil {
		t.Error("the SDK accepts a token of another instance")
	}
}

func TestTheOfficialSDKAcceptsATemplateToken(t *testing.T) {
	keys, c := newKeys(t), newContext()
	template := token.Template{
		Claims:   json.RawMessage(`{"aud":"api","name":"{{user.first_name}}"}`),
		Lifetime: 300, AllowedClockSkew: 5,
	}
	signed, err := keys.TemplateToken(template, c)
	if err != nil {
		t.Fatal(err)
	}
	claims, err := sdkVerify(t, keys, signed, c.Now.Add(299*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	if claims.Subject != "user_1" || !reflect.DeepEqual(claims.Audience, []string{"api"}) {
		t.Errorf("claims are %+v", claims)
	}
	if _, err := sdkVerify(t, keys, signed, c.Now.Add(301*time.Second)); err == nil {
		t.Error("after 301 s the token is still accepted")
	}
	header, all := verify(t, signed, jose.RS256, publishedKey(t, keys))
	if header.ExtraHeaders["cat"] != "cl_B7d4PD222AAA" || all["name"] != "Ada" || all["nbf"] != float64(c.Now.Unix()-5) {
		t.Errorf("header is %+v, claims are %v", header, all)
	}
}

func TestATemplateWithoutLifetimeGivesSixtySeconds(t *testing.T) {
	keys, c := newKeys(t), newContext()
	signed, err := keys.TemplateToken(token.Template{Claims: json.RawMessage(`{}`)}, c)
	if err != nil {
		t.Fatal(err)
	}
	if _, claims := verify(t, signed, jose.RS256, publishedKey(t, keys)); claims["exp"] != float64(c.Now.Unix()+60) {
		t.Errorf("exp is %v", claims["exp"])
	}
	c.ExpiresInSeconds = clerkInt(31)
	signed, err = keys.TemplateToken(token.Template{Claims: json.RawMessage(`{}`), Lifetime: 900}, c)
	if err != nil {
		t.Fatal(err)
	}
	if _, claims := verify(t, signed, jose.RS256, publishedKey(t, keys)); claims["exp"] != float64(c.Now.Unix()+31) {
		t.Errorf("exp is %v, want what the request asked for", claims["exp"])
	}
}

func TestATemplateCannotOverrideRegisteredClaims(t *testing.T) {
	keys, c := newKeys(t), newContext()
	signed, err := keys.TemplateToken(token.Template{Claims: json.RawMessage(`{"sub":"somebody","exp":1}`)}, c)
	if err != nil {
		t.Fatal(err)
	}
	if _, claims := verify(t, signed, jose.RS256, publishedKey(t, keys)); claims["sub"] != "user_1" || claims["exp"] == float64(1) {
		t.Errorf("claims are %v", claims)
	}
}

func TestReservedClaim(t *testing.T) {
	for _, name := range []string{"azp", "exp", "iat", "iss", "jti", "nbf", "sub", "sid", "v", "pla", "fea"} {
		if got, reserved := token.ReservedClaim(map[string]any{"name": 1, name: 2}); got != name || !reserved {
			t.Errorf("%s: got %q, %v", name, got, reserved)
		}
	}
	if got, _ := token.ReservedClaim(map[string]any{"v": 1, "sub": 1, "iat": 1}); got != "iat" {
		t.Errorf("of several the first in alphabetical order is named, got %q", got)
	}
	if got, reserved := token.ReservedClaim(map[string]any{"aud": 1, "org_id": 1}); reserved {
		t.Errorf("%s is not reserved", got)
	}
}
