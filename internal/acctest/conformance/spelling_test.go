package conformance_test

import (
	"cmp"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest/driver"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// spelling is how Clerk stores an argument of full otherwise than it is sent, and how it
// ignores it. Most need no entry: the rule is "otherwise", and the field has the name of
// the argument.
type spelling struct {
	none  string // why Clerk has no other spelling of it
	field string // Clerk's name of it
	rule  string
	value string // what is sent, in HCL, if not the value of full
	taken string // why Clerk cannot ignore a change of it, or why nobody would know
}

// spelled are how Clerk spells each argument otherwise.
func (c *conformanceRun) spelled(argument string) spelling {
	s := c.s.arguments[argument].spelling
	s.field, s.rule = cmp.Or(s.field, argument), cmp.Or(s.rule, "otherwise")
	if c.typ.Attributes[argument].ValueType().Is(tftypes.Bool) {
		s.none = cmp.Or(s.none, "it is true or false")
	}
	return s
}

// spellsOtherwise lets Clerk store each argument otherwise than it is sent, in a create
// and in an update: there is one warning, on the argument, and no plan shows a change
// because of it. What is changed outside Terraform shows as ever.
func (c *conformanceRun) spellsOtherwise() string {
	return c.eachArgument(func(argument string) string {
		as, change := c.spelled(argument), c.s.arguments[argument]
		if as.none != "" {
			return as.none
		}
		create := func() cty.Value {
			c.Must(c.sim.Spell(as.field, as.rule))
			config := c.config(c.s.full)
			if as.value != "" {
				config = c.overridden(config, argument+" = "+as.value)
			}
			c.warns(argument, config, true)
			return config
		}
		config := create()
		if held := c.s.held(c.World, c.state.Value)[argument]; c.s.agree(argument, held, config.GetAttr(argument)) && as.rule == "otherwise" {
			c.t.Errorf("Clerk has spelled %s as it was sent: %s", argument, plain(held))
		}
		c.leavesSpelling(argument, config)
		if after := c.updated(config, argument); !change.replaces {
			c.warns(argument, after, !isNothing(after.GetAttr(argument)) && as.rule == "otherwise" && argument != "web3_wallets")
		}
		if c.s.driftless(argument) == "" && !change.unmendable {
			c.begin()
			config = create()
			c.Must(c.s.drift(c.World, c.state.Value, argument))
			if p := c.plan(config); !slices.Contains(p.Changes, argument) {
				c.t.Errorf("the plan after the drift of %s is %v", argument, p)
			}
			c.warns(argument, config, true)
		}
		return ""
	})
}

// warns applies a configuration: the apply warns once that Clerk spells the argument
// otherwise, or not at all, and the plans after it are empty.
func (c *conformanceRun) warns(argument string, config cty.Value, does bool) {
	c.t.Helper()
	p := c.plan(config)
	state, err := c.walk().Apply(c.typ, p, config)
	if err != nil {
		c.t.Fatalf("the apply of %s: %v", argument, err)
	}
	c.state = state
	all := 1
	if set := config.GetAttr(argument); set.Type().IsSetType() {
		all = set.LengthInt()
	}
	var said driver.Diagnostics
	for _, d := range state.Warnings {
		if d.Summary == "Clerk spells it otherwise" {
			said = append(said, d)
		}
	}
	others := slices.ContainsFunc(said, func(d *tfprotov6.Diagnostic) bool { return !blames(driver.Diagnostics{d}, argument) })
	if got := blames(said, argument); got != does || others || len(said) > all {
		c.t.Errorf("the apply of %s = %s warns of it: %t; in all it warns of %d spellings: %v", argument, plain(config.GetAttr(argument)), got, len(said), said)
	}
	c.isTrue()
	c.empty(config)
}

// leavesSpelling changes another argument: what Clerk spells otherwise is neither
// mentioned again nor changed.
func (c *conformanceRun) leavesSpelling(argument string, config cty.Value) {
	c.t.Helper()
	for _, other := range c.arguments() {
		change := c.s.arguments[other]
		if other == argument || change.from != "" || change.replaces || slices.Contains(change.also, argument) || slices.Contains(c.s.follows[argument], other) {
			continue
		}
		was := c.s.held(c.World, c.state.Value)[argument]
		before := c.state
		c.warns(argument, c.updated(config, other), false)
		if has := c.s.held(c.World, c.state.Value)[argument]; !same(was, has) {
			c.t.Errorf("the change of %s changes %s from %s to %s", other, argument, plain(was), plain(has))
		}
		if p := c.plan(config); slices.Contains(p.Changes, argument) || before == c.state {
			c.t.Errorf("the change of %s back is %v", other, p)
		}
		c.warns(argument, config, false)
		return
	}
}

// ignoresEach lets Clerk ignore the change of each argument: that is an error on the
// argument, the state has what Clerk has, and the next plan shows it again. So it is with
// an answer that does not show a setting at all.
func (c *conformanceRun) ignoresEach() string {
	return c.eachArgument(func(argument string) string {
		as := c.spelled(argument)
		if c.s.single && slices.Contains(c.s.writes(argument), c.s.merges) {
			c.meetsUnshown(argument)
			c.begin()
		}
		if c.s.arguments[argument].replaces {
			return "another one is another object"
		} else if as.taken != "" {
			return as.taken
		}
		before := c.before(argument)
		c.apply(before, driver.Create)
		was, after := c.state.Value.GetAttr(argument), c.updated(before, argument)
		p := c.plan(after)
		c.Must(c.sim.Spell(as.field, "ignore"))
		state, err := c.walk().Apply(c.typ, p, after)
		said, _ := err.(driver.Diagnostics) //nolint:errorlint // nothing wraps it
		if !blames(said, argument) || state == nil || state.Tainted || !state.Value.GetAttr(argument).RawEquals(was) {
			c.t.Fatalf("where Clerk ignores the change of %s, the apply ends with %v, and the state is %v", argument, err, state)
		}
		c.state = state
		c.isTrue()
		c.Must(c.sim.Spell(as.field, ""))
		if p = c.plan(after); !slices.Contains(p.Changes, argument) {
			c.t.Errorf("the plan after Clerk has ignored the change of %s is %v", argument, p)
		}
		c.carryOut(p, after)
		return ""
	})
}

// meetsUnshown leaves a setting out of the answer that follows its change, as Clerk has no
// other word of it: that is an error on the argument. A create saves nothing; after an
// update, the state has the value from before until the next read.
func (c *conformanceRun) meetsUnshown(argument string) {
	unshown := func(config cty.Value) *driver.State {
		p := c.plan(config)
		c.sim.PlaceFault(clerksim.Fault{Operation: c.s.merges, Kind: "lacking", Field: argument, Times: 100})
		state, err := c.walk().Apply(c.typ, p, config)
		c.sim.ForgetFaults()
		if said, _ := err.(driver.Diagnostics); !blames(said, argument) { //nolint:errorlint // nothing wraps it
			c.t.Fatalf("where Clerk's answer does not show %s, the apply ends with %v", argument, err)
		}
		return state
	}
	before := c.before(argument)
	if state := unshown(before); state != nil {
		c.t.Fatalf("where Clerk's answer does not show %s, a create saves %v", argument, state)
	}
	c.apply(before, driver.Create)
	was, after := c.state.Value.GetAttr(argument), c.updated(before, argument)
	if c.s.arguments[argument].falseUnsaid {
		p := c.plan(after)
		c.sim.PlaceFault(clerksim.Fault{Operation: c.s.merges, Kind: "lacking", Field: argument, Times: 100})
		c.carryOut(p, after)
		c.sim.ForgetFaults()
		c.empty(after)
		return
	}
	state := unshown(after)
	if state == nil || state.Tainted || !state.Value.GetAttr(argument).RawEquals(was) {
		c.t.Fatalf("where Clerk's answer does not show %s, the state after an update is %v", argument, state)
	}
	c.state = state
	c.empty(after) // the plan has read that Clerk stored it
}
