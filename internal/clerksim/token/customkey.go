package token

import (
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"

	"github.com/go-jose/go-jose/v4"
)

// customAlgorithms is an assumption: Clerk publishes no list. These are the
// algorithms of RFC 7518 and RFC 8037 that sign; its documentation shows HS256.
var customAlgorithms = map[string]jose.SignatureAlgorithm{
	"HS256": jose.HS256, "HS384": jose.HS384, "HS512": jose.HS512,
	"RS256": jose.RS256, "RS384": jose.RS384, "RS512": jose.RS512,
	"PS256": jose.PS256, "PS384": jose.PS384, "PS512": jose.PS512,
	"ES256": jose.ES256, "ES384": jose.ES384, "ES512": jose.ES512,
	"EdDSA": jose.EdDSA,
}

// ParseSigningKey says whether a JWT template can sign with the algorithm and
// key: a secret for HS*, a private key in PEM for the others. The error names
// what is wrong and never contains the key.
func ParseSigningKey(algorithm, key string) error {
	parsed, err := signingKey(algorithm, key)
	if err != nil {
		return err
	}
	// Only a signature shows that an elliptic curve, or the length of a
	// secret, suits the algorithm.
	_, err = sign(customAlgorithms[algorithm], parsed, templateCategory, map[string]any{})
	return err
}

func signingKey(algorithm, key string) (any, error) {
	if _, known := customAlgorithms[algorithm]; !known {
		return nil, fmt.Errorf("unknown signing algorithm %q", algorithm)
	}
	if key == "" {
		return nil, errors.New("the signing key is empty")
	}
	if strings.HasPrefix(algorithm, "HS") {
		return []byte(key), nil
	}
	block, _ := pem.Decode([]byte(strings.TrimSpace(key)))
	if block == nil {
		return nil, fmt.Errorf("%s needs a private key in PEM", algorithm)
	}
	return privateKey(block.Bytes)
}

func privateKey(der []byte) (crypto.PrivateKey, error) {
	if key, err := x509.ParsePKCS8PrivateKey(der); err == nil {
		return key, nil
	}
	if key, err := x509.ParsePKCS1PrivateKey(der); err == nil {
		return key, nil
	}
	if key, err := x509.ParseECPrivateKey(der); err == nil {
		return key, nil
	}
	return nil, errors.New("the PEM block holds no private key in PKCS #8, PKCS #1 or SEC 1 form")
}
