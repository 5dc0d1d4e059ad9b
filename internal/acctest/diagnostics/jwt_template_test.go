package diagnostics_test

var _ = inSection("Resource clerk_jwt_template", []errorCase{
	{what: "Imported by a name that there is not", do: func(s *scenario) { s.a("clerk_jwt_template").imported("api") }},
	{what: "What each argument demands", do: invalid("clerk_jwt_template", `
		name                   = "reports/2026"
		claims                 = jsonencode({ sub = "ada", iat = 1 })
		lifetime               = 29
		allowed_clock_skew     = 301
		custom_signing_key     = true
		signing_algorithm      = ""
		signing_key_wo         = ""`)},
	{what: "Claims that are no object", do: invalid("clerk_jwt_template", `
		name   = "reports"
		claims = jsonencode(["aud"])`)},
	{what: "A custom key without its algorithm", do: invalid("clerk_jwt_template", aTemplate+`
		custom_signing_key     = true
		signing_key_wo         = "`+secret+`"
		signing_key_wo_version = 1`)},
	{what: "A key and an algorithm that would not be used", do: invalid("clerk_jwt_template", aTemplate+`
		signing_algorithm      = "HS256"
		signing_key_wo         = "`+secret+`"
		signing_key_wo_version = 1`)},
	{what: "A version without its key", do: invalid("clerk_jwt_template", aTemplate+`
		signing_key_wo_version = 1`)},
	{what: "A plan that turns the key on, without it", do: func(s *scenario) {
		o := s.a("clerk_jwt_template")
		o.apply(aTemplate)
		o.apply(aTemplate + `
			custom_signing_key = true
			signing_algorithm  = "HS256"`)
	}},
	{what: "A new template with a key of its own, without it", do: invalid("clerk_jwt_template", aTemplate+`
		custom_signing_key = true
		signing_algorithm  = "HS256"`)},
	{what: "A name that another template has", do: func(s *scenario) {
		s.a("clerk_jwt_template").apply(aTemplate)
		s.a("clerk_jwt_template").apply(aTemplate)
	}},
	{what: "A key of its own, which the plan of the instance does not include", do: func(s *scenario) {
		s.off("custom_signing_keys")
		s.a("clerk_jwt_template").apply(aTemplate + `
			custom_signing_key     = true
			signing_algorithm      = "HS256"
			signing_key_wo         = "` + secret + `"
			signing_key_wo_version = 1`)
	}},
})
