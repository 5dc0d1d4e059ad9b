package clerksim

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
)

// waitlistEntry is somebody who waits to be invited to sign up.
type waitlistEntry struct {
	head
	EmailAddress string          `json:"email_address"`
	Status       string          `json:"status"`
	IsLocked     bool            `json:"is_locked"`
	Invitation   json.RawMessage `json:"invitation,omitempty"`
	invitationID string
	invitedAt    int64
}

var waitlistStatuses = []string{"pending", "invited", "completed", "rejected"}

func waitlistEntries() kind[waitlistEntry] {
	return kind[waitlistEntry]{
		object: "waitlist_entry", plural: "waitlist_entries", idParam: "waitlist_entry_id", prefix: "waitlist",
		list: true, delete: true,
		more: []operation{{pattern: "POST /waitlist_entries", handle: (*call).joinWaitlist, body: &shape{fields: map[string]rule{
			"email_address": text.need(), "notify": flag.orNull()}}}},
		actions: []action[waitlistEntry]{
			{"POST", "/invite", &shape{fields: map[string]rule{"ignore_existing": flag.orNull()}}, (*call).inviteWaiting, nil},
			{"POST", "/reject", noBody, (*call).rejectWaiting, nil},
		},
		keys: map[string]func(waitlistEntry) []string{
			"email_address": func(w waitlistEntry) []string { return []string{strings.ToLower(w.EmailAddress)} },
			"invitation":    func(w waitlistEntry) []string { return []string{w.invitationID} },
		},
		filter: (*call).waitlistFilter,
		orders: []ordering[waitlistEntry]{
			{"created_at", nil},
			{"email_address", func(_ *call, a, b waitlistEntry) int { return strings.Compare(a.EmailAddress, b.EmailAddress) }},
			{"invited_at", func(_ *call, a, b waitlistEntry) int { return cmp.Compare(a.invitedAt, b.invitedAt) }},
		},
		defaults:  waitlistEntry{Status: "pending"},
		rules:     (*call).waitlistRules,
		deletable: (*call).waitlistDeletable,
		show:      (*call).showWaiting,
	}
}

func (c *call) waitlistFilter(q *query) func(waitlistEntry) bool {
	statuses, part := q.statuses(waitlistStatuses...), strings.ToLower(q.Get("query"))
	return func(w waitlistEntry) bool {
		return (len(statuses) == 0 || contains(statuses, w.Status)) &&
			(part == "" || strings.Contains(strings.ToLower(w.EmailAddress), part) || w.ID == q.Get("query"))
	}
}

// joinWaitlist answers with the entry that the address has already, or makes one.
func (c *call) joinWaitlist() (any, *failure) {
	address := strings.ToLower(strings.TrimSpace(c.params.text("email_address")))
	if there := stored[waitlistEntry](c).lookup("email_address", address); len(there) > 0 {
		return c.showWaiting(there[0]), nil
	}
	return waitlistEntries().answerCreate(c)
}

func (c *call) waitlistRules(_ waitlistEntry, w *waitlistEntry) *failure {
	address, f := c.normal(email, w.EmailAddress)
	if f != nil {
		return f
	}
	if c.assume["users_on_waitlist"] == "refused" && len(c.users.lookup("email_address", strings.ToLower(address))) > 0 {
		return taken("email_address")
	}
	w.EmailAddress = address
	return nil
}

// notWaiting is the refusal of what can be done with some entries only.
func notWaiting(w *waitlistEntry, allowed ...string) *failure {
	if w.IsLocked {
		return fail(http.StatusConflict, "waitlist_entry_locked", "Waitlist entry locked", "This waitlist entry is being processed in a batch action.")
	}
	if slices.Contains(allowed, w.Status) {
		return nil
	}
	return fail(http.StatusConflict, "waitlist_entry_already_"+w.Status, "Waitlist entry already "+w.Status, "This waitlist entry is already "+w.Status+".")
}

func (c *call) waitlistDeletable(w waitlistEntry) *failure {
	if c.assume["waitlist_entries_deletable"] == "all" {
		return notWaiting(&w, waitlistStatuses...)
	}
	return notWaiting(&w, "pending")
}

// inviteWaiting sends an invitation to sign up.
func (c *call) inviteWaiting(w *waitlistEntry) *failure {
	allowed := []string{"pending"}
	if c.assume.yes("rejected_can_be_invited") {
		allowed = append(allowed, "rejected")
	}
	if f := notWaiting(w, allowed...); f != nil {
		return f
	}
	i := invitations().begin(c)
	i.EmailAddress = w.EmailAddress
	if f := c.invitationRules(invitation{}, &i); f != nil {
		return f
	}
	stored[invitation](c).store(c.now, i)
	w.Status, w.invitationID, w.invitedAt = "invited", i.ID, millis(c.now)
	return nil
}

func (c *call) rejectWaiting(w *waitlistEntry) *failure {
	allowed := []string{"pending"}
	if c.assume.yes("invited_can_be_rejected") {
		allowed = append(allowed, "invited")
	}
	if f := notWaiting(w, allowed...); f != nil {
		return f
	}
	w.Status = "rejected"
	return nil
}

// completeWaiting is what follows on the waitlist when an invitation is accepted.
func (c *call) completeWaiting(invitationID string) {
	for _, w := range stored[waitlistEntry](c).lookup("invitation", invitationID) {
		w.Status, w.UpdatedAt = "completed", millis(c.now)
		stored[waitlistEntry](c).store(c.now, w)
	}
}

func (c *call) showWaiting(w waitlistEntry) waitlistEntry {
	if i, ok := stored[invitation](c).get(w.invitationID); ok {
		w.Invitation, _ = json.Marshal(c.showInvitation(i))
	} else if c.assume["waitlist_without_invitation"] == "null" {
		w.Invitation = json.RawMessage("null")
	}
	return w
}
