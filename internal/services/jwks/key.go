package jwks

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
)

// Key is a key of a JSON Web Key Set.
type Key struct {
	ID        string // "kid", what tokens name in their header
	Algorithm string // "alg", such as RS256
	Type      string // "kty": RSA, EC, OKP or oct
	// PEM is the public key in PKIX form; "" where there is none: a symmetric key,
	// or a kind that Go's standard library does not know.
	PEM string
}

// jwk are the members of a JSON Web Key that make up a public key.
type jwk struct {
	ID        string `json:"kid"`
	Algorithm string `json:"alg"`
	Type      string `json:"kty"`
	Curve     string `json:"crv"`
	N         octets `json:"n"`
	E         octets `json:"e"`
	X         octets `json:"x"`
	Y         octets `json:"y"`
}

// octets are bytes in base64url without padding.
type octets []byte

// UnmarshalJSON decodes base64url.
func (o *octets) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	decoded, err := base64.RawURLEncoding.DecodeString(s)
	*o = decoded
	return err
}

// ParseKey reads a JSON Web Key (RFC 7517). Private members are ignored.
func ParseKey(raw json.RawMessage) (Key, error) {
	var in jwk
	if err := json.Unmarshal(raw, &in); err != nil {
		return Key{}, fmt.Errorf("it is not a JSON Web Key: %w", err)
	}
	key := Key{ID: in.ID, Algorithm: in.Algorithm, Type: in.Type}
	public, err := in.public()
	if err != nil || public == nil {
		return key, err
	}
	der, err := x509.MarshalPKIXPublicKey(public)
	key.PEM = string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
	return key, err
}

// public is the public key, or nil if there is none.
func (k *jwk) public() (any, error) {
	switch k.Type {
	case "RSA":
		n, e := new(big.Int).SetBytes(k.N), new(big.Int).SetBytes(k.E)
		if n.Sign() == 0 || e.Sign() == 0 || e.BitLen() > 31 {
			return nil, errors.New("it is no RSA key: its modulus or its exponent is out of range")
		}
		return &rsa.PublicKey{N: n, E: int(e.Int64())}, nil
	case "EC":
		return k.elliptic()
	case "OKP":
		if k.Curve != "Ed25519" {
			return nil, nil
		}
		if len(k.X) != ed25519.PublicKeySize {
			return nil, fmt.Errorf("it is no Ed25519 key: it has %d bytes, not %d", len(k.X), ed25519.PublicKeySize)
		}
		return ed25519.PublicKey(k.X), nil
	}
	return nil, nil
}

func (k *jwk) elliptic() (any, error) {
	curve, ok := map[string]elliptic.Curve{"P-256": elliptic.P256(), "P-384": elliptic.P384(), "P-521": elliptic.P521()}[k.Curve]
	if !ok {
		return nil, nil
	}
	size := (curve.Params().BitSize + 7) / 8
	if len(k.X) > size || len(k.Y) > size {
		return nil, fmt.Errorf("it is no key of the curve %s: its coordinates are too long", k.Curve)
	}
	// An uncompressed point: 4, then both coordinates, each padded with zeros.
	point := make([]byte, 1+2*size)
	point[0] = 4
	copy(point[1+size-len(k.X):], k.X)
	copy(point[1+2*size-len(k.Y):], k.Y)
	return ecdsa.ParseUncompressedPublicKey(curve, point)
}
