package clerksim

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// permission is something that a role allows its members to do.
type permission struct {
	head
	Name        string `json:"name"`
	Key         string `json:"key"`
	Description string `json:"description"`
	Type        string `json:"type"`
}

// systemPermissions are those that every instance has, with their names.
var systemPermissions = [][2]string{
	{"org:sys_profile:manage", "Manage organization"}, {"org:sys_profile:delete", "Delete organization"},
	{"org:sys_memberships:read", "Read members"}, {"org:sys_memberships:manage", "Manage members"},
	{"org:sys_domains:read", "Read domains"}, {"org:sys_domains:manage", "Manage domains"},
	{"org:sys_billing:read", "Read billing"}, {"org:sys_billing:manage", "Manage billing"},
}

// Those that the role of an organization's creator has to have, and those that the
// role org:member begins with.
var (
	creatorPermissions = []string{"org:sys_memberships:manage", "org:sys_memberships:read", "org:sys_profile:delete"}
	memberPermissions  = []string{"org:sys_memberships:read", "org:sys_billing:read"}
)

func permissions() kind[permission] {
	return kind[permission]{
		object: "permission", plural: "organization_permissions", idParam: "permission_id", prefix: "perm", absent: "No organization permission was found with id ",
		list: true, get: true, delete: true,
		create:  &shape{open: true, fields: map[string]rule{"name": text.need(), "key": text.need().must(isPermissionKey), "description": text}},
		update:  &shape{open: true, fields: map[string]rule{"name": text, "key": text.must(isPermissionKey), "description": text}},
		enabled: (*call).organizationsEnabled,
		keys:    map[string]func(permission) []string{"key": func(p permission) []string { return []string{p.Key} }},
		unique:  []string{"key"},
		filter: func(_ *call, q *query) func(permission) bool {
			return named(q, func(p permission) [3]string { return [3]string{p.ID, p.Name, p.Key} })
		},
		orders:    nameOrders(func(p permission) string { return p.Name }, func(p permission) string { return p.Key }),
		rules:     (*call).permissionRules,
		deletable: func(_ *call, p permission) *failure { return p.modifiable() },
		deleted:   (*call).forgetPermission,
	}
}

func (c *call) permissionRules(old permission, p *permission) *failure {
	if old.ID == "" {
		p.Type = c.assume["custom_permission_type"]
		return c.customRoles()
	}
	return old.modifiable()
}

// modifiable refuses what would change or delete a permission of Clerk's own.
func (p permission) modifiable() *failure {
	if p.Type != "system" {
		return nil
	}
	return fail(http.StatusForbidden, "organization_system_permission_not_modifiable", "organization system permission cannot be modified",
		"This organization permission cannot be modified because it is a system permission.")
}

// forgetPermission takes a deleted permission from the roles that had it: the document
// names no refusal of a delete for it.
func (c *call) forgetPermission(p permission) {
	for _, r := range slices.Clone(stored[role](c).ordered) {
		if contains(r.permissionIDs, p.ID) {
			r.permissionIDs = without(r.permissionIDs, p.ID)
			stored[role](c).store(c.now, r)
		}
	}
}

var permissionKey = regexp.MustCompile(`^org:[a-z0-9_]+:[a-z0-9_]+$`)

func isPermissionKey(param, key string) *failure {
	if !permissionKey.MatchString(key) {
		return invalidFormat(param, `must have the format "org:feature:action", of lowercase letters, digits and underscores`)
	}
	if strings.HasPrefix(key, "org:sys_") {
		return invalidFormat(param, `cannot begin with "org:sys_", which is reserved for system permissions`)
	}
	return nil
}

// named is the filter `query` of lists of what has a name and a key: exact for the id,
// and otherwise a part.
func named[T any](q *query, of func(T) [3]string) func(T) bool {
	part := strings.ToLower(q.Get("query"))
	return func(t T) bool {
		id, name, key := of(t)[0], of(t)[1], of(t)[2]
		return part == "" || id == q.Get("query") || strings.Contains(strings.ToLower(name), part) || strings.Contains(key, part)
	}
}

func nameOrders[T record](name, key func(T) string) []ordering[T] {
	return []ordering[T]{
		{"created_at", nil},
		{"name", func(_ *call, a, b T) int { return strings.Compare(name(a), name(b)) }},
		{"key", func(_ *call, a, b T) int { return strings.Compare(key(a), key(b)) }},
	}
}
