package conformance_test

var machineSubject = &subject{
	name: "clerk_machine", path: "/machines/{machine_id}",
	once:      "nothing is unique to it",
	keys:      []string{"name"},
	unmanaged: `{"name":"bystander"}`,
	minimal:   `name = "reports"`,
	full: `
		name              = "reports"
		default_token_ttl = 60`,
	arguments: map[string]argument{
		"name":              {to: `"invoices"`, patch: `{"name":"other-{id}"}`},
		"default_token_ttl": {to: `7200`, patch: `{"default_token_ttl":90}`},
	},
	fixed: map[string]string{"id": "computed"},
	drawn: []drawnBlock{
		{"reports", `
		name              = "reports"
		default_token_ttl = | 60 | 120`},
		{"billing", `
		name = "billing" | "invoices"`},
	},
}
