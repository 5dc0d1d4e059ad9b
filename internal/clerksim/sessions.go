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
func (s session) lives(now time.Time) bool {
	status := s.statusAt(now)
	return status == "active" || status == "pending"
}

// cleanedUp reports whether a session ended so long ago that Clerk shows it no
// more.
func (s session) cleanedUp(now time.Time, keptDays int64) bool {
	ended := s.UpdatedAt
	if s.statusAt(now) != s.Status {
		ended = s.ExpireAt
	}
	return !s.lives(now) && now.Sub(time.UnixMilli(ended)) > time.Duration(keptDays)*24*time.Hour
}

// sessionStatuses are what GET /sessions filters by.
var sessionStatuses = []string{"abandoned", "active", "ended", "expired", "removed", "replaced", "revoked"}

type session struct {
	head
	UserID                   string          `json:"user_id"`
	ClientID                 string          `json:"client_id"`
	Actor                    json.RawMessage `json:"actor"`
	Status                   string          `json:"status"` // as stored; a session that is past its end shows as expired
	LastActiveOrganizationID *string         `json:"last_active_organization_id"`
	LastActiveAt             int64           `json:"last_active_at"`
	ExpireAt                 int64           `json:"expire_at"`
	AbandonAt                int64           `json:"abandon_at"`
	Tasks                    []struct{}      `json:"tasks"`
}

func (s session) statusAt(now time.Time) string {
	if (s.Status == "active" || s.Status == "pending") && s.ExpireAt <= millis(now) {
		return "expired"
	}
	return s.Status
}

func (c *call) showSession(s session) session {
	s.Status = s.statusAt(c.now)
	return s
}

var expiryBody = &shape{open: true, fields: map[string]rule{"expires_in_seconds": number.orNull().within(minLifetime, maxLifetime)}}

func sessions() kind[session] {
	return kind[session]{
		object: "session", plural: "sessions", idParam: "session_id", prefix: "sess",
		get:    true,
		create: &shape{open: true, fields: map[string]rule{"user_id": text.need(), "active_organization_id": text}},
		more: []operation{
			{pattern: "GET /sessions", handle: (*call).listSessions},
			{pattern: "POST /sessions/{session_id}/revoke", handle: (*call).revokeSession, body: noBody},
			{pattern: "POST /sessions/{session_id}/tokens", handle: (*call).createSessionToken, body: expiryBody},
			{pattern: "POST /sessions/{session_id}/tokens/{template_name}", handle: (*call).createTemplateToken, body: expiryBody},
		},
		enabled: (*call).developmentOnly,
		findBy:  (*call).session,
		keys: map[string]func(session) []string{
			"user_id":   func(s session) []string { return []string{s.UserID} },
			"client_id": func(s session) []string { return []string{s.ClientID} },
		},
		rules: (*call).sessionRules,
		show:  (*call).showSession,
	}
}

func (c *call) session() (session, *failure) {
	s, ok := stored[session](c).get(c.id("session_id"))
	if !ok || s.cleanedUp(c.now, c.assume.number("ended_sessions_kept_days")) {
		return s, notFound("session", c.id("session_id"))
	}
	return s, nil
}

func (c *call) listSessions() (any, *failure) {
	q := c.query()
	statuses := q.statuses(sessionStatuses...)
	if f := q.err(); f != nil {
		return nil, f
	}
	userID, clientID := q.Get("user_id"), q.Get("client_id")
	shown := stored[session](c).listed(c.now)
	var all []session
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
	all = slices.DeleteFunc(all, func(s session) bool {
		return s.cleanedUp(c.now, c.assume.number("ended_sessions_kept_days")) || clientID != "" && s.ClientID != clientID || len(statuses) > 0 && !contains(statuses, s.statusAt(c.now))
	})
	slices.SortFunc(all, func(a, b session) int { return b.place().compare(a.place()) })
	return legacyList(c, all, c.showSession)
}

// beginSession makes an active session that begins now.
func (c *call) beginSession(s *session) {
	s.ClientID, s.Status = newID("client", c.now), "active"
	s.LastActiveAt, s.ExpireAt, s.AbandonAt = millis(c.now), millis(c.now.Add(sessionLifetime)), millis(c.now.Add(abandonAfter))
}

func (c *call) sessionRules(_ session, s *session) *failure {
	u, f := c.userByID(s.UserID)
	if f != nil {
		return f
	}
	if u.banned && c.assume["banned_user_session"] == "refused" {
		return fail(http.StatusUnprocessableEntity, "user_banned", "User banned", "This user is banned and cannot have a session.").about("user_id")
	}
	c.beginSession(s)
	if id := c.params.text("active_organization_id"); id != "" {
		if f := c.mustBeMember(id, u.ID); f != nil {
			return f
		}
		s.LastActiveOrganizationID = &id
	}
	return nil
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

func (c *call) endSession(s session) session {
	s.Status, s.UpdatedAt = "revoked", millis(c.now)
	stored[session](c).store(c.now, s)
	return s
}

// revokeSessions ends all active sessions of a user.
func (c *call) revokeSessions(userID string) {
	for _, s := range stored[session](c).lookup("user_id", userID) {
		if s.lives(c.now) {
			c.endSession(s)
		}
	}
}
