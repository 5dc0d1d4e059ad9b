package acctest

import (
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest/driver"
)

// ExpectRefused fails the test unless the one block of the configuration is refused
// with these words, in their order, and nothing was sent.
func (i *Instance) ExpectRefused(config string, words ...string) {
	i.t.Helper()
	i.ExpectError(config, words...)
	if n := i.Sim.Stats().Requests; n != 0 {
		i.t.Errorf("%d requests were sent", n)
	}
}

// ExpectError fails the test unless the one block of the configuration, of any kind,
// fails with these words, in their order: a resource in its plan.
func (i *Instance) ExpectError(config string, words ...string) {
	i.t.Helper()
	r := &run{Instance: i, core: NewWorld(i.t, i.Sim).Core}
	w, all, err := r.walk(config)
	if err != nil || len(all) != 1 {
		i.t.Fatalf("%d blocks: %v", len(all), err)
	}
	b, said := all[0], driver.Diagnostics(nil)
	of := func(t *driver.Type) (*driver.Type, cty.Value) { return t, r.core.Config(t, b.arguments, nil) }
	switch b.kind {
	case "resource":
		t, arguments := of(r.core.Type(b.typ))
		_, refusal := w.Plan(t, nil, arguments)
		said, _ = refusal.(driver.Diagnostics) //nolint:errorlint // the driver's own, never wrapped
	case "data":
		said = w.Read(of(r.core.DataSource(b.typ)))
	case "ephemeral":
		t, arguments := of(r.core.EphemeralResource(b.typ))
		said = w.Open(t, arguments, func() {})
	case "list":
		said = w.Query(of(r.core.ListResource(b.typ)))
	case "action":
		said = w.Invoke(of(r.core.Action(b.typ)))
	default:
		i.t.Fatalf("a %s block cannot fail", b.kind)
	}
	if report := b.report(said.Errors()); !Words(words...).MatchString(report) {
		i.t.Errorf("it fails with %q, expected %q", report, words)
	}
}

// Read is what the one data block of the configuration reads.
func (i *Instance) Read(config string) cty.Value {
	i.t.Helper()
	r := &run{Instance: i, core: NewWorld(i.t, i.Sim).Core}
	w, all, err := r.walk(config)
	if err != nil || len(all) != 1 || all[0].kind != "data" {
		i.t.Fatalf("%d blocks: %v", len(all), err)
	}
	t := r.core.DataSource(all[0].typ)
	v, said := w.ReadValue(t, r.core.Config(t, all[0].arguments, nil))
	if errs := said.Errors(); len(errs) > 0 {
		i.t.Fatal(all[0].report(errs))
	}
	return v
}

// ExpectNoImport fails the test unless an import fails with these words.
func (i *Instance) ExpectNoImport(address, id string, words ...string) {
	i.t.Helper()
	core := NewWorld(i.t, i.Sim).Core
	w, err := core.Walk()
	if err != nil {
		i.t.Fatal(err)
	}
	state, err := w.Import(core.Type(strings.Split(address, ".")[0]), id, cty.NilVal)
	said := "Cannot import non-existent remote object" // core's own words
	if err != nil {
		said = err.Error()
	}
	if state != nil || !Words(words...).MatchString(said) {
		i.t.Errorf("the import of %s gives %v and %q, expected %q", id, state, said, words)
	}
}
