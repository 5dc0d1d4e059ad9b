package clerksim

import "slices"

// furnish gives a new instance what every instance has: a primary domain, the system
// permissions, two roles, and the initial role set.
func (s *Server) furnish() {
	c := &call{Server: s, now: s.clock.now()}
	c.furnishDomains()
	for _, one := range systemPermissions {
		p := permissions().begin(c)
		p.Key, p.Name, p.Description, p.Type = one[0], one[1], one[1], "system"
		stored[permission](c).store(c.now, p)
	}
	admin, member := roles().begin(c), roles().begin(c)
	admin.Key, admin.Name, admin.Description = adminRole, "Admin", new("Role with elevated permissions")
	member.Key, member.Name, member.Description = memberRole, "Member", new("Role with non-privileged permissions")
	admin.permissionIDs = c.permissionIDs(each(systemPermissions, func(one [2]string) string { return one[0] }))
	member.permissionIDs = c.permissionIDs(memberPermissions)
	admin.system, member.system = true, true
	initial := roleSets().begin(c)
	initial.Key, initial.Name, initial.Type = c.assume["initial_role_set_key"], "Primary Role Set", "initial"
	initial.roleIDs, initial.defaultID, initial.creatorID = []string{admin.ID, member.ID}, member.ID, admin.ID
	stored[role](c).store(c.now, admin)
	stored[role](c).store(c.now, member)
	stored[roleSet](c).store(c.now, initial)
	stored[permission](c).settle()
	stored[role](c).settle()
	stored[roleSet](c).settle()
}

// assignRoleSet gives an organization the role set that a body names, and a new one
// otherwise the initial one.
func (c *call) assignRoleSet(old organization, o *organization) *failure {
	set := c.initialRoleSet()
	if c.params.has("role_set_key") {
		if !c.switches["role_sets"] && c.assume["role_set_key_without_role_sets"] == "402" {
			return unsupportedPlan("role_sets")
		}
		var f *failure
		if set, f = c.roleSetByKey(c.params.text("role_set_key")); f != nil {
			return wrong("role_set_key", "form_resource_not_found", "is missing", "The resource associated with the supplied role_set_key was not found.")
		}
	} else if old.ID != "" {
		return nil
	}
	o.roleSetID = set.ID
	outside := newestFirst(stored[membership](c).table, func(m membership) bool {
		return m.organizationID == o.ID && !contains(set.roleIDs, c.roleByKey(m.Role).ID)
	})
	if len(outside) > 0 && c.assume["organization_role_set_change"] == "refused" {
		return invalidValue("role_set_key", "lacks roles that members of the organization have")
	}
	fallback, _ := stored[role](c).get(set.defaultID)
	for _, m := range outside {
		m.Role = fallback.Key
		stored[membership](c).store(c.now, m)
	}
	return nil
}

// roleFor checks a role that somebody is to have in an organization.
func (c *call) roleFor(o organization, key string) *failure {
	r := c.roleByKey(key)
	if r.ID == "" {
		return unknownRole("role", key)
	}
	if set, _ := stored[roleSet](c).get(o.roleSetID); contains(set.roleIDs, r.ID) {
		return nil
	}
	if c.assume["role_outside_set"] == "404" {
		return unknownRole("role", key)
	}
	return invalidValue("role", "must be one of the roles of the organization's role set")
}

// creatorRole is the key of the role that an organization's creator gets.
func (c *call) creatorRole(o organization) string {
	set, _ := stored[roleSet](c).get(o.roleSetID)
	r, _ := stored[role](c).get(set.creatorID)
	return r.Key
}

// inSet reports whether an organization uses the role set.
func (c *call) inSet(s roleSet, organizationID string) bool {
	o, ok := stored[organization](c).get(organizationID)
	return ok && o.roleSetID == s.ID
}

// hasUsers reports whether members of organizations that use the set have one of its
// roles, or are invited to it.
func (c *call) hasUsers(s roleSet, key string) bool {
	invited := func(i organizationInvitation) bool {
		return i.Role == key && i.statusAt(c.now) == "pending" && c.inSet(s, i.OrganizationID)
	}
	return len(c.membersOf(s, key)) > 0 || slices.ContainsFunc(stored[organizationInvitation](c).ordered, invited)
}

// migrate moves organizations from a role set to another, or to the same one, and gives
// their members and those who are invited other roles: at once, or after the next
// request, as the assumption has it. Until then the set shows the migration.
func (c *call) migrate(source, dest roleSet, trigger string, mappings map[string]string) *roleSetMigration {
	out := &roleSetMigration{
		head: c.newHead("role_set_migration", "rsmig"), InstanceID: c.instanceID, SourceRoleSetID: source.ID, DestRoleSetID: &dest.ID,
		TriggerType: trigger, Status: "enqueued", Mappings: mappings,
	}
	for _, o := range slices.Clone(stored[organization](c).ordered) {
		if o.roleSetID == source.ID {
			o.roleSetID = dest.ID
			stored[organization](c).store(c.now, o)
		}
	}
	if c.assume["role_set_migration"] == "at_once" {
		c.reassign(dest, mappings)
		return nil
	}
	c.late = append(c.late, func() {
		c.reassign(dest, mappings)
		if s, ok := stored[roleSet](c).get(dest.ID); ok {
			s.Migration = nil
			stored[roleSet](c).store(c.now, s)
		}
	})
	return out
}

// reassign gives those who have roles in a set other ones.
func (c *call) reassign(s roleSet, mappings map[string]string) {
	for _, m := range slices.Clone(stored[membership](c).ordered) {
		if to := mappings[m.Role]; to != "" && c.inSet(s, m.organizationID) {
			m.Role = to
			stored[membership](c).store(c.now, m)
		}
	}
	for _, i := range slices.Clone(stored[organizationInvitation](c).ordered) {
		if to := mappings[i.Role]; to != "" && i.statusAt(c.now) == "pending" && c.inSet(s, i.OrganizationID) {
			i.Role = to
			stored[organizationInvitation](c).store(c.now, i)
		}
	}
}
