package conformance_test

var redirectURLSubject = &subject{
	name: "clerk_redirect_url", path: "/redirect_urls/{id}",
	keys:      []string{"url"},
	unmanaged: `{"url":"bystander://callback"}`,
	minimal:   `url = "my-app://callback"`,
	full:      `url = "my-app://callback"`,
	arguments: map[string]argument{
		"url": {to: `"https://example.com/callback"`, replaces: true},
	},
	fixed:  map[string]string{"id": "computed"},
	unread: "an id and a URL tell nothing of each other that clerk_redirect_urls does not",
	drawn: []drawnBlock{{"app", `
		url = "my-app://callback" | "https://example.com/callback"`}},
}
