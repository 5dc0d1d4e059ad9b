package conformance_test

import (
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

var apiKeySubject = &subject{
	name: "clerk_api_key", path: "/api_keys/{apiKeyID}",
	once: "nothing is unique to it",
	keys: []string{"name"},
	// All keys have the same subjects, so that lists show several.
	prepare: func(w *acctest.World, _ nth) map[string]cty.Value {
		vars := map[string]cty.Value{}
		for name, address := range map[string]string{"user": anchor, "other": "other@example.com"} {
			for id, text := range w.Held("users") {
				if strings.Contains(text, `"`+address+`"`) {
					vars[name] = cty.StringVal(id)
				}
			}
			if _, there := vars[name]; !there {
				made, err := w.Clerk.Users.Create(w.TB.Context(), clerk.CreateUserParams{EmailAddresses: []string{address}})
				w.Must(err)
				vars[name] = cty.StringVal(made.ID)
			}
		}
		return vars
	},
	minimal: `
		subject = var.user
		name    = "reports"`,
	full: `
		subject                  = var.user
		name                     = "reports"
		description              = "of the night"
		claims                   = jsonencode({ plan = "pro", seats = 3 })
		scopes                   = ["reports:read", "reports:write"]
		created_by               = var.user
		seconds_until_expiration = 86400`,
	arguments: map[string]argument{
		"subject":     {to: `var.other`, replaces: true, spelling: spelling{none: "it is an id"}},
		"name":        {to: `"invoices"`, replaces: true},
		"description": {to: `"of the day"`, patch: `{"description":"theirs"}`},
		"claims":      {to: `jsonencode({ plan = "free" })`, patch: `{"claims":{"plan":"theirs"}}`},
		"scopes":      {to: `["reports:read"]`, patch: `{"scopes":["theirs"]}`},
		"created_by":  {to: `var.other`, replaces: true, spelling: spelling{none: "it is an id"}},
	},
	fixed: map[string]string{
		"id": "computed", "expiration": "computed", "seconds_until_expiration": "Clerk has the time of the expiration only, so that this is kept as it was sent",
	},
	// Clerk has null where there are no claims, which is what {} asks for.
	agrees: map[string]func(held, asked cty.Value) bool{"claims": func(held, asked cty.Value) bool { return isNothing(held) && isNothing(asked) || same(held, asked) }},
	query: func(state cty.Value) map[string]cty.Value {
		return map[string]cty.Value{"subject": state.GetAttr("subject")}
	},
	unimported: map[string]string{"seconds_until_expiration": "Clerk has the time of the expiration only"},
	key: func(_ *acctest.World, state cty.Value) string {
		return attribute(state, "subject") + "/" + attribute(state, "name")
	},
	drawn: []drawnBlock{{"reports", `
		subject     = clerk_user.grace.id | clerk_organization.acme.id
		name        = "reports"
		description = | "of the night" | "of the day"
		scopes      = | ["reports:read"] | ["reports:read", "reports:write"]`}},
}
