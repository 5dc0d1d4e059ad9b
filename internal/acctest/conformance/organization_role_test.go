package conformance_test

import "github.com/zclconf/go-cty/cty"

var permissionSubject = &subject{
	name: "clerk_organization_permission", path: "/organization_permissions/{permission_id}",
	keys:      []string{"key"},
	unmanaged: `{"key":"org:bystanders:read","name":"Bystander"}`,
	minimal: `
		key  = "org:reports:read"
		name = "Read reports"`,
	full: `
		key         = "org:reports:read"
		name        = "Read reports"
		description = "Those of the last year"`,
	arguments: map[string]argument{
		"key":         {to: `"org:reports:see"`, patch: `{"key":"org:reports:{lower id}"}`},
		"name":        {to: `"See reports"`, patch: `{"name":"Other"}`},
		"description": {to: `""`, patch: `{"description":"Other"}`},
	},
	fixed:  map[string]string{"id": "computed", "type": "computed"},
	unread: "an id and a key tell nothing of each other that clerk_organization_permissions does not",
	drawn: []drawnBlock{{"read", `
		key         = "org:reports:read" | "org:reports:see"
		name        = "Read" | "See"
		description = | "Those of the last year"`}},
}

var roleSubject = &subject{
	name: "clerk_organization_role", path: "/organization_roles/{organization_role_id}",
	keys:      []string{"key"},
	unmanaged: `{"key":"org:bystander","name":"Bystander"}`,
	minimal: `
		key  = "org:editor"
		name = "Editor"`,
	full: `
		key                         = "org:editor"
		name                        = "Editor"
		description                 = "Writes and corrects"
		permissions                 = ["org:sys_memberships:read", "org:sys_domains:read"]
		include_in_initial_role_set = true`,
	arguments: map[string]argument{
		"key":         {to: `"org:author"`, patch: `{"key":"org:{lower id}"}`},
		"name":        {to: `"Author"`, patch: `{"name":"Other"}`},
		"description": {to: `""`, patch: `{"description":"Other"}`},
		"permissions": {
			to: `["org:sys_memberships:read"]`, patch: `{"permissions":[]}`,
			spelling: spelling{none: "what is sent are the ids of permissions that exist"},
		},
	},
	fields: map[string]func(object) cty.Value{"permissions": func(o object) cty.Value {
		var keys []string
		for _, p := range o.objects("permissions") {
			keys = append(keys, p.text("key"))
		}
		return texts(keys)
	}},
	fixed:   map[string]string{"id": "computed", "include_in_initial_role_set": writeOnly},
	touches: map[string]string{"role_sets": "the initial one shows the role that it has"},
	unread:  "an id and a key tell nothing of each other that clerk_organization_roles does not",
	drawn: []drawnBlock{
		{"editor", `
		key         = "org:editor" | "org:author"
		name        = "Editor" | "Author"
		permissions = | [] | ["org:sys_memberships:read"] | [clerk_organization_permission.read.key]
		include_in_initial_role_set = true`},
		{"owner", `
		key         = "org:owner"
		name        = "Owner"
		permissions = ["org:sys_memberships:read", "org:sys_memberships:manage", "org:sys_profile:delete"]`},
	},
}
