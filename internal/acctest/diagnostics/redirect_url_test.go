package diagnostics_test

var _ = inSection("Resource clerk_redirect_url", []errorCase{
	{what: "Imported by a URL that is not listed", do: func(s *scenario) { s.a("clerk_redirect_url").imported("my-app://callback") }},
	{what: "No URL", do: invalid("clerk_redirect_url", `url = "callback"`)},
	{what: "One that is listed already", do: func(s *scenario) {
		s.a("clerk_redirect_url").apply(`url = "my-app://callback"`)
		s.a("clerk_redirect_url").apply(`url = "my-app://callback"`)
	}},
	{what: "A URL that Clerk does not take", do: func(s *scenario) { s.a("clerk_redirect_url").apply(`url = "http://localhost:3000"`) }},
	{what: "Listing them is not allowed", do: forbidden("/redirect_urls", reading("clerk_redirect_urls", ""))},
})
