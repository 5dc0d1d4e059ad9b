package conformance_test

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/acctest/driver"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// rung is one demand on every resource type. What it returns stands in the table:
// how many arguments it was shown for, say.
type rung struct {
	name string
	// skipReason says why a type need not show it; "" if it must.
	skipReason func(*subject) string
	check      func(*conformanceRun) string
}

var rungs = []rung{
	{name: "minimal create", check: func(c *conformanceRun) string { return c.creates(c.s.minimal) }},
	{name: "full create", check: func(c *conformanceRun) string { return c.creates(c.s.full) }},
	{name: "a create whose answer is lost is found again", skipReason: func(s *subject) string { return s.unfound }, check: (*conformanceRun).findsAgain},
	{name: "unknown at creation, then something", check: (*conformanceRun).fillsUnknown},
	{name: "each argument updated alone", check: (*conformanceRun).changesEach},
	{name: "state after each update as a read gives it", check: (*conformanceRun).keepsTrue},
	{name: "each argument's drift shown by name", check: (*conformanceRun).driftsEach},
	{name: "Clerk's own spelling is no drift", check: (*conformanceRun).spellsOtherwise},
	{name: "a change that Clerk ignores is an error", check: (*conformanceRun).ignoresEach},
	{name: "omitted arguments left alone", skipReason: func(s *subject) string { return s.clears }, check: (*conformanceRun).leavesOmitted},
	{name: "deleted outside, recreated", skipReason: func(s *subject) string { return s.remains }, check: (*conformanceRun).recreates},
	{name: "import by id", skipReason: func(s *subject) string { return s.importDiffers }, check: func(c *conformanceRun) string { return c.imports(c.s.importID) }},
	{name: "import by what a person knows", skipReason: func(s *subject) string { return s.importDiffers }, check: func(c *conformanceRun) string {
		return c.imports(func(state cty.Value) string { return c.s.known(c.World, state) })
	}},
	{name: "import by identity", skipReason: func(s *subject) string { return s.importDiffers }, check: func(c *conformanceRun) string { return c.imports(nil) }},
	{name: "listed and generated, plans no change", skipReason: func(s *subject) string { return s.unlisted }, check: (*conformanceRun).lists},
	{name: "an import removes nothing", check: (*conformanceRun).importsAndLeaves},
	{name: "unknown values at plan", check: (*conformanceRun).plansUnknown},
	{name: "destroy leaves nothing", check: (*conformanceRun).destroys},
	{name: "a 404 that is not Clerk's is an error", check: (*conformanceRun).meetsPages},
	{name: "the key of another instance is an error", check: (*conformanceRun).meetsAnotherInstance},
	{name: "an answer about another object is an error", check: (*conformanceRun).meetsAnotherObject},
	{name: "what an answer lacks stays as it is", check: (*conformanceRun).meetsLackingFields},
}

// TestLadder holds every registered resource type against every rung, and what comes of
// it against the type's file in testdata.
func TestLadder(t *testing.T) {
	t.Parallel()
	for _, s := range subjects {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			sim, other, table := s.instance(t), s.instance(t), map[string]string{}
			for _, r := range rungs {
				if r.skipReason != nil && r.skipReason(s) != "" {
					table[r.name] = "does not apply: " + r.skipReason(s)
					continue
				}
				t.Run(r.name, func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						table[r.name] = r.check(&conformanceRun{s: s, sim: sim, other: other, t: t})
					})
				})
			}
			if !t.Failed() && len(table) == len(rungs) { // part of a table tells nothing
				compare(t, s.name, table)
			}
		})
	}
	t.Run("other types", comparePages)
}

// ofNoResource are data sources of objects that no resource makes.
var ofNoResource = []string{
	"clerk_enterprise_connection_test_runs", "clerk_instance", "clerk_jwks", "clerk_session", "clerk_sessions",
	"clerk_user_count", "clerk_user_organization_invitations", "clerk_user_organization_memberships",
}

// TestEveryTypeAndArgumentHasItsPlaceOnTheLadder fails for a registered type
// without an entry, and for an argument without a change or a drift.
func TestEveryTypeAndArgumentHasItsPlaceOnTheLadder(t *testing.T) {
	t.Parallel()
	sim := acctest.NewSim(t)
	w := acctest.NewWorld(t, sim)
	registered := w.Core.Types()
	for name := range registered {
		if !slices.ContainsFunc(subjects, func(s *subject) bool { return s.name == name }) {
			t.Errorf("%s is registered, and has no entry", name)
		}
	}
	for _, s := range subjects {
		if len(s.drawn) == 0 {
			t.Errorf("no configuration that is drawn has a %s", s.name)
		}
	}
	sources := map[string]bool{}
	for _, r := range everything(t) {
		if r.kind == "data-sources" {
			sources[r.name] = true
		}
		// The list data source of a type has its name in the plural.
		has := slices.ContainsFunc(subjects, func(s *subject) bool {
			return s.name == r.name || r.kind == "data-sources" && tf.Plural(s.name) == r.name
		})
		if (r.kind == "data-sources" || r.kind == "list-resources") && has == slices.Contains(ofNoResource, r.name) {
			t.Errorf("the %s %s is registered; is of a type that has an entry: %t; is said to be of no resource: %t", r.kind, r.name, has, !has)
		}
	}
	for _, name := range ofNoResource {
		if !sources[name] {
			t.Errorf("%s is said to be a data source of no resource, and is not registered", name)
		}
	}
	for _, s := range subjects {
		if sources[s.name] != (s.unread == "") {
			t.Errorf("%s has a data source: %t; its entry says %q", s.name, sources[s.name], s.unread)
		}
		if registered[s.name] == nil {
			t.Errorf("%s has an entry, and is not registered", s.name)
			continue
		}
		c := &conformanceRun{s: s, sim: sim, t: t}
		c.begin()
		full := c.config(s.full)
		for argument := range registered[s.name].Attributes {
			_, fixed := s.fixed[argument]
			mentioned := !full.GetAttr(argument).IsNull()
			a, has := s.arguments[argument]
			drifts := a.patch != "" || a.outside != nil || s.driftless(argument) != ""
			switch {
			case fixed && has:
				t.Errorf("%s.%s is said to be %s, and is among the arguments that change", s.name, argument, s.fixed[argument])
			case !fixed && (!mentioned || a.to == "" || !drifts):
				t.Errorf("%s.%s: in the full configuration: %t; has a change: %t; a drift: %t", s.name, argument, mentioned, a.to != "", drifts)
			}
		}
		for _, table := range []map[string]bool{keys(s.arguments), keys(s.fixed), keys(s.unimported)} {
			for argument := range table {
				if registered[s.name].Attributes[argument] == nil {
					t.Errorf("%s has no argument %s", s.name, argument)
				}
			}
		}
		if registered[s.name].CanBeListed() != (s.unlisted == "") {
			t.Errorf("%s can be listed: %t; its entry says %q", s.name, registered[s.name].CanBeListed(), s.unlisted)
		}
	}
}

func keys[V any](m map[string]V) map[string]bool {
	out := map[string]bool{}
	for k := range m {
		out[k] = true
	}
	return out
}

// conformanceRun is a subject on one rung, and the object there.
type conformanceRun struct {
	*acctest.World
	s     *subject
	sim   *clerksim.Server
	other *clerksim.Server // another instance
	t     *testing.T
	typ   *driver.Type
	vars  map[string]cty.Value
	state *driver.State
}

// begin empties the local Clerk, and makes what the object needs.
func (c *conformanceRun) begin() {
	c.sim.Reset()
	c.world(acctest.NewWorld(c.t, c.sim))
}

func (c *conformanceRun) world(w *acctest.World) {
	c.World, c.typ, c.state = w, w.Core.Type(c.s.name), nil
	if c.s.prepare != nil {
		c.vars = map[string]cty.Value{"var": cty.ObjectVal(c.s.prepare(w, 0))}
	}
}

func (c *conformanceRun) config(hcl string) cty.Value { return c.Core.Config(c.typ, hcl, c.vars) }

// overridden is a configuration with some arguments replaced by those of another,
// which may be null there.
func (c *conformanceRun) overridden(config cty.Value, hcl string) cty.Value {
	values := map[string]cty.Value{}
	for name := range c.Core.Arguments(c.typ, hcl, c.vars) {
		values[name] = c.config(hcl).GetAttr(name)
	}
	return with(config, values)
}

func (c *conformanceRun) walk() *driver.Walk {
	w, err := c.Core.Walk()
	c.Must(err)
	return w
}

func (c *conformanceRun) plan(config cty.Value) *driver.Plan {
	c.t.Helper()
	p, err := c.walk().Plan(c.typ, c.state, config)
	if err != nil {
		c.t.Fatalf("the plan: %v", err)
	}
	return p
}

// apply applies, and holds what Clerk then has, and the next plan, against it.
func (c *conformanceRun) apply(config cty.Value, action driver.Action, changes ...string) {
	c.t.Helper()
	p := c.plan(config)
	slices.Sort(changes)
	if p.Action != action || action != driver.Create && !slices.Equal(p.Changes, changes) {
		c.t.Fatalf("the plan is %v; expected %s of %v", p, action, changes)
	}
	c.carryOut(p, config)
}

func (c *conformanceRun) carryOut(p *driver.Plan, config cty.Value) {
	c.t.Helper()
	state, err := c.walk().Apply(c.typ, p, config)
	if err != nil {
		c.t.Fatalf("the apply: %v", err)
	}
	c.state = state
	held := c.s.held(c.World, c.state.Value)
	for _, argument := range mentioned(config) {
		if has, ok := held[argument]; ok && !c.s.agree(argument, has, config.GetAttr(argument)) {
			c.t.Errorf("after the apply Clerk has %s = %s, and the configuration %s", argument, plain(has), plain(config.GetAttr(argument)))
		}
	}
	c.isTrue()
	c.empty(config)
}

// isTrue: the state is what a read gives, computed values too.
func (c *conformanceRun) isTrue() {
	c.t.Helper()
	fresh, err := c.walk().Refresh(c.typ, c.state)
	if err != nil || fresh == nil {
		c.t.Fatalf("the read after the apply: %v", err)
	}
	for name := range c.typ.Attributes {
		if has, reads := c.state.Value.GetAttr(name), fresh.Value.GetAttr(name); !has.RawEquals(reads) {
			c.t.Errorf("after the apply the state has %s = %s, and a read gives %s", name, plain(has), plain(reads))
		}
	}
}

// empty: a plan of the configuration changes nothing.
func (c *conformanceRun) empty(config cty.Value) {
	c.t.Helper()
	if p := c.plan(config); p.Action != driver.NoOp {
		c.t.Errorf("the plan is not empty: %v", p)
	}
}

func (c *conformanceRun) creates(hcl string) string {
	c.begin()
	c.apply(c.config(hcl), driver.Create)
	return "yes"
}

// arguments are those that the full configuration mentions and that have no fixed
// place.
func (c *conformanceRun) arguments() []string {
	return slices.DeleteFunc(mentioned(c.config(c.s.full)), func(a string) bool { _, fixed := c.s.fixed[a]; return fixed })
}

// eachArgument shows a rung argument by argument, each with a local Clerk that is empty. It
// counts them, but for those that show says a reason of why it does not apply to them.
func (c *conformanceRun) eachArgument(show func(argument string) (reason string)) string {
	c.begin()
	shown, reasons := 0, ""
	for _, argument := range c.arguments() {
		c.begin()
		if reason := show(argument); reason == unnamed {
			continue
		} else if reason != "" {
			reasons += fmt.Sprintf("; not `%s`: %s", argument, reason)
			continue
		}
		shown++
	}
	if shown == 1 {
		return "1 argument" + reasons
	}
	return fmt.Sprintf("%d arguments", shown) + reasons
}

// unnamed is a reason that goes without saying.
const unnamed = "-"

// updated is a configuration in which an argument has another value.
func (c *conformanceRun) updated(config cty.Value, argument string) cty.Value {
	change := c.s.arguments[argument]
	return c.overridden(config, argument+" = "+change.to+"\n"+change.with)
}

// before is the full configuration, as it has to be before an argument is changed.
func (c *conformanceRun) before(argument string) cty.Value {
	return c.overridden(c.config(c.s.full), c.s.arguments[argument].from)
}
