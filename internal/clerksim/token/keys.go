// Package token mints the tokens of a simulated Clerk instance: the default
// session token (version 2), and tokens from JWT templates with their
// shortcodes evaluated. Official verifiers accept both.
package token

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/go-jose/go-jose/v4"
)

// rsaKey is shared by all instances of a process: generating one takes a
// noticeable part of a second, and instances are told apart by their kid.
var rsaKey = sync.OnceValues(func() (*rsa.PrivateKey, error) {
	return rsa.GenerateKey(rand.Reader, 2048)
})

// encoding guards go-jose's encoder. It keeps what it learns of a type behind a
// sync.WaitGroup of the first who encodes one, and others wait there: where the one is in
// a bubble of testing/synctest, and the other is not, the process crashes.
var encoding sync.Mutex

// Keys is the RS256 signing key of one simulated instance.
type Keys struct {
	kid     string
	private *rsa.PrivateKey
	jwks    []byte
}

// NewKeys gives an instance its signing key. The kid is the instance's id, as
// it is at Clerk. An error means that the system gave no randomness.
func NewKeys(kid string) (*Keys, error) {
	private, err := rsaKey()
	if err != nil {
		return nil, fmt.Errorf("generating the signing key: %w", err)
	}
	encoding.Lock()
	defer encoding.Unlock()
	jwks, err := json.Marshal(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{
		Key: private.Public(), KeyID: kid, Algorithm: string(jose.RS256), Use: "sig",
	}}})
	if err != nil {
		return nil, fmt.Errorf("encoding the key set: %w", err)
	}
	return &Keys{kid: kid, private: private, jwks: jwks}, nil
}

// JWKS is the answer to GET /v1/jwks: the instance's public key. The custom
// keys of JWT templates are not in it.
func (k *Keys) JWKS() []byte {
	return append([]byte(nil), k.jwks...)
}

// sign serializes the claims as a compact JWS of the given category.
func (k *Keys) sign(category string, claims map[string]any) (string, error) {
	key := jose.JSONWebKey{Key: k.private, KeyID: k.kid, Algorithm: string(jose.RS256)}
	return sign(jose.RS256, key, category, claims)
}

func sign(algorithm jose.SignatureAlgorithm, key any, category string, claims map[string]any) (string, error) {
	options := (&jose.SignerOptions{}).WithType("JWT").WithHeader("cat", category)
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: key}, options)
	if err != nil {
		return "", fmt.Errorf("the key does not fit %s: %w", algorithm, err)
	}
	// go-jose carries a copy of encoding/json that does not know json.Number
	// and would turn it into a string; so the payload is encoded here.
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", fmt.Errorf("encoding the claims: %w", err)
	}
	encoding.Lock()
	defer encoding.Unlock()
	signed, err := signer.Sign(payload)
	if err != nil {
		return "", fmt.Errorf("the key does not fit %s: %w", algorithm, err)
	}
	return signed.CompactSerialize()
}
