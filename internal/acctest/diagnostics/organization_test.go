package diagnostics_test

import (
	"net/http"

	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

const anOrganization = `
	name = "Acme"
	slug = "acme"
`

// acme is an organization, made without the provider.
func (s *scenario) acme() *clerk.Organization {
	s.t.Helper()
	o, err := s.Clerk.Organizations.Create(s.t.Context(), clerk.CreateOrganizationParams{Name: "Acme", Slug: rest.Value("acme")})
	s.must(err)
	return o
}

var _ = inSection("Resource clerk_organization, and its data sources", []errorCase{
	{what: "What each argument demands", do: invalid("clerk_organization", `
		name                    = "<b>Acme</b>"
		slug                    = "Acme Inc"
		max_allowed_memberships = -1
		role_set                = "partners"
		created_by              = "../user_ada"
		created_at              = "yesterday"
		public_metadata         = "plan = pro"
		private_metadata        = jsonencode({ data = nine_kilobytes })`)},
	{what: "A number in place of the creator's id", do: invalid("clerk_organization", anOrganization+`created_by = "+441234567890"`)},
	{what: "A logo that is not there", do: invalid("clerk_organization", anOrganization+`logo = "/there/is/no/logo.png"`)},
	{what: "No name", do: invalid("clerk_organization", `name = ""`)},
	{what: "A name that is too long", do: invalid("clerk_organization", `name = nine_kilobytes`)},
	{what: "An empty slug", do: invalid("clerk_organization", "name = \"Acme\"\nslug = \"\"")},
	{what: "Organizations are turned off", do: func(s *scenario) {
		s.off("organizations")
		s.a("clerk_organization").apply(anOrganization)
	}},
	{what: "Slugs are turned off", do: func(s *scenario) {
		s.off("organization_slugs")
		s.a("clerk_organization").apply(anOrganization)
	}},
	{what: "Slugs are turned off, and Clerk does not name the field", do: func(s *scenario) {
		s.refuses("POST", "/organizations", http.StatusForbidden, "organization_slugs_disabled", "Organization slugs are not enabled for this instance.")
		s.a("clerk_organization").apply(anOrganization)
	}},
	{what: "A name that Clerk does not take", do: func(s *scenario) { s.a("clerk_organization").apply(`name = "a < b"`) }},
	{what: "A slug that another organization has", do: func(s *scenario) {
		s.acme()
		s.a("clerk_organization").apply(anOrganization)
	}},
	{what: "A slug that another organization keeps", do: func(s *scenario) {
		s.acme()
		o := s.a("clerk_organization")
		o.apply("name = \"Globex\"\nslug = \"globex\"")
		o.apply("name = \"Globex\"\nslug = \"acme\"")
	}},
	{what: "A creator who does not exist", do: func(s *scenario) { s.a("clerk_organization").apply(anOrganization + `created_by = "user_nobody"`) }},
	{what: "A role set that does not exist", do: func(s *scenario) { s.a("clerk_organization").apply(anOrganization + `role_set = "role_set:partners"`) }},
	{what: "A role set, which the plan of the instance does not include", do: func(s *scenario) {
		s.off("role_sets")
		s.a("clerk_organization").apply(anOrganization + `role_set = "role_set:default"`)
		o := s.a("clerk_organization")
		o.apply(anOrganization)
		o.apply(anOrganization + `role_set = "role_set:partners"`)
	}},
	{what: "A role set that lacks roles of its members", do: func(s *scenario) {
		s.roles("org:editor", "org:author")
		s.ask("POST /role_sets/role_set:default/roles", `{"role_keys":["org:editor","org:author"]}`)
		s.a("clerk_role_set").apply(aRoleSet)
		o := s.a("clerk_organization")
		o.apply(anOrganization)
		id := o.state.Value.GetAttr("id").AsString()
		s.members(id, "org:editor", 3)
		s.members(id, "org:author", 1)
		s.members(id, "org:member", 1)
		o.apply(anOrganization + `role_set = "role_set:partners"`)
	}},
	{what: "What is only set afterwards is refused", do: func(s *scenario) {
		s.refuses("PATCH", "/organizations", http.StatusForbidden, "forbidden", "That is not allowed.")
		s.a("clerk_organization").apply(anOrganization + `admin_delete_enabled = false`)
	}},
	{what: "The logo is refused, and so is the deletion of the organization without it", do: func(s *scenario) {
		s.fails("PUT /organizations/{organization_id}/logo", "502")
		s.refuses("DELETE", "/organizations", http.StatusForbidden, "forbidden", "Organizations cannot be deleted here.")
		s.a("clerk_organization").apply(anOrganization + `logo = "` + s.file(png) + `"`)
	}},
	{what: "Without a slug, the answer to the create is lost", do: func(s *scenario) {
		s.fails("POST /organizations", "lost")
		s.a("clerk_organization").apply(`name = "Acme"`)
	}},
	{what: "With a time of creation, the answer to the create is lost", do: func(s *scenario) {
		s.failsFor("POST /organizations", "lost", 1)
		s.a("clerk_organization").apply(anOrganization + `created_at = "2026-01-31T09:30:00Z"`)
	}},
	{what: "Imported by a slug that there is not", do: func(s *scenario) { s.a("clerk_organization").imported("acme") }},
	{what: "clerk_organization: neither key", do: reading("clerk_organization", "")},
	{what: "clerk_organization: both, and what they demand", do: reading("clerk_organization", "id = \"acme\"\nslug = \"Acme\"")},
	{what: "clerk_organization: none has the id", do: reading("clerk_organization", `id = "org_nobody"`)},
	{what: "clerk_organization: none has the slug", do: reading("clerk_organization", `slug = "acme"`)},
	{what: "clerk_organization: Clerk's answer lacks a field", do: func(s *scenario) {
		s.vars["acme"] = cty.StringVal(s.acme().ID)
		s.lacks("GET /organizations/{organization_id}", "name")
		s.read("clerk_organization", `id = acme`)
	}},
	{what: "clerk_organizations: what the filters demand", do: reading("clerk_organizations", `
		user_ids = []
		query    = ""
		order_by = "slug"
		limit    = 0`)},
	{what: "clerk_organizations: Clerk refuses a filter", do: func(s *scenario) {
		s.answers("GET", "/organizations", http.StatusUnprocessableEntity,
			`{"errors":[{"code":"form_param_value_invalid","message":"is invalid","long_message":"user_id is invalid.","meta":{"param_name":"user_id"}}]}`)
		s.read("clerk_organizations", `user_ids = ["user_ada"]`)
	}},
	{what: "The list resource clerk_organization: it is not allowed", do: forbidden("/organizations", querying("clerk_organization", ""))},
})
