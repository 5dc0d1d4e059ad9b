package conformance_test

import "strings"

// signingKey is long enough for every HMAC algorithm.
var signingKey = strings.Repeat("signing-key-", 6)

var templateSubject = &subject{
	name: "clerk_jwt_template", path: "/jwt_templates/{template_id}",
	keys:      []string{"name"},
	unmanaged: `{"name":"bystander","claims":{"a":1}}`,
	minimal: `
		name   = "reports"
		claims = jsonencode({ aud = "reports" })`,
	full: `
		name                   = "reports"
		claims                 = jsonencode({ aud = "reports", roles = ["reader"] })
		lifetime               = 120
		allowed_clock_skew     = 10
		custom_signing_key     = true
		signing_algorithm      = "HS256"
		signing_key_wo         = "` + signingKey + `"
		signing_key_wo_version = 1`,
	arguments: map[string]argument{
		"name":               {to: `"invoices"`, patch: `{"name":"other-{id}"}`},
		"claims":             {to: `jsonencode({ aud = "invoices" })`, patch: `{"claims":{"aud":"other"}}`},
		"lifetime":           {to: `30`, patch: `{"lifetime":90}`},
		"allowed_clock_skew": {to: `0`, patch: `{"allowed_clock_skew":1}`},
		"custom_signing_key": {
			to: `false`, with: "signing_algorithm = null\nsigning_key_wo = null\nsigning_key_wo_version = null",
			also:  []string{"signing_algorithm", "signing_key_wo_version"},
			patch: `{"custom_signing_key":false}`, driftsAlso: []string{"signing_algorithm"},
		},
		"signing_algorithm": {
			to: `"HS512"`, patch: `{"custom_signing_key":true,"signing_algorithm":"HS384","signing_key":"` + signingKey + `"}`,
			spelling: spelling{rule: "trim", value: `" HS256"`, taken: "Clerk takes it together with the key only"},
		},
	},
	patched: []string{"name", "claims"},
	fixed:   map[string]string{"id": "computed", "signing_key_wo": writeOnly, "signing_key_wo_version": version},
	follows: map[string][]string{"custom_signing_key": {"signing_algorithm"}},
	drawn: []drawnBlock{{"reports", `
		name     = "reports" | "invoices"
		claims   = jsonencode({ aud = "reports" }) | jsonencode({ aud = "invoices", n = 1 })
		lifetime = | 60 | 120`}},
}
