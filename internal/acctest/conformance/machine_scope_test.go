package conformance_test

import (
	"strings"

	"github.com/zclconf/go-cty/cty"
	"pgregory.net/rapid"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

var machineScopeSubject = &subject{
	name: "clerk_machine_scope", path: "/machines/{machine_id}/scopes/{other_machine_id}", plural: "machine_scopes",
	shownBy: "machines",
	once:    "access has no age, so that what is there may have been there before",
	prepare: func(w *acctest.World, n nth) map[string]cty.Value {
		vars := map[string]cty.Value{}
		for _, name := range []string{"reports", "billing", "other"} {
			m, err := w.Clerk.Machines.Create(w.TB.Context(), clerk.CreateMachineParams{Name: n.uniqueKey(name)})
			w.Must(err)
			vars[name] = cty.StringVal(m.ID)
		}
		return vars
	},
	minimal: machineScope,
	full:    machineScope,
	arguments: map[string]argument{
		"from_machine_id": {to: `var.other`, replaces: true, spelling: spelling{none: "it is an id"}},
		"to_machine_id":   {to: `var.other`, replaces: true, spelling: spelling{none: "it is an id"}},
	},
	fixed: map[string]string{"id": "computed"},
	id:    []string{"from_machine_id", "to_machine_id"},
	key: func(w *acctest.World, state cty.Value) string {
		name := func(id string) string { return parsed(w.Held("machines")[attribute(state, id)]).text("name") }
		return name("from_machine_id") + "/" + name("to_machine_id")
	},
	delete: func(w *acctest.World, id string) error {
		from, to, _ := strings.Cut(id, "/")
		return ask(w, "DELETE /machines/"+from+"/scopes/"+to, "")
	},
	draw: func(rt *rapid.T, vars map[string]cty.Value, _ cty.Value) map[string]cty.Value {
		pair := rapid.SampledFrom([][2]string{{"reports", "billing"}, {"billing", "reports"}, {"reports", "other"}, {"other", "billing"}}).Draw(rt, "machines")
		return map[string]cty.Value{"from_machine_id": vars[pair[0]], "to_machine_id": vars[pair[1]]}
	},
	unread:  "clerk_machine and clerk_machines show what a machine has access to",
	unfound: "access has no age, so that it may have been there before, unless the same run made one of the machines",
	drawn: []drawnBlock{
		{"there", `
		from_machine_id = clerk_machine.reports.id
		to_machine_id   = clerk_machine.billing.id`},
		{"back", `
		from_machine_id = clerk_machine.billing.id
		to_machine_id   = clerk_machine.reports.id`},
	},
}

const machineScope = `
	from_machine_id = var.reports
	to_machine_id   = var.billing`
