package diagnostics_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

const aMembership = `
	organization_id = acme
	user_id         = ada
	role            = "org:member"`

// joins is an organization, Acme, and a user, Ada, of whom nothing is known of each other.
func (s *scenario) joins() *thing {
	s.t.Helper()
	s.ada()
	o, err := s.Clerk.Organizations.Create(s.t.Context(), clerk.CreateOrganizationParams{Name: "Acme", Slug: rest.Value("acme")})
	s.must(err)
	s.vars["acme"] = cty.StringVal(o.ID)
	return s.a("clerk_organization_membership")
}

// admin is Ada as the only admin of Acme, under Terraform.
func (s *scenario) admin() *thing {
	s.t.Helper()
	o := s.joins()
	o.apply("organization_id = acme\nuser_id = ada\nrole = \"org:admin\"")
	return o
}

func keepsLastAdmin(o *clerksim.Options) {
	o.Assume = map[string]string{"last_admin_removable": "false"}
}

var _ = inSection("Resource clerk_organization_membership", []errorCase{
	{what: "What each argument demands", do: invalid("clerk_organization_membership", `
		organization_id  = "acme"
		user_id          = "../users"
		role             = "role_2abc"
		public_metadata  = jsonencode({ desk = { floor = null } })
		private_metadata = jsonencode(["payroll"])`)},
	{what: "An address in place of a user's id", do: invalid("clerk_organization_membership", `
		organization_id = "org_2abc"
		user_id         = "ada_l@example.com"
		role            = "org:member"`)},
	{what: "A user who is a member already", do: func(s *scenario) {
		s.joins().apply(aMembership)
		s.a("clerk_organization_membership").apply(aMembership)
	}},
	{what: "Clerk's list shows the membership of another user", do: func(s *scenario) {
		o := s.joins()
		o.apply(aMembership)
		s.answers("GET", "/organizations/", http.StatusOK, `{"data":[{"object":"organization_membership","id":"orgmem_1","role":"org:member","permissions":[],"public_metadata":{},`+
			`"organization":{"id":"org_1","name":"Globex","slug":"globex"},"public_user_data":{"user_id":"user_nobody"},"created_at":1,"updated_at":1}],"total_count":1}`)
		o.apply(aMembership)
	}},
	{what: "Interrupted while Clerk's lists do not show what was written", do: func(s *scenario) {
		o := s.joins()
		o.apply(aMembership)
		s.stop = time.Second
		o.apply(aMembership+"\npublic_metadata = jsonencode({ seats = 3 })", func() {
			s.answers("GET", "/organizations/", http.StatusOK, `{"data":[],"total_count":0}`)
		})
	}},
	{what: "An organization that does not exist", do: func(s *scenario) {
		s.joins().apply("organization_id = \"org_nobody\"\nuser_id = ada\nrole = \"org:member\"")
	}},
	{what: "A user who does not exist", do: func(s *scenario) {
		s.joins().apply("organization_id = acme\nuser_id = \"user_nobody\"\nrole = \"org:member\"")
	}},
	{what: "A role that does not exist", do: func(s *scenario) {
		s.joins().apply("organization_id = acme\nuser_id = ada\nrole = \"org:membre\"")
	}},
	{what: "A role that the organization's role set lacks", do: func(s *scenario) {
		s.a("clerk_organization_role").apply("key = \"org:editor\"\nname = \"Editor\"")
		s.joins().apply("organization_id = acme\nuser_id = ada\nrole = \"org:editor\"")
	}},
	{what: "One more member than the organization may have", do: func(s *scenario) {
		o := s.joins()
		grace, err := s.Clerk.Users.Create(s.t.Context(), clerk.CreateUserParams{EmailAddresses: []string{"grace@example.com"}})
		s.must(err)
		_, err = s.Clerk.Organizations.Update(s.t.Context(), s.vars["acme"].AsString(), clerk.UpdateOrganizationParams{MaxAllowedMemberships: rest.Value(int64(1))})
		s.must(err)
		_, err = s.Clerk.OrganizationMemberships.Create(s.t.Context(), clerk.CreateMembershipParams{OrganizationID: s.vars["acme"].AsString(), UserID: grace.ID, Role: "org:admin"})
		s.must(err)
		o.apply(aMembership)
	}},
	{what: "Where organizations are turned off", do: func(s *scenario) {
		o := s.joins()
		s.off("organizations")
		o.apply(aMembership)
	}},
	{what: "Another role for the last member who can manage the organization", sim: keepsLastAdmin, do: func(s *scenario) { s.admin().apply(aMembership) }},
	{what: "The membership of the last member who can manage the organization is destroyed", sim: keepsLastAdmin, do: func(s *scenario) { s.admin().destroy() }},
	{what: "The same, which Clerk does not delete after its replacement either", do: func(s *scenario) {
		o := s.admin()
		u, err := s.Clerk.Users.Create(s.t.Context(), clerk.CreateUserParams{EmailAddresses: []string{"grace@example.com"}})
		s.must(err)
		s.vars["grace"] = cty.StringVal(u.ID)
		answers := []string{"organization_minimum_permissions_needed", "forbidden"}
		s.intercept("DELETE", "/organizations", func() (*http.Response, error) {
			body := fmt.Sprintf(`{"errors":[{"code":%q,"message":"That is not allowed."}]}`, answers[0])
			answers = answers[1:]
			return &http.Response{StatusCode: http.StatusForbidden, Body: io.NopCloser(strings.NewReader(body))}, nil
		})
		o.apply("organization_id = acme\nuser_id = grace\nrole = \"org:admin\"")
	}},
	{what: "Clerk answers about another member", do: func(s *scenario) {
		o := s.joins()
		o.apply(aMembership)
		s.fails("PATCH /organizations/{organization_id}/memberships/{user_id}", "another")
		o.apply("organization_id = acme\nuser_id = ada\nrole = \"org:admin\"")
	}},
	{what: "Imported by something else than an organization and a user", do: func(s *scenario) { s.joins().imported("acme") }},
	{what: "Imported by a slug that there is not", do: func(s *scenario) { s.joins().imported("slug:globex/ada@example.com") }},
	{what: "Imported by a user whom there is not", do: func(s *scenario) { s.joins().imported("acme/nobody@example.com") }},
	{what: "Listing those of an organization that does not exist", do: reading("clerk_organization_memberships", `organization_id = "org_nobody"`)},
	{what: "Choosing among the members of no organization", do: reading("clerk_organization_memberships", `roles = ["org:admin"]`)},
	{what: "Choosing members by what is no key of a role", do: reading("clerk_organization_memberships", "organization_id = \"org_2abc\"\nroles = [\"Admin\"]")},
	{what: "Listing them is not allowed", do: forbidden("/organization_memberships", reading("clerk_organization_memberships", ""))},
})
