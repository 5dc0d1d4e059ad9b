package conformance_test

import (
	"encoding/json"

	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

const directoryPath = "/directories/{directory_id}"

var directorySubject = &subject{
	name: "clerk_directory", path: directoryPath,
	once: "nothing is unique to it",
	keys: []string{"name"},
	prepare: func(w *acctest.World, n nth) map[string]cty.Value {
		vars := map[string]cty.Value{}
		for _, name := range []string{"acme", "globex"} {
			e, err := w.Clerk.EnterpriseConnections.Create(w.TB.Context(), clerk.CreateEnterpriseConnectionParams{
				Name: n.uniqueKey(name), Provider: "saml_okta", Domains: []string{n.uniqueKey(name + ".example.com")},
			})
			w.Must(err)
			vars[name] = cty.StringVal(e.ID)
		}
		return vars
	},
	minimal: `
		enterprise_connection_id = var.acme
		identity_provider        = "okta"
		name                     = "Acme"`,
	full: `
		enterprise_connection_id   = var.acme
		identity_provider          = "okta"
		name                       = "Acme"
		enabled                    = false
		group_role_mapping_enabled = true
		group_role_mappings = [
			{ group_id = "engineering", role = "org:admin" },
			{ group_id = "sales", role = "org:member" },
		]
		attribute_mapping = { email_address = "emails.0.value", first_name = "nickName" }
		keep_api_key      = true`,
	arguments: map[string]argument{
		"enterprise_connection_id":   {to: `var.globex`, replaces: true, spelling: spelling{none: "it is an id"}},
		"identity_provider":          {to: `"azure"`, patch: `{"provider":"google"}`, spelling: spelling{field: "provider"}},
		"name":                       {to: `"Acme & Co"`, patch: `{"name":"Globex"}`},
		"enabled":                    {to: `true`, patch: `{"enabled":true}`},
		"group_role_mapping_enabled": {to: `false`, patch: `{"group_role_mapping_enabled":false}`},
		"group_role_mappings": {
			to: `[{ group_id = "sales", role = "org:admin" }]`, writes: []string{"PUT " + directoryPath + "/group_role_mappings"},
			outside: func(w *acctest.World, state cty.Value) error {
				if o := directoryObject(w, state); o == nil || string(o["group_role_mapping_enabled"]) == "false" {
					return nil // Clerk would refuse it
				}
				return asks("PUT "+directoryPath+"/group_role_mappings", `{"mappings":[]}`)(w, state)
			},
			spelling: spelling{field: "mappings", none: "it has ids and keys"},
		},
		"attribute_mapping": {to: `{ last_name = "name.familyName" }`, patch: `{"attribute_mapping":{"first_name":null,"title":"title"}}`},
	},
	fixed: map[string]string{
		"id": "computed", "endpoint_url": "computed", "api_key": "computed", "keep_api_key": "Clerk does not know it", "api_key_version": "Clerk does not know it: a change rotates the key",
	},
	fields: map[string]func(object) cty.Value{
		"identity_provider": func(o object) cty.Value { return cty.StringVal(o.text("provider")) },
		"attribute_mapping": func(o object) cty.Value {
			var has map[string]string
			_ = json.Unmarshal(o["attribute_mapping"], &has) // the local Clerk has made it
			all := map[string]cty.Value{}
			for name, path := range has {
				all[name] = cty.StringVal(path)
			}
			return cty.MapVal(all)
		},
		"group_role_mappings": func(o object) cty.Value { return cty.StringVal(string(o["group_role_mappings"])) },
	},
	// Groups can be mapped only where that is enabled.
	settle: func(values map[string]cty.Value) {
		if _, mapped := values["group_role_mappings"]; mapped {
			values["group_role_mapping_enabled"] = cty.True
		}
	},
	agrees: map[string]func(held, asked cty.Value) bool{
		"attribute_mapping": func(held, asked cty.Value) bool { return held.RawEquals(asked) },
		"group_role_mappings": func(held, asked cty.Value) bool {
			var has []struct {
				Group string `json:"directory_group_id"`
				Role  struct {
					Key string `json:"key"`
				} `json:"role"`
			}
			if json.Unmarshal([]byte(held.AsString()), &has) != nil || len(has) != asked.LengthInt() {
				return false
			}
			for i, one := range asked.AsValueSlice() {
				if one.GetAttr("group_id").AsString() != has[i].Group || one.GetAttr("role").AsString() != has[i].Role.Key {
					return false
				}
			}
			return true
		},
	},
	object:     directoryObject,
	unimported: map[string]string{"group_role_mappings": "an import brings them also where nobody mentions them", "keep_api_key": "an import brings no key", "api_key": "Clerk does not show it again"},
	drawn: []drawnBlock{{"acme", `
		enterprise_connection_id   = clerk_enterprise_connection.acme.id
		identity_provider          = "okta" | "azure"
		name                       = "Acme"
		group_role_mapping_enabled = true
		group_role_mappings        = | [{ group_id = "sales", role = "org:member" }] | [{ group_id = "sales", role = "org:admin" }, { group_id = "all", role = "org:member" }]`}},
}

// directoryObject is a directory as Clerk holds it, with the mappings of its groups.
func directoryObject(w *acctest.World, state cty.Value) object {
	id := attribute(state, "id")
	text, ok := w.Held("directories")[id]
	if !ok {
		return nil
	}
	o := parsed(text)
	all, err := w.Clerk.Directories.GroupRoleMappings(w.TB.Context(), id)
	w.Must(err)
	type role struct {
		Key string `json:"key"`
	}
	type mapping struct {
		Group string `json:"directory_group_id"`
		Role  role   `json:"role"`
	}
	has := []mapping{}
	for _, m := range all {
		has = append(has, mapping{m.GroupID, role{m.RoleKey}})
	}
	o["group_role_mappings"], err = json.Marshal(has)
	w.Must(err)
	return o
}
