package conformance_test

import (
	"strings"

	"github.com/zclconf/go-cty/cty"
)

var (
	allowlistSubject = listedSubject("allowlist", `"*@example.com" | "+15555590100"`, map[string]string{"notify": "counts at creation only", "invitation_id": unasked})
	blocklistSubject = listedSubject("blocklist", `"*@blocked.example.com"`, nil)
)

// listedSubject is an entry of one of the two lists.
func listedSubject(list, drawn string, fixed map[string]string) *subject {
	s := &subject{
		name: "clerk_" + list + "_identifier", path: "/" + list + "_identifiers/{identifier_id}",
		keys:      []string{"identifier"},
		unmanaged: `{"identifier":"bystander@example.com"}`,
		minimal:   `identifier = "*@example.com"`,
		full:      `identifier = "*@example.com"`,
		arguments: map[string]argument{
			"identifier": {to: `"+15555550100"`, replaces: true},
		},
		agrees: map[string]func(held, asked cty.Value) bool{"identifier": func(held, asked cty.Value) bool {
			return strings.EqualFold(held.AsString(), asked.AsString())
		}},
		fixed:  map[string]string{"id": "computed"},
		drawn:  []drawnBlock{{"example", "identifier = " + drawn}},
		unread: "an entry tells nothing of itself that clerk_" + list + "_identifiers does not",
	}
	for name, why := range fixed {
		s.fixed[name] = why
	}
	return s
}
