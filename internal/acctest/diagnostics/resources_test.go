package diagnostics_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

func cty9K(s string) cty.Value { return cty.StringVal(s) }

// failsLate refuses reads of users once an address was deleted.
func (s *scenario) failsLate() {
	deleted := false
	s.wire.answer = func(r *http.Request) (*http.Response, error) {
		if deleted && r.Method == http.MethodGet {
			s.refuses("GET", "/users", http.StatusForbidden, "forbidden", "Reading users is not allowed.")
			return s.wire.answer(r)
		}
		deleted = deleted || r.Method == http.MethodDelete
		return nil, nil
	}
}

const countessAddress = `
	user_id       = ada
	email_address = "countess@example.com"
`

// adas brings an address of a user under Terraform.
func adas(config string) func(*scenario) {
	return func(s *scenario) {
		u := s.ada()
		o := s.a("clerk_email_address")
		state, err := s.walk().Import(o.t, u.ID+"/"+u.EmailAddresses[0].ID, cty.NilVal)
		s.must(err)
		o.state = state
		o.apply("user_id = ada\nemail_address = \"ada@example.com\"\n" + config)
	}
}

var _ = inSection("Resources clerk_email_address and clerk_phone_number", []errorCase{
	{what: "What the arguments of an email address demand", do: invalid("clerk_email_address", `
		user_id       = "user/ada"
		email_address = "ada"`)},
	{what: "What the arguments of a phone number demand", do: invalid("clerk_phone_number", `
		user_id      = ""
		phone_number = "555-0100"`)},
	{what: "A user who does not exist", do: func(s *scenario) {
		s.vars["ada"] = cty.StringVal("user_nobody")
		s.a("clerk_email_address").apply(countessAddress)
	}},
	{what: "An address that another user has", do: func(s *scenario) {
		s.ada()
		s.must(func() error {
			_, err := s.Clerk.Users.Create(s.t.Context(), clerk.CreateUserParams{EmailAddresses: []string{"countess@example.com"}})
			return err
		}())
		s.a("clerk_email_address").apply(countessAddress)
	}},
	{what: "The first address, which is not to be primary", do: func(s *scenario) {
		u, err := s.Clerk.Users.Create(s.t.Context(), clerk.CreateUserParams{Account: clerk.Account{FirstName: rest.Value("Ada")}})
		s.must(err)
		s.vars["ada"] = cty.StringVal(u.ID)
		s.a("clerk_email_address").apply(countessAddress + "verified = true\nprimary = false")
	}},
	{what: "The primary address, which is not to be primary, beside another", do: func(s *scenario) {
		u := s.ada()
		_, err := s.Clerk.EmailAddresses.Create(s.t.Context(), clerk.CreateEmailAddressParams{UserID: u.ID, EmailAddress: "countess@example.com", Verified: rest.Value(true)})
		s.must(err)
		o := s.a("clerk_email_address")
		o.state, err = s.walk().Import(o.t, u.ID+"/"+u.EmailAddresses[0].ID, cty.NilVal)
		s.must(err)
		o.plan("user_id = ada\nemail_address = \"ada@example.com\"\nprimary = false")
	}},
	{what: "The only address, which is not to be primary", do: adas("primary = false")},
	{what: "A verified address, which is not to be verified", do: adas("verified = false")},
	{what: "The user cannot be read in a plan", do: func(s *scenario) {
		u := s.ada()
		o := s.a("clerk_email_address")
		w := s.walk()
		var err error
		o.state, err = w.Import(o.t, u.ID+"/"+u.EmailAddresses[0].ID, cty.NilVal)
		s.must(err)
		n := 0
		s.wire.answer = func(r *http.Request) (*http.Response, error) {
			if n++; n > 1 { // the plan's own read comes after that of the refresh
				s.refuses("GET", "/users", http.StatusForbidden, "forbidden", "Reading users is not allowed.")
				return s.wire.answer(r)
			}
			return nil, nil
		}
		o.plan("user_id = ada\nemail_address = \"ada@example.com\"\nprimary = false")
	}},
	{what: "The user cannot be read after the creation", do: func(s *scenario) {
		s.ada()
		s.a("clerk_email_address").apply(countessAddress, func() { forbidden("/users", func(*scenario) {})(s) })
	}},
	{what: "The user cannot be read after the change that makes it primary", do: func(s *scenario) {
		s.ada()
		o := s.a("clerk_email_address")
		o.apply(countessAddress + "verified = true")
		o.apply(countessAddress+"verified = true\nprimary = true", func() { forbidden("/users", func(*scenario) {})(s) })
	}},
	{what: "The user cannot be read after the creation, nor the address deleted", do: func(s *scenario) {
		s.ada()
		s.a("clerk_email_address").apply(countessAddress, func() {
			s.wire.answer = func(r *http.Request) (*http.Response, error) {
				if r.Method == http.MethodPost {
					return nil, nil
				}
				again := s.wire.answer
				defer func() { s.wire.answer = again }()
				s.refuses(r.Method, "/", http.StatusForbidden, "forbidden", "That is not allowed.")
				return s.wire.answer(r)
			}
		})
	}},
	{what: "An address that its user does not have", do: func(s *scenario) {
		u := s.ada()
		other, err := s.Clerk.Users.Create(s.t.Context(), clerk.CreateUserParams{Account: clerk.Account{FirstName: rest.Value("Byron")}})
		s.must(err)
		s.a("clerk_email_address").imported(other.ID + "/" + u.EmailAddresses[0].ID)
	}},
	{what: "The last address of a user", sim: strict, do: func(s *scenario) { s.last().destroy() }},
	{what: "The last address of a user, whose replacement fails", sim: strict, do: func(s *scenario) {
		_, err := s.Clerk.Users.Create(s.t.Context(), clerk.CreateUserParams{EmailAddresses: []string{"countess@example.com"}})
		s.must(err)
		s.last().apply(countessAddress)
	}},
	{what: "The last address of a user, which Clerk does not delete after its replacement either", do: func(s *scenario) {
		o := s.last()
		answers := []string{"identification_deletion_failed", "forbidden"}
		s.intercept("DELETE", "/email_addresses", func() (*http.Response, error) {
			body := fmt.Sprintf(`{"errors":[{"code":%q,"message":"That is not allowed."}]}`, answers[0])
			answers = answers[1:]
			return &http.Response{StatusCode: http.StatusForbidden, Body: io.NopCloser(strings.NewReader(body))}, nil
		})
		o.apply(countessAddress)
	}},
	{what: "A second factor that is not verified, of a new number", do: func(s *scenario) {
		s.ada()
		s.a("clerk_phone_number").plan(`
			user_id                    = ada
			phone_number               = "+15555550100"
			reserved_for_second_factor = true`)
	}},
	{what: "A second factor that is not verified, of a number that exists", do: func(s *scenario) {
		s.ada()
		o := s.a("clerk_phone_number")
		o.apply("user_id = ada\nphone_number = \"+15555550100\"")
		o.plan("user_id = ada\nphone_number = \"+15555550100\"\nreserved_for_second_factor = true")
	}},
	{what: "A second factor that is said not to be verified", do: invalid("clerk_phone_number", `
		user_id                    = "user_ada"
		phone_number               = "+15555550100"
		verified                   = false
		reserved_for_second_factor = true`)},
	{what: "Imported by something else than ids", do: func(s *scenario) { s.a("clerk_email_address").imported("user_ada/idn_1/2") }},
	{what: "Imported by an id that there is not", do: func(s *scenario) { s.a("clerk_phone_number").imported("idn_nobody") }},
})

// last is the only address of a user, under Terraform.
func (s *scenario) last() *thing {
	s.t.Helper()
	u, err := s.Clerk.Users.Create(s.t.Context(), clerk.CreateUserParams{Account: clerk.Account{FirstName: rest.Value("Ada")}})
	s.must(err)
	s.vars["ada"] = cty.StringVal(u.ID)
	o := s.a("clerk_email_address")
	o.apply("user_id = ada\nemail_address = \"ada@example.com\"")
	return o
}

var _ = inSection("Resource clerk_user_metadata", []errorCase{
	{what: "Imported beside a configuration that lists less", do: func(s *scenario) {
		_, err := s.Clerk.Users.Create(s.t.Context(), clerk.CreateUserParams{EmailAddresses: []string{"ada@example.com"}, PublicMetadata: []byte(`{"plan":"pro","seats":3}`)})
		s.must(err)
		o := s.a("clerk_user_metadata")
		o.state, err = o.walk().Import(o.t, "ada@example.com", cty.NilVal)
		s.must(err)
		s.vars["ada"] = o.state.Value.GetAttr("user_id")
		o.plan(`
			user_id         = ada
			public_metadata = jsonencode({ plan = "pro" })`)
	}},
	{what: "What each argument demands", do: invalid("clerk_user_metadata", `
		user_id          = " "
		public_metadata  = "plan = pro"
		private_metadata = jsonencode({ plan = null })
		unsafe_metadata  = jsonencode(["pro"])`)},
	{what: "None of the three", do: invalid("clerk_user_metadata", `user_id = "user_ada"`)},
	{what: "Too much of it", do: invalid("clerk_user_metadata", `
		user_id         = "user_ada"
		public_metadata = jsonencode({ data = nine_kilobytes })`)},
	{what: "A user who does not exist", do: func(s *scenario) {
		s.a("clerk_user_metadata").apply(`
			user_id         = "user_nobody"
			public_metadata = jsonencode({ plan = "pro" })`)
	}},
	{what: "A user who does not exist, and nothing to send", do: func(s *scenario) {
		s.a("clerk_user_metadata").apply(`
			user_id         = "user_nobody"
			public_metadata = jsonencode({})`)
	}},
	{what: "Too much together with what others have stored", do: func(s *scenario) {
		u := s.ada()
		_, err := s.Clerk.Users.MergeMetadata(s.t.Context(), u.ID, clerk.Metadata{Public: []byte(`{"a":"` + text9K.AsString()[:8000] + `"}`)})
		s.must(err)
		s.vars["some"] = cty.StringVal(text9K.AsString()[:4000])
		s.a("clerk_user_metadata").apply(`
			user_id         = ada
			public_metadata = jsonencode({ data = some })`)
	}},
})

var _ = inSection("Resource clerk_organization_metadata", []errorCase{
	{what: "Imported beside a configuration that lists less", do: func(s *scenario) {
		_, err := s.Clerk.Organizations.Create(s.t.Context(), clerk.CreateOrganizationParams{Name: "Acme", PublicMetadata: []byte(`{"plan":"pro","seats":3}`)})
		s.must(err)
		o := s.a("clerk_organization_metadata")
		o.state, err = o.walk().Import(o.t, "acme", cty.NilVal)
		s.must(err)
		s.vars["acme"] = o.state.Value.GetAttr("organization_id")
		o.plan(`
			organization_id = acme
			public_metadata = jsonencode({ plan = "pro" })`)
	}},
	{what: "Imported by a slug that no organization has", do: func(s *scenario) { s.a("clerk_organization_metadata").imported("slug:acme") }},
	{what: "None of the two", do: invalid("clerk_organization_metadata", `organization_id = "org_acme"`)},
	{what: "An organization that does not exist", do: func(s *scenario) {
		s.a("clerk_organization_metadata").apply(`
			organization_id = "org_nobody"
			public_metadata = jsonencode({ plan = "pro" })`)
	}},
	{what: "A slug in the place of the id", do: invalid("clerk_organization_metadata", `
		organization_id = "acme"
		public_metadata = jsonencode({ plan = "pro" })`)},
	{what: "Organizations are turned off", do: func(s *scenario) {
		s.must(s.Sim.Switch("organizations", false))
		s.a("clerk_organization_metadata").apply(`
			organization_id = "org_acme"
			public_metadata = jsonencode({ plan = "pro" })`)
	}},
})
