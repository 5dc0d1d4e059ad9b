package clerksim_test

import (
	"fmt"
	"testing"
)

func TestMemberships(t *testing.T) {
	t.Parallel()
	i := start(t)
	ada, grace, alan := i.user("ada@example.com"), i.user("grace@example.com"), i.user("alan@example.com")
	o := i.call("POST /organizations", `{"name":"Engines","created_by":"`+ada.id()+`","max_allowed_memberships":2}`).ok()
	memberships := "/organizations/" + o.id() + "/memberships"
	m := i.call("POST "+memberships, `{"user_id":"`+grace.id()+`","role":"org:member","public_metadata":{"a":1}}`).ok()
	m.has(t, map[string]string{"role": `"org:member"`, "role_name": `"Member"`, "public_metadata": `{"a":1}`, "private_metadata": `{}`})
	i.call("POST "+memberships, `{"user_id":"`+grace.id()+`","role":"org:member"}`).refused(400, "already_a_member_in_organization", "user_id")
	i.call("POST "+memberships, `{"user_id":"`+alan.id()+`","role":"org:member"}`).refused(403, "organization_membership_quota_exceeded")
	i.call("POST "+memberships, `{"user_id":"`+alan.id()+`","role":"org:king"}`).refused(404, "resource_not_found", "role")
	i.call("POST "+memberships, `{"user_id":"user_0","role":"org:member"}`).refused(404, "resource_not_found")
	i.call("POST "+memberships, `{"user_id":"`+alan.id()+`"}`).refused(422, "form_param_missing", "role")
	i.call("POST /organizations/org_0/memberships", `{"user_id":"`+alan.id()+`","role":"org:member"}`).refused(404, "resource_not_found")

	one := memberships + "/" + grace.id()
	i.call("PATCH "+one+"/metadata", `{"private_metadata":{"b":{"c":1,"d":2}}}`).ok().has(t, map[string]string{"private_metadata": `{"b":{"c":1,"d":2}}`})
	i.call("PATCH "+one+"/metadata", `{"private_metadata":{"b":{"c":null}}}`).ok().has(t, map[string]string{"private_metadata": `{"b":{"d":2}}`, "public_metadata": `{"a":1}`})
	i.call("PATCH "+one, `{"role":"org:king"}`).refused(404, "resource_not_found", "role")
	i.call("PATCH "+one, `{}`).refused(422, "form_param_missing", "role")
	i.call("PATCH "+memberships+"/user_0", `{"role":"org:admin"}`).refused(404, "resource_not_found")
	i.call("PATCH "+one, `{"role":"org:admin"}`).ok().has(t, map[string]string{"role_name": `"Admin"`})
	i.call("DELETE "+one, "").ok().has(t, map[string]string{"id": m.json("id"), "object": `"organization_membership"`})
	i.call("DELETE "+one, "").refused(404, "resource_not_found")
	i.call("DELETE "+memberships+"/"+ada.id(), "").ok()
	i.call("GET /organizations/"+o.id()+"?include_missing_member_with_elevated_permissions=true", "").ok().has(t, map[string]string{"missing_member_with_elevated_permissions": `true`})
}

// What the documents do not say of the last one who can manage an organization.
func TestTheLastAdminOfAnOrganization(t *testing.T) {
	t.Parallel()
	i := start(t, assume("last_admin_removable", "false"))
	ada, grace := i.user("ada@example.com"), i.user("grace@example.com")
	o := i.call("POST /organizations", `{"name":"Engines","created_by":"`+ada.id()+`"}`).ok()
	memberships := "/organizations/" + o.id() + "/memberships"
	i.call("POST "+memberships, `{"user_id":"`+grace.id()+`","role":"org:member"}`).ok()
	i.call("PATCH "+memberships+"/"+ada.id(), `{"role":"org:member"}`).refused(400, "organization_minimum_permissions_needed")
	i.call("DELETE "+memberships+"/"+ada.id(), "").refused(400, "organization_minimum_permissions_needed")
	i.call("PATCH "+memberships+"/"+grace.id(), `{"role":"org:admin"}`).ok()
	i.call("DELETE "+memberships+"/"+ada.id(), "").ok()
	i.call("DELETE /organizations/"+o.id(), "").ok()
	i.call("GET "+memberships, "").refused(404, "resource_not_found")
}

func TestListsOfMemberships(t *testing.T) {
	t.Parallel()
	i := start(t)
	users := map[string]string{}
	for name, more := range map[string]string{
		"ada": `,"phone_number":["+15555550100"],"first_name":"Ada","last_name":"Zed"`, "grace": `,"phone_number":["+15555560100"],"username":"hopper","first_name":"Grace"`,
		"alan": `,"web3_wallet":["0x00000000000000000000000000000000000000a1"],"username":"alan1","last_name":"Abel"`,
	} {
		users[name] = i.call("POST /users", `{"email_address":["`+name+`@example.com"]`+more+`}`).ok().id()
	}
	o, other := i.call("POST /organizations", `{"name":"Engines"}`).ok(), i.call("POST /organizations", `{"name":"Looms"}`).ok()
	memberships := "/organizations/" + o.id() + "/memberships"
	ids := map[string]string{}
	for _, name := range []string{"ada", "grace", "alan"} {
		role := map[bool]string{true: "org:admin", false: "org:member"}[name == "ada"]
		ids[name] = i.call("POST "+memberships, `{"user_id":"`+users[name]+`","role":"`+role+`"}`).ok().id()
	}
	elsewhere := i.call("POST /organizations/"+other.id()+"/memberships", `{"user_id":"`+users["ada"]+`","role":"org:member"}`).ok().id()
	found := func(list []object) (out []string) {
		for _, m := range list {
			out = append(out, m.id())
		}
		return out
	}
	i.call("POST /_sim/seed", fmt.Sprintf(`{"activity":[{"user_id":%q,"last_active_at":1000}]}`, users["grace"])).ok()
	for query, want := range map[string][]string{
		"":                        {"alan", "grace", "ada"},
		"order_by=created_at":     {"ada", "grace", "alan"},
		"order_by=-email_address": {"grace", "alan", "ada"},
		"order_by=%2Bphone_number&phone_number=%2B15555550100&phone_number=%2B15555560100": {"ada", "grace"},
		"order_by=username&username=hopper&username=alan1":                                 {"alan", "grace"},
		"order_by=first_name&name_query=a&role=org:admin":                                  {"ada"},
		"order_by=last_name&user_id=" + users["ada"] + "&user_id=" + users["alan"]:         {"alan", "ada"},
		"user_id=-" + users["ada"]:                                                         {"alan", "grace"},
		"user_id=user_0":                                                                   nil,
		"user_id=%2B" + users["grace"]:                                                     {"grace"},
		"role=org:member":                                                                  {"alan", "grace"},
		"role=org:member&role=org:admin":                                                   {"alan", "grace", "ada"},
		"role=org:king":                                                                    nil,
		"query=grace":                                                                      {"grace"},
		"email_address=Alan@example.com":                                                   {"alan"},
		"web3_wallet=0x00000000000000000000000000000000000000a1":                           {"alan"},
		"email_address_query=ALAN@":                                                        {"alan"},
		"phone_number_query=5556":                                                          {"grace"},
		"username_query=HOP":                                                               {"grace"},
		"name_query=zed":                                                                   {"ada"},
		"last_active_at_after=999":                                                         {"grace"},
		"last_active_at_before=1000":                                                       nil,
		"created_at_after=1000":                                                            {"alan", "grace", "ada"},
		"created_at_before=1000":                                                           nil,
		"limit=1&offset=1":                                                                 {"grace"},
	} {
		var expected []string
		for _, name := range want {
			expected = append(expected, ids[name])
		}
		same(t, query, found(i.call("GET "+memberships+"?"+query, "").list()), expected)
	}
	i.call("GET "+memberships+"?order_by=role", "").refused(422, "form_param_value_invalid", "order_by")
	i.call("GET "+memberships+"?limit=501", "").refused(422, "form_param_value_invalid", "limit")

	same(t, "of the instance", found(i.call("GET /organization_memberships", "").list()), []string{elsewhere, ids["alan"], ids["grace"], ids["ada"]})
	same(t, "of the instance, in order", found(i.call("GET /organization_memberships?order_by=email_address&limit=3", "").list()), []string{elsewhere, ids["ada"], ids["alan"]})
	if n := i.call("GET /organization_memberships?limit=1", "").ok()["total_count"]; n != 4.0 {
		t.Errorf("%v memberships", n)
	}
	same(t, "of a user", found(i.call("GET /users/"+users["ada"]+"/organization_memberships", "").list()), []string{elsewhere, ids["ada"]})
	i.call("DELETE /users/"+users["ada"], "").ok()
	same(t, "without a user", found(i.call("GET /organization_memberships", "").list()), []string{ids["alan"], ids["grace"]})
}
