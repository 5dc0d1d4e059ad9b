package token_test

import (
	"crypto"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/clerkform/terraform-provider-clerk/internal/clerksim/token"
)

const issuer = "https://clerk.example.com"

func newKeys(t *testing.T) *token.Keys {
	t.Helper()
	keys, err := token.NewKeys("ins_1")
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

func newContext() token.Context {
	return token.Context{
		User: map[string]any{
			"id": "user_1", "first_name": "Ada", "last_name": nil, "email_verified": true, "two_factor_enabled": false,
			"created_at":       int64(1700000000123),
			"organizations":    map[string]any{"org_1": "org:admin"},
			"private_metadata": map[string]any{"secret": "s"},
			"public_metadata": map[string]any{
				"plan": "gold", "big": json.Number("12345678901234567890"),
				"deep": map[string]any{"er": []any{"a", 1}}, "code": "{{user.id}}", "sign": "<&>",
			},
		},
		SessionID: "sess_1", Issuer: issuer,
		Now: time.Now().Truncate(time.Second),
	}
}

func withOrganization(c token.Context) token.Context {
	c.Org = map[string]any{"id": "org_1", "name": "Acme", "slug": "acme", "role": "org:admin"}
	c.OrgMembership = map[string]any{"permissions": []any{
		"org:invoices:create", "org:invoices:read", "org:reports:read", "org:sys_memberships:manage",
	}}
	return c
}

// verify checks the signature with the key and decodes header and claims.
func verify(t *testing.T, signed string, algorithm jose.SignatureAlgorithm, key any) (jose.Header, map[string]any) {
	t.Helper()
	parsed, err := jose.ParseSignedCompact(signed, []jose.SignatureAlgorithm{algorithm})
	if err != nil {
		t.Fatal(err)
	}
	payload, err := parsed.Verify(key)
	if err != nil {
		t.Fatal(err)
	}
	var claims map[string]any
	if err := json.Unmarshal(payload, &claims); err != nil {
		t.Fatal(err)
	}
	return parsed.Signatures[0].Header, claims
}

func publishedKey(t *testing.T, keys *token.Keys) jose.JSONWebKey {
	t.Helper()
	var set jose.JSONWebKeySet
	if err := json.Unmarshal(keys.JWKS(), &set); err != nil {
		t.Fatal(err)
	}
	if len(set.Keys) != 1 || !set.Keys[0].IsPublic() {
		t.Fatalf("the key set holds %d keys, want one public key", len(set.Keys))
	}
	return set.Keys[0]
}

func asPEM(t *testing.T, key crypto.PrivateKey) string {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}
