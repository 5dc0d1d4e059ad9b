package clerksim

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
)

// sentMapping is a mapping in a body.
type sentMapping struct {
	DirectoryGroupID string `json:"directory_group_id"`
	SCIMGroupID      string `json:"scim_group_id"`
	DisplayName      string `json:"directory_group_display_name"`
	SCIMDisplayName  string `json:"scim_group_display_name"`
	RoleID           string `json:"role_id"`
	Precedence       int64  `json:"precedence"`
}

// groupMappings are those of a body. Their order is their precedence, unless they say otherwise.
func (c *call) groupMappings(raw json.RawMessage, param string) ([]groupMapping, *failure) {
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
		if slices.ContainsFunc(all, func(o groupMapping) bool { return o.group == m.group }) {
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
	return groupMapping{head: c.newHead("directory_group_role_mapping", "scimgrm"), group: group, displayName: name, roleID: s.RoleID}, nil
}

// showMappings are the mappings of a directory, without those to a role that is there no more.
func (c *call) showMappings(d directory) []groupMappingAnswer {
	all := []groupMappingAnswer{}
	for _, m := range d.mappings {
		if r, there := stored[role](c).get(m.roleID); there {
			all = append(all, groupMappingAnswer{m.head, d.ID, d.ID, m.group, m.group, m.displayName, m.displayName, c.showRole(r), len(all) + 1})
		}
	}
	return all
}

func (c *call) listGroupMappings() (any, *failure) {
	d, f := directories().find(c)
	if f != nil {
		return nil, f
	}
	all := c.showMappings(d)
	return listBody[groupMappingAnswer]{all, int64(len(all))}, nil
}

// mappable is the directory that the path names, whose mappings can be changed only where they are enabled.
func (c *call) mappable() (directory, *failure) {
	d, f := directories().find(c)
	if f == nil && !d.GroupRoleMappingEnabled {
		f = fail(http.StatusForbidden, "forbidden", "Forbidden", "Group role mapping is not enabled for this directory.")
	}
	return d, f
}

func (c *call) storeMappings(d directory, mappings []groupMapping) directory {
	d.mappings, d.UpdatedAt = mappings, millis(c.now)
	stored[directory](c).store(c.now, d)
	return d
}

func (c *call) replaceGroupMappings() (any, *failure) {
	d, f := c.mappable()
	if f != nil {
		return nil, f
	}
	mappings, f := c.groupMappings(c.params.raw("mappings"), "mappings")
	if f != nil {
		return nil, f
	}
	all := c.showMappings(c.storeMappings(d, mappings))
	return listBody[groupMappingAnswer]{all, int64(len(all))}, nil
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
	at := len(d.mappings)
	if p.has("precedence") {
		at = min(at, int(p.number("precedence"))-1)
	}
	d = c.storeMappings(d, slices.Insert(slices.Clone(d.mappings), at, m))
	return c.showMappings(d)[at], nil
}

func (c *call) deleteGroupMapping() (any, *failure) {
	d, f := c.mappable()
	if f != nil {
		return nil, f
	}
	id := c.id("mapping_id")
	rest := slices.DeleteFunc(slices.Clone(d.mappings), func(m groupMapping) bool { return m.ID == id })
	if len(rest) == len(d.mappings) {
		return nil, notFound("mapping", fmt.Sprint(id))
	}
	c.storeMappings(d, rest)
	return deleted{"directory_group_role_mapping", id, true}, nil
}
