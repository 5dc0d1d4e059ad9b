package clerksim

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// organizationInvitation asks somebody to join an organization.
type organizationInvitation struct {
	head
	twoMetadata
	EmailAddress           string                  `json:"email_address"`
	Role                   string                  `json:"role"`
	RoleName               string                  `json:"role_name"`
	OrganizationID         string                  `json:"organization_id"`
	InviterID              *string                 `json:"inviter_id"`
	PublicInviterData      *inviterData            `json:"public_inviter_data"`
	Status                 string                  `json:"status"`
	URL                    *string                 `json:"url"`
	ExpiresAt              int64                   `json:"expires_at"`
	PublicOrganizationData *publicOrganizationData `json:"public_organization_data,omitempty"`
}

func (i organizationInvitation) statusAt(now time.Time) string {
	return statusAt(i.Status, i.ExpiresAt, now)
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

func (c *call) showOrganizationInvitation(i organizationInvitation) organizationInvitation {
	i.RoleName = c.roleByKey(i.Role).Name
	if i.Status = i.statusAt(c.now); i.Status == "pending" {
		i.URL = pointer(c.ticketURL(i.ID))
	}
	if u, ok := c.users.get(text0(i.InviterID)); ok {
		i.PublicInviterData = &inviterData{u.ID, u.firstName, u.lastName, c.userImageURL(u), u.imageID != "", text0(u.identifier())}
	}
	return i
}

// withOrganization is what lists that span organizations show.
func (c *call) withOrganization(i organizationInvitation) organizationInvitation {
	i = c.showOrganizationInvitation(i)
	i.PublicOrganizationData = c.publicOrganization(i.OrganizationID)
	return i
}

// publicOrganization is what the objects of an organization say about it.
func (c *call) publicOrganization(id string) *publicOrganizationData {
	o, ok := stored[organization](c).get(id)
	if !ok {
		return nil
	}
	return &publicOrganizationData{o.ID, o.Name, o.Slug, c.organizationImageURL(o), o.imageID != ""}
}

func organizationInvitations() kind[organizationInvitation] {
	const all = "/organizations/{organization_id}/invitations"
	return kind[organizationInvitation]{
		object: "organization_invitation", plural: "organization_invitations", path: all, idParam: "invitation_id", prefix: "orginv",
		get: true,
		create: &shape{open: true, fields: map[string]rule{
			"email_address": text.need(), "role": text.need(), "inviter_user_id": text.orNull(), "public_metadata": object.orNull(), "private_metadata": object.orNull(),
			"redirect_url": text.orNull(), "expires_in_days": number.orNull().within(1, 365), "notify": flag.orNull()}},
		limits: map[string]func(*call) rateClass{"POST": hourly("POST "+all, 250)},
		actions: []action[organizationInvitation]{
			{"POST", "/revoke", &shape{open: true, fields: map[string]rule{"requesting_user_id": text.orNull()}}, (*call).revokeOrganizationInvitation, nil},
		},
		more: []operation{
			{pattern: "GET /organization_invitations", handle: (*call).listAllOrganizationInvitations},
			{pattern: "GET /users/{user_id}/organization_invitations", handle: (*call).listUserOrganizationInvitations},
			{pattern: "GET " + all, handle: (*call).listOrganizationInvitations},
		},
		enabled: (*call).organizationsEnabled,
		findBy:  (*call).organizationInvitation,
		filter:  (*call).organizationInvitationFilter,
		orders: []ordering[organizationInvitation]{
			{"created_at", nil},
			{"email_address", func(_ *call, a, b organizationInvitation) int { return strings.Compare(a.EmailAddress, b.EmailAddress) }},
		},
		keys: map[string]func(organizationInvitation) []string{
			"organization_id": func(i organizationInvitation) []string { return []string{i.OrganizationID} },
			"email_address":   func(i organizationInvitation) []string { return []string{i.EmailAddress} },
		},
		defaults: organizationInvitation{Status: "pending", twoMetadata: noMetadata},
		rules:    (*call).organizationInvitationRules,
		show:     (*call).showOrganizationInvitation,
	}
}

func (c *call) organizationInvitationFilter(q *query) func(organizationInvitation) bool {
	statuses := q.statuses(invitationStatuses...)
	return func(i organizationInvitation) bool {
		return len(statuses) == 0 || contains(statuses, i.statusAt(c.now))
	}
}

func (c *call) listAllOrganizationInvitations() (any, *failure) {
	part := strings.ToLower(c.r.URL.Query().Get("query"))
	return organizationInvitations().listOf(c, func(i organizationInvitation) bool {
		return part == "" || strings.Contains(i.EmailAddress, part) || strings.EqualFold(i.ID, part)
	}, c.withOrganization)
}

// listUserOrganizationInvitations gives the invitations to a user's addresses.
func (c *call) listUserOrganizationInvitations() (any, *failure) {
	u, f := c.user()
	if f != nil {
		return nil, f
	}
	return organizationInvitations().listOf(c, func(i organizationInvitation) bool {
		return contains(u.emailKeys(), strings.ToLower(i.EmailAddress))
	}, c.withOrganization)
}

func (c *call) listOrganizationInvitations() (any, *failure) {
	o, f := c.organization()
	if f != nil {
		return nil, f
	}
	address := strings.ToLower(c.r.URL.Query().Get("email_address"))
	return organizationInvitations().listOf(c, func(i organizationInvitation) bool {
		return i.OrganizationID == o.ID && (address == "" || strings.ToLower(i.EmailAddress) == address)
	}, c.showOrganizationInvitation)
}

func (c *call) organizationInvitationRules(_ organizationInvitation, i *organizationInvitation) *failure {
	o, f := c.organization()
	if f != nil {
		return f
	}
	address, f := c.normal(email, i.EmailAddress)
	if f != nil {
		return f
	}
	if f := c.barred(email, address, c.assume["restrictions_on_organization_invitations"]); f != nil {
		return f
	}
	if f := c.roleFor(o, i.Role); f != nil {
		return f
	}
	inviter := c.params.text("inviter_user_id")
	if inviter != "" && !c.isMember(o.ID, inviter) {
		return fail(http.StatusForbidden, "not_an_admin_in_organization", "Not a member", "The inviter is not a member of the organization.").about("inviter_user_id")
	}
	pending := c.pendingInvitations(o.ID)
	if slices.ContainsFunc(pending, func(other organizationInvitation) bool { return other.EmailAddress == address }) {
		return fail(http.StatusBadRequest, "organization_invitation_not_unique", "organization invitation not unique",
			"Organizations cannot have duplicate pending invitations for an email address.")
	}
	for _, u := range c.users.lookup("email_address", strings.ToLower(address)) {
		if c.isMember(o.ID, u.ID) {
			return fail(http.StatusBadRequest, "already_a_member_in_organization", "already a member", address+" is already a member of the organization.")
		}
	}
	members := len(stored[membership](c).lookup("organization_id", o.ID))
	if o.MaxAllowedMemberships > 0 && int64(members+len(pending)) >= o.MaxAllowedMemberships {
		return fail(http.StatusForbidden, "organization_membership_quota_exceeded", "organization membership quota exceeded",
			fmt.Sprintf("You have reached your limit of %d organization memberships, including outstanding invitations.", o.MaxAllowedMemberships))
	}
	i.OrganizationID, i.EmailAddress, i.InviterID, i.ExpiresAt = o.ID, address, pointer(inviter), c.expiry()
	return c.twoMetadataSize(&i.twoMetadata)
}

// pendingInvitations are those of an organization that can still be accepted.
func (c *call) pendingInvitations(organizationID string) []organizationInvitation {
	return slices.DeleteFunc(stored[organizationInvitation](c).lookup("organization_id", organizationID), func(i organizationInvitation) bool {
		return i.statusAt(c.now) != "pending"
	})
}

// acceptOrganizationInvitation does what somebody does in a browser: who has the address becomes a member.
func (c *call) acceptOrganizationInvitation(id string) error {
	i, ok := stored[organizationInvitation](c).get(id)
	if !ok {
		return fmt.Errorf("there is no invitation %q", id)
	}
	i.Status, i.UpdatedAt = "accepted", millis(c.now)
	stored[organizationInvitation](c).store(c.now, i)
	for _, u := range c.users.lookup("email_address", strings.ToLower(i.EmailAddress)) {
		m := memberships().begin(c)
		m.organizationID, m.userID, m.Role = i.OrganizationID, u.ID, i.Role
		m.PublicMetadata, m.PrivateMetadata = i.PublicMetadata, i.PrivateMetadata
		stored[membership](c).store(c.now, m)
	}
	return nil
}

func (c *call) organizationInvitation() (organizationInvitation, *failure) {
	o, f := c.organization()
	if f != nil {
		return organizationInvitation{}, f
	}
	i, ok := stored[organizationInvitation](c).get(c.id("invitation_id"))
	if !ok || i.OrganizationID != o.ID {
		return i, notFound("organization invitation", c.id("invitation_id"))
	}
	return i, nil
}

func (c *call) revokeOrganizationInvitation(i *organizationInvitation) *failure {
	if i.statusAt(c.now) != "pending" {
		return fail(http.StatusNotFound, "organization_invitation_not_pending", "Invitation not pending", "The invitation is not pending.")
	}
	i.Status = "revoked"
	return nil
}
