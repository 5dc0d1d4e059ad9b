package diagnostics_test

import (
	"net/http"

	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// assuming is a local Clerk with another assumption.
func assuming(name, value string) func(*clerksim.Options) {
	return func(o *clerksim.Options) { o.Assume = map[string]string{name: value} }
}

var _ = inSection("Resource clerk_machine, and its data sources", []errorCase{
	{what: "What each argument demands", do: invalid("clerk_machine", `
		name              = ""
		default_token_ttl = 0`)},
	{what: "The answer to the creation is lost", do: func(s *scenario) {
		s.fails("POST /machines", "502")
		s.a("clerk_machine").apply(`name = "reports"`)
	}},
	{what: "The answer to the creation is lost, and another machine has the name", do: func(s *scenario) {
		s.ask("POST /machines", `{"name":"reports"}`)
		s.fails("POST /machines", "lost")
		s.a("clerk_machine").apply(`name = "reports"`)
	}},
	{what: "The name is taken, where an instance has each once", sim: assuming("machine_names_unique", "true"), do: func(s *scenario) {
		s.ask("POST /machines", `{"name":"reports"}`)
		s.a("clerk_machine").apply(`name = "reports"`)
	}},
	{what: "Imported by a name that no machine has", do: func(s *scenario) { s.a("clerk_machine").imported("reports") }},
	{what: "Imported by a name that a variable lacks", do: func(s *scenario) { s.a("clerk_machine").imported("name:") }},
	{what: "Imported by an id that is nothing but a space", do: func(s *scenario) { s.a("clerk_machine").imported(" ") }},
	{what: "Imported by a name that several machines have", do: func(s *scenario) {
		s.ask("POST /machines", `{"name":"reports"}`)
		s.ask("POST /machines", `{"name":"reports"}`)
		s.a("clerk_machine").imported("reports")
	}},
	{what: "The data source: no machine has the id", do: reading("clerk_machine", `id = "mch_0"`)},
	{what: "The data source: no machine has the id, by the code of its own", sim: assuming("machine_absent", "machine_not_found"), do: reading("clerk_machine", `id = "mch_0"`)},
	{what: "The data source: no machine has the name", do: reading("clerk_machine", `name = "reports"`)},
	{what: "The data source: neither id nor name", do: reading("clerk_machine", ``)},
	{what: "The data source clerk_machines: it is not allowed", do: forbidden("/machines", reading("clerk_machines", `query = "rep"`))},
	{what: "The list resource clerk_machine: it is not allowed", do: forbidden("/machines", querying("clerk_machine", ""))},
})

var _ = inSection("Resource clerk_machine_scope", []errorCase{
	{what: "What each argument demands", do: invalid("clerk_machine_scope", `
		from_machine_id = ""
		to_machine_id   = "mch_1/mch_2"`)},
	{what: "Neither machine is there", do: func(s *scenario) {
		s.a("clerk_machine_scope").apply(`
			from_machine_id = "mch_0"
			to_machine_id   = "mch_1"`)
	}},
	{what: "The machine that access is given to is not there", do: func(s *scenario) {
		s.machine("reports")
		s.a("clerk_machine_scope").apply(`
			from_machine_id = reports
			to_machine_id   = "mch_1"`)
	}},
	{what: "The machine has the access already", do: func(s *scenario) { s.scope(); s.a("clerk_machine_scope").apply(aScope) }},
	{what: "The machine itself", do: func(s *scenario) {
		s.machine("reports")
		s.a("clerk_machine_scope").apply(`
			from_machine_id = reports
			to_machine_id   = reports`)
	}},
	{what: "The answer to the creation is lost, and the access was there", do: func(s *scenario) {
		s.scope()
		s.Sim.PlaceFault(clerksim.Fault{Operation: "POST /machines/{machine_id}/scopes", Kind: "502", Times: 1})
		s.a("clerk_machine_scope").apply(aScope)
	}},
	{what: "The answer is about another machine's access", do: func(s *scenario) {
		s.machine("reports")
		s.machine("billing")
		s.answers("POST", "/machines/", http.StatusOK, `{"object":"machine_scope","from_machine_id":"mch_1","to_machine_id":"mch_2","created_at":1}`)
		s.a("clerk_machine_scope").apply(aScope)
	}},
	{what: "The answer does not show what a machine has access to", do: func(s *scenario) {
		s.scope()
		o := s.a("clerk_machine_scope")
		s.Sim.PlaceFault(clerksim.Fault{Operation: "GET /machines/{machine_id}", Kind: "lacking", Field: "scoped_machines", Times: 9})
		o.imported("reports/billing")
	}},
	{what: "Imported by something else", do: func(s *scenario) { s.a("clerk_machine_scope").imported("reports") }},
	{what: "Imported by a name that no machine has", do: func(s *scenario) { s.a("clerk_machine_scope").imported("reports/billing") }},
	{what: "The list resource: it is not allowed", do: forbidden("/machines", querying("clerk_machine_scope", ""))},
})

const aScope = `
	from_machine_id = reports
	to_machine_id   = billing`

// machine makes a machine, whose id is then a variable of its name.
func (s *scenario) machine(name string) {
	m, err := s.Clerk.Machines.Create(s.t.Context(), clerk.CreateMachineParams{Name: name})
	s.must(err)
	s.vars[name] = cty.StringVal(m.ID)
}

// scope makes two machines, and gives the one access to the other.
func (s *scenario) scope() {
	s.machine("reports")
	s.machine("billing")
	_, err := s.Clerk.MachineScopes.Create(s.t.Context(), clerk.CreateMachineScopeParams{From: s.vars["reports"].AsString(), To: s.vars["billing"].AsString()})
	s.must(err)
}
