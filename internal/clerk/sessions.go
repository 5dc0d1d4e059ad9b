package clerk

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"net/url"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// Session is a session of a user. Times are Unix milliseconds.
type Session struct {
	rest.Answered
	ID                       string          `json:"id"`
	UserID                   string          `json:"user_id"`
	ClientID                 string          `json:"client_id"`
	Actor                    json.RawMessage `json:"actor,omitempty"`
	Status                   string          `json:"status"`
	LastActiveOrganizationID *string         `json:"last_active_organization_id,omitempty"`
	LastActiveAt             int64           `json:"last_active_at"`
	ExpireAt                 int64           `json:"expire_at"`
	AbandonAt                int64           `json:"abandon_at"`
	CreatedAt                int64           `json:"created_at"`
	UpdatedAt                int64           `json:"updated_at"`
}

// Lives reports whether the session has not ended. A pending session becomes active once its user has done what Clerk asks for.
func (s *Session) Lives() bool { return s.Status == "active" || s.Status == "pending" }

// SessionFilter chooses sessions: Clerk asks for a user or a client.
type SessionFilter struct{ UserID, ClientID, Status string }

// CreateSessionParams are the fields of POST /sessions.
type CreateSessionParams struct {
	UserID               string                `json:"user_id"`
	ActiveOrganizationID rest.Optional[string] `json:"active_organization_id,omitzero"`
}

// Sessions is the area /sessions, and the keys that verify their tokens.
type Sessions struct{ t *rest.Transport }

// Get is GET /sessions/{session_id}.
func (s *Sessions) Get(ctx context.Context, id string) (*Session, error) {
	return rest.ByID(ctx, s.t, "sessions", id, func(s *Session) string { return s.ID })
}

// List is GET /sessions, all pages, newest first.
func (s *Sessions) List(ctx context.Context, f SessionFilter) iter.Seq2[Session, error] {
	q := rest.Paginated()
	for name, value := range map[string]string{"user_id": f.UserID, "client_id": f.ClientID, "status": f.Status} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return rest.Pages[Session](ctx, s.t, []string{"sessions"}, q, nil)
}

// Create is POST /sessions, which only development instances allow. A lost
// answer is a *Lost error.
func (s *Sessions) Create(ctx context.Context, p CreateSessionParams) (*Session, error) {
	return rest.One[Session](ctx, s.t, rest.Call{Method: http.MethodPost, Path: []string{"sessions"}, Body: p, IsCreate: true})
}

// Revoke is POST /sessions/{session_id}/revoke.
func (s *Sessions) Revoke(ctx context.Context, id string) (*Session, error) {
	return rest.One[Session](ctx, s.t, rest.Call{Method: http.MethodPost, Path: []string{"sessions", id, "revoke"}})
}

// End is Revoke of a session that may have ended or been deleted already. It is not documented whether Clerk refuses to revoke such a
// session, so an error is returned only if the session has not ended.
func (s *Sessions) End(ctx context.Context, id string) error {
	_, err := s.Revoke(ctx, id)
	if err == nil {
		return nil
	}
	session, unread := s.Get(ctx, id)
	if rest.IsNotFound(unread) || unread == nil && !session.Lives() {
		return nil
	}
	return err
}

// Token is POST /sessions/{session_id}/tokens, or with a template's name POST /sessions/{session_id}/tokens/{template_name}. With a
// lifetime of 0 seconds, Clerk chooses it. The request is repeated when its answer is lost, since an unused token does no harm.
func (s *Sessions) Token(ctx context.Context, id, template string, lifetime int64) (jwt string, err error) {
	path := []string{"sessions", id, "tokens"}
	if template != "" {
		path = append(path, template)
	}
	var body struct {
		ExpiresInSeconds int64 `json:"expires_in_seconds,omitempty"`
	}
	body.ExpiresInSeconds = lifetime
	out, err := rest.One[struct {
		JWT string `json:"jwt"`
	}](ctx, s.t, rest.Call{Method: http.MethodPost, Path: path, Body: body, AnswersOther: true})
	if err != nil {
		return "", err
	}
	return out.JWT, nil
}

// JWKS is GET /jwks: the keys that verify the instance's tokens, each a JSON Web
// Key.
func (s *Sessions) JWKS(ctx context.Context) ([]json.RawMessage, error) {
	out, err := rest.One[struct {
		Keys []json.RawMessage `json:"keys"`
	}](ctx, s.t, rest.Call{Method: http.MethodGet, Path: []string{"jwks"}, Query: url.Values{}})
	if err != nil {
		return nil, err
	}
	return out.Keys, nil
}
