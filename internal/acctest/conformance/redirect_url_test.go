package conformance_test

import "github.com/zclconf/go-cty/cty"

var redirectURLSubject = simple("redirect_urls", &subject{
	name:    "clerk_redirect_url",
	keys:    []string{"url"},
	minimal: `url = "my-app://callback"`,
	full:    `url = "my-app://callback"`,
	fixed:   map[string]string{"id": "computed"},
	changes: map[string]change{"url": {to: `"https://example.com/callback"`, replaces: true, also: computedAgain}},
	drifts:  map[string]drift{"url": {none: replaced}},
	key:     func(state cty.Value) string { return attribute(state, "url") },
	draw:    drawOneOf("url", "my-app://callback", "https://example.com/callback"),
})
