package diagnostics_test

import (
	"errors"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest/driver"
)

// stored takes a state that another provider has written, of the same type or of another one, and reads the object.
func (o *thing) stored(from, attributes string) {
	w := o.walk()
	state, err := w.Stored(o.t, from, attributes)
	if err == nil {
		_, _ = w.Refresh(o.t, state)
	}
	var said driver.Diagnostics
	if errors.As(err, &said) {
		o.say(said)
	}
}

var _ = inSection("States of other providers", []errorCase{
	{what: "A state that no other provider has written", do: func(s *scenario) {
		s.a("clerk_user").stored("clerk_user", `{"id":"user_1","email_addresses":{"first":"ada@example.com"}}`)
	}},
	{what: "A moved block from a type that is not taken over", do: func(s *scenario) {
		s.a("clerk_domain").stored("clerk_application", `{"id":"app_1"}`)
	}},
	{what: "A SAML connection that is not there", do: func(s *scenario) {
		s.a("clerk_enterprise_connection").stored("clerk_saml_connection", `{"id":"samlc_1","name":"Acme","domain":"acme.example.com","provider_type":"saml_okta"}`)
	}},
})
