package clerk

import (
	"context"
	"net/http"
)

// SignInToken lets its bearer sign in as a user, once. Times are Unix
// milliseconds.
type SignInToken struct {
	ID        string `json:"id"`
	UserID    string `json:"user_id"`
	Status    string `json:"status"` // "pending", "accepted" or "revoked"
	Token     string `json:"token"`
	URL       string `json:"url"`
	CreatedAt int64  `json:"created_at"`
	UpdatedAt int64  `json:"updated_at"`
}

// CreateSignInTokenParams are the fields of POST /sign_in_tokens.
type CreateSignInTokenParams struct {
	UserID           string           `json:"user_id"`
	OrgID            Optional[string] `json:"org_id,omitzero"`
	ExpiresInSeconds Optional[int64]  `json:"expires_in_seconds,omitzero"`
}

// SignInTokens is the area /sign_in_tokens. Clerk neither lists them nor gives
// one back.
type SignInTokens struct{ t *transport }

// Create is POST /sign_in_tokens. A lost answer is a *Lost error.
func (s *SignInTokens) Create(ctx context.Context, p CreateSignInTokenParams) (*SignInToken, error) {
	return one[SignInToken](ctx, s.t, call{method: http.MethodPost, path: []string{"sign_in_tokens"}, body: p, once: true})
}

// Revoke is POST /sign_in_tokens/{sign_in_token_id}/revoke. A token that is not
// pending, because it was accepted or revoked, has nothing left to revoke and is
// no error.
func (s *SignInTokens) Revoke(ctx context.Context, id string) error {
	err := s.t.do(ctx, call{method: http.MethodPost, path: []string{"sign_in_tokens", id, "revoke"}}, nil)
	if e, ok := AsError(err); ok && e.Has("sign_in_token_cannot_be_revoked_code") {
		return nil
	}
	return err
}
