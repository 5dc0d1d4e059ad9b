package clerksim

import "net/http"

type membership struct {
	head
	twoMetadata
	Role                   string         `json:"role"`
	RoleName               string         `json:"role_name"`
	Permissions            []string       `json:"permissions"`
	Organization           organization   `json:"organization"`
	PublicUserData         publicUserData `json:"public_user_data"`
	organizationID, userID string
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

func (c *call) showMembership(m membership) membership {
	// The organization and the user of a membership go together with it; a
	// list that lags may still show one whose user is gone.
	r := c.roleByKey(m.Role)
	m.RoleName, m.Permissions = r.Name, c.permissionKeys(r)
	if o, ok := stored[organization](c).get(m.organizationID); ok {
		m.Organization = c.showOrganization(o)
	}
	if u, ok := c.users.get(m.userID); ok {
		image := c.userImageURL(u)
		m.PublicUserData = publicUserData{u.ID, u.firstName, u.lastName, image, image, u.imageID != "", u.identifier(), u.username, u.banned}
	}
	return m
}

func memberships() kind[membership] {
	const all = "/organizations/{organization_id}/memberships"
	perMembership := perObject("membership", "organization_id", "user_id")
	return kind[membership]{
		object: "organization_membership", plural: "organization_memberships", path: all, idParam: "user_id", prefix: "orgmem",
		create: &shape{open: true, fields: map[string]rule{
			"user_id": text.need(), "role": text.need(), "public_metadata": object.orNull(), "private_metadata": object.orNull()}},
		actions: []action[membership]{
			{"PATCH", "", &shape{open: true, fields: map[string]rule{"role": text.need()}}, (*call).changeRole, perMembership},
			{"PATCH", "/metadata", metadataBody(false, twoMetadataFields...), func(c *call, m *membership) *failure { return c.mergeTwo(&m.twoMetadata) }, perMembership},
		},
		more: []operation{
			{pattern: "GET /organization_memberships", handle: (*call).listAllMemberships},
			{pattern: "GET /users/{user_id}/organization_memberships", handle: (*call).listUserMemberships},
			{pattern: "GET " + all, handle: (*call).listMemberships},
			{pattern: "DELETE " + all + "/{user_id}", handle: (*call).deleteMembership},
		},
		enabled: (*call).organizationsEnabled,
		findBy:  (*call).membership,
		keys: map[string]func(membership) []string{
			"user_id":         func(m membership) []string { return []string{m.userID} },
			"organization_id": func(m membership) []string { return []string{m.organizationID} },
			"both":            func(m membership) []string { return []string{m.organizationID + " " + m.userID} },
		},
		defaults: membership{twoMetadata: noMetadata},
		rules:    (*call).membershipRules,
		show:     (*call).showMembership,
	}
}

// membershipOrders are by the creation of the membership, and by what its user has.
func membershipOrders() []ordering[membership] {
	names := []string{"phone_number", "email_address", "created_at", "first_name", "last_name", "username"}
	return each(names, func(by string) ordering[membership] {
		if by == "created_at" {
			return ordering[membership]{by, nil}
		}
		return ordering[membership]{by, func(c *call, a, b membership) int {
			return keyOf(c.users.byID[a.userID], by).compare(keyOf(c.users.byID[b.userID], by))
		}}
	})
}

// membershipFilter is by the user, and by the role.
func (c *call) membershipFilter(q *query) func(membership) bool {
	filter, inRole := c.userFilter(q), q.values("role")
	return func(m membership) bool {
		u, _ := c.users.get(m.userID)
		return filter.match(u) && (len(inRole) == 0 || contains(inRole, m.Role))
	}
}

// membershipsOf answers a list of those memberships that pass. Of what lags, a list shows
// none whose user or organization is gone.
func (c *call) membershipsOf(k kind[membership], pass func(membership) bool) (any, *failure) {
	return k.listOf(c, func(m membership) bool {
		_, hasUser := c.users.get(m.userID)
		_, hasOrganization := stored[organization](c).get(m.organizationID)
		return hasUser && hasOrganization && pass(m)
	}, c.showMembership)
}

// listAllMemberships has no filters, unlike the list of one organization's.
func (c *call) listAllMemberships() (any, *failure) {
	k := memberships()
	k.orders = membershipOrders()
	return c.membershipsOf(k, func(membership) bool { return true })
}

func (c *call) listUserMemberships() (any, *failure) {
	u, f := c.user()
	if f != nil {
		return nil, f
	}
	return c.membershipsOf(memberships(), func(m membership) bool { return m.userID == u.ID })
}

func (c *call) listMemberships() (any, *failure) {
	o, f := c.organization()
	if f != nil {
		return nil, f
	}
	k := memberships()
	k.filter, k.orders = (*call).membershipFilter, membershipOrders()
	return c.membershipsOf(k, func(m membership) bool { return m.organizationID == o.ID })
}

func (c *call) isMember(organizationID, userID string) bool {
	return len(stored[membership](c).lookup("both", organizationID+" "+userID)) > 0
}

// mustBeMember refuses what is for a member of an organization alone.
func (c *call) mustBeMember(organizationID, userID string) *failure {
	switch {
	case c.isMember(organizationID, userID):
		return nil
	case c.assume["organization_of_no_member"] == "422":
		return fail(http.StatusUnprocessableEntity, "form_resource_not_found", "not found", "The user is not a member of the organization.")
	}
	return notFound("organization", organizationID)
}

func (c *call) membershipRules(_ membership, m *membership) *failure {
	o, f := c.organization()
	if f != nil {
		return f
	}
	u, f := c.userByID(c.params.text("user_id"))
	if f != nil {
		return f
	}
	if f := c.roleFor(o, m.Role); f != nil {
		return f
	}
	members := stored[membership](c).lookup("organization_id", o.ID)
	switch {
	case c.isMember(o.ID, u.ID):
		return fail(http.StatusBadRequest, "already_a_member_in_organization", "Already a member", "This user is already a member of the organization.").about("user_id")
	case o.MaxAllowedMemberships > 0 && int64(len(members)) >= o.MaxAllowedMemberships:
		return fail(http.StatusForbidden, "organization_membership_quota_exceeded", "Membership quota exceeded", "The organization has reached its limit of memberships.")
	}
	m.organizationID, m.userID = o.ID, u.ID
	return c.twoMetadataSize(&m.twoMetadata)
}

func (c *call) membership() (membership, *failure) {
	o, f := c.organization()
	if f != nil {
		return membership{}, f
	}
	found := stored[membership](c).lookup("both", o.ID+" "+c.id("user_id"))
	if len(found) == 0 {
		return membership{}, notFound("organization membership", c.id("user_id"))
	}
	return found[0], nil
}

// manages reports whether members with a role have the permissions that an organization
// cannot do without.
func (c *call) manages(key string) bool { return len(c.missingInCreator(c.roleByKey(key))) == 0 }

// admins counts the members who may manage memberships.
func (c *call) admins(organizationID string) (n int) {
	for _, m := range stored[membership](c).lookup("organization_id", organizationID) {
		if c.manages(m.Role) {
			n++
		}
	}
	return n
}

// lastAdmin refuses to leave an organization without an admin.
func (c *call) lastAdmin(m membership) *failure {
	if !c.manages(m.Role) || c.admins(m.organizationID) > 1 || c.assume.yes("last_admin_removable") {
		return nil
	}
	return fail(http.StatusBadRequest, "organization_minimum_permissions_needed", "Minimum permissions needed", "There has to be at least one member with the minimum required permissions.")
}

func (c *call) changeRole(m *membership) *failure {
	o, f := c.organization()
	if f != nil {
		return f
	}
	role := c.params.text("role")
	if c.ignores("role") {
		role = m.Role
	}
	if f := c.roleFor(o, role); f != nil {
		return f
	}
	if !c.manages(role) {
		if f := c.lastAdmin(*m); f != nil {
			return f
		}
	}
	m.Role = role
	return nil
}

func (c *call) deleteMembership() (any, *failure) {
	m, f := c.membership()
	if f != nil {
		return nil, f
	}
	if f := c.lastAdmin(m); f != nil {
		return nil, f
	}
	stored[membership](c).discard(c.now, m.ID)
	return c.showMembership(m), nil
}
