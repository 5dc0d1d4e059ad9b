package jwks_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"

	"github.com/clerkform/terraform-provider-clerk/internal/services/jwks"
)

// keys are a key of each kind that has a PEM. The last one has a coordinate that
// begins with a zero.
func keys(t *testing.T) map[string]crypto.Signer {
	t.Helper()
	out := map[string]crypto.Signer{}
	var err error
	if out["RS256"], err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
		t.Fatal(err)
	}
	for algorithm, curve := range map[string]elliptic.Curve{"ES256": elliptic.P256(), "ES384": elliptic.P384(), "ES512": elliptic.P521()} {
		if out[algorithm], err = ecdsa.GenerateKey(curve, rand.Reader); err != nil {
			t.Fatal(err)
		}
	}
	_, out["EdDSA"], err = ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Another implementation writes the keys, and Go's standard library reads the PEM.
func TestAKeyHasThePEMOfTheKeyThatSigns(t *testing.T) {
	t.Parallel()
	for algorithm, private := range keys(t) {
		for _, side := range []any{private, private.Public()} { // private members are ignored
			raw, err := (&jose.JSONWebKey{Key: side, KeyID: "ins_1", Algorithm: algorithm, Use: "sig"}).MarshalJSON()
			if err != nil {
				t.Fatal(err)
			}
			key, err := jwks.ParseKey(raw)
			if err != nil {
				t.Fatal(algorithm, err)
			}
			if kind := map[byte]string{'R': "RSA", 'E': "EC"}[algorithm[0]]; key.ID != "ins_1" || key.Algorithm != algorithm || key.Type != kind && key.Type != "OKP" {
				t.Errorf("%s: %+v", algorithm, key)
			}
			block, rest := pem.Decode([]byte(key.PEM))
			if block == nil || len(rest) > 0 || block.Type != "PUBLIC KEY" || strings.Contains(key.PEM, "PRIVATE") {
				t.Fatalf("%s: %s", algorithm, key.PEM)
			}
			public, err := x509.ParsePKIXPublicKey(block.Bytes)
			if err != nil {
				t.Fatal(algorithm, err)
			}
			if same, ok := private.Public().(interface{ Equal(crypto.PublicKey) bool }); !ok || !same.Equal(public) {
				t.Errorf("%s: the PEM is another key", algorithm)
			}
		}
	}
}

// RFC 7518 demands leading zeros, and not everybody writes them.
func TestACoordinateMayBeShort(t *testing.T) {
	t.Parallel()
	for {
		private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		point, err := private.PublicKey.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		x, y := new(big.Int).SetBytes(point[1:33]), new(big.Int).SetBytes(point[33:])
		if x.BitLen() > 248 && y.BitLen() > 248 {
			continue
		}
		raw, err := json.Marshal(map[string]any{"kty": "EC", "crv": "P-256", "x": base64url(x.Bytes()), "y": base64url(y.Bytes())})
		if err != nil {
			t.Fatal(err)
		}
		key, err := jwks.ParseKey(raw)
		if err != nil {
			t.Fatal(err)
		}
		block, _ := pem.Decode([]byte(key.PEM))
		if public, err := x509.ParsePKIXPublicKey(block.Bytes); err != nil || !private.PublicKey.Equal(public) {
			t.Errorf("%v: the PEM is another key", err)
		}
		return
	}
}

func TestAKeyWithoutAPublicKeyHasNoPEM(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{
		`{"kid":"a","kty":"oct","alg":"HS256","k":"c2VjcmV0"}`,
		`{"kid":"a","kty":"OKP","crv":"Ed448","alg":"EdDSA","x":"AA"}`,
		`{"kid":"a","kty":"EC","crv":"secp256k1","alg":"ES256K","x":"AA","y":"AA"}`,
		`{"kid":"a","kty":"new","alg":"new"}`,
	} {
		key, err := jwks.ParseKey(json.RawMessage(raw))
		if err != nil || key.PEM != "" || key.ID != "a" || key.Algorithm == "" {
			t.Errorf("%s: %+v, %v", raw, key, err)
		}
	}
}

func TestAMalformedKeyIsAnError(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{
		``, `null and void`, `[]`, `{"kty":1}`,
		`{"kty":"RSA"}`, `{"kty":"RSA","n":"AQ","e":"AAAA"}`, `{"kty":"RSA","n":"AQ","e":"_____w"}`, `{"kty":"RSA","n":"A Q","e":"AQAB"}`, `{"kty":"RSA","n":7,"e":"AQAB"}`,
		`{"kty":"EC","crv":"P-256"}`, `{"kty":"EC","crv":"P-256","x":"AQ","y":"AQ"}`,
		`{"kty":"EC","crv":"P-256","x":"` + strings.Repeat("A", 48) + `","y":"AQ"}`,
		`{"kty":"OKP","crv":"Ed25519","x":"AQ"}`,
	} {
		if key, err := jwks.ParseKey(json.RawMessage(raw)); err == nil {
			t.Errorf("%s: %+v", raw, key)
		}
	}
}

func FuzzParseKey(f *testing.F) {
	f.Add([]byte(`{"kty":"RSA","n":"AQAB","e":"AQAB"}`))
	f.Add([]byte(`{"kty":"EC","crv":"P-256","x":"AQ","y":"AQ"}`))
	f.Add([]byte(`{"kty":"OKP","crv":"Ed25519","x":"AQ"}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		key, err := jwks.ParseKey(raw)
		if err != nil || key.PEM == "" {
			return
		}
		block, _ := pem.Decode([]byte(key.PEM))
		if _, err := x509.ParsePKIXPublicKey(block.Bytes); err != nil {
			t.Errorf("%s: %v", raw, err)
		}
	})
}
