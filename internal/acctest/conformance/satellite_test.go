package conformance_test

import (
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
)

var satelliteSubject = &subject{
	name: "clerk_domain", path: "/domains/{domain_id}",
	keys:      []string{"name"},
	unmanaged: `{"name":"bystander.example.com","is_satellite":true}`,
	minimal:   `name = "satellite.example.com"`,
	full: `
		name      = "satellite.example.com"
		proxy_url = "https://satellite.example.com/__clerk"`,
	arguments: map[string]argument{
		"name": {
			to: `"other.example.com"`, also: []string{"frontend_api_url", "cname_targets"},
			// Of each domain another name, since no two have the same.
			outside: func(w *acctest.World, state cty.Value) error {
				label := strings.ReplaceAll(strings.ToLower(attribute(state, "id")), "_", "-")
				return asks("PATCH /domains/{domain_id}", `{"name":"`+label+`.example.com"}`)(w, state)
			},
			driftsAlso: []string{"frontend_api_url", "cname_targets"},
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
	drawn: []drawnBlock{{"satellite", `
		name      = "satellite.example.com" | "other.example.com"
		proxy_url = | "https://satellite.example.com/__clerk"`}},
}
