package clerksim_test

import (
	"testing"
)

func TestRoleSets(t *testing.T) {
	t.Parallel()
	i := start(t)
	i.role("org:owner", false, "org:sys_memberships:manage", "org:sys_memberships:read", "org:sys_profile:delete")
	i.role("org:guest", false)
	s := i.call("POST /role_sets", `{"name":"Big Partners","description":"x","default_role_key":"org:guest","creator_role_key":"org:owner","roles":["org:owner","org:guest"]}`).ok()
	s.has(t, map[string]string{"key": `"role_set:big_partners"`, "type": `"custom"`, "description": `"x"`})
	one := "/role_sets/role_set:big_partners"
	same(t, "by key", []string{i.call("GET "+one, "").ok().id()}, []string{s.id()})
	i.call("GET /role_sets/"+s.id(), "").ok()
	same(t, "list", ids(i.call("GET /role_sets?query=partners&order_by=-name", "").list()), []string{s.id()})
	set := `{"name":"X","key":"role_set:x","default_role_key":"org:guest","creator_role_key":"org:owner",`
	for body, code := range map[string][]string{
		set + `"roles":[]}`:                                   {"form_param_array_size_exceeded", "roles"},
		set + `"roles":["org:owner"]}`:                        {"form_param_value_invalid", "default_role_key"},
		set + `"type":"x","roles":["org:owner","org:guest"]}`: {"form_param_value_invalid", "type"},
		`{"name":"X","key":"role_set:big_partners","default_role_key":"org:owner","creator_role_key":"org:owner","roles":["org:owner"]}`: {"form_identifier_exists", "key"},
		`{"name":"Big partners!","default_role_key":"org:owner","creator_role_key":"org:owner","roles":["org:owner"]}`:                   {"form_identifier_exists", "key"},
		`{"name":"X","key":"x","default_role_key":"org:owner","creator_role_key":"org:owner","roles":["org:owner"]}`:                     {"form_param_format_invalid", "key"},
		`{"name":"X","key":"role_set:x","default_role_key":"org:guest","creator_role_key":"org:guest","roles":["org:guest"]}`:            {"organization_missing_creator_role_permissions", ""},
		`{"name":"X","key":"role_set:x","default_role_key":"org:owner","roles":["org:owner"]}`:                                           {"form_param_missing", "creator_role_key"},
	} {
		i.call("POST /role_sets", body).refused(422, code[0], code[1])
	}
	i.call("POST /role_sets", set+`"roles":["org:owner","org:guest","org:none"]}`).refused(404, "resource_not_found", "roles")

	i.call("PATCH "+one, `{"default_role_key":"org:member"}`).refused(422, "form_param_value_invalid", "default_role_key")
	i.call("PATCH "+one, `{"creator_role_key":"org:guest"}`).refused(422, "organization_missing_creator_role_permissions")
	i.call("PATCH "+one, `{"type":"custom"}`).refused(422, "form_param_value_invalid", "type")
	added := i.call("POST "+one+"/roles", `{"role_keys":["org:member","org:guest"],"default_role_key":"org:member"}`).ok()
	same(t, "roles", keys(added.items("roles")), []string{"org:guest", "org:member", "org:owner"})
	i.call("POST "+one+"/roles", `{"role_keys":["org:none"]}`).refused(404, "resource_not_found", "role_keys")
	i.call("PATCH "+one, `{"name":"P","key":"role_set:p","description":null,"type":"initial","default_role_key":"org:guest"}`).ok().
		has(t, map[string]string{"name": `"P"`, "key": `"role_set:p"`, "description": `null`, "type": `"initial"`})
	i.call("GET /role_sets/role_set:default", "").ok().has(t, map[string]string{"type": `"custom"`})
	i.call("GET "+one, "").refused(404, "resource_not_found")
	i.off("role_sets")
	i.call("POST /role_sets", set+`"roles":["org:owner","org:guest"]}`).refused(402, "unsupported_subscription_plan_features")
	i.call("PATCH /role_sets/role_set:p", `{"name":"Q"}`).ok()
	i.off("organizations")
	i.call("GET /role_sets", "").refused(403, "organization_not_enabled_in_instance")
}

func TestAnInstanceHasAsManyRoleSetsAsTheSettingsSay(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"quota_exceeded", "organization_instance_role_sets_quota_exceeded"} {
		i := start(t, assume("role_set_quota", "2"), assume("role_set_quota_code", code))
		i.call("GET /instance/organization_settings", "").ok().has(t, map[string]string{"max_role_sets_allowed": `2`})
		add := func(name string) answer {
			return i.call("POST /role_sets", `{"name":"`+name+`","roles":["org:admin","org:member"],"default_role_key":"org:member","creator_role_key":"org:admin"}`)
		}
		staff := add("Staff").ok()
		add("Guests").refused(403, code)
		i.call("PATCH /role_sets/"+staff.id(), `{"name":"Colleagues"}`).ok()
	}
}

func TestRolesOfAnOrganization(t *testing.T) {
	t.Parallel()
	for _, migration := range []string{"at_once", "next_request"} {
		i := start(t, assume("role_set_migration", migration))
		ada, grace := i.user("ada@example.com"), i.user("grace@example.com")
		i.role("org:owner", false, "org:sys_memberships:manage", "org:sys_memberships:read", "org:sys_profile:delete")
		i.role("org:guest", false)
		i.call("POST /role_sets", `{"name":"P","key":"role_set:p","default_role_key":"org:guest","creator_role_key":"org:owner","roles":["org:owner","org:guest"]}`).ok()
		i.call("POST /organizations", `{"name":"X","role_set_key":"role_set:none"}`).refused(422, "form_resource_not_found", "role_set_key")
		i.call("POST /organizations", `{"name":"Other","slug":"other"}`).ok().has(t, map[string]string{"role_set_key": `"role_set:default"`})
		o := i.call("POST /organizations", `{"name":"Engines","created_by":"`+ada.id()+`","role_set_key":"role_set:p"}`).ok()
		o.has(t, map[string]string{"role_set_key": `"role_set:p"`})
		members := "/organizations/" + o.id() + "/memberships"
		roleOf := func(u object) string { return i.call("GET "+members+"?user_id="+u.id(), "").list()[0]["role"].(string) }
		same(t, "creator", []string{roleOf(ada)}, []string{"org:owner"})
		i.call("POST "+members, `{"user_id":"`+grace.id()+`","role":"org:member"}`).refused(404, "resource_not_found", "role")
		i.call("POST "+members, `{"user_id":"`+grace.id()+`","role":"org:guest"}`).ok()
		i.call("PATCH "+members+"/"+grace.id(), `{"role":"org:admin"}`).refused(404, "resource_not_found", "role")
		i.call("POST /organizations/"+o.id()+"/invitations", `{"email_address":"alan@example.com","role":"org:admin"}`).refused(404, "resource_not_found", "role")
		invitation := i.call("POST /organizations/"+o.id()+"/invitations", `{"email_address":"alan@example.com","role":"org:guest"}`).ok()
		if item := i.call("GET /role_sets/role_set:p", "").ok()["default_role"].(map[string]any); item["members_count"] != 1.0 || item["has_members"] != true {
			t.Errorf("%v", item)
		}

		i.call("PATCH /organizations/"+o.id(), `{"role_set_key":"role_set:default"}`).refused(422, "form_param_value_invalid", "role_set_key")
		i.call("POST /role_sets/role_set:p/roles/replace", `{"role_key":"org:owner","to_role_key":"org:guest"}`).refused(422, "organization_missing_creator_role_permissions")
		i.call("POST /role_sets/role_set:p/roles/replace", `{"role_key":"org:admin","to_role_key":"org:guest"}`).refused(404, "resource_not_found", "role_key")
		i.call("POST /role_sets/role_set:p/roles/replace", `{"role_key":"org:guest","to_role_key":"org:member"}`).refused(404, "resource_not_found", "to_role_key")
		replaced := i.call("POST /role_sets/role_set:p/roles/replace", `{"role_key":"org:guest","to_role_key":"org:owner"}`).ok()
		if pending := replaced["role_set_migration"] != nil; pending != (migration == "next_request") {
			t.Errorf("%s: %v", migration, replaced)
		}
		i.call("GET /role_sets", "").list()
		if after := i.call("GET /role_sets/role_set:p", "").ok(); after["role_set_migration"] != nil || after["default_role"].(map[string]any)["key"] != "org:owner" {
			t.Errorf("%s: %v", migration, after)
		}
		same(t, "a replaced role's members and invitations", []string{roleOf(grace), i.call("GET /organizations/"+o.id()+"/invitations/"+invitation.id(), "").ok()["role"].(string)},
			[]string{"org:owner", "org:owner"})

		replace := "POST /role_sets/role_set:p/replace"
		i.call(replace, `{"dest_role_set_key":"role_set:none"}`).refused(404, "resource_not_found", "dest_role_set_key")
		i.call(replace, `{"dest_role_set_key":"role_set:p"}`).refused(422, "form_param_value_invalid", "dest_role_set_key")
		i.call(replace, `{"dest_role_set_key":"role_set:default"}`).refused(422, "form_param_missing", "reassignment_mappings")
		i.call(replace, `{"dest_role_set_key":"role_set:default","reassignment_mappings":{"org:owner":"org:admin"}}`).ok().has(t, map[string]string{"deleted": `true`})
		i.call("GET /role_sets/role_set:p", "").refused(404, "resource_not_found")
		i.call("GET /organizations/"+o.id(), "").ok().has(t, map[string]string{"role_set_key": `"role_set:default"`})
		same(t, "a replaced role set's members", []string{roleOf(ada)}, []string{"org:admin"})
		i.call("POST /role_sets/role_set:default/replace", `{"dest_role_set_key":"role_set:p"}`).refused(404, "resource_not_found", "dest_role_set_key")
	}
}

func TestAnInitialRoleSetThatIsReplaced(t *testing.T) {
	t.Parallel()
	for assumed, want := range map[string]int{"dest": 200, "refused": 422} {
		i := start(t, assume("initial_role_set_replaced", assumed))
		i.call("POST /role_sets", `{"name":"P","default_role_key":"org:admin","creator_role_key":"org:admin","roles":["org:admin"]}`).ok()
		if a := i.call("POST /role_sets/role_set:default/replace", `{"dest_role_set_key":"role_set:p"}`); a.status != want {
			t.Errorf("%s: %d %s", assumed, a.status, a.body)
		} else if want == 200 {
			i.call("GET /role_sets/role_set:p", "").ok().has(t, map[string]string{"type": `"initial"`})
			i.call("POST /organizations", `{"name":"Engines"}`).ok().has(t, map[string]string{"role_set_key": `"role_set:p"`})
		}
	}
}

func TestARoleSetThatLacksARoleOfMembers(t *testing.T) {
	t.Parallel()
	for _, assumed := range []string{"refused", "default_role"} {
		i := start(t, assume("organization_role_set_change", assumed))
		u := i.user("ada@example.com")
		o := i.call("POST /organizations", `{"name":"Engines"}`).ok()
		i.call("POST /organizations/"+o.id()+"/memberships", `{"user_id":"`+u.id()+`","role":"org:member"}`).ok()
		i.call("POST /role_sets", `{"name":"P","default_role_key":"org:admin","creator_role_key":"org:admin","roles":["org:admin"]}`).ok()
		has, role := "role_set:p", "org:admin"
		if change := i.call("PATCH /organizations/"+o.id(), `{"role_set_key":"role_set:p"}`); assumed == "refused" {
			change.refused(422, "form_param_value_invalid", "role_set_key")
			has, role = "role_set:default", "org:member"
		} else {
			change.ok()
		}
		i.call("GET /organizations/"+o.id(), "").ok().has(t, map[string]string{"role_set_key": `"` + has + `"`})
		i.call("GET /organization_memberships", "").list()[0].has(t, map[string]string{"role": `"` + role + `"`})
	}
}

func TestAnOrganizationThatNamesARoleSetWhereThePlanHasNone(t *testing.T) {
	t.Parallel()
	for _, assumed := range []string{"402", "accepted"} {
		i := start(t, assume("role_set_key_without_role_sets", assumed))
		i.off("role_sets")
		o := i.call("POST /organizations", `{"name":"Engines"}`).ok()
		for _, operation := range []string{"POST /organizations", "PATCH /organizations/" + o.id()} {
			if answer := i.call(operation, `{"name":"Navy","role_set_key":"role_set:default"}`); assumed == "402" {
				answer.refused(402, "unsupported_subscription_plan_features")
			} else {
				answer.ok()
			}
		}
	}
}
