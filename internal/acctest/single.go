package acctest

import (
	"encoding/json"
	"strings"

	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

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
	w, b, core := i.only(config)
	var said driver.Diagnostics
	of := func(t *driver.Type) (*driver.Type, cty.Value) { return t, core.Config(t, b.arguments, nil) }
	switch b.kind {
	case "resource":
		t, arguments := of(core.Type(b.typ))
		_, refusal := w.Plan(t, nil, arguments)
		said, _ = refusal.(driver.Diagnostics) //nolint:errorlint // the driver's own, never wrapped
	case "data":
		said = w.Read(of(core.DataSource(b.typ)))
	case "ephemeral":
		t, arguments := of(core.EphemeralResource(b.typ))
		said = w.Open(t, arguments, func() {})
	case "list":
		said = w.Query(of(core.ListResource(b.typ)))
	case "action":
		said = w.Invoke(of(core.Action(b.typ)))
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
	w, b, core := i.only(config)
	t := core.DataSource(b.typ)
	v, said := w.ReadValue(t, core.Config(t, b.arguments, nil))
	i.must(b, said)
	return v
}

// Open opens the one ephemeral block of the configuration, hands over what it gives,
// as JSON would have it, and closes it.
func (i *Instance) Open(config string, check func(given map[string]any)) {
	i.t.Helper()
	w, b, core := i.only(config)
	t := core.EphemeralResource(b.typ)
	i.must(b, w.OpenValue(t, core.Config(t, b.arguments, nil), func(v cty.Value) {
		var given map[string]any
		text, err := ctyjson.Marshal(v, v.Type())
		if err == nil {
			err = json.Unmarshal(text, &given)
		}
		if err != nil {
			i.t.Fatal(err)
		}
		check(given)
	}))
}

// Invoke invokes the one action block of the configuration, and returns what it says
// on the way, and its errors.
func (i *Instance) Invoke(config string) (messages, errors string) {
	i.t.Helper()
	w, b, core := i.only(config)
	t := core.Action(b.typ)
	said, diags := w.InvokeAloud(t, core.Config(t, b.arguments, nil))
	return strings.Join(said, "\n"), b.report(diags.Errors())
}

func (i *Instance) must(b block, said driver.Diagnostics) {
	i.t.Helper()
	if errs := said.Errors(); len(errs) > 0 {
		i.t.Fatal(b.report(errs))
	}
}

// only is the one block of the configuration, beside the provider's.
func (i *Instance) only(config string) (*driver.Walk, block, *driver.Core) {
	i.t.Helper()
	r := NewRun(NewWorld(i.t, i.Sim))
	w, all, err := r.walk(config)
	if err != nil || len(all) != 1 {
		i.t.Fatalf("%d blocks: %v", len(all), err)
	}
	return w, all[0], r.Core
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
