package diagnostics_test

import (
	"net/http"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

var _ = inSection("Resources clerk_allowlist_identifier and clerk_blocklist_identifier", []errorCase{
	{what: "No identifier", do: invalid("clerk_allowlist_identifier", `identifier = "+1 555 0100"`)},
	{what: "Nobody can be notified", do: invalid("clerk_allowlist_identifier", "identifier = \"*@example.com\"\nnotify = true")},
	{what: "An identifier that Clerk does not take", do: func(s *scenario) { s.a("clerk_allowlist_identifier").apply(`identifier = "ada"`) }},
	{what: "A domain that is not written as Clerk takes it", do: func(s *scenario) { s.a("clerk_blocklist_identifier").apply(`identifier = "Example.com"`) }},
	{what: "One that is listed already", do: func(s *scenario) {
		s.a("clerk_blocklist_identifier").apply(`identifier = "ada@example.com"`)
		s.a("clerk_blocklist_identifier").apply(`identifier = "Ada@example.com"`)
	}},
	{what: "The answer to an invitation is lost", do: func(s *scenario) {
		s.fails("POST /allowlist_identifiers", "502")
		s.a("clerk_allowlist_identifier").apply("identifier = \"ada@example.com\"\nnotify = true")
	}},
	{what: "The plan of the instance has no such list", do: func(s *scenario) {
		s.off("restrictions")
		s.a("clerk_allowlist_identifier").apply(`identifier = "*@example.com"`)
		s.read("clerk_blocklist_identifiers", "")
	}},
	{what: "Imported by an identifier that is not listed", do: func(s *scenario) {
		s.a("clerk_allowlist_identifier").imported("*@example.com")
		s.a("clerk_blocklist_identifier").imported("spammer@example.com")
	}},
	{what: "Clerk's list shows an entry without its id", do: func(s *scenario) {
		o := s.a("clerk_allowlist_identifier")
		o.apply(`identifier = "*@example.com"`)
		s.answers("GET", "/allowlist_identifiers", http.StatusOK, `{"data":[{"object":"allowlist_identifier","identifier":"*@example.com"}],"total_count":1}`)
		o.apply(`identifier = "*@example.com"`)
	}},
	{what: "Listing them is not allowed", do: forbidden("/blocklist_identifiers", reading("clerk_blocklist_identifiers", ""))},
	{what: "The list resource clerk_allowlist_identifier: it is not allowed", do: forbidden("/allowlist_identifiers", querying("clerk_allowlist_identifier", ""))},
})

var _ = inSection("Resource clerk_invitation", []errorCase{
	{what: "What each argument demands", do: invalid("clerk_invitation", `
		email_address   = "grace"
		redirect_url    = "welcome"
		expires_in_days = 366
		template_slug   = "welcome"
		public_metadata = "pro"`)},
	{what: "Who is invited has signed up", do: func(s *scenario) {
		s.ada()
		s.a("clerk_invitation").apply(`email_address = "Ada@example.com"`)
	}},
	{what: "An invitation is pending already", do: func(s *scenario) {
		s.a("clerk_invitation").apply(`email_address = "grace@example.com"`)
		s.a("clerk_invitation").apply(`email_address = "grace@example.com"`)
	}},
	{what: "The blocklist has the address", do: func(s *scenario) {
		s.ask("POST /blocklist_identifiers", `{"identifier":"*@example.com"}`)
		s.ask("PATCH /instance/restrictions", `{"blocklist":true}`)
		s.a("clerk_invitation").apply(`email_address = "grace@example.com"`)
	}},
	{what: "The answer to the invitation is lost", do: func(s *scenario) {
		s.fails("POST /invitations", "502")
		s.a("clerk_invitation").apply(`email_address = "grace@example.com"`)
	}},
	{what: "The invitation was revoked outside Terraform", do: func(s *scenario) {
		o := s.a("clerk_invitation")
		o.apply(`email_address = "grace@example.com"`)
		s.ask("POST /invitations/"+o.state.Value.GetAttr("id").AsString()+"/revoke", "")
		o.apply(`email_address = "grace@example.com"`)
	}},
	{what: "The limit of invitations an hour is reached", do: func(s *scenario) {
		s.Sim.PlaceFault(clerksim.Fault{Operation: "POST /invitations", Kind: "429", Times: 1, RetryAfter: 3000})
		s.a("clerk_invitation").apply(`email_address = "grace@example.com"`)
	}},
	{what: "Imported by an address that is not invited", do: func(s *scenario) { s.a("clerk_invitation").imported("nobody@example.com") }},
	{what: "The list resource clerk_invitation: it is not allowed", do: forbidden("/invitations", querying("clerk_invitation", ""))},
	{what: "The data source clerk_invitations: it is not allowed", do: forbidden("/invitations", reading("clerk_invitations", `status = "accepted"`))},
})

// primaryDomain is the domain that every instance has, under Terraform.
func (s *scenario) primaryDomain() *thing {
	s.t.Helper()
	o := s.a("clerk_domain")
	domains, err := rest.Collect(s.Clerk.Domains.List(s.t.Context()))
	s.must(err)
	o.imported(domains[0].ID)
	return o
}

var _ = inSection("Resource clerk_svix_app", []errorCase{
	{what: "The instance has an app", do: func(s *scenario) {
		s.ask("POST /webhooks/svix", "")
		s.a("clerk_svix_app").apply("")
	}},
	{what: "It was deleted elsewhere", do: func(s *scenario) {
		o := s.a("clerk_svix_app")
		o.apply("")
		if err := s.Clerk.SvixApp.Delete(s.t.Context()); err != nil {
			s.t.Fatal(err)
		}
		o.apply("")
	}},
	{what: "Imported where there is none", do: func(s *scenario) { s.a("clerk_svix_app").imported(s.Sim.InstanceID()) }},
	{what: "The key of another instance", do: func(s *scenario) {
		s.ask("POST /webhooks/svix", "")
		s.a("clerk_svix_app").imported("ins_another")
	}},
	{what: "The list resource clerk_svix_app: it is not allowed", do: func(s *scenario) {
		s.refuses("POST", "/webhooks/svix_url", http.StatusForbidden, "forbidden", "Reading this is not allowed.")
		s.query("clerk_svix_app", "")
	}},
})

var _ = inSection("Resource clerk_domain", []errorCase{
	{what: "What each argument demands", do: invalid("clerk_domain", "name = \"https://docs.example.org\"\nproxy_url = \"docs.example.org/__clerk\"")},
	{what: "A domain that the instance has", do: func(s *scenario) {
		s.a("clerk_domain").apply(`name = "docs.example.org"`)
		s.a("clerk_domain").apply(`name = "docs.example.org"`)
	}},
	{what: "The answer to a create is lost, and the domain was there before", do: func(s *scenario) {
		s.ask("POST /domains", `{"name":"docs.example.org","is_satellite":true}`)
		s.failsFor("POST /domains", "lost", 1)
		s.a("clerk_domain").apply(`name = "docs.example.org"`)
	}},
	{what: "A proxy in development", do: func(s *scenario) {
		o := s.a("clerk_domain")
		o.apply(`name = "localhost:3001"`)
		o.apply("name = \"localhost:3001\"\nproxy_url = \"https://localhost:3001/__clerk\"")
	}},
	{what: "The plan of the instance has no satellites", do: func(s *scenario) {
		s.refuses("POST", "/domains", http.StatusPaymentRequired, "unsupported_subscription_plan_features", "Some features are not supported in your current subscription plan.")
		s.a("clerk_domain").apply(`name = "docs.example.org"`)
	}},
	{what: "The primary domain is to be destroyed", do: func(s *scenario) {
		o := s.primaryDomain()
		o.apply(`name = "example.com"`) // its name was made up
		o.destroy()
	}},
	{what: "Imported by a name that no domain has", do: func(s *scenario) { s.a("clerk_domain").imported("docs.example.org") }},
	{what: "Listing them is not allowed", do: forbidden("/domains", reading("clerk_domains", ""))},
	{what: "The list resource clerk_domain: it is not allowed", do: forbidden("/domains", querying("clerk_domain", ""))},
})
