package diagnostics_test

// spells lets Clerk store fields by a rule.
func (s *scenario) spells(rule string, fields ...string) {
	s.t.Helper()
	for _, field := range fields {
		s.must(s.Sim.Spell(field, rule))
	}
}

const spelledUser = `
	email_addresses            = ["ada@example.com"]
	first_name                 = "Ada"
	private_metadata           = jsonencode({ crm = "` + secret + `" })
	create_organizations_limit = 5
`

var _ = inSection("Values that Clerk spells otherwise, or does not take", []errorCase{
	{what: "A text, a number, a secret and an address that Clerk spells otherwise", do: func(s *scenario) {
		s.spells("otherwise", "first_name", "create_organizations_limit", "private_metadata", "email_address")
		s.a("clerk_user").apply(spelledUser)
	}},
	{what: "A name that has outer spaces", do: func(s *scenario) {
		s.spells("trim", "first_name")
		s.a("clerk_user").apply("external_id = \"42\"\nfirst_name = \" Ada \"")
	}},
	{what: "A new user of whom Clerk does not take all", do: func(s *scenario) {
		s.spells("ignore", "first_name", "create_organizations_limit", "private_metadata", "email_address", "banned")
		s.a("clerk_user").apply("external_id = \"42\"\nbanned = true\n" + spelledUser)
	}},
	{what: "Changes that Clerk does not take", do: func(s *scenario) {
		o := s.a("clerk_user")
		o.apply("external_id = \"42\"\nbanned = true\n" + spelledUser)
		s.spells("ignore", "external_id", "first_name", "create_organizations_limit", "private_metadata", "banned")
		o.apply(`
			email_addresses            = ["ada@example.com"]
			external_id                = "43"
			first_name                 = ""
			private_metadata           = jsonencode({ crm = "another" })
			create_organizations_limit = 0
			banned                     = false`)
	}},
})
