package clerk

import (
	"context"
	"encoding/json"
	"net/http"
)

// ActorToken lets its bearer impersonate a user, once. Times are Unix
// milliseconds.
type ActorToken struct {
	ID        string          `json:"id"`
	UserID    string          `json:"user_id"`
	Actor     json.RawMessage `json:"actor"`  // a JSON object with sub
	Status    string          `json:"status"` // "pending", "accepted" or "revoked"
	Token     string          `json:"token"`
	URL       string          `json:"url"`
	CreatedAt int64           `json:"created_at"`
	UpdatedAt int64           `json:"updated_at"`
}

// CreateActorTokenParams are the fields of POST /actor_tokens.
type CreateActorTokenParams struct {
	UserID                      string          `json:"user_id"`
	Actor                       json.RawMessage `json:"actor"`
	ExpiresInSeconds            Optional[int64] `json:"expires_in_seconds,omitzero"`
	SessionMaxDurationInSeconds Optional[int64] `json:"session_max_duration_in_seconds,omitzero"`
}

// ActorTokens is the area /actor_tokens. Clerk neither lists them nor gives one
// back.
type ActorTokens struct{ t *transport }

// Create is POST /actor_tokens. A lost answer is a *Lost error.
func (a *ActorTokens) Create(ctx context.Context, p CreateActorTokenParams) (*ActorToken, error) {
	return one[ActorToken](ctx, a.t, call{method: http.MethodPost, path: []string{"actor_tokens"}, body: p, once: true})
}

// Revoke is POST /actor_tokens/{actor_token_id}/revoke. A token that is not
// pending, because it was accepted or revoked, has nothing left to revoke and is
// no error.
func (a *ActorTokens) Revoke(ctx context.Context, id string) error {
	err := a.t.do(ctx, call{method: http.MethodPost, path: []string{"actor_tokens", id, "revoke"}}, nil)
	if e, ok := AsError(err); ok && e.Has("actor_token_cannot_be_revoked_code") {
		return nil
	}
	return err
}
