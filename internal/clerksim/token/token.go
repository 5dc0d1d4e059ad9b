package token

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// Header "cat" of Clerk's tokens, as observed.
const (
	sessionCategory  = "cl_B7d4PD111AAA"
	templateCategory = "cl_B7d4PD222AAA"
)

const (
	sessionLifetime  = 60 * time.Second
	sessionClockSkew = 10 * time.Second

	// defaultLifetime is that of a template which names none, in seconds.
	defaultLifetime = 60
)

// Template is what a JWT template says about its tokens. Lifetime (60 when
// zero) and AllowedClockSkew are seconds. Without CustomSigningKey the
// instance's key signs, and the algorithm and key are ignored.
type Template struct {
	Claims                       json.RawMessage
	Lifetime, AllowedClockSkew   int
	CustomSigningKey             bool
	SigningAlgorithm, SigningKey string
}

// Context is what a token can tell about its session. The maps hold the values
// of the shortcodes by their last names: User["first_name"] is that of
// {{user.first_name}}; metadata is a map[string]any.
type Context struct {
	User          map[string]any
	Org           map[string]any // nil without an active organization
	OrgMembership map[string]any
	Actor         any // nil unless the session is impersonated

	SessionID, Issuer string
	AuthorizedParty   string // the claim azp is left out when empty
	Now               time.Time
	ExpiresInSeconds  *int // overrides the lifetime of session or template
}

// SessionToken mints the default session token, version 2, valid for 60 s.
func (k *Keys) SessionToken(c Context) (string, error) {
	claims := c.registered(sessionLifetime, sessionClockSkew)
	claims["sid"] = c.SessionID
	claims["v"] = 2
	claims["sts"] = "active"
	claims["fva"] = factorVerificationAge
	claims["pla"] = planOfUser
	claims["fea"] = ""
	if c.Actor != nil {
		claims["act"] = c.Actor
	}
	if c.Org != nil {
		org, features := organizationClaims(c)
		claims["pla"], claims["o"], claims["fea"] = planOfOrganization, org, features
	}
	return k.sign(sessionCategory, claims)
}

// TemplateToken mints a token from a JWT template: its claims with the
// shortcodes evaluated, and the registered claims, which no template can
// override. It fails when the claims are not a JSON object, or when the custom
// key does not suit its algorithm.
func (k *Keys) TemplateToken(t Template, c Context) (string, error) {
	claims, err := EvaluateClaims(t.Claims, c)
	if err != nil {
		return "", err
	}
	lifetime := t.Lifetime
	if lifetime == 0 {
		lifetime = defaultLifetime
	}
	maps.Copy(claims, c.registered(seconds(lifetime), seconds(t.AllowedClockSkew)))
	if !t.CustomSigningKey {
		return k.sign(templateCategory, claims)
	}
	key, err := signingKey(t.SigningAlgorithm, t.SigningKey)
	if err != nil {
		return "", fmt.Errorf("custom signing key: %w", err)
	}
	// No kid: it would lead verifiers to the instance's key in the JWKS.
	return sign(jose.SignatureAlgorithm(t.SigningAlgorithm), key, templateCategory, claims)
}

// registered gives the claims that every token carries.
func (c Context) registered(lifetime, clockSkew time.Duration) map[string]any {
	if c.ExpiresInSeconds != nil {
		lifetime = seconds(*c.ExpiresInSeconds)
	}
	claims := map[string]any{
		"exp": c.Now.Add(lifetime).Unix(),
		"iat": c.Now.Unix(),
		"iss": c.Issuer,
		"jti": newTokenID(),
		"nbf": c.Now.Add(-clockSkew).Unix(),
		"sub": c.User["id"],
	}
	if c.AuthorizedParty != "" {
		claims["azp"] = c.AuthorizedParty
	}
	return claims
}

func newTokenID() string {
	id := make([]byte, 10)
	_, _ = rand.Read(id) // documented never to fail
	return hex.EncodeToString(id)
}

func seconds(n int) time.Duration { return time.Duration(n) * time.Second }

// reservedClaims are those that Clerk's documentation names, either as not to
// be overridden or as not to be included; the whole list is not published.
var reservedClaims = map[string]bool{
	"azp": true, "exp": true, "iat": true, "iss": true, "jti": true, "nbf": true, "sub": true,
	"sid": true, "v": true, "pla": true, "fea": true,
}

// ReservedClaim names the claim that a JWT template must not have, the first
// one in alphabetical order.
func ReservedClaim(claims map[string]any) (name string, reserved bool) {
	for _, name := range slices.Sorted(maps.Keys(claims)) {
		if reservedClaims[name] {
			return name, true
		}
	}
	return "", false
}
