package diagnostics_test

import "net/http"

var _ = inSection("Settings of the instance", []errorCase{
	{what: "What each argument demands", do: func(s *scenario) {
		invalid("clerk_instance_settings", `
			support_email      = "help"
			from_email_address = "hello@example.com"
			allowed_origins    = []
			preferred_sign_in_strategy_when_password_required = "telepathy"`)(s)
		invalid("clerk_instance_organization_settings", `
			max_allowed_memberships  = -1
			domains_enrollment_modes = ["manual_invitation"]
			creator_role             = "role_2abc"`)(s)
		invalid("clerk_instance_communication", `blocked_country_codes = ["de"]`)(s)
	}},
	{what: "A country that Clerk does not know", do: func(s *scenario) {
		s.a("clerk_instance_communication").apply(`blocked_country_codes = ["DE", "QQ"]`)
	}},
	{what: "A country that Clerk blocks as well", do: func(s *scenario) {
		s.answers("PATCH", "/instance/communication", http.StatusOK, `{"object":"instance_communication","blocked_country_codes":["DE","FR"]}`)
		s.a("clerk_instance_communication").apply(`blocked_country_codes = ["DE"]`)
	}},
	{what: "A switch that Clerk does not turn", do: func(s *scenario) {
		o := s.a("clerk_instance_protect")
		o.apply(`rules_enabled = true`)
		s.must(s.Sim.Spell("specter_enabled", "ignore"))
		o.apply("rules_enabled = true\nspecter_enabled = true")
	}},
	{what: "A switch that Clerk's answer does not show", do: func(s *scenario) {
		o := s.a("clerk_instance_protect")
		s.lacks("PATCH /instance/protect", "rules_enabled")
		o.apply(`rules_enabled = true`)
		s.Sim.ForgetFaults()
		o.apply(`rules_enabled = true`)
		s.lacks("PATCH /instance/protect", "specter_enabled")
		o.apply("rules_enabled = true\nspecter_enabled = true")
	}},
	{what: "A role that there is not", do: func(s *scenario) {
		s.a("clerk_instance_organization_settings").apply(`creator_role = "org:admn"`)
	}},
	{what: "A role that cannot be the one of creators", do: func(s *scenario) {
		s.a("clerk_instance_organization_settings").apply(`creator_role = "org:member"`)
	}},
	{what: "Roles that are the initial role set's", do: func(s *scenario) {
		o := s.a("clerk_instance_organization_settings")
		o.apply(`domains_enabled = true`)
		o.plan("domains_enabled = false\ncreator_role = \"org:admin\"\ndomains_default_role = \"org:admin\"")
	}},
	{what: "Organizations are not in the instance's plan", do: func(s *scenario) {
		s.refuses("PATCH", "/instance/organization_settings", http.StatusPaymentRequired, "unsupported_subscription_plan_features", "Some features are not supported in your current plan.")
		s.a("clerk_instance_organization_settings").apply(`domains_enabled = true`)
	}},
	{what: "Organizations have been turned off, and Clerk shows no settings of them", do: func(s *scenario) {
		o := s.a("clerk_instance_organization_settings")
		o.apply(`domains_enabled = true`)
		s.refuses("GET", "/instance/organization_settings", http.StatusNotFound, "resource_not_found", "There are no organization settings.")
		o.plan(`domains_enabled = true`)
	}},
	{what: "Restrictions are not in the instance's plan", do: func(s *scenario) {
		s.off("restrictions")
		s.a("clerk_instance_restrictions").apply(`allowlist = true`)
	}},
	{what: "The second of the two places of the instance settings does not answer", do: func(s *scenario) {
		s.fails("PATCH /beta_features/instance_settings", "502")
		s.a("clerk_instance_settings").apply("hibp = true\nprogressive_sign_up = true")
	}},
	{what: "Destroyed", do: func(s *scenario) {
		o := s.a("clerk_instance_protect")
		o.apply(`rules_enabled = true`)
		o.destroy()
	}},
	{what: "Imported by the id of another instance", do: func(s *scenario) { s.a("clerk_instance_protect").imported("ins_2abcdefghijklmnopqrstuvwxyz") }},
	{what: "The data source cannot be read", do: forbidden("/instance/protect", reading("clerk_instance_protect", ""))},
	{what: "The data source clerk_instance_settings cannot be read", do: func(s *scenario) {
		s.refuses("PATCH", "/beta_features/instance_settings", http.StatusForbidden, "forbidden", "Reading this is not allowed.")
		s.read("clerk_instance_settings", "")
	}},
})
