package clerksim

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
)

// organizationInvitation asks somebody to join an organization.
type organizationInvitation struct {
	head
	organizationID, emailAddress, role, status string
	inviterID                                  *string
	metadata                                   [2]json.RawMessage
	expiresAt                                  int64
}

func (i *organizationInvitation) statusAt(now time.Time) string {
	return statusAt(i.status, i.expiresAt, now)
}

type organizationInvitationView struct {
	Object                 string                  `json:"object"`
	ID                     string                  `json:"id"`
	EmailAddress           string                  `json:"email_address"`
	Role                   string                  `json:"role"`
	RoleName               string                  `json:"role_name"`
	OrganizationID         string                  `json:"organization_id"`
	InviterID              *string                 `json:"inviter_id"`
	PublicInviterData      *inviterData            `json:"public_inviter_data"`
	Status                 string                  `json:"status"`
	PublicMetadata         json.RawMessage         `json:"public_metadata"`
	PrivateMetadata        json.RawMessage         `json:"private_metadata"`
	URL                    *string                 `json:"url"`
	ExpiresAt              int64                   `json:"expires_at"`
	CreatedAt              int64                   `json:"created_at"`
	UpdatedAt              int64                   `json:"updated_at"`
	PublicOrganizationData *publicOrganizationData `json:"public_organization_data,omitempty"`
}

type inviterData struct {
	UserID     string  `json:"user_id"`
	FirstName  *string `json:"first_name"`
	LastName   *string `json:"last_name"`
	ImageURL   string  `json:"image_url"`
	HasImage   bool    `json:"has_image"`
	Identifier string  `json:"identifier"`
}

type publicOrganizationData struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Slug     string `json:"slug"`
	ImageURL string `json:"image_url"`
	HasImage bool   `json:"has_image"`
}

func (c *call) showOrganizationInvitation(i *organizationInvitation) organizationInvitationView {
	v := organizationInvitationView{
		Object: "organization_invitation", ID: i.ID, EmailAddress: i.emailAddress, Role: i.role, RoleName: roles[i.role].name, OrganizationID: i.organizationID,
		InviterID: i.inviterID, Status: i.statusAt(c.now), PublicMetadata: i.metadata[publicMetadata], PrivateMetadata: i.metadata[privateMetadata],
		ExpiresAt: i.expiresAt, CreatedAt: i.CreatedAt, UpdatedAt: i.UpdatedAt,
	}
	if v.Status == "pending" {
		v.URL = pointer(c.ticketURL(i.ID))
	}
	if u, ok := c.users.get(text0(i.inviterID)); ok {
		v.PublicInviterData = &inviterData{u.ID, u.firstName, u.lastName, c.userImageURL(u), u.imageID != "", text0(u.identifier())}
	}
	return v
}

// withOrganization is the view of lists that span organizations.
func (c *call) withOrganization(i *organizationInvitation) organizationInvitationView {
	v := c.showOrganizationInvitation(i)
	if o, ok := c.organizations.get(i.organizationID); ok {
		v.PublicOrganizationData = &publicOrganizationData{o.ID, o.name, o.slug, c.imageURL(o.ID, o.imageID), o.imageID != ""}
	}
	return v
}

func organizationInvitationOperations() []operation {
	const all = "/organizations/{organization_id}/invitations"
	return []operation{
		{pattern: "GET /organization_invitations", handle: (*call).listAllOrganizationInvitations},
		{pattern: "GET /users/{user_id}/organization_invitations", handle: (*call).listUserOrganizationInvitations},
		{pattern: "GET " + all, handle: (*call).listOrganizationInvitations},
		{pattern: "POST " + all, handle: (*call).createOrganizationInvitation, class: hourly("POST "+all, 250), body: &shape{open: true, fields: map[string]rule{
			"email_address": text.need(), "role": text.need(), "inviter_user_id": text.orNull(), "public_metadata": object.orNull(), "private_metadata": object.orNull(),
			"redirect_url": text.orNull(), "expires_in_days": number.orNull().within(1, 365), "notify": flag.orNull()}}},
		{pattern: "GET " + all + "/{invitation_id}", handle: (*call).getOrganizationInvitation},
		{pattern: "POST " + all + "/{invitation_id}/revoke", handle: (*call).revokeOrganizationInvitation, body: &shape{open: true, fields: map[string]rule{"requesting_user_id": text.orNull()}}},
	}
}

func (c *call) organizationInvitationList(pass func(*organizationInvitation) bool, show func(*organizationInvitation) organizationInvitationView) (any, *failure) {
	if f := c.organizationsEnabled(); f != nil {
		return nil, f
	}
	q := c.query()
	p, o, statuses := q.page(), q.orderBy("created_at", "email_address"), q.among("status", invitationStatuses...)
	if f := q.err(); f != nil {
		return nil, f
	}
	all := newestFirst(c.organizationInvites.listed(c.now), func(i *organizationInvitation) bool {
		return pass(i) && (len(statuses) == 0 || contains(statuses, i.statusAt(c.now)))
	})
	slices.SortStableFunc(all, func(a, b *organizationInvitation) int {
		by := a.place().compare(b.place())
		if o.by == "email_address" {
			by = strings.Compare(a.emailAddress, b.emailAddress)
		}
		if o.descending {
			return -by
		}
		return by
	})
	return listBody[organizationInvitationView]{each(cut(all, p), show), int64(len(all))}, nil
}

func (c *call) listAllOrganizationInvitations() (any, *failure) {
	part := strings.ToLower(c.r.URL.Query().Get("query"))
	return c.organizationInvitationList(func(i *organizationInvitation) bool {
		return part == "" || strings.Contains(i.emailAddress, part) || strings.EqualFold(i.ID, part)
	}, c.withOrganization)
}

// listUserOrganizationInvitations gives the invitations to a user's addresses.
func (c *call) listUserOrganizationInvitations() (any, *failure) {
	u, f := c.user()
	if f != nil {
		return nil, f
	}
	return c.organizationInvitationList(func(i *organizationInvitation) bool {
		return contains(u.emailKeys(), strings.ToLower(i.emailAddress))
	}, c.withOrganization)
}

func (c *call) listOrganizationInvitations() (any, *failure) {
	o, f := c.organization()
	if f != nil {
		return nil, f
	}
	address := strings.ToLower(c.r.URL.Query().Get("email_address"))
	return c.organizationInvitationList(func(i *organizationInvitation) bool {
		return i.organizationID == o.ID && (address == "" || strings.ToLower(i.emailAddress) == address)
	}, c.showOrganizationInvitation)
}

func (c *call) createOrganizationInvitation() (any, *failure) {
	o, f := c.organization()
	if f != nil {
		return nil, f
	}
	p := c.params
	address, f := c.normal(email, p.text("email_address"))
	if f != nil {
		return nil, f
	}
	if roles[p.text("role")].name == "" {
		return nil, unknownRole(p.text("role"))
	}
	if p.text("inviter_user_id") != "" && len(c.memberships.lookup("both", o.ID+" "+p.text("inviter_user_id"))) == 0 {
		return nil, fail(http.StatusForbidden, "not_an_admin_in_organization", "Not a member", "The inviter is not a member of the organization.").about("inviter_user_id")
	}
	for _, i := range c.organizationInvites.lookup("email_address", address) {
		if i.organizationID == o.ID && i.statusAt(c.now) == "pending" {
			return nil, fail(http.StatusBadRequest, "organization_invitation_not_unique", "Invitation not unique", address+" already has a pending invitation.").about("email_address")
		}
	}
	for _, u := range c.users.lookup("email_address", strings.ToLower(address)) {
		if len(c.memberships.lookup("both", o.ID+" "+u.ID)) > 0 {
			return nil, fail(http.StatusBadRequest, "already_a_member_in_organization", "Already a member", address+" is already a member of the organization.").about("email_address")
		}
	}
	i := &organizationInvitation{head: c.newHead("organization_invitation", "orginv"), organizationID: o.ID, emailAddress: address, role: p.text("role"), status: "pending",
		inviterID: pointer(p.text("inviter_user_id")), expiresAt: c.expiry()}
	if f := c.replaceTwo(&i.metadata); f != nil {
		return nil, f
	}
	c.organizationInvites.store(c.now, i)
	return c.showOrganizationInvitation(i), nil
}

func (c *call) organizationInvitation() (*organizationInvitation, *failure) {
	o, f := c.organization()
	if f != nil {
		return nil, f
	}
	i, ok := c.organizationInvites.get(c.id("invitation_id"))
	if !ok || i.organizationID != o.ID {
		return nil, notFound("organization invitation", c.id("invitation_id"))
	}
	return i, nil
}

func (c *call) getOrganizationInvitation() (any, *failure) {
	i, f := c.organizationInvitation()
	if f != nil {
		return nil, f
	}
	return c.showOrganizationInvitation(i), nil
}

func (c *call) revokeOrganizationInvitation() (any, *failure) {
	old, f := c.organizationInvitation()
	if f != nil {
		return nil, f
	}
	if old.statusAt(c.now) != "pending" {
		return nil, fail(http.StatusNotFound, "organization_invitation_not_pending", "Invitation not pending", "The invitation is not pending.")
	}
	i := *old
	i.status, i.UpdatedAt = "revoked", millis(c.now)
	c.organizationInvites.store(c.now, &i)
	return c.showOrganizationInvitation(&i), nil
}
