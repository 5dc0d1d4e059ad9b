package clerk

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// M2MToken is a token with which a machine proves who it is. Times are Unix milliseconds; a nil pointer is null.
type M2MToken struct {
	ID         string   `json:"id"`
	Subject    string   `json:"subject"` // the machine's id
	Scopes     []string `json:"scopes"`  // ids of the machines that it is good for
	Token      string   `json:"token"`
	Expiration *int64   `json:"expiration"`
}

// CreateM2MTokenParams are the fields of POST /m2m_tokens.
type CreateM2MTokenParams struct {
	TokenFormat            rest.Optional[string] `json:"token_format,omitzero"` // "opaque" or "jwt"
	SecondsUntilExpiration rest.Optional[int64]  `json:"seconds_until_expiration,omitzero"`
	Claims                 json.RawMessage       `json:"claims,omitempty"`
}

// M2MTokens is the area /m2m_tokens.
type M2MTokens struct{ t *rest.Transport }

// Create is POST /m2m_tokens, with the secret key of a machine in place of the instance's. It is never repeated: a lost answer is a *Lost
// error.
func (m *M2MTokens) Create(ctx context.Context, machineKey string, p CreateM2MTokenParams) (*M2MToken, error) {
	return rest.One[M2MToken](ctx, m.t, rest.Call{
		Method: http.MethodPost, Path: []string{"m2m_tokens"}, Body: p, IsCreate: true, Key: machineKey,
		Check: rest.Has("token", func(t *M2MToken) bool { return t.ID != "" && t.Token != "" }),
	})
}

// Revoke is POST /m2m_tokens/{m2m_token_id}/revoke. Tokens that are JWTs cannot be revoked.
func (m *M2MTokens) Revoke(ctx context.Context, id string) error {
	return m.t.Do(ctx, rest.Call{Method: http.MethodPost, Path: []string{"m2m_tokens", id, "revoke"}, Body: struct{}{}, Deletes: true}, nil)
}
