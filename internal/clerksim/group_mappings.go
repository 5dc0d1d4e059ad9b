package clerksim

import (
	"encoding/json"
	"net/http"
	"slices"
)

// groupMapping gives the members of a group of a directory a role. Clerk shows it by the old names and the new ones.
type groupMapping struct {
	head
	DirectoryID      string `json:"directory_id"`
	SCIMDirectoryID  string `json:"scim_directory_id"`
	GroupID          string `json:"directory_group_id"`
	SCIMGroupID      string `json:"scim_group_id"`
	GroupDisplayName string `json:"directory_group_display_name"`
	SCIMDisplayName  string `json:"scim_group_display_name"`
	Role             role   `json:"role"`
	Precedence       int    `json:"precedence"`
	roleID           string
}

func groupMappings() kind[groupMapping] {
	return kind[groupMapping]{
		object: "directory_group_role_mapping", plural: "directory_group_role_mappings",
		keys: map[string]func(groupMapping) []string{"directory_id": func(m groupMapping) []string { return []string{m.DirectoryID} }},
		show: (*call).showMapping,
	}
}

// sentMapping is a mapping in a body.
type sentMapping struct {
	DirectoryGroupID string `json:"directory_group_id"`
	SCIMGroupID      string `json:"scim_group_id"`
	DisplayName      string `json:"directory_group_display_name"`
	SCIMDisplayName  string `json:"scim_group_display_name"`
	RoleID           string `json:"role_id"`
	Precedence       int64  `json:"precedence"`
}

// sentMappings are those of a body. Their order is their precedence, unless they say otherwise.
func (c *call) sentMappings(raw json.RawMessage, param string) ([]groupMapping, *failure) {
	var sent []sentMapping
	if json.Unmarshal(raw, &sent) != nil {
		return nil, invalidValue(param, "must be an array of objects")
	}
	slices.SortStableFunc(sent, func(a, b sentMapping) int { return int(a.Precedence - b.Precedence) })
	var all []groupMapping
	for _, s := range sent {
		m, f := c.groupMapping(s, param)
		if f != nil {
			return nil, f
		}
		if slices.ContainsFunc(all, func(o groupMapping) bool { return o.GroupID == m.GroupID }) {
			return nil, invalidValue(param, "has one group twice")
		}
		all = append(all, m)
	}
	return all, nil
}

func (c *call) groupMapping(s sentMapping, param string) (groupMapping, *failure) {
	if s.DirectoryGroupID != "" && s.SCIMGroupID != "" && s.DirectoryGroupID != s.SCIMGroupID {
		return groupMapping{}, invalidValue(param, "has two ids of a group that differ")
	}
	group, name := s.DirectoryGroupID, s.DisplayName
	if group == "" {
		group = s.SCIMGroupID
	}
	if group == "" {
		return groupMapping{}, missing("directory_group_id")
	}
	if name == "" {
		name = s.SCIMDisplayName
	}
	if _, there := stored[role](c).get(s.RoleID); !there {
		return groupMapping{}, notFound("role", s.RoleID)
	}
	return groupMapping{head: c.newHead("directory_group_role_mapping", "scimgrm"), GroupID: group, SCIMGroupID: group, GroupDisplayName: name, SCIMDisplayName: name, roleID: s.RoleID}, nil
}

// mappingsOf are the mappings of a directory in their order, without those to a role that is there no more.
func (c *call) mappingsOf(d directory) []groupMapping {
	all := slices.DeleteFunc(stored[groupMapping](c).lookup("directory_id", d.ID), func(m groupMapping) bool {
		_, there := stored[role](c).get(m.roleID)
		return !there
	})
	slices.SortFunc(all, func(a, b groupMapping) int { return a.Precedence - b.Precedence })
	return all
}

// showMapping has the role.
func (c *call) showMapping(m groupMapping) groupMapping {
	if r, there := stored[role](c).get(m.roleID); there {
		m.Role = c.showRole(r)
	}
	return m
}

func (c *call) answerMappings(d directory) any {
	all := each(c.mappingsOf(d), c.showMapping)
	return listBody[groupMapping]{all, int64(len(all))}
}

func (c *call) listGroupMappings() (any, *failure) {
	d, f := directories().find(c)
	if f != nil {
		return nil, f
	}
	return c.answerMappings(d), nil
}

// mappable is the directory that the path names, whose mappings can be changed only where they are enabled.
func (c *call) mappable() (directory, *failure) {
	d, f := directories().find(c)
	if f == nil && !d.GroupRoleMappingEnabled {
		f = fail(http.StatusForbidden, "forbidden", "Forbidden", "Group role mapping is not enabled for this directory.")
	}
	return d, f
}

// storeMappings gives a directory these mappings, in their order, in place of those that it has.
func (c *call) storeMappings(d directory, mappings []groupMapping) {
	for _, m := range slices.Clone(stored[groupMapping](c).lookup("directory_id", d.ID)) {
		stored[groupMapping](c).discard(c.now, m.ID)
	}
	for i, m := range mappings {
		m.DirectoryID, m.SCIMDirectoryID, m.Precedence = d.ID, d.ID, i+1
		stored[groupMapping](c).store(c.now, m)
	}
}

func (c *call) replaceGroupMappings() (any, *failure) {
	d, f := c.mappable()
	if f != nil {
		return nil, f
	}
	mappings, f := c.sentMappings(c.params.raw("mappings"), "mappings")
	if f != nil {
		return nil, f
	}
	c.storeMappings(d, mappings)
	return c.answerMappings(d), nil
}

func (c *call) addGroupMapping() (any, *failure) {
	d, f := c.mappable()
	if f != nil {
		return nil, f
	}
	p := c.params
	m, f := c.groupMapping(sentMapping{DirectoryGroupID: p.text("directory_group_id"), SCIMGroupID: p.text("scim_group_id"), RoleID: p.text("role_id")}, "directory_group_id")
	if f != nil {
		return nil, f
	}
	all := c.mappingsOf(d)
	at := len(all)
	if p.has("precedence") {
		at = min(at, int(p.number("precedence"))-1)
	}
	c.storeMappings(d, slices.Insert(all, at, m))
	return c.showMapping(c.mappingsOf(d)[at]), nil
}

func (c *call) deleteGroupMapping() (any, *failure) {
	d, f := c.mappable()
	if f != nil {
		return nil, f
	}
	id := c.id("mapping_id")
	all := c.mappingsOf(d)
	rest := slices.DeleteFunc(slices.Clone(all), func(m groupMapping) bool { return m.ID == id })
	if len(rest) == len(all) {
		return nil, notFound("mapping", id)
	}
	c.storeMappings(d, rest)
	return deleted{"directory_group_role_mapping", id, true}, nil
}
