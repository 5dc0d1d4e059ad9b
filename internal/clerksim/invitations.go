package clerksim

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
)

// invitation asks somebody to sign up.
type invitation struct {
	head
	emailAddress   string
	publicMetadata json.RawMessage
	status         string
	expiresAt      int64
}

var invitationStatuses = []string{"pending", "accepted", "revoked", "expired"}

// defaultInvitationDays is how long an invitation can be accepted.
const defaultInvitationDays = 30

func statusAt(status string, expiresAt int64, now time.Time) string {
	if status == "pending" && expiresAt <= millis(now) {
		return "expired"
	}
	return status
}

func (i *invitation) statusAt(now time.Time) string { return statusAt(i.status, i.expiresAt, now) }

type invitationView struct {
	Object         string          `json:"object"`
	ID             string          `json:"id"`
	EmailAddress   string          `json:"email_address"`
	PublicMetadata json.RawMessage `json:"public_metadata"`
	Revoked        bool            `json:"revoked"`
	Status         string          `json:"status"`
	URL            string          `json:"url"`
	ExpiresAt      int64           `json:"expires_at"`
	CreatedAt      int64           `json:"created_at"`
	UpdatedAt      int64           `json:"updated_at"`
}

func (c *call) showInvitation(i *invitation) invitationView {
	return invitationView{"invitation", i.ID, i.emailAddress, i.publicMetadata, i.status == "revoked", i.statusAt(c.now),
		c.invitationURL(i.ID), i.expiresAt, i.CreatedAt, i.UpdatedAt}
}

func (c *call) invitationURL(id string) string {
	return "https://" + c.frontend + "/v1/tickets/accept?ticket=" + id
}

func invitationOperations() []operation {
	return []operation{
		{pattern: "GET /invitations", handle: (*call).listInvitations},
		{pattern: "POST /invitations", handle: (*call).createInvitation, class: hourly("POST /invitations", 100), body: &shape{fields: map[string]rule{
			"email_address": text.need(), "public_metadata": object, "redirect_url": text, "notify": flag.orNull(), "ignore_existing": flag.orNull(),
			"expires_in_days": number.orNull().within(1, 365), "template_slug": text.in("invitation", "waitlist_invitation")}}},
		{pattern: "POST /invitations/{invitation_id}/revoke", handle: (*call).revokeInvitation, body: noBody},
	}
}

func (c *call) listInvitations() (any, *failure) {
	q := c.query()
	statuses := q.among("status", invitationStatuses...)
	o := q.orderBy("created_at", "email_address", "expires_at")
	if f := q.err(); f != nil {
		return nil, f
	}
	part := strings.ToLower(q.Get("query"))
	all := newestFirst(c.invitations.listed(c.now), func(i *invitation) bool {
		status := i.statusAt(c.now)
		return (len(statuses) == 0 && status != "revoked" || contains(statuses, status)) &&
			(part == "" || strings.Contains(i.emailAddress, part) || i.ID == q.Get("query"))
	})
	slices.SortStableFunc(all, func(a, b *invitation) int {
		by := map[string]int{"created_at": a.place().compare(b.place()), "email_address": strings.Compare(a.emailAddress, b.emailAddress), "expires_at": int(a.expiresAt - b.expiresAt)}[o.by]
		if o.descending {
			return -by
		}
		return by
	})
	return legacyList(c, all, c.showInvitation)
}

func (c *call) createInvitation() (any, *failure) {
	p := c.params
	address, f := c.normal(email, p.text("email_address"))
	if f != nil {
		return nil, f
	}
	pending := slices.ContainsFunc(c.invitations.lookup("email_address", address), func(i *invitation) bool { return i.statusAt(c.now) == "pending" })
	claimed := len(c.users.lookup("email_address", strings.ToLower(address))) > 0
	if (pending || claimed) && !p.flag("ignore_existing") {
		if claimed {
			return nil, fail(http.StatusBadRequest, "form_identifier_exists", "That email address is taken. Please try another.", "That email address is taken. Please try another.").about("email_address")
		}
		return nil, fail(http.StatusBadRequest, "duplicate_record", "duplicate invitation", "There are already pending invitations for the following email addresses: "+address).about("email_address")
	}
	i := &invitation{head: c.newHead("invitation", "inv"), emailAddress: address, publicMetadata: emptyObject, status: "pending", expiresAt: c.expiry()}
	if p.has("public_metadata") {
		i.publicMetadata = p.raw("public_metadata")
	}
	if f := c.metadataSize(metadataFields[:1], []json.RawMessage{i.publicMetadata}); f != nil {
		return nil, f
	}
	c.invitations.store(c.now, i)
	return c.showInvitation(i), nil
}

// expiry is the end of an invitation that begins now, by its body.
func (c *call) expiry() int64 {
	days := int64(defaultInvitationDays)
	if c.params.has("expires_in_days") {
		days = c.params.number("expires_in_days")
	}
	return millis(c.now.Add(time.Duration(days) * 24 * time.Hour))
}

func (c *call) revokeInvitation() (any, *failure) {
	old, ok := c.invitations.get(c.id("invitation_id"))
	if !ok {
		return nil, notFound("invitation", c.id("invitation_id"))
	}
	switch old.status {
	case "revoked":
		return nil, fail(http.StatusBadRequest, "invitation_already_revoked", "Invitation already revoked", "This invitation has already been revoked.")
	case "accepted":
		return nil, fail(http.StatusBadRequest, "invitation_already_accepted", "Invitation already accepted", "This invitation has already been accepted.")
	}
	i := *old
	i.status, i.UpdatedAt = "revoked", millis(c.now)
	c.invitations.store(c.now, &i)
	return c.showInvitation(&i), nil
}
