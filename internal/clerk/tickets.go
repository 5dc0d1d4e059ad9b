package clerk

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// Ticket is a token that lets its bearer sign in as a user, once. Times are Unix
// milliseconds. Clerk has no read and no list of tickets.
type Ticket struct {
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
	UserID           string                `json:"user_id"`
	OrgID            rest.Optional[string] `json:"org_id,omitzero"`
	ExpiresInSeconds rest.Optional[int64]  `json:"expires_in_seconds,omitzero"`
}

// SignInTokens is the area /sign_in_tokens.
type SignInTokens struct{ t *rest.Transport }

// Create is POST /sign_in_tokens. A lost answer is a *Lost error.
func (s *SignInTokens) Create(ctx context.Context, p CreateSignInTokenParams) (*Ticket, error) {
	return rest.One[Ticket](ctx, s.t, rest.Call{Method: http.MethodPost, Path: []string{"sign_in_tokens"}, Body: p, IsCreate: true})
}

// Revoke is POST /sign_in_tokens/{sign_in_token_id}/revoke. A token that is not
// pending, because it was accepted or revoked, has nothing left to revoke and is
// no error.
func (s *SignInTokens) Revoke(ctx context.Context, id string) error {
	return revokeTicket(ctx, s.t, "sign_in_tokens", id, "sign_in_token_cannot_be_revoked_code")
}

// CreateActorTokenParams are the fields of POST /actor_tokens. The actor is a
// JSON object with the member sub.
type CreateActorTokenParams struct {
	UserID                      string               `json:"user_id"`
	Actor                       json.RawMessage      `json:"actor"`
	ExpiresInSeconds            rest.Optional[int64] `json:"expires_in_seconds,omitzero"`
	SessionMaxDurationInSeconds rest.Optional[int64] `json:"session_max_duration_in_seconds,omitzero"`
}

// ActorTokens is the area /actor_tokens: tickets for an actor, who impersonates
// the user.
type ActorTokens struct{ t *rest.Transport }

// Create is POST /actor_tokens. A lost answer is a *Lost error.
func (a *ActorTokens) Create(ctx context.Context, p CreateActorTokenParams) (*Ticket, error) {
	return rest.One[Ticket](ctx, a.t, rest.Call{Method: http.MethodPost, Path: []string{"actor_tokens"}, Body: p, IsCreate: true})
}

// Revoke is POST /actor_tokens/{actor_token_id}/revoke. A token that is not
// pending, because it was accepted or revoked, has nothing left to revoke and is
// no error.
func (a *ActorTokens) Revoke(ctx context.Context, id string) error {
	return revokeTicket(ctx, a.t, "actor_tokens", id, "actor_token_cannot_be_revoked_code")
}

func revokeTicket(ctx context.Context, t *rest.Transport, area, id, notPending string) error {
	err := t.Do(ctx, rest.Call{Method: http.MethodPost, Path: []string{area, id, "revoke"}}, nil)
	if e, ok := rest.AsError(err); ok && e.Has(notPending) {
		return nil
	}
	return err
}
