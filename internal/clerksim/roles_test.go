package clerksim_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// keyed finds the object with a key in a list.
func (i *instance) keyed(path, key string) object {
	i.t.Helper()
	for _, o := range i.call("GET "+path+"?limit=100", "").list() {
		if o["key"] == key {
			return o
		}
	}
	i.t.Fatalf("%s has no %s", path, key)
	return nil
}

func (i *instance) permission(key string) string {
	i.t.Helper()
	return i.keyed("/organization_permissions", key).id()
}

// role makes a role that only the initial role set has, if any.
func (i *instance) role(key string, initial bool, permissions ...string) object {
	i.t.Helper()
	for n := range permissions {
		permissions[n] = `"` + i.permission(permissions[n]) + `"`
	}
	return i.call("POST /organization_roles", fmt.Sprintf(`{"name":%q,"key":%q,"permissions":[%s],"include_in_initial_role_set":%t}`,
		strings.ToUpper(key[4:]), key, strings.Join(permissions, ","), initial)).ok()
}

func keys(list []object) []string {
	out := []string{}
	for _, o := range list {
		out = append(out, o["key"].(string))
	}
	slices.Sort(out)
	return out
}

func TestANewInstanceHasRolesPermissionsAndARoleSet(t *testing.T) {
	t.Parallel()
	i := start(t, func(o *clerksim.Options) { o.Lag = time.Hour })
	same(t, "permissions", keys(i.call("GET /organization_permissions", "").list()), []string{"org:sys_billing:manage", "org:sys_billing:read", "org:sys_domains:manage",
		"org:sys_domains:read", "org:sys_memberships:manage", "org:sys_memberships:read", "org:sys_profile:delete", "org:sys_profile:manage"})
	i.keyed("/organization_permissions", "org:sys_profile:delete").has(t, map[string]string{"type": `"system"`, "name": `"Delete organization"`})
	same(t, "roles", keys(i.call("GET /organization_roles", "").list()), []string{"org:admin", "org:member"})
	if n := len(i.keyed("/organization_roles", "org:admin").items("permissions")); n != 8 {
		t.Errorf("org:admin has %d permissions", n)
	}
	member := i.keyed("/organization_roles", "org:member")
	member.has(t, map[string]string{"is_creator_eligible": `false`})
	same(t, "of org:member", keys(member.items("permissions")), []string{"org:sys_billing:read", "org:sys_memberships:read"})
	set := i.keyed("/role_sets", "role_set:default")
	set.has(t, map[string]string{"type": `"initial"`})
	same(t, "in the role set", keys(set.items("roles")), []string{"org:admin", "org:member"})
	if set["default_role"].(map[string]any)["key"] != "org:member" || set["creator_role"].(map[string]any)["key"] != "org:admin" {
		t.Errorf("%v", set)
	}
}

func TestPermissions(t *testing.T) {
	t.Parallel()
	i := start(t)
	p := i.call("POST /organization_permissions", `{"name":"Read reports","key":"org:reports:read"}`).ok()
	p.has(t, map[string]string{"object": `"permission"`, "description": `""`, "type": `"user"`})
	one := "/organization_permissions/" + p.id()
	i.call("PATCH "+one, `{"name":"See reports","key":"org:reports:see","description":"All of them"}`).ok().
		has(t, map[string]string{"name": `"See reports"`, "key": `"org:reports:see"`, "description": `"All of them"`})
	i.call("PATCH "+one, `{"description":""}`).ok().has(t, map[string]string{"name": `"See reports"`, "description": `""`})
	for body, code := range map[string]string{
		`{"name":"X","key":"org:reports"}`: "form_param_format_invalid", `{"name":"X","key":"org:Reports:read"}`: "form_param_format_invalid",
		`{"name":"X","key":"org:sys_reports:read"}`: "form_param_format_invalid", `{"name":"X","key":"org:reports:see"}`: "form_identifier_exists",
		`{"name":"X"}`: "form_param_missing",
	} {
		i.call("POST /organization_permissions", body).refused(422, code, "key")
	}
	i.call("PATCH "+one, `{"key":"org:sys_profile:manage"}`).refused(422, "form_param_format_invalid", "key")
	system := "/organization_permissions/" + i.permission("org:sys_profile:manage")
	i.call("PATCH "+system, `{"name":"X"}`).refused(403, "organization_system_permission_not_modifiable")
	i.call("DELETE "+system, "").refused(403, "organization_system_permission_not_modifiable")
	for query, want := range map[string][]string{
		"query=SEE": {p.id()}, "query=" + p.id(): {p.id()}, "query=sys_profile&order_by=key&limit=1": {i.permission("org:sys_profile:delete")},
		"order_by=-created_at&limit=1": {p.id()}, "order_by=name&offset=8": {p.id()},
	} {
		same(t, query, ids(i.call("GET /organization_permissions?"+query, "").list()), want)
	}
	r := i.role("org:editor", true, "org:reports:see", "org:sys_memberships:read")
	i.call("DELETE "+one, "").ok().has(t, map[string]string{"deleted": `true`})
	i.call("GET "+one, "").refused(404, "resource_not_found")
	same(t, "a deleted permission leaves its roles", keys(i.call("GET /organization_roles/"+r.id(), "").ok().items("permissions")), []string{"org:sys_memberships:read"})

	i.off("custom_roles")
	i.call("POST /organization_permissions", `{"name":"X","key":"org:reports:read"}`).refused(402, "unsupported_subscription_plan_features")
	i.off("organizations")
	i.call("GET /organization_permissions", "").refused(403, "organization_not_enabled_in_instance")
	i.call("GET "+system, "").refused(403, "organization_not_enabled_in_instance")
}

func TestRoles(t *testing.T) {
	t.Parallel()
	i := start(t)
	read, manage := i.permission("org:sys_domains:read"), i.permission("org:sys_domains:manage")
	r := i.call("POST /organization_roles", `{"name":"Editor","key":"org:editor","description":"Edits","permissions":["`+read+`"]}`).ok()
	r.has(t, map[string]string{"object": `"role"`, "description": `"Edits"`, "is_creator_eligible": `false`})
	one := "/organization_roles/" + r.id()
	same(t, "permissions are replaced whole", keys(i.call("PATCH "+one, `{"permissions":["`+manage+`"]}`).ok().items("permissions")), []string{"org:sys_domains:manage"})
	same(t, "null changes none", keys(i.call("PATCH "+one, `{"permissions":null,"description":null}`).ok().items("permissions")), []string{"org:sys_domains:manage"})
	i.call("GET "+one, "").ok().has(t, map[string]string{"description": `null`, "name": `"Editor"`})
	i.call("POST "+one+"/permissions/"+manage, "").refused(409, "organization_role_permission_association_exists")
	same(t, "assigned", keys(i.call("POST "+one+"/permissions/"+read, "").ok().items("permissions")), []string{"org:sys_domains:manage", "org:sys_domains:read"})
	same(t, "removed", keys(i.call("DELETE "+one+"/permissions/"+read, "").ok().items("permissions")), []string{"org:sys_domains:manage"})
	i.call("DELETE "+one+"/permissions/"+read, "").refused(404, "resource_not_found")
	i.call("POST "+one+"/permissions/perm_none", "").refused(404, "resource_not_found")
	i.call("PATCH "+one, `{"permissions":["perm_none"]}`).refused(404, "resource_not_found", "permissions")
	for body, code := range map[string]string{
		`{"name":"X","key":"editor"}`: "form_param_format_invalid", `{"name":"X","key":"org:Editor"}`: "form_param_format_invalid",
		`{"name":"X","key":"org:editor"}`: "form_identifier_exists", `{"name":"X"}`: "form_param_missing",
	} {
		i.call("POST /organization_roles", body).refused(422, code, "key")
	}
	i.call("POST /organization_roles", `{"name":"X","key":"org:x","color":"red"}`).refused(422, "form_param_unknown", "color")
	same(t, "by key", ids(i.call("GET /organization_roles?query=edit&order_by=key", "").list()), []string{r.id()})
	same(t, "not in the role set", keys(i.keyed("/role_sets", "role_set:default").items("roles")), []string{"org:admin", "org:member"})
	i.call("DELETE "+one, "").ok()
	i.call("GET "+one, "").refused(404, "resource_not_found")

	for n := range 10 {
		i.call("POST /organization_roles", fmt.Sprintf(`{"name":"X","key":"org:x%d"}`, n)).ok()
	}
	i.call("POST /organization_roles", `{"name":"X","key":"org:x"}`).refused(403, "organization_instance_roles_quota_exceeded")
	i.off("custom_roles")
	i.call("POST /organization_roles", `{"name":"X","key":"org:x"}`).refused(402, "unsupported_subscription_plan_features")
	i.off("organizations")
	i.call("PATCH /organization_roles/"+r.id(), `{}`).refused(403, "organization_not_enabled_in_instance")

	i = start(t, assume("new_role_permissions", "members"))
	same(t, "given", keys(i.call("POST /organization_roles", `{"name":"X","key":"org:x"}`).ok().items("permissions")), []string{"org:sys_billing:read", "org:sys_memberships:read"})
	i = start(t, assume("new_role_in_initial_set", "true"))
	i.call("POST /organization_roles", `{"name":"X","key":"org:x"}`).ok()
	same(t, "included", keys(i.keyed("/role_sets", "role_set:default").items("roles")), []string{"org:admin", "org:member", "org:x"})
}

func TestARoleInUse(t *testing.T) {
	t.Parallel()
	i := start(t)
	ada, grace := i.user("ada@example.com"), i.user("grace@example.com")
	o := i.call("POST /organizations", `{"name":"Engines","created_by":"`+ada.id()+`"}`).ok()
	r := i.role("org:editor", true, "org:sys_memberships:read")
	one, members, invitations := "/organization_roles/"+r.id(), "/organizations/"+o.id()+"/memberships", "/organizations/"+o.id()+"/invitations"
	i.call("POST "+members, `{"user_id":"`+grace.id()+`","role":"org:editor"}`).ok().
		has(t, map[string]string{"role_name": `"EDITOR"`, "permissions": `["org:sys_memberships:read"]`})
	invitation := i.call("POST "+invitations, `{"email_address":"alan@example.com","role":"org:editor"}`).ok()

	i.call("PATCH "+one, `{"key":"org:author"}`).ok()
	i.call("GET "+invitations+"/"+invitation.id(), "").ok().has(t, map[string]string{"role": `"org:author"`})
	if n := len(i.call("GET "+members+"?role=org:author", "").list()); n != 1 {
		t.Errorf("%d members keep their role under its new key", n)
	}
	i.call("POST "+members, `{"user_id":"`+ada.id()+`","role":"org:editor"}`).refused(404, "resource_not_found", "role")

	i.call("DELETE "+one, "").refused(422, "organization_role_assigned_members")
	i.call("DELETE "+members+"/"+grace.id(), "").ok()
	i.call("DELETE "+one, "").refused(422, "organization_role_exists_in_invitations")
	i.call("POST "+invitations+"/"+invitation.id()+"/revoke", "").ok()
	i.call("DELETE /organization_roles/"+i.keyed("/organization_roles", "org:admin").id(), "").refused(422, "organization_role_default_creator_role")
	i.call("DELETE /organization_roles/"+i.keyed("/organization_roles", "org:member").id(), "").refused(422, "organization_role_domain_default_role")
	i.call("PATCH /organization_roles/"+i.keyed("/organization_roles", "org:admin").id(), `{"permissions":[]}`).refused(422, "organization_missing_creator_role_permissions")
	i.call("DELETE "+one, "").ok()
	same(t, "a deleted role leaves its role sets", keys(i.keyed("/role_sets", "role_set:default").items("roles")), []string{"org:admin", "org:member"})

	i = start(t, assume("role_in_set_deletable", "false"))
	i.call("DELETE /organization_roles/"+i.role("org:editor", true).id(), "").refused(422, "organization_role_assigned_role_sets")
}
