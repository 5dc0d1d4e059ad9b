package clerksim

import (
	"encoding/json"
	"net/http"
	"slices"
	"time"
)

// Session lifetimes, by Clerk's defaults.
const (
	sessionLifetime = 7 * 24 * time.Hour
	abandonAfter    = 30 * 24 * time.Hour
)

// lives reports whether a session has not ended: a pending one waits for its user
// to do something.
func (s *session) lives(now time.Time) bool {
	status := s.statusAt(now)
	return status == "active" || status == "pending"
}

// cleanedUp reports whether a session ended so long ago that Clerk shows it no
// more.
func (s *session) cleanedUp(now time.Time, keptDays int64) bool {
	ended := s.UpdatedAt
	if s.statusAt(now) != s.status {
		ended = s.expireAt
	}
	return !s.lives(now) && now.Sub(time.UnixMilli(ended)) > time.Duration(keptDays)*24*time.Hour
}

// sessionStatuses are what GET /sessions filters by.
var sessionStatuses = []string{"abandoned", "active", "ended", "expired", "removed", "replaced", "revoked"}

type session struct {
	head
	userID, clientID     string
	status               string // as stored; a session that is past its end shows as expired
	actor                json.RawMessage
	activeOrganizationID *string
	lastActiveAt         int64
	expireAt, abandonAt  int64
}

func (s *session) statusAt(now time.Time) string {
	if (s.status == "active" || s.status == "pending") && s.expireAt <= millis(now) {
		return "expired"
	}
	return s.status
}

type sessionView struct {
	Object                   string          `json:"object"`
	ID                       string          `json:"id"`
	UserID                   string          `json:"user_id"`
	ClientID                 string          `json:"client_id"`
	Actor                    json.RawMessage `json:"actor"`
	Status                   string          `json:"status"`
	LastActiveOrganizationID *string         `json:"last_active_organization_id"`
	LastActiveAt             int64           `json:"last_active_at"`
	ExpireAt                 int64           `json:"expire_at"`
	AbandonAt                int64           `json:"abandon_at"`
	Tasks                    []struct{}      `json:"tasks"`
	CreatedAt                int64           `json:"created_at"`
	UpdatedAt                int64           `json:"updated_at"`
}

func (s *session) view(now time.Time) sessionView {
	v := sessionView{"session", s.ID, s.userID, s.clientID, s.actor, s.statusAt(now), s.activeOrganizationID, s.lastActiveAt, s.expireAt, s.abandonAt, nil, s.CreatedAt, s.UpdatedAt}
	if v.Actor == nil {
		v.Actor = json.RawMessage("null")
	}
	return v
}

func (c *call) showSession(s *session) sessionView { return s.view(c.now) }

var expiryBody = &shape{open: true, fields: map[string]rule{"expires_in_seconds": number.orNull().within(minLifetime, maxLifetime)}}

func sessionOperations() []operation {
	return []operation{
		{pattern: "GET /sessions", handle: (*call).listSessions},
		{pattern: "POST /sessions", handle: (*call).createSession, body: &shape{open: true, fields: map[string]rule{"user_id": text.need(), "active_organization_id": text}}},
		{pattern: "GET /sessions/{session_id}", handle: (*call).getSession},
		{pattern: "POST /sessions/{session_id}/revoke", handle: (*call).revokeSession, body: noBody},
		{pattern: "POST /sessions/{session_id}/tokens", handle: (*call).createSessionToken, body: expiryBody},
		{pattern: "POST /sessions/{session_id}/tokens/{template_name}", handle: (*call).createTemplateToken, body: expiryBody},
	}
}

func (c *call) session() (*session, *failure) {
	s, ok := c.sessions.get(c.id("session_id"))
	if !ok || s.cleanedUp(c.now, c.assume.number("ended_sessions_kept_days")) {
		return nil, notFound("session", c.id("session_id"))
	}
	return s, nil
}

func (c *call) listSessions() (any, *failure) {
	q := c.query()
	statuses := q.among("status", sessionStatuses...)
	if f := q.err(); f != nil {
		return nil, f
	}
	userID, clientID := q.Get("user_id"), q.Get("client_id")
	shown := c.sessions.listed(c.now)
	var all []*session
	switch {
	case userID != "":
		all = shown.lookup("user_id", userID)
	case clientID != "":
		all = shown.lookup("client_id", clientID)
	case c.assume.yes("session_list_needs_filter"):
		return nil, fail(http.StatusBadRequest, "missing_query_parameter", "Missing query parameter", "At least one of client_id and user_id must be given.")
	default:
		all = slices.Clone(shown.ordered)
	}
	all = slices.DeleteFunc(all, func(s *session) bool {
		return s.cleanedUp(c.now, c.assume.number("ended_sessions_kept_days")) || clientID != "" && s.clientID != clientID || len(statuses) > 0 && !contains(statuses, s.statusAt(c.now))
	})
	slices.SortFunc(all, func(a, b *session) int { return b.place().compare(a.place()) })
	return legacyList(c, all, c.showSession)
}

// newSession makes an active session that begins now.
func (c *call) newSession(u *user) *session {
	return &session{
		head: c.newHead("session", "sess"), userID: u.ID, clientID: newID("client", c.now), status: "active",
		lastActiveAt: millis(c.now), expireAt: millis(c.now.Add(sessionLifetime)), abandonAt: millis(c.now.Add(abandonAfter)),
	}
}

func (c *call) createSession() (any, *failure) {
	if f := c.developmentOnly(); f != nil {
		return nil, f
	}
	u, f := c.userByID(c.params.text("user_id"))
	if f != nil {
		return nil, f
	}
	if u.banned && c.assume["banned_user_session"] == "refused" {
		return nil, fail(http.StatusUnprocessableEntity, "user_banned", "User banned", "This user is banned and cannot have a session.").about("user_id")
	}
	s := c.newSession(u)
	if id := c.params.text("active_organization_id"); id != "" {
		if len(c.memberships.lookup("both", id+" "+u.ID)) == 0 {
			return nil, notFound("organization", id)
		}
		s.activeOrganizationID = &id
	}
	c.sessions.store(c.now, s)
	return c.showSession(s), nil
}

func (c *call) getSession() (any, *failure) {
	s, f := c.session()
	if f != nil {
		return nil, f
	}
	return c.showSession(s), nil
}

func (c *call) revokeSession() (any, *failure) {
	s, f := c.session()
	if f != nil {
		return nil, f
	}
	if !s.lives(c.now) {
		if c.assume["revoke_again"] == "400" {
			return nil, fail(http.StatusBadRequest, "session_not_active", "Session not active", "Only an active session can be revoked.")
		}
		return c.showSession(s), nil
	}
	return c.showSession(c.endSession(s)), nil
}

func (c *call) endSession(s *session) *session {
	next := *s
	next.status, next.UpdatedAt = "revoked", millis(c.now)
	c.sessions.store(c.now, &next)
	return &next
}

// revokeSessions ends all active sessions of a user.
func (c *call) revokeSessions(userID string) {
	for _, s := range c.sessions.lookup("user_id", userID) {
		if s.lives(c.now) {
			c.endSession(s)
		}
	}
}
