package diagnostics_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest/driver"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// ask sends a request that the client has no method for, and returns the id that is
// answered.
func (s *scenario) ask(operation, body string) string {
	s.t.Helper()
	method, path, _ := strings.Cut(operation, " ")
	if !strings.HasPrefix(path, "/_sim/") {
		path = "/v1" + path
	}
	r, err := http.NewRequestWithContext(s.t.Context(), method, "http://localhost"+path, strings.NewReader(body))
	s.must(err)
	r.Header.Set("Authorization", "Bearer "+s.Sim.SecretKey())
	r.Header.Set("Content-Type", "application/json")
	res, err := s.Sim.RoundTrip(r)
	s.must(err)
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	s.must(err)
	var object struct {
		ID string `json:"id"`
	}
	if res.StatusCode == http.StatusNoContent {
		return ""
	}
	if s.must(json.Unmarshal(answer, &object)); res.StatusCode >= http.StatusMultipleChoices {
		s.t.Fatalf("%s: %d %s", operation, res.StatusCode, answer)
	}
	return object.ID
}

const (
	aPermission = `
		key  = "org:reports:read"
		name = "Read reports"`
	aRole = `
		key                         = "org:editor"
		name                        = "Editor"
		include_in_initial_role_set = true`
)

var _ = inSection("Resource clerk_organization_permission", []errorCase{
	{what: "What each argument demands", do: invalid("clerk_organization_permission", `
		key  = "org:Reports"
		name = ""`)},
	{what: "A key of Clerk's own", do: invalid("clerk_organization_permission", `
		key  = "org:sys_reports:read"
		name = "Read reports"`)},
	{what: "A key that another permission has", do: func(s *scenario) {
		s.a("clerk_organization_permission").apply(aPermission)
		s.a("clerk_organization_permission").apply(aPermission)
	}},
	{what: "A permission, which the plan of the instance does not include", do: func(s *scenario) {
		s.off("custom_roles")
		s.a("clerk_organization_permission").apply(aPermission)
	}},
	{what: "A system permission that was imported, and is changed", do: func(s *scenario) {
		o := s.a("clerk_organization_permission")
		var err error
		o.state, err = s.walk().Import(o.t, "org:sys_domains:read", cty.NilVal)
		s.must(err)
		o.apply(aPermission)
	}},
	{what: "Imported by a key that there is not", do: func(s *scenario) { s.a("clerk_organization_permission").imported("org:reports:read") }},
	{what: "An order that there is not, and an empty query", do: reading("clerk_organization_permissions", `
		order_by = "age"
		query    = ""`)},
})

var _ = inSection("Resource clerk_organization_role", []errorCase{
	{what: "What each argument demands", do: invalid("clerk_organization_role", `
		key         = "editor"
		name        = ""
		permissions = ["reports", null]`)},
	{what: "A permission that does not exist", do: func(s *scenario) {
		s.a("clerk_organization_permission").apply(aPermission)
		s.a("clerk_organization_role").apply(aRole + "\n" + `permissions = ["org:reports:raed", "org:sys_memberships:read"]`)
	}},
	{what: "Permissions that do not exist", do: func(s *scenario) {
		s.a("clerk_organization_role").apply(aRole + "\n" + `permissions = ["org:reports:read", "org:sys_membership:read"]`)
	}},
	{what: "A key that another role has", do: func(s *scenario) {
		s.a("clerk_organization_role").apply(aRole)
		s.a("clerk_organization_role").apply(aRole)
	}},
	{what: "One more role than the instance may have", sim: func(o *clerksim.Options) { o.Assume = map[string]string{"custom_role_quota": "0"} }, do: func(s *scenario) {
		s.a("clerk_organization_role").apply(aRole)
	}},
	{what: "A role, which the plan of the instance does not include", do: func(s *scenario) {
		s.off("custom_roles")
		s.a("clerk_organization_role").apply(aRole)
	}},
	{what: "A role where organizations are turned off", do: func(s *scenario) {
		s.off("organizations")
		s.a("clerk_organization_role").apply(aRole)
	}},
	{what: "Listing roles where organizations are turned off", do: func(s *scenario) {
		s.off("organizations")
		s.read("clerk_organization_roles", "")
	}},
	{what: "Imported by a key that there is not", do: func(s *scenario) { s.a("clerk_organization_role").imported("org:editor") }},
	{what: "The role of creators, without the permissions that it needs", do: func(s *scenario) {
		s.theAdmin().apply(`
			key         = "org:admin"
			name        = "Admin"
			permissions = ["org:sys_memberships:read"]`)
	}},
	{what: "The role of creators is destroyed", do: func(s *scenario) { s.theAdmin().destroy() }},
	{what: "A role that members have is destroyed", do: func(s *scenario) {
		o := s.a("clerk_organization_role")
		o.apply(aRole)
		for n := range 5 {
			s.members(s.numbered(n), "org:editor", 1)
		}
		s.ask("POST /organizations/"+s.numbered(5)+"/invitations", `{"email_address":"grace@example.com","role":"org:editor"}`)
		o.destroy()
	}},
	{what: "A role that somebody is invited to is destroyed", do: func(s *scenario) {
		o := s.a("clerk_organization_role")
		o.apply(aRole)
		s.ask("POST /organizations/"+s.numbered(0)+"/invitations", `{"email_address":"grace@example.com","role":"org:editor"}`)
		o.destroy()
	}},
	{what: "A role that a role set has is destroyed", sim: func(o *clerksim.Options) { o.Assume = map[string]string{"role_in_set_deletable": "false"} }, do: func(s *scenario) {
		o := s.a("clerk_organization_role")
		o.apply(aRole)
		o.destroy()
	}},
	{what: "A role that the organization settings name is destroyed", sim: func(o *clerksim.Options) { o.Assume = map[string]string{"settings_roles_are_initial_sets": "false"} }, do: func(s *scenario) {
		s.roles("org:editor")
		o := s.a("clerk_organization_role")
		var err error
		o.state, err = s.walk().Import(o.t, "org:editor", cty.NilVal)
		s.must(err)
		id := o.state.Value.GetAttr("id").AsString()
		s.ask("PATCH /instance/organization_settings", `{"creator_role_id":"`+id+`","domains_default_role_id":"`+id+`"}`)
		o.destroy()
	}},
	{what: "A role that more members have than are looked at is destroyed", do: func(s *scenario) {
		o := s.a("clerk_organization_role")
		o.apply(aRole)
		members := strings.TrimSuffix(strings.Repeat(`{"id":"orgmem_1","role":"org:editor","organization":{"name":"Acme"},"public_user_data":{"user_id":"user_1"}},`, 500), ",")
		s.refuses("DELETE", "/organization_roles", http.StatusUnprocessableEntity, "organization_role_assigned_members", "The role has members.")
		s.answers("GET", "/organization_memberships", http.StatusOK, `{"data":[`+members+`],"total_count":9000}`)
		o.destroy()
	}},
	{what: "So many roles wait for those who have them that one makes room", do: func(s *scenario) {
		s.refuses("DELETE", "/organization_roles", http.StatusUnprocessableEntity, "organization_role_assigned_members", "The role has members.")
		s.destroyTogether(driver.AtOnce, "clerk_organization_role", func(n int) string { return fmt.Sprintf("key = \"org:editor%d\"\nname = \"Editor\"", n) })
		s.said = slices.DeleteFunc(s.said, func(d *tfprotov6.Diagnostic) bool { return d.Severity == tfprotov6.DiagnosticSeverityError })
	}},
	{what: "A role is destroyed that nothing seems to use", do: func(s *scenario) {
		o := s.a("clerk_organization_role")
		o.apply("key = \"org:editor\"\nname = \"Editor\"")
		s.refuses("DELETE", "/organization_roles", http.StatusConflict, "conflict", "The role cannot be deleted now.")
		s.refuses("GET", "/role_sets", http.StatusForbidden, "forbidden", "Role sets may not be listed.")
		o.destroy()
	}},
})

// destroyTogether makes objects and then destroys them, one shortly after the other.
func (s *scenario) destroyTogether(n int, resource string, config func(n int) string) {
	all, plans := make([]*thing, n), make([]*driver.Plan, n)
	for k := range all {
		all[k] = s.a(resource)
		all[k].apply(config(k))
	}
	nothing := cty.NullVal(all[0].t.Object(nil).Type())
	for k, w := 0, s.walk(); k < n; k++ {
		var err error
		plans[k], err = w.Plan(all[k].t, all[k].state, nothing)
		s.must(err)
	}
	w := s.walk()
	driver.Together(n, func(k int) error {
		<-time.After(time.Duration(k) * time.Millisecond)
		_, err := w.Apply(all[k].t, plans[k], nothing)
		return err
	})
}

// numbered is an organization of several.
func (s *scenario) numbered(n int) string {
	s.t.Helper()
	return s.ask("POST /organizations", fmt.Sprintf(`{"name":"Acme %d"}`, n))
}

// theAdmin is the role org:admin, under Terraform.
func (s *scenario) theAdmin() *thing {
	s.t.Helper()
	o := s.a("clerk_organization_role")
	state, err := s.walk().Import(o.t, "org:admin", cty.NilVal)
	s.must(err)
	o.state = state
	return o
}
