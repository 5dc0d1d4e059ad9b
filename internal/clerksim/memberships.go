package clerksim

import (
	"encoding/json"
	"net/http"
	"slices"
)

// The roles that every instance begins with. Others cannot be made here.
const (
	adminRole  = "org:admin"
	memberRole = "org:member"
)

type role struct {
	name        string
	permissions []string
}

var roles = map[string]role{
	adminRole: {"Admin", []string{"org:sys_profile:manage", "org:sys_profile:delete", "org:sys_memberships:read", "org:sys_memberships:manage",
		"org:sys_domains:read", "org:sys_domains:manage", "org:sys_billing:read", "org:sys_billing:manage"}},
	memberRole: {"Member", []string{"org:sys_memberships:read", "org:sys_billing:read"}},
}

type membership struct {
	head
	organizationID, userID, role string
	metadata                     [2]json.RawMessage
}

type membershipView struct {
	Object          string           `json:"object"`
	ID              string           `json:"id"`
	Role            string           `json:"role"`
	RoleName        string           `json:"role_name"`
	Permissions     []string         `json:"permissions"`
	PublicMetadata  json.RawMessage  `json:"public_metadata"`
	PrivateMetadata json.RawMessage  `json:"private_metadata"`
	Organization    organizationView `json:"organization"`
	PublicUserData  publicUserData   `json:"public_user_data"`
	CreatedAt       int64            `json:"created_at"`
	UpdatedAt       int64            `json:"updated_at"`
}

type publicUserData struct {
	UserID          string  `json:"user_id"`
	FirstName       *string `json:"first_name"`
	LastName        *string `json:"last_name"`
	ProfileImageURL string  `json:"profile_image_url"`
	ImageURL        string  `json:"image_url"`
	HasImage        bool    `json:"has_image"`
	Identifier      *string `json:"identifier"`
	Username        *string `json:"username"`
	Banned          bool    `json:"banned"`
}

func (c *call) showMembership(m *membership) membershipView {
	// The organization and the user of a membership go together with it; a
	// list that lags may still show one whose user is gone.
	v := membershipView{
		Object: "organization_membership", ID: m.ID, Role: m.role, RoleName: roles[m.role].name, Permissions: roles[m.role].permissions,
		PublicMetadata: m.metadata[publicMetadata], PrivateMetadata: m.metadata[privateMetadata], CreatedAt: m.CreatedAt, UpdatedAt: m.UpdatedAt,
	}
	if o, ok := c.organizations.get(m.organizationID); ok {
		v.Organization = c.showOrganization(o)
	}
	if u, ok := c.users.get(m.userID); ok {
		image := c.userImageURL(u)
		v.PublicUserData = publicUserData{u.ID, u.firstName, u.lastName, image, image, u.imageID != "", u.identifier(), u.username, u.banned}
	}
	return v
}

func membershipOperations() []operation {
	const one = "/organizations/{organization_id}/memberships/{user_id}"
	perMembership := perObject("membership", "organization_id", "user_id")
	return []operation{
		{pattern: "GET /organization_memberships", handle: (*call).listAllMemberships},
		{pattern: "GET /users/{user_id}/organization_memberships", handle: (*call).listUserMemberships},
		{pattern: "GET /organizations/{organization_id}/memberships", handle: (*call).listMemberships},
		{pattern: "POST /organizations/{organization_id}/memberships", handle: (*call).createMembership, body: &shape{open: true, fields: map[string]rule{
			"user_id": text.need(), "role": text.need(), "public_metadata": object.orNull(), "private_metadata": object.orNull()}}},
		{pattern: "PATCH " + one, handle: (*call).updateMembership, body: &shape{open: true, fields: map[string]rule{"role": text.need()}}, class: perMembership},
		{pattern: "DELETE " + one, handle: (*call).deleteMembership},
		{pattern: "PATCH " + one + "/metadata", handle: (*call).mergeMembershipMetadata, body: metadataBody(false, twoMetadataFields...), class: perMembership},
	}
}

var membershipOrders = []string{"phone_number", "email_address", "created_at", "first_name", "last_name", "username"}

// membershipList answers those memberships that pass.
func (c *call) membershipList(pass func(*membership) bool) (any, *failure) {
	if f := c.organizationsEnabled(); f != nil {
		return nil, f
	}
	q := c.query()
	p, o, filter, inRole := q.page(), q.orderBy(membershipOrders...), c.userFilter(q), q.values("role")
	if f := q.err(); f != nil {
		return nil, f
	}
	userOf := func(m *membership) *user { u, _ := c.users.get(m.userID); return u }
	all := newestFirst(c.memberships.listed(c.now), func(m *membership) bool {
		u := userOf(m)
		_, there := c.organizations.get(m.organizationID)
		return u != nil && there && pass(m) && filter.match(u) && (len(inRole) == 0 || contains(inRole, m.role))
	})
	slices.SortStableFunc(all, func(a, b *membership) int {
		by := a.place().compare(b.place())
		if o.by != "created_at" {
			by = keyOf(userOf(a), o.by).compare(keyOf(userOf(b), o.by))
		}
		if o.descending {
			return -by
		}
		return by
	})
	return listBody[membershipView]{each(cut(all, p), c.showMembership), int64(len(all))}, nil
}

func (c *call) listAllMemberships() (any, *failure) {
	return c.membershipList(func(*membership) bool { return true })
}

func (c *call) listUserMemberships() (any, *failure) {
	u, f := c.user()
	if f != nil {
		return nil, f
	}
	return c.membershipList(func(m *membership) bool { return m.userID == u.ID })
}

func (c *call) listMemberships() (any, *failure) {
	o, f := c.organization()
	if f != nil {
		return nil, f
	}
	return c.membershipList(func(m *membership) bool { return m.organizationID == o.ID })
}

func (c *call) newMembership(o *organization, u *user, role string) *membership {
	return &membership{head: c.newHead("organization_membership", "orgmem"), organizationID: o.ID, userID: u.ID, role: role, metadata: [2]json.RawMessage{emptyObject, emptyObject}}
}

func unknownRole(role string) *failure {
	return fail(http.StatusNotFound, "resource_not_found", "Resource not found", "No role was found with key "+role+".").about("role")
}

func (c *call) createMembership() (any, *failure) {
	o, f := c.organization()
	if f != nil {
		return nil, f
	}
	u, f := c.userByID(c.params.text("user_id"))
	if f != nil {
		return nil, f
	}
	role := c.params.text("role")
	members := c.memberships.lookup("organization_id", o.ID)
	switch {
	case roles[role].name == "":
		return nil, unknownRole(role)
	case len(c.memberships.lookup("both", o.ID+" "+u.ID)) > 0:
		return nil, fail(http.StatusBadRequest, "already_a_member_in_organization", "Already a member", "This user is already a member of the organization.").about("user_id")
	case o.maxMemberships > 0 && int64(len(members)) >= o.maxMemberships:
		return nil, fail(http.StatusForbidden, "organization_membership_quota_exceeded", "Membership quota exceeded", "The organization has reached its limit of memberships.")
	}
	m := c.newMembership(o, u, role)
	if f := c.replaceTwo(&m.metadata); f != nil {
		return nil, f
	}
	c.memberships.store(c.now, m)
	return c.showMembership(m), nil
}

func (c *call) membership() (*membership, *failure) {
	o, f := c.organization()
	if f != nil {
		return nil, f
	}
	found := c.memberships.lookup("both", o.ID+" "+c.id("user_id"))
	if len(found) == 0 {
		return nil, notFound("organization membership", c.id("user_id"))
	}
	return found[0], nil
}

// admins counts the members who may manage memberships.
func (c *call) admins(organizationID string) (n int) {
	for _, m := range c.memberships.lookup("organization_id", organizationID) {
		if m.role == adminRole {
			n++
		}
	}
	return n
}

// lastAdmin refuses to leave an organization without an admin.
func (c *call) lastAdmin(m *membership) *failure {
	if m.role != adminRole || c.admins(m.organizationID) > 1 || c.assume.yes("last_admin_removable") {
		return nil
	}
	return fail(http.StatusBadRequest, "organization_minimum_permissions_needed", "Minimum permissions needed", "There has to be at least one member with the minimum required permissions.")
}

func (c *call) updateMembership() (any, *failure) {
	old, f := c.membership()
	if f != nil {
		return nil, f
	}
	role := c.params.text("role")
	if roles[role].name == "" {
		return nil, unknownRole(role)
	}
	if role != adminRole {
		if f := c.lastAdmin(old); f != nil {
			return nil, f
		}
	}
	m := *old
	m.role, m.UpdatedAt = role, millis(c.now)
	c.memberships.store(c.now, &m)
	return c.showMembership(&m), nil
}

func (c *call) deleteMembership() (any, *failure) {
	m, f := c.membership()
	if f != nil {
		return nil, f
	}
	if f := c.lastAdmin(m); f != nil {
		return nil, f
	}
	c.memberships.discard(c.now, m.ID)
	return c.showMembership(m), nil
}

func (c *call) mergeMembershipMetadata() (any, *failure) {
	old, f := c.membership()
	if f != nil {
		return nil, f
	}
	m := *old
	if f := c.mergeTwo(&m.metadata); f != nil {
		return nil, f
	}
	m.UpdatedAt = millis(c.now)
	c.memberships.store(c.now, &m)
	return c.showMembership(&m), nil
}
