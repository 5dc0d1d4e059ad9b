package diagnostics_test

import (
	"fmt"
	"net/http"

	"github.com/zclconf/go-cty/cty"
)

const aDomain = "organization_id = acme\nname = \"acme.example.com\"\n"

// domain is a domain of an organization, under Terraform.
func (s *scenario) domain() *thing {
	s.t.Helper()
	s.vars["acme"] = cty.StringVal(s.acme().ID)
	return s.a("clerk_organization_domain")
}

// refusedDomain is a domain that Clerk refuses for a reason.
func refusedDomain(status int, code, message string) func(*scenario) {
	return func(s *scenario) {
		o := s.domain()
		s.refuses("POST", "/organizations/org_", status, code, message)
		o.apply(aDomain)
	}
}

var _ = inSection("Resource clerk_organization_domain", []errorCase{
	{what: "What each argument demands", do: invalid("clerk_organization_domain", `
		organization_id = "acme"
		name            = "https://acme.example.com/"
		enrollment_mode = "automatic"`)},
	{what: "Choosing domains by a name with capital letters", do: reading("clerk_organization_domains", `domains = ["Acme.example.com"]`)},
	{what: "A name with capital letters", do: invalid("clerk_organization_domain", "organization_id = \"org_2abc\"\nname = \"Acme.example.com\"")},
	{what: "No such organization", do: func(s *scenario) {
		s.a("clerk_organization_domain").apply("organization_id = \"org_nobody\"\nname = \"acme.example.com\"")
	}},
	{what: "Domains of organizations are turned off", do: func(s *scenario) {
		o := s.domain()
		s.refuses("POST", "/organizations/org_", http.StatusForbidden, "organization_domains_not_enabled", "Domains of organizations are not enabled.")
		o.apply(aDomain)
	}},
	{what: "An enrollment mode is turned off", do: refusedDomain(http.StatusForbidden, "organization_domain_enrollment_mode_not_enabled", "The mode is not enabled.")},
	{what: "A domain that anybody can have an address of", do: refusedDomain(http.StatusUnprocessableEntity, "organization_domain_common", "The domain is common.")},
	{what: "A domain of disposable addresses", do: refusedDomain(http.StatusUnprocessableEntity, "organization_domain_blocked", "The domain is blocked.")},
	{what: "Too many domains", do: refusedDomain(http.StatusForbidden, "organization_domain_quota_exceeded", "The organization has reached its limit of domains.")},
	{what: "An enterprise connection has the domain", do: refusedDomain(http.StatusBadRequest, "organization_domain_exists_for_enterprise_connection", "The domain is that of a connection.")},
	{what: "The verification of a new domain fails", do: func(s *scenario) {
		o := s.domain()
		s.fails("POST /organizations/{organization_id}/domains/{domain_id}/verify_ownership", "502")
		o.apply(aDomain + "ownership_verified = true")
	}},
	{what: "A verification is to be taken back", do: func(s *scenario) {
		o := s.domain()
		o.apply(aDomain + "ownership_verified = true")
		o.apply(aDomain + "ownership_verified = false")
	}},
	{what: "A domain that another organization has", do: func(s *scenario) {
		o := s.domain()
		s.ask("POST /organizations/"+s.numbered(1)+"/domains", `{"name":"acme.example.com","enrollment_mode":"manual_invitation"}`)
		o.apply(aDomain)
	}},
	{what: "Imported by less than an organization and a domain", do: func(s *scenario) { s.domain().imported("acme.example.com") }},
	{what: "Imported by a domain that there is not", do: func(s *scenario) { s.domain().imported("acme/other.example.com") }},
	{what: "Clerk's list shows a domain without its id", do: func(s *scenario) {
		o := s.domain()
		o.apply(aDomain)
		s.answers("GET", "/organization_domains", http.StatusOK, fmt.Sprintf(`{"data":[{"object":"organization_domain","name":%q}],"total_count":1}`, "acme.example.com"))
		o.apply(aDomain)
	}},
	{what: "The list resource clerk_organization_domain: it is not allowed", do: forbidden("/organization_domains", querying("clerk_organization_domain", ""))},
})

const anInvitation = "organization_id = acme\nemail_address = \"grace@example.com\"\nrole = \"org:member\"\n"

// invitation is an invitation into an organization, under Terraform.
func (s *scenario) invitation() *thing {
	s.t.Helper()
	s.vars["acme"] = cty.StringVal(s.acme().ID)
	return s.a("clerk_organization_invitation")
}

var _ = inSection("Resource clerk_organization_invitation", []errorCase{
	{what: "What each argument demands", do: invalid("clerk_organization_invitation", `
		organization_id = "acme"
		email_address   = "grace"
		role            = "role_2abc"
		redirect_url    = "welcome"
		expires_in_days = 0
		inviter_user_id = "ada"`)},
	{what: "No such organization", do: func(s *scenario) {
		s.a("clerk_organization_invitation").apply("organization_id = \"org_nobody\"\nemail_address = \"grace@example.com\"\nrole = \"org:member\"")
	}},
	{what: "A role that does not exist", do: func(s *scenario) {
		s.invitation().apply("organization_id = acme\nemail_address = \"grace@example.com\"\nrole = \"org:membre\"")
	}},
	{what: "Somebody who is no member invites", do: func(s *scenario) {
		o := s.invitation()
		s.ada()
		o.apply(anInvitation + "inviter_user_id = ada")
	}},
	{what: "Who is invited is a member", do: func(s *scenario) {
		o := s.invitation()
		ada := s.ada()
		s.ask("POST /organizations/"+s.vars["acme"].AsString()+"/memberships", fmt.Sprintf(`{"user_id":%q,"role":"org:member"}`, ada.ID))
		o.apply("organization_id = acme\nemail_address = \"ada@example.com\"\nrole = \"org:member\"")
	}},
	{what: "An invitation is pending already", do: func(s *scenario) {
		s.invitation().apply(anInvitation)
		s.a("clerk_organization_invitation").apply(anInvitation)
	}},
	{what: "The restrictions keep the address out", do: func(s *scenario) {
		o := s.invitation()
		s.ask("POST /blocklist_identifiers", `{"identifier":"*@example.com"}`)
		s.ask("PATCH /instance/restrictions", `{"blocklist":true}`)
		o.apply(anInvitation)
	}},
	{what: "The answer to the invitation is lost", do: func(s *scenario) {
		o := s.invitation()
		s.fails("POST /organizations/{organization_id}/invitations", "502")
		o.apply(anInvitation)
	}},
	{what: "An invitation was revoked outside Terraform", do: func(s *scenario) {
		o := s.invitation()
		o.apply(anInvitation)
		s.must(s.Clerk.OrganizationInvitations.Revoke(s.t.Context(), s.vars["acme"].AsString(), o.state.Value.GetAttr("id").AsString()))
		o.plan(anInvitation)
	}},
	{what: "The organization of an invitation was deleted outside Terraform", do: func(s *scenario) {
		o := s.invitation()
		o.apply(anInvitation)
		s.must(s.Clerk.Organizations.Delete(s.t.Context(), s.vars["acme"].AsString()))
		o.plan(anInvitation)
	}},
	{what: "Imported by an address that is not invited", do: func(s *scenario) { s.invitation().imported("acme/nobody@example.com") }},
	{what: "The list resource clerk_organization_invitation: it is not allowed", do: forbidden("/organization_invitations", querying("clerk_organization_invitation", ""))},
})
