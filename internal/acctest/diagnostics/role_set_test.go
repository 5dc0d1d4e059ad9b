package diagnostics_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// aRoleSet is a role set of the roles that every instance has.
const aRoleSet = `
	key          = "role_set:partners"
	name         = "Partners"
	roles        = ["org:admin", "org:member"]
	default_role = "org:member"
	creator_role = "org:admin"`

var _ = inSection("Resource clerk_role_set", []errorCase{
	{what: "What each argument demands", do: invalid("clerk_role_set", `
		key          = "partners"
		name         = ""
		roles        = ["org:Admin"]
		default_role = "member"
		creator_role = "org:admin"
		reassign     = { "editor" = "org:admin", "org:author" = null }
		replacement  = "role_set:Default"`)},
	{what: "No roles", do: invalid("clerk_role_set", strings.Replace(aRoleSet, `["org:admin", "org:member"]`, "[]", 1))},
	{what: "What arguments say together", do: invalid("clerk_role_set", strings.Replace(aRoleSet, `["org:admin", "org:member"]`, `["org:owner"]`, 1)+`
		reassign    = { "org:editor" = "org:editor" }
		replacement = "role_set:partners"`)},
	{what: "Roles that there are not", do: func(s *scenario) {
		s.a("clerk_role_set").apply(strings.NewReplacer(`"org:admin"`, `"org:adnim"`).Replace(aRoleSet))
	}},
	{what: "A role of creators that lacks permissions", do: func(s *scenario) {
		s.a("clerk_role_set").apply(strings.Replace(aRoleSet, `creator_role = "org:admin"`, `creator_role = "org:member"`, 1))
	}},
	{what: "A key that another role set has", do: func(s *scenario) {
		s.a("clerk_role_set").apply(aRoleSet)
		s.a("clerk_role_set").apply(aRoleSet)
	}},
	{what: "One more role set than the instance may have", sim: func(o *clerksim.Options) { o.Assume = map[string]string{"role_set_quota": "1"} }, do: func(s *scenario) {
		s.a("clerk_role_set").apply(aRoleSet)
	}},
	{what: "A plan without role sets", do: func(s *scenario) {
		s.off("role_sets")
		s.a("clerk_role_set").apply(aRoleSet)
	}},
	{what: "A role in place of one that leaves, which the set does not have", do: func(s *scenario) {
		o := s.a("clerk_role_set")
		o.apply(aRoleSet)
		o.plan(`
			key          = "role_set:partners"
			name         = "Partners"
			roles        = ["org:admin"]
			default_role = "org:admin"
			creator_role = "org:admin"
			reassign     = { "org:member" = "org:guest" }`)
	}},
	{what: "All roles of a full set exchanged", do: func(s *scenario) {
		s.roles("org:a", "org:b", "org:c", "org:d", "org:e", "org:f", "org:g", "org:h", "org:i", "org:j")
		o := s.a("clerk_role_set")
		o.apply(`
			key          = "role_set:partners"
			name         = "Partners"
			roles        = ["org:a", "org:b", "org:c", "org:d", "org:e", "org:f", "org:g", "org:h", "org:i", "org:j"]
			default_role = "org:a"
			creator_role = "org:a"`)
		o.apply(aRoleSet)
	}},
	{what: "A role that cannot leave", do: func(s *scenario) {
		o := s.a("clerk_role_set")
		o.apply(aRoleSet)
		s.fails("POST /role_sets/{role_set_key_or_id}/roles/replace", "502")
		o.apply(`
			key          = "role_set:partners"
			name         = "Partners"
			roles        = ["org:admin"]
			default_role = "org:admin"
			creator_role = "org:admin"`)
	}},
	{what: "Members who get their new roles late", do: func(s *scenario) {
		o := s.a("clerk_role_set")
		o.apply(aRoleSet)
		destroys(o, func() {
			s.says(`"type":"initial","role_set_migration":{"id":"rsmig_1","status":"in_progress"}`, "role_set:default")
		})
	}},
	{what: "Imported by a key that there is not", do: func(s *scenario) { s.a("clerk_role_set").imported("role_set:partners") }},
	{what: "The initial one is destroyed", do: func(s *scenario) { s.initial().destroy() }},
	{what: "One is destroyed that has become the initial one meanwhile", do: func(s *scenario) {
		o := s.a("clerk_role_set")
		o.apply(aRoleSet)
		destroys(o, func() { s.says(`"type":"initial"`, "role_set:partners") })
	}},
	{what: "A replacement that there is not", do: func(s *scenario) {
		o := s.a("clerk_role_set")
		o.apply(aRoleSet + "\nreplacement = \"role_set:dafault\"")
		o.destroy()
	}},
	{what: "No initial role set to replace it", do: func(s *scenario) {
		o := s.a("clerk_role_set")
		o.apply(aRoleSet)
		s.wire.answer = func(r *http.Request) (*http.Response, error) {
			if r.URL.Path != "/v1/role_sets" {
				return nil, nil
			}
			return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(`{"data":[],"total_count":0}`))}, nil
		}
		o.destroy()
	}},
	{what: "Clerk does not let it be replaced", do: func(s *scenario) {
		s.roles("org:editor")
		o := s.a("clerk_role_set")
		o.apply(strings.Replace(aRoleSet, `"org:member"]`, `"org:member", "org:editor"]`, 1))
		s.members(s.ask("POST /organizations", `{"name":"Acme","role_set_key":"role_set:partners"}`), "org:editor", 1)
		s.members(s.ask("POST /organizations", `{"name":"Globex","role_set_key":"role_set:partners"}`), "org:member", 1)
		s.refuses("POST", "/role_sets/", http.StatusUnprocessableEntity, "form_param_missing", "Members have the role org:editor, which the role set role_set:default lacks.")
		o.destroy()
	}},
	{what: "Listing them is not allowed", do: forbidden("/role_sets", reading("clerk_role_sets", ""))},
})

// roles are roles that can be those of creators.
func (s *scenario) roles(keys ...string) {
	s.t.Helper()
	ids, err := s.Clerk.OrganizationPermissions.IDs(s.t.Context(), []string{"org:sys_memberships:read", "org:sys_memberships:manage", "org:sys_profile:delete"})
	s.must(err)
	for _, key := range keys {
		_, err := s.Clerk.OrganizationRoles.Create(s.t.Context(), clerk.OrganizationRoleParams{Key: rest.Value(key), Name: rest.Value(key), Permissions: rest.Value(ids)})
		s.must(err)
	}
}

// members adds new users to an organization.
func (s *scenario) members(organization, role string, count int) {
	s.t.Helper()
	for range count {
		s.users++
		u, err := s.Clerk.Users.Create(s.t.Context(), clerk.CreateUserParams{EmailAddresses: []string{fmt.Sprintf("ada%d@example.com", s.users)}})
		s.must(err)
		s.ask("POST /organizations/"+organization+"/memberships", `{"user_id":"`+u.ID+`","role":"`+role+`"}`)
	}
}

// initial is the initial role set, under Terraform.
func (s *scenario) initial() *thing {
	s.t.Helper()
	o := s.a("clerk_role_set")
	var err error
	o.state, err = o.walk().Import(o.t, "role_set:default", cty.NilVal)
	s.must(err)
	return o
}

// destroys destroys an object; between is called after the plan.
func destroys(o *thing, between func()) {
	o.bring(cty.NullVal(o.t.Object(nil).Type()), []func(){between})
}

// says lets Clerk say another type of the role set with the key.
func (s *scenario) says(typ, key string) {
	is := regexp.MustCompile(`"type":"[a-z]+"`)
	s.wire.answer = func(r *http.Request) (*http.Response, error) {
		if r.Method != http.MethodGet || !strings.HasPrefix(r.URL.Path, "/v1/role_sets/") {
			return nil, nil
		}
		answer, err := s.Sim.RoundTrip(r)
		if err != nil {
			return nil, err
		}
		body, err := io.ReadAll(answer.Body)
		if strings.Contains(string(body), `"key":"`+key+`"`) {
			body = is.ReplaceAll(body, []byte(typ))
		}
		answer.Body = io.NopCloser(bytes.NewReader(body))
		return answer, err
	}
}
