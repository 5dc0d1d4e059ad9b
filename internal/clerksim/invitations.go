package clerksim

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// invitation asks somebody to sign up.
type invitation struct {
	head
	EmailAddress   string          `json:"email_address"`
	PublicMetadata json.RawMessage `json:"public_metadata"`
	Revoked        bool            `json:"revoked"`
	Status         string          `json:"status"`
	URL            string          `json:"url"`
	ExpiresAt      int64           `json:"expires_at"`
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

func (c *call) showInvitation(i invitation) invitation {
	i.Status = statusAt(i.Status, i.ExpiresAt, c.now)
	return i
}

// ticketURL is where somebody goes with an invitation or a token.
func (c *call) ticketURL(ticket string) string {
	return "https://" + c.frontend + "/v1/tickets/accept?ticket=" + ticket
}

func invitations() kind[invitation] {
	return kind[invitation]{
		object: "invitation", plural: "invitations", idParam: "invitation_id", prefix: "inv",
		list: true, bare: true,
		create: &shape{fields: map[string]rule{
			"email_address": text.need(), "public_metadata": object, "redirect_url": text, "notify": flag.orNull(), "ignore_existing": flag.orNull(),
			"expires_in_days": number.orNull().within(1, 365), "template_slug": text.in("invitation", "waitlist_invitation")}},
		limits:  map[string]func(*call) rateClass{"POST": hourly("POST /invitations", 100)},
		actions: []action[invitation]{{"POST", "/revoke", noBody, (*call).revokeInvitation, nil}},
		keys:    map[string]func(invitation) []string{"email_address": func(i invitation) []string { return []string{i.EmailAddress} }},
		filter:  (*call).invitationFilter,
		orders: []ordering[invitation]{
			{"created_at", nil},
			{"email_address", func(_ *call, a, b invitation) int { return strings.Compare(a.EmailAddress, b.EmailAddress) }},
			{"expires_at", func(_ *call, a, b invitation) int { return int(a.ExpiresAt - b.ExpiresAt) }},
		},
		defaults: invitation{PublicMetadata: emptyObject, Status: "pending"},
		rules:    (*call).invitationRules,
		show:     (*call).showInvitation,
	}
}

// invitationFilter leaves out what is revoked, unless it is asked for.
func (c *call) invitationFilter(q *query) func(invitation) bool {
	statuses, part := q.statuses(invitationStatuses...), strings.ToLower(q.Get("query"))
	return func(i invitation) bool {
		status := c.showInvitation(i).Status
		return (len(statuses) == 0 && status != "revoked" || contains(statuses, status)) &&
			(part == "" || strings.Contains(i.EmailAddress, part) || i.ID == q.Get("query"))
	}
}

func (c *call) invitationRules(_ invitation, i *invitation) *failure {
	address, f := c.normal(email, i.EmailAddress)
	if f != nil {
		return f
	}
	if f := c.barred(email, address, c.assume["restrictions_on_invitations"]); f != nil {
		return f
	}
	pending := slices.ContainsFunc(stored[invitation](c).lookup("email_address", address), func(i invitation) bool { return c.showInvitation(i).Status == "pending" })
	claimed := len(c.users.lookup("email_address", strings.ToLower(address))) > 0
	if (pending || claimed) && !c.params.flag("ignore_existing") {
		if claimed {
			return fail(http.StatusBadRequest, "form_identifier_exists", "That email address is taken. Please try another.", "That email address is taken. Please try another.").about("email_address")
		}
		return fail(http.StatusBadRequest, "duplicate_record", "duplicate invitation", "There are already pending invitations for the following email addresses: "+address).about("email_address")
	}
	i.EmailAddress, i.URL, i.ExpiresAt = address, c.ticketURL(i.ID), c.expiry()
	return c.metadataSize(metadataFields[:1], []json.RawMessage{i.PublicMetadata})
}

// expiry is the end of an invitation that begins now, by its body.
func (c *call) expiry() int64 {
	days := int64(defaultInvitationDays)
	if c.params.has("expires_in_days") {
		days = c.params.number("expires_in_days")
	}
	return millis(c.now.Add(time.Duration(days) * 24 * time.Hour))
}

func (c *call) revokeInvitation(i *invitation) *failure {
	switch i.Status {
	case "revoked":
		return fail(http.StatusBadRequest, "invitation_already_revoked", "Invitation already revoked", "This invitation has already been revoked.")
	case "accepted":
		return fail(http.StatusBadRequest, "invitation_already_accepted", "Invitation already accepted", "This invitation has already been accepted.")
	}
	i.Status, i.Revoked = "revoked", true
	return nil
}

// acceptInvitation does what somebody does in a browser: who has the address signs up.
func (c *call) acceptInvitation(id string) error {
	i, ok := stored[invitation](c).get(id)
	if !ok {
		return fmt.Errorf("there is no invitation %q", id)
	}
	u := &user{head: c.newHead("user", "user"), deleteSelf: true, createOrganization: true, metadata: [3]json.RawMessage{i.PublicMetadata, emptyObject, emptyObject}}
	c.addAddress(u, email, i.EmailAddress, verified).strategy = "ticket"
	if f := c.saveUser(u); f != nil {
		return f
	}
	i.Status, i.UpdatedAt = "accepted", millis(c.now)
	stored[invitation](c).store(c.now, i)
	c.completeWaiting(i.ID)
	return nil
}
