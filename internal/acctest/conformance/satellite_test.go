package conformance_test

var satelliteSubject = &subject{
	name: "clerk_domain", path: "/domains/{domain_id}",
	keys:      []string{"name"},
	bystander: `{"name":"bystander.example.com","is_satellite":true}`,
	minimal:   `name = "satellite.example.com"`,
	full: `
		name      = "satellite.example.com"
		proxy_url = "https://satellite.example.com/__clerk"`,
	arguments: map[string]argument{
		"name": {
			to: `"other.example.com"`, also: []string{"frontend_api_url", "cname_targets"},
			patch: `{"name":"outside.example.com"}`, driftsAlso: []string{"frontend_api_url", "cname_targets"},
		},
		"proxy_url": {
			to: `"https://proxy.example.com"`, also: []string{"frontend_api_url", "cname_targets"},
			patch: `{"proxy_url":"https://outside.example.com"}`, driftsAlso: []string{"frontend_api_url", "cname_targets"},
		},
	},
	fixed: map[string]string{
		"id": "computed", "is_satellite": "computed", "frontend_api_url": "computed", "cname_targets": "computed", "is_secondary": sentOnly,
	},
	unread:     "a domain tells nothing of itself that clerk_domains does not",
	production: true,
}
