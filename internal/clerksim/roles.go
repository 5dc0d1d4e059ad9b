package clerksim

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// The roles that every instance begins with.
const (
	adminRole  = "org:admin"
	memberRole = "org:member"
)

// role is what a member of an organization may do. Who has one names it by its key.
type role struct {
	head
	Name              string       `json:"name"`
	Key               string       `json:"key"`
	Description       *string      `json:"description"`
	IsCreatorEligible bool         `json:"is_creator_eligible"`
	Permissions       []permission `json:"permissions"` // as show gives them; stored are the ids
	permissionIDs     []string
	system            bool // the instance began with it
}

func (c *call) showRole(r role) role {
	r.Permissions, r.IsCreatorEligible = c.permissionsOf(r), len(c.missingInCreator(r)) == 0
	return r
}

// permissionsOf gives a role's permissions in the order of their creation.
func (c *call) permissionsOf(r role) []permission {
	out := []permission{}
	for _, p := range stored[permission](c).ordered {
		if contains(r.permissionIDs, p.ID) {
			out = append(out, p)
		}
	}
	return out
}

func (c *call) permissionKeys(r role) []string {
	return each(c.permissionsOf(r), func(p permission) string { return p.Key })
}

// missingInCreator are the permissions that the role lacks to be a creator's.
func (c *call) missingInCreator(r role) []string {
	has := c.permissionKeys(r)
	return slices.DeleteFunc(slices.Clone(creatorPermissions), func(key string) bool { return contains(has, key) })
}

// roleByKey gives the zero role if there is none.
func (c *call) roleByKey(key string) role {
	for _, r := range stored[role](c).lookup("key", key) {
		return r
	}
	return role{}
}

func roles() kind[role] {
	fields := func(name, key rule) map[string]rule {
		return map[string]rule{"name": name, "key": key.must(isRoleKey), "description": text.orNull(), "permissions": textList.orNull()}
	}
	create := fields(text.need(), text.need())
	create["include_in_initial_role_set"] = flag.orNull()
	return kind[role]{
		object: "role", plural: "organization_roles", idParam: "organization_role_id", prefix: "role", absent: "No organization role was found with id ",
		list: true, get: true, delete: true,
		create: &shape{fields: create}, update: &shape{open: true, fields: fields(text.orNull(), text.orNull())},
		actions: []action[role]{
			{"POST", "/permissions/{permission_id}", noBody, (*call).assignPermission, nil},
			{"DELETE", "/permissions/{permission_id}", nil, (*call).removePermission, nil},
		},
		enabled: (*call).organizationsEnabled,
		keys:    map[string]func(role) []string{"key": func(r role) []string { return []string{r.Key} }},
		unique:  []string{"key"},
		filter: func(_ *call, q *query) func(role) bool {
			return named(q, func(r role) [3]string { return [3]string{r.ID, r.Name, r.Key} })
		},
		orders:    nameOrders(func(r role) string { return r.Name }, func(r role) string { return r.Key }),
		rules:     (*call).roleRules,
		created:   (*call).includeRole,
		deletable: (*call).roleDeletable,
		deleted:   (*call).forgetRole,
		show:      (*call).showRole,
	}
}

// customRoles refuses what the plan has not.
func (c *call) customRoles() *failure {
	if c.switches["custom_roles"] {
		return nil
	}
	return unsupportedPlan("custom_roles")
}

var roleKey = regexp.MustCompile(`^org:[a-z0-9_]+$`)

func isRoleKey(param, key string) *failure {
	if !roleKey.MatchString(key) {
		return invalidFormat(param, "must start with 'org:' and contain only lowercase alphanumeric characters and underscores")
	}
	return nil
}

func (c *call) roleRules(old role, r *role) *failure {
	p := c.params
	r.Description, r.Permissions = c.describedBy(old.Description), nil
	if p.has("permissions") {
		r.permissionIDs = p.list("permissions")
		for _, id := range r.permissionIDs {
			if _, known := stored[permission](c).get(id); !known {
				return fail(http.StatusNotFound, "resource_not_found", "not found", "Organization permission not found: "+id).about("permissions")
			}
		}
	}
	if old.ID != "" {
		if f := c.creatorKeepsPermissions(*r); f != nil {
			return f
		}
		c.renameRole(old.Key, r.Key)
		return nil
	}
	if f := c.customRoles(); f != nil {
		return f
	}
	if !p.has("permissions") && c.assume["new_role_permissions"] == "members" {
		r.permissionIDs = c.permissionIDs(memberPermissions)
	}
	custom := len(newestFirst(stored[role](c).table, func(r role) bool { return !r.system }))
	if quota := c.assume.number("custom_role_quota"); int64(custom) >= quota {
		return fail(http.StatusForbidden, "organization_instance_roles_quota_exceeded", "organization roles for instance quota exceeded",
			"You have reached your limit of organization roles per instance.")
	}
	if initial := c.initialRoleSet(); c.inInitialRoleSet() && len(initial.roleIDs) >= maxRolesInSet {
		return tooManyRoles("include_in_initial_role_set")
	}
	return nil
}

// describedBy is a description after the body, which may clear it.
func (c *call) describedBy(old *string) *string {
	switch p := c.params; {
	case p.has("description") && p.text("description") == "" && c.assume.yes("empty_string_clears"), p.cleared("description") && c.assume.yes("null_clears"):
		return nil
	case p.has("description"):
		return new(p.text("description"))
	}
	return old
}

func (c *call) permissionIDs(keys []string) (out []string) {
	for _, p := range stored[permission](c).ordered {
		if contains(keys, p.Key) {
			out = append(out, p.ID)
		}
	}
	return out
}

// creatorKeepsPermissions refuses to take from the role of creators what it needs.
func (c *call) creatorKeepsPermissions(r role) *failure {
	for _, s := range stored[roleSet](c).ordered {
		if s.creatorID == r.ID {
			return c.mayCreate(r)
		}
	}
	return nil
}

// mayCreate refuses a role that cannot be the one of creators.
func (c *call) mayCreate(r role) *failure {
	if lacking := c.missingInCreator(r); len(lacking) > 0 {
		return fail(http.StatusUnprocessableEntity, "organization_missing_creator_role_permissions", "missing permissions for creator role",
			"The creator role must contain the following permissions: "+strings.Join(lacking, ", "))
	}
	return nil
}

func (c *call) assignPermission(r *role) *failure {
	p, known := stored[permission](c).get(c.id("permission_id"))
	if !known {
		return notFound("organization permission", c.id("permission_id"))
	}
	if contains(r.permissionIDs, p.ID) {
		return fail(http.StatusConflict, "organization_role_permission_association_exists", "permission already assigned to role",
			"This organization permission is already associated to this organization role.")
	}
	r.permissionIDs = append(slices.Clip(r.permissionIDs), p.ID)
	return nil
}

func (c *call) removePermission(r *role) *failure {
	id := c.id("permission_id")
	if !contains(r.permissionIDs, id) {
		return notFound("organization permission", id)
	}
	r.permissionIDs = without(r.permissionIDs, id)
	return c.creatorKeepsPermissions(*r)
}

// without gives a new list that lacks an element.
func without(list []string, element string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return s == element })
}

// renameRole gives those who have a role its new key.
func (c *call) renameRole(from, to string) {
	if from == to {
		return
	}
	for _, m := range slices.Clone(stored[membership](c).ordered) {
		if m.Role == from {
			m.Role = to
			stored[membership](c).store(c.now, m)
		}
	}
	for _, i := range slices.Clone(stored[organizationInvitation](c).ordered) {
		if i.Role == from {
			i.Role = to
			stored[organizationInvitation](c).store(c.now, i)
		}
	}
}

// inUse is why a role cannot be deleted.
func inUse(code, message, long string) *failure {
	return fail(http.StatusUnprocessableEntity, "organization_role_"+code, message, "The organization role "+long)
}

// roleDeletable refuses to delete a role that something uses.
func (c *call) roleDeletable(r role) *failure {
	own := roleSet{creatorID: c.organizationSettings.creatorID, defaultID: c.organizationSettings.defaultID}
	for _, s := range append(slices.Clone(stored[roleSet](c).ordered), own) {
		switch {
		case s.creatorID == r.ID:
			return inUse("default_creator_role", "role is used as the creator role", "cannot be deleted as it is currently used as the creator role.")
		case s.defaultID == r.ID:
			return inUse("domain_default_role", "role is used as the domain default role", "cannot be deleted as it is currently used as the default domain role.")
		case contains(s.roleIDs, r.ID) && !c.assume.yes("role_in_set_deletable"):
			return inUse("assigned_role_sets", "role is in a role set", "is currently in one or more role sets.")
		}
	}
	if slices.ContainsFunc(stored[membership](c).ordered, func(m membership) bool { return m.Role == r.Key }) {
		return inUse("assigned_members", "role is assigned to organization members", "is currently assigned to one or more organization members.")
	}
	invited := func(i organizationInvitation) bool { return i.Role == r.Key && i.statusAt(c.now) == "pending" }
	if slices.ContainsFunc(stored[organizationInvitation](c).ordered, invited) {
		return inUse("exists_in_invitations", "role exists in pending organization invitations",
			"exists in one or more pending organization invitations. Please revoke these invitations to proceed.")
	}
	return nil
}

// inInitialRoleSet reports whether a role that is created goes into the initial role set.
func (c *call) inInitialRoleSet() bool {
	if c.params.has("include_in_initial_role_set") {
		return c.params.flag("include_in_initial_role_set")
	}
	return c.assume.yes("new_role_in_initial_set")
}

func (c *call) includeRole(r role) {
	if c.inInitialRoleSet() {
		s := c.initialRoleSet()
		s.roleIDs = append(slices.Clip(s.roleIDs), r.ID)
		stored[roleSet](c).store(c.now, s)
	}
}

// forgetRole takes a deleted role from the role sets that had it.
func (c *call) forgetRole(r role) {
	for _, s := range slices.Clone(stored[roleSet](c).ordered) {
		if contains(s.roleIDs, r.ID) {
			s.roleIDs = without(s.roleIDs, r.ID)
			stored[roleSet](c).store(c.now, s)
		}
	}
}

func unknownRole(param, key string) *failure {
	return fail(http.StatusNotFound, "resource_not_found", "not found", "Organization role not found: "+key).about(param)
}
