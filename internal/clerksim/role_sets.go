package clerksim

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
)

const maxRolesInSet = 10

// roleSet is the roles that the members of an organization may have. Which organizations
// use it is known by the organizations.
type roleSet struct {
	head
	Name                 string            `json:"name"`
	Key                  string            `json:"key"`
	Description          *string           `json:"description"`
	Roles                []roleSetItem     `json:"roles"` // as show gives them; stored are the ids
	DefaultRole          *roleSetItem      `json:"default_role,omitempty"`
	CreatorRole          *roleSetItem      `json:"creator_role,omitempty"`
	Type                 string            `json:"type"`
	Migration            *roleSetMigration `json:"role_set_migration,omitempty"`
	roleIDs              []string
	defaultID, creatorID string
}

// roleSetItem is a role as the role sets that have it show it.
type roleSetItem struct {
	head
	Name         string  `json:"name"`
	Key          string  `json:"key"`
	Description  *string `json:"description"`
	MembersCount int     `json:"members_count"`
	HasMembers   bool    `json:"has_members"`
}

// roleSetMigration is a change of members' roles that has not happened yet.
type roleSetMigration struct {
	head
	InstanceID      string            `json:"instance_id"`
	SourceRoleSetID string            `json:"source_role_set_id"`
	DestRoleSetID   *string           `json:"dest_role_set_id"`
	TriggerType     string            `json:"trigger_type"`
	Status          string            `json:"status"`
	MigratedMembers int               `json:"migrated_members"`
	Mappings        map[string]string `json:"mappings"`
}

func (c *call) showRoleSet(s roleSet) roleSet {
	s.Roles = []roleSetItem{}
	for _, r := range stored[role](c).ordered {
		if !contains(s.roleIDs, r.ID) {
			continue
		}
		item := roleSetItem{head: r.head, Name: r.Name, Key: r.Key, Description: r.Description, MembersCount: len(c.membersOf(s, r.Key))}
		item.Object, item.HasMembers = "role_set_item", item.MembersCount > 0
		s.Roles = append(s.Roles, item)
		if r.ID == s.defaultID {
			s.DefaultRole = &item
		}
		if r.ID == s.creatorID {
			s.CreatorRole = &item
		}
	}
	return s
}

// membersOf are those members with a role whose organizations use the set.
func (c *call) membersOf(s roleSet, key string) []membership {
	return newestFirst(stored[membership](c).table, func(m membership) bool {
		return m.Role == key && c.inSet(s, m.organizationID)
	})
}

func roleSets() kind[roleSet] {
	const one = "/role_sets/{role_set_key_or_id}"
	key := text.must(isRoleSetKey)
	return kind[roleSet]{
		object: "role_set", plural: "role_sets", idParam: "role_set_key_or_id", prefix: "rset",
		list: true, get: true,
		create: &shape{fields: map[string]rule{
			"name": text.need(), "key": key, "description": text.orNull(), "default_role_key": text.need(), "creator_role_key": text.need(),
			"type": text.in("initial", "custom"), "roles": textList.need().within(1, maxRolesInSet)}},
		update: &shape{open: true, fields: map[string]rule{
			"name": text.orNull(), "key": key.orNull(), "description": text.orNull(), "type": text.in("initial").orNull(),
			"default_role_key": text.orNull(), "creator_role_key": text.orNull()}},
		actions: []action[roleSet]{
			{"POST", "/roles", &shape{open: true, fields: map[string]rule{
				"role_keys": textList.need().within(1, maxRolesInSet), "default_role_key": text, "creator_role_key": text}}, (*call).addRoles, nil},
			{"POST", "/roles/replace", &shape{open: true, fields: map[string]rule{"role_key": text.need(), "to_role_key": text.need()}}, (*call).replaceRole, nil},
		},
		more: []operation{{pattern: "POST " + one + "/replace", handle: (*call).replaceRoleSet,
			body: &shape{open: true, fields: map[string]rule{"dest_role_set_key": text.need(), "reassignment_mappings": object}}}},
		enabled: (*call).organizationsEnabled,
		findBy:  (*call).roleSet,
		keys:    map[string]func(roleSet) []string{"key": func(s roleSet) []string { return []string{s.Key} }},
		unique:  []string{"key"},
		filter: func(_ *call, q *query) func(roleSet) bool {
			return named(q, func(s roleSet) [3]string { return [3]string{s.ID, s.Name, s.Key} })
		},
		orders:   nameOrders(func(s roleSet) string { return s.Name }, func(s roleSet) string { return s.Key }),
		defaults: roleSet{Type: "custom"},
		rules:    (*call).roleSetRules,
		show:     (*call).showRoleSet,
	}
}

var (
	roleSetKey = regexp.MustCompile(`^role_set:[a-z0-9_]+$`)
	notInKeys  = regexp.MustCompile(`[^a-z0-9]+`)
)

func isRoleSetKey(param, key string) *failure {
	if !roleSetKey.MatchString(key) {
		return invalidFormat(param, "must start with 'role_set:' and contain only lowercase alphanumeric characters and underscores")
	}
	return nil
}

// roleSet gives the role set that the path names, by id or key.
func (c *call) roleSet() (roleSet, *failure) {
	name := c.id("role_set_key_or_id")
	if s, ok := stored[roleSet](c).get(name); ok {
		return s, nil
	}
	return c.roleSetByKey(name)
}

func (c *call) roleSetByKey(key string) (roleSet, *failure) {
	if found := stored[roleSet](c).lookup("key", key); len(found) > 0 {
		return found[0], nil
	}
	return roleSet{}, fail(http.StatusNotFound, "resource_not_found", "not found", "No role set was found with key or id "+key+".")
}

func (c *call) initialRoleSet() roleSet {
	for _, s := range stored[roleSet](c).ordered {
		if s.Type == "initial" {
			return s
		}
	}
	return roleSet{}
}

func (c *call) roleSetRules(old roleSet, s *roleSet) *failure {
	p := c.params
	if old.ID == "" && !c.switches["role_sets"] {
		return unsupportedPlan("role_sets")
	}
	if has := len(stored[roleSet](c).ordered); old.ID == "" && int64(has) >= c.organizationSettings.MaxRoleSetsAllowed {
		return fail(http.StatusForbidden, c.assume["role_set_quota_code"], "role sets for instance quota exceeded", "You have reached your limit of role sets per instance.")
	}
	s.Description, s.Roles = c.describedBy(old.Description), nil
	if s.Key == "" {
		s.Key = "role_set:" + strings.Trim(notInKeys.ReplaceAllString(strings.ToLower(s.Name), "_"), "_")
		if f := claimed(c, "key", *s); f != nil {
			return f
		}
	}
	if old.ID == "" {
		if f := c.include(s, "roles"); f != nil {
			return f
		}
	}
	if f := c.chooseRoles(s); f != nil {
		return f
	}
	if initial := c.initialRoleSet(); p.text("type") == "initial" && initial.ID != s.ID {
		initial.Type = "custom"
		stored[roleSet](c).store(c.now, initial)
	}
	return nil
}

// include adds the roles of a body to a set; those that it has already stay.
func (c *call) include(s *roleSet, param string) *failure {
	s.roleIDs = slices.Clone(s.roleIDs)
	for _, key := range c.params.list(param) {
		r := c.roleByKey(key)
		if r.ID == "" {
			return unknownRole(param, key)
		}
		if !contains(s.roleIDs, r.ID) {
			s.roleIDs = append(s.roleIDs, r.ID)
		}
	}
	if len(s.roleIDs) > maxRolesInSet {
		return tooManyRoles(param)
	}
	return nil
}

func tooManyRoles(param string) *failure {
	return wrong(param, "form_param_array_size_exceeded", "exceeds maximum size", "A role set should not exceed 10 roles.")
}

// chooseRoles gives a set the default and the creator role that the body names.
func (c *call) chooseRoles(s *roleSet) *failure {
	for param, id := range map[string]*string{"default_role_key": &s.defaultID, "creator_role_key": &s.creatorID} {
		if !c.params.has(param) {
			continue
		}
		r := c.roleByKey(c.params.text(param))
		if !contains(s.roleIDs, r.ID) {
			return invalidValue(param, "must be one of the roles of the role set")
		}
		*id = r.ID
	}
	creator, _ := stored[role](c).get(s.creatorID)
	return c.mayCreate(creator)
}

func (c *call) addRoles(s *roleSet) *failure {
	for _, key := range c.params.list("role_keys") {
		if c.assume["role_added_again"] == "refused" && contains(s.roleIDs, c.roleByKey(key).ID) {
			return invalidValue("role_keys", "is in the role set already")
		}
	}
	if f := c.include(s, "role_keys"); f != nil {
		return f
	}
	return c.chooseRoles(s)
}

// replaceRole takes a role out of a set; another of its roles gets its members, and is
// the default or the creator role in its place.
func (c *call) replaceRole(s *roleSet) *failure {
	from, to := c.roleByKey(c.params.text("role_key")), c.roleByKey(c.params.text("to_role_key"))
	switch {
	case !contains(s.roleIDs, from.ID):
		return unknownRole("role_key", c.params.text("role_key"))
	case to.ID == from.ID || !contains(s.roleIDs, to.ID):
		return unknownRole("to_role_key", c.params.text("to_role_key"))
	}
	if s.creatorID == from.ID {
		if f := c.mayCreate(to); f != nil {
			return f
		}
		s.creatorID = to.ID
	}
	if s.defaultID == from.ID {
		s.defaultID = to.ID
	}
	s.roleIDs = without(s.roleIDs, from.ID)
	s.Migration = c.migrate(*s, *s, "role_removal", map[string]string{from.Key: to.Key})
	return nil
}

// replaceRoleSet ends a set; another one gets its organizations.
func (c *call) replaceRoleSet() (any, *failure) {
	source, f := c.roleSet()
	if f != nil {
		return nil, f
	}
	dest, f := c.roleSetByKey(c.params.text("dest_role_set_key"))
	if f != nil {
		return nil, f.about("dest_role_set_key")
	}
	if dest.ID == source.ID {
		return nil, invalidValue("dest_role_set_key", "must be another role set")
	}
	if source.Type == "initial" {
		if c.assume["initial_role_set_replaced"] == "refused" {
			return nil, invalidValue("dest_role_set_key", "cannot replace the initial role set")
		}
		dest.Type = "initial"
	}
	mappings := map[string]string{}
	given, _ := decodeAny(c.params.raw("reassignment_mappings")).(map[string]any)
	for _, id := range source.roleIDs {
		r, _ := stored[role](c).get(id)
		if contains(dest.roleIDs, id) || !c.hasUsers(source, r.Key) {
			continue
		}
		to, _ := given[r.Key].(string)
		if to == "" {
			return nil, wrong("reassignment_mappings", "form_param_missing", "is missing", "Members have the role "+r.Key+", which the role set "+dest.Key+" lacks.")
		}
		if !contains(dest.roleIDs, c.roleByKey(to).ID) {
			return nil, unknownRole("reassignment_mappings", to)
		}
		mappings[r.Key] = to
	}
	dest.Migration = c.migrate(source, dest, "role_set_deletion", mappings)
	stored[roleSet](c).store(c.now, dest)
	stored[roleSet](c).discard(c.now, source.ID)
	return deleted{"role_set", source.ID, true}, nil
}
