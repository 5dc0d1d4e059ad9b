package clerksim

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
)

// directory provisions users from an identity provider, by SCIM.
type directory struct {
	head
	Name                    string            `json:"name"`
	EnterpriseConnectionID  *string           `json:"enterprise_connection_id"`
	EndpointURL             string            `json:"endpoint_url"`
	Provider                string            `json:"provider"`
	Enabled                 bool              `json:"enabled"`
	GroupRoleMappingEnabled bool              `json:"group_role_mapping_enabled"`
	AttributeMapping        map[string]string `json:"attribute_mapping"`
	CustomAttributes        []customAttribute `json:"custom_attributes"`
	APIKey                  *string           `json:"api_key,omitempty"` // in the answers that make one
	keys                    []machineKey      // the one that is valid last, first
}

// keyGrace is how long the key before a rotation is valid, which is documented to be short, in seconds.
const keyGrace = 300

func directories() kind[directory] {
	const mappings = "/directories/{directory_id}/group_role_mappings"
	mapping := rule{kind: anything}
	k := kind[directory]{
		object: "directory", plural: "directories", idParam: "directory_id", prefix: "scim",
		list: true, get: true, delete: true,
		create:  &shape{open: true, fields: map[string]rule{"enterprise_connection_id": text.need(), "name": text, "provider": text.need(), "group_role_mappings": mapping}},
		update:  &shape{open: true, fields: map[string]rule{"name": text, "enabled": flag, "provider": text, "attribute_mapping": object, "group_role_mapping_enabled": flag}},
		rules:   (*call).directoryRules,
		actions: []action[directory]{{"POST", "/rotate_api_key", noBody, (*call).rotateDirectoryKey, nil}},
		show:    (*call).showDirectory,
		deleted: func(c *call, d directory) { c.storeMappings(d, nil) },
	}
	k.more = []operation{
		{pattern: "GET " + mappings, handle: (*call).listGroupMappings},
		{pattern: "POST " + mappings, body: &shape{open: true, fields: map[string]rule{"directory_group_id": text, "scim_group_id": text, "role_id": text.need(), "precedence": number.within(1, 1<<31)}}, handle: (*call).addGroupMapping},
		{pattern: "PUT " + mappings, body: &shape{open: true, fields: map[string]rule{"mappings": {kind: anything, required: true}}}, handle: (*call).replaceGroupMappings},
		{pattern: "DELETE " + mappings + "/{mapping_id}", handle: (*call).deleteGroupMapping},
	}
	return k
}

func (c *call) directoryRules(old directory, d *directory) *failure {
	if c.params.has("provider") && d.Provider == "" {
		return isNull("provider")
	}
	d.AttributeMapping = maps.Clone(old.AttributeMapping) // older versions share it
	if c.params.has("attribute_mapping") {
		if f := d.mergeMapping(c.params.raw("attribute_mapping")); f != nil {
			return f
		}
	}
	if old.ID != "" {
		return nil
	}
	connection, there := stored[enterpriseConnection](c).get(c.params.text("enterprise_connection_id"))
	if !there {
		return notFound("enterprise connection", c.params.text("enterprise_connection_id")).about("enterprise_connection_id")
	}
	for _, other := range stored[directory](c).ordered {
		if c.assume.yes("directory_of_connection_unique") && text0(other.EnterpriseConnectionID) == connection.ID {
			return fail(http.StatusBadRequest, "bad_request", "Bad Request", "The enterprise connection has a directory.").about("enterprise_connection_id")
		}
	}
	if d.Name == "" {
		d.Name = connection.Name
	}
	d.AttributeMapping = map[string]string{"email_address": "emails.0.value", "first_name": "name.givenName", "last_name": "name.familyName"}
	d.Enabled, d.GroupRoleMappingEnabled = c.assume.yes("directory_enabled"), c.assume.yes("directory_maps_groups")
	d.EndpointURL = "https://" + c.frontend + "/v1/scim/v2/" + d.ID
	c.giveDirectoryKey(d)
	if c.params.has("group_role_mappings") {
		mappings, f := c.sentMappings(c.params.raw("group_role_mappings"), "group_role_mappings")
		if f != nil {
			return f
		}
		c.storeMappings(*d, mappings)
	}
	return nil
}

// mergeMapping merges entries into the attribute mapping; null removes one.
func (d *directory) mergeMapping(raw json.RawMessage) *failure {
	var entries map[string]*string
	if json.Unmarshal(raw, &entries) != nil {
		return invalidValue("attribute_mapping", "must have strings")
	}
	if d.AttributeMapping == nil {
		d.AttributeMapping = map[string]string{}
	}
	for name, path := range entries {
		if path == nil {
			delete(d.AttributeMapping, name)
		} else {
			d.AttributeMapping[name] = *path
		}
	}
	return nil
}

func (c *call) giveDirectoryKey(d *directory) {
	d.keys = append([]machineKey{{secret: "ak_" + secretText()}}, d.keys...)
	d.APIKey = &d.keys[0].secret
}

func (c *call) rotateDirectoryKey(d *directory) *failure {
	d.keys = slices.Clone(d.keys)
	for i := range d.keys {
		if d.keys[i].until == 0 {
			d.keys[i].until = millis(c.now) + 1000*keyGrace
		}
	}
	c.giveDirectoryKey(d)
	return nil
}

// showDirectory has the custom attributes of its connection; a key is shown by the answers that make one.
func (c *call) showDirectory(d directory) directory {
	if c.r == nil || c.r.Method != http.MethodPost {
		d.APIKey = nil
	}
	d.CustomAttributes = []customAttribute{}
	if e, there := stored[enterpriseConnection](c).get(text0(d.EnterpriseConnectionID)); there {
		d.CustomAttributes = e.CustomAttributes
	}
	return d
}

// forgetDirectories lets go of the directories of a connection that is deleted.
func (c *call) forgetDirectories(connectionID string) {
	for _, d := range slices.Clone(stored[directory](c).ordered) {
		if text0(d.EnterpriseConnectionID) != connectionID {
			continue
		}
		if c.assume["directory_of_deleted_connection"] == "deleted" {
			stored[directory](c).discard(c.now, d.ID)
			c.storeMappings(d, nil)
			continue
		}
		d.EnterpriseConnectionID = nil
		stored[directory](c).store(c.now, d)
	}
}

// APIKey is the key of a directory, which Clerk shows once; "" if there is no such directory. It is for tests.
func (s *Server) APIKey(directoryID string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if d, ok := stored[directory](&call{Server: s}).get(directoryID); ok {
		return d.keys[0].secret
	}
	return ""
}
