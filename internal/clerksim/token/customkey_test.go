package token_test

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"

	"github.com/clerkform/terraform-provider-clerk/internal/clerksim/token"
)

const secret = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

func TestATemplateSignsWithItsCustomKey(t *testing.T) {
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	_, edKey, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	p256, p384, p521 := ecKey(t, elliptic.P256()), ecKey(t, elliptic.P384()), ecKey(t, elliptic.P521())
	pkcs1 := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(rsaKey)})
	sec1, err := x509.MarshalECPrivateKey(p256)
	if err != nil {
		t.Fatal(err)
	}
	ecPEM := pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: sec1})

	for _, test := range []struct {
		algorithm jose.SignatureAlgorithm
		key       string
		public    any
	}{
		{jose.HS256, secret, []byte(secret)},
		{jose.HS384, secret, []byte(secret)},
		{jose.HS512, secret, []byte(secret)},
		{jose.RS256, asPEM(t, rsaKey), rsaKey.Public()},
		{jose.RS384, string(pkcs1), rsaKey.Public()},
		{jose.RS512, "\n" + asPEM(t, rsaKey), rsaKey.Public()},
		{jose.PS256, asPEM(t, rsaKey), rsaKey.Public()},
		{jose.PS384, asPEM(t, rsaKey), rsaKey.Public()},
		{jose.PS512, asPEM(t, rsaKey), rsaKey.Public()},
		{jose.ES256, string(ecPEM), p256.Public()},
		{jose.ES384, asPEM(t, p384), p384.Public()},
		{jose.ES512, asPEM(t, p521), p521.Public()},
		{jose.EdDSA, asPEM(t, edKey), edKey.Public()},
	} {
		t.Run(string(test.algorithm), func(t *testing.T) {
			if err := token.ParseSigningKey(string(test.algorithm), test.key); err != nil {
				t.Error(err)
			}
			signed, err := newKeys(t).TemplateToken(token.Template{
				Claims:           json.RawMessage(`{"role":"{{user.first_name}}"}`),
				CustomSigningKey: true, SigningAlgorithm: string(test.algorithm), SigningKey: test.key,
			}, newContext())
			if err != nil {
				t.Fatal(err)
			}
			header, claims := verify(t, signed, test.algorithm, test.public)
			if claims["role"] != "Ada" || claims["sub"] != "user_1" {
				t.Errorf("claims are %v", claims)
			}
			if header.KeyID != "" {
				t.Errorf("the kid is %q, but custom keys are not published", header.KeyID)
			}
		})
	}
}

func ecKey(t *testing.T, curve elliptic.Curve) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestAnUnusableSigningKeyIsRefused(t *testing.T) {
	p256 := asPEM(t, ecKey(t, elliptic.P256()))
	public, err := x509.MarshalPKIXPublicKey(ecKey(t, elliptic.P256()).Public())
	if err != nil {
		t.Fatal(err)
	}
	publicPEM := string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public}))
	for _, test := range []struct{ why, algorithm, key, sentence string }{
		{"no algorithm", "", secret, `unknown signing algorithm ""`},
		{"unknown algorithm", "HS1", secret, `unknown signing algorithm "HS1"`},
		{"none", "none", secret, `unknown signing algorithm "none"`},
		{"empty secret", "HS256", "", "the signing key is empty"},
		{"secret shorter than RFC 7518 allows", "HS256", "hunter2", "does not fit HS256"},
		{"secret long enough for HS256 only", "HS512", secret[:32], "does not fit HS512"},
		{"secret where a PEM is due", "RS256", secret, "needs a private key in PEM"},
		{"key of another kind", "RS256", p256, "does not fit RS256"},
		{"wrong curve", "ES384", p256, "does not fit ES384"},
		{"public key", "ES256", publicPEM, "holds no private key"},
	} {
		err := token.ParseSigningKey(test.algorithm, test.key)
		if err == nil || !strings.Contains(err.Error(), test.sentence) {
			t.Errorf("%s: got %v, want %q", test.why, err, test.sentence)
		}
		if err != nil && len(test.key) > 0 && strings.Contains(err.Error(), test.key) {
			t.Errorf("%s: the error contains the key", test.why)
		}
		template := token.Template{
			Claims: json.RawMessage(`{}`), CustomSigningKey: true,
			SigningAlgorithm: test.algorithm, SigningKey: test.key,
		}
		if _, err := newKeys(t).TemplateToken(template, newContext()); err == nil {
			t.Errorf("%s: a token was minted", test.why)
		}
	}
}
