package token

import (
	"encoding/json"

	"github.com/go-jose/go-jose/v4"
)

// machineCategory is the header "cat" of the tokens of machines. What it is at Clerk is not published.
const machineCategory = "cl_B7d4PD333AAA"

// MachineToken signs the claims of a machine's token.
func (k *Keys) MachineToken(claims map[string]any) (string, error) {
	return k.sign(machineCategory, claims)
}

// Verify gives the claims of a token that the instance's key has signed. Its times are not looked at.
func (k *Keys) Verify(text string) (claims map[string]any, ok bool) {
	signed, err := jose.ParseSignedCompact(text, []jose.SignatureAlgorithm{jose.RS256})
	if err != nil {
		return nil, false
	}
	payload, err := signed.Verify(k.private.Public())
	if err != nil || json.Unmarshal(payload, &claims) != nil {
		return nil, false
	}
	return claims, true
}
