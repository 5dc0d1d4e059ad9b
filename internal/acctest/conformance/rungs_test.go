package conformance_test

import (
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/acctest/driver"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// fillsUnknown: what the plan of a new object has as unknown, which is a line in it,
// turns out to be something, or it would have been planned as null.
func (c *conformanceRun) fillsUnknown() string {
	c.begin()
	config := c.config(c.s.minimal)
	p := c.plan(config)
	c.carryOut(p, config)
	unknown := 0
	for name := range c.typ.Attributes {
		if p.Planned.GetAttr(name).IsKnown() {
			continue
		}
		unknown++
		if isNothing(c.state.Value.GetAttr(name)) {
			c.t.Errorf("%s is unknown in the plan of a new object, and then %s", name, c.state.Value.GetAttr(name).GoString())
		}
	}
	if unknown == 1 {
		return "1 attribute"
	}
	return fmt.Sprintf("%d attributes", unknown)
}

// findsAgain loses the answer of a create, in each way that there is: what it made is
// what the state has, and there is no second object.
func (c *conformanceRun) findsAgain() string {
	for _, kind := range []string{"lost", "lost_502", "late"} {
		for _, hcl := range []string{c.s.minimal, c.s.full} {
			c.begin()
			before := c.Everything()
			operation := c.s.merges
			if operation == "" {
				operation = "POST " + c.s.collection()
			}
			c.sim.PlaceFault(clerksim.Fault{Operation: operation, Kind: kind})
			c.apply(c.overridden(c.config(hcl), c.s.undates), driver.Create)
			if c.sim.Stats().Faults != 1 {
				c.t.Errorf("%d answers were lost", c.sim.Stats().Faults)
			}
			if c.s.merges != "" {
				continue
			}
			if ids := c.s.ids(c.World, before); !slices.Equal(ids, []string{attribute(c.state.Value, "id")}) {
				c.t.Errorf("after a create whose answer was lost (%s), Clerk has %v, and the state %s", kind, ids, attribute(c.state.Value, "id"))
			}
		}
	}
	return "yes"
}

// changesEach changes each argument alone: the plan shows it and what follows from
// it, Clerk is asked for it alone, and has nothing else otherwise.
func (c *conformanceRun) changesEach() string {
	return c.eachArgument(func(argument string) string {
		before, replaces := c.before(argument), c.s.arguments[argument].replaces
		c.apply(before, driver.Create)
		was := c.s.held(c.World, c.state.Value)
		action := driver.Update
		if replaces {
			action = driver.Replace
		}
		asked, also := c.writes(), c.s.also(c.typ, argument)
		c.apply(c.updated(before, argument), action, append(also, argument)...)
		if got := c.writes()[len(asked):]; !replaces && !slices.Equal(got, c.s.writes(argument)) {
			c.t.Errorf("the change of %s asks Clerk for %v, expected %v", argument, got, c.s.writes(argument))
		}
		for other, has := range c.s.held(c.World, c.state.Value) {
			if other != argument && !slices.Contains(also, other) && !same(has, was[other]) {
				c.t.Errorf("the change of %s changes %s from %s to %s", argument, other, plain(was[other]), plain(has))
			}
		}
		return ""
	})
}

// keepsTrue changes each argument alone, of an object without the arguments that hide
// what follows from others: the state that comes of it is what a read gives.
func (c *conformanceRun) keepsTrue() string {
	return c.eachArgument(func(argument string) string {
		if c.overridden(c.config(c.s.full), c.s.hides).GetAttr(argument).IsNull() {
			return "it hides what follows from others"
		}
		before := c.overridden(c.overridden(c.config(c.s.full), c.s.hides), c.s.arguments[argument].from)
		c.carryOut(c.plan(before), before)
		after := c.updated(before, argument)
		c.carryOut(c.plan(after), after)
		return ""
	})
}

// writes are those that Clerk has seen, by operation, in their order.
func (c *conformanceRun) writes() (all []string) {
	for _, r := range c.sim.Requests() {
		if acctest.IsWrite(r) {
			all = append(all, r.Operation)
		}
	}
	return all
}

// driftsEach changes each argument outside Terraform: the plan shows it by name,
// and an apply mends it.
func (c *conformanceRun) driftsEach() string {
	return c.eachArgument(func(argument string) string {
		if reason := c.s.driftless(argument); reason != "" {
			return reason
		}
		full, drift := c.config(c.s.full), c.s.arguments[argument]
		c.apply(full, driver.Create)
		c.Must(c.s.drift(c.World, c.state.Value, argument))
		if !drift.unmendable {
			c.apply(full, driver.Update, append(drift.driftsAlso, argument)...)
		} else if p := c.plan(full); p.Action != driver.NoOp || !blames(p.Warnings, argument) {
			c.t.Errorf("the plan after the drift of %s does not warn of it alone: %v", argument, p)
		}
		return ""
	})
}

// blames reports whether a diagnostic stands on the argument.
func blames(diags driver.Diagnostics, argument string) bool {
	return slices.ContainsFunc(diags, func(d *tfprotov6.Diagnostic) bool {
		return d.Attribute.String() == tftypes.NewAttributePath().WithAttributeName(argument).String()
	})
}

// leavesOmitted takes every argument out of the configuration that it can do
// without, and changes each outside Terraform: neither changes anything.
func (c *conformanceRun) leavesOmitted() string {
	return c.eachArgument(func(argument string) string {
		minimal := c.config(c.s.minimal)
		if c.s.driftless(argument) != "" || !minimal.GetAttr(argument).IsNull() {
			return unnamed
		}
		c.apply(c.config(c.s.full), driver.Create)
		was := c.s.held(c.World, c.state.Value)
		c.leave(minimal, was)
		c.Must(c.s.drift(c.World, c.state.Value, argument))
		c.leave(minimal, c.s.held(c.World, c.state.Value))
		return ""
	})
}

// leave applies a configuration, which changes nothing that Clerk has.
func (c *conformanceRun) leave(config cty.Value, was map[string]cty.Value) {
	c.t.Helper()
	c.carryOut(c.plan(config), config)
	for argument, has := range c.s.held(c.World, c.state.Value) {
		if kept := config.GetAttr(argument).IsNull(); kept && !same(has, was[argument]) {
			c.t.Errorf("%s is not mentioned, and changed from %s to %s", argument, plain(was[argument]), plain(has))
		}
	}
}

func (c *conformanceRun) recreates() string {
	c.begin()
	full := c.config(c.s.full)
	c.apply(full, driver.Create)
	c.Must(c.s.remove(c.World, attribute(c.state.Value, "id")))
	c.apply(full, driver.Create)
	return "yes"
}

// imports: an object that is imported plans no change beside the configuration
// that made it, but for what Clerk does not give back. Without an id, it is imported by
// its identity.
func (c *conformanceRun) imports(by func(state cty.Value) string) string {
	c.begin()
	full := c.config(c.s.full)
	c.apply(full, driver.Create)
	id, identity := "", c.state.Identity
	if by != nil {
		id, identity = by(c.state.Value), cty.NilVal
	}
	got, err := c.walk().Import(c.typ, id, identity)
	if err != nil {
		c.t.Fatalf("the import: %v", err)
	}
	c.state = got
	config := full
	for _, argument := range mentioned(full) {
		_, fixed := c.s.fixed[argument]
		_, excused := c.s.unimported[argument]
		if (fixed || excused) && got.Value.GetAttr(argument).IsNull() {
			config = without(c.typ, config, argument)
		}
	}
	c.empty(config)
	return "yes"
}

// lists: an object that is listed is what an import of its identity reads and, imported
// with the configuration that is generated for it, plans no change; that configuration has
// no secret.
func (c *conformanceRun) lists() string {
	for _, hcl := range []string{c.s.minimal, c.s.full} {
		c.begin()
		c.apply(c.config(hcl), driver.Create)
		filter := map[string]cty.Value{}
		if c.s.query != nil {
			filter = c.s.query(c.state.Value)
		}
		if c.typ.ListTakes("include_private_metadata") {
			filter["include_private_metadata"] = cty.True
		}
		listed, err := c.walk().List(c.typ, filter, 0)
		if err != nil {
			c.t.Fatalf("the list: %v", err)
		}
		i := slices.IndexFunc(listed, func(l driver.Listed) bool { return l.Identity.RawEquals(c.state.Identity) })
		if i < 0 {
			c.t.Fatalf("the object is not among the %d that are listed", len(listed))
		}
		for name, a := range c.typ.Attributes {
			if v := listed[i].Config.GetAttr(name); !v.IsNull() && (a.Sensitive || a.WriteOnly || !a.Optional && !a.Required) {
				c.t.Errorf("the generated configuration has %s", name)
			}
		}
		if c.state, err = c.walk().Import(c.typ, "", listed[i].Identity); err != nil {
			c.t.Fatalf("the import: %v", err)
		}
		if !listed[i].Object.RawEquals(c.state.Value) {
			c.t.Errorf("listed is %#v, and imported %#v", listed[i].Object, c.state.Value)
		}
		c.empty(listed[i].Config)
	}
	return "yes"
}

// plansUnknown makes each argument unknown until the apply: in a create, and in an
// update, where it turns out to be what it was, and where it turns out to be new.
func (c *conformanceRun) plansUnknown() string {
	return c.eachArgument(func(argument string) string {
		full := c.config(c.s.full)
		unknown := func(config cty.Value) cty.Value {
			return with(config, map[string]cty.Value{argument: cty.UnknownVal(config.GetAttr(argument).Type())})
		}
		c.carryOut(c.plan(unknown(full)), full)
		c.carryOut(c.plan(unknown(full)), full)
		if c.s.arguments[argument].from == "" {
			after := c.updated(full, argument)
			c.carryOut(c.plan(unknown(after)), after)
		}
		return ""
	})
}

func (c *conformanceRun) destroys() string {
	c.begin()
	before := c.Everything()
	c.apply(c.config(c.s.full), driver.Create)
	none := cty.NullVal(c.state.Value.Type())
	last := c.state.Value
	state, err := c.walk().Apply(c.typ, c.plan(none), none)
	if err != nil || state != nil {
		c.t.Fatalf("the destroy leaves a state (%v)", err)
	}
	if held := c.s.held(c.World, last); held != nil && c.s.stays == "" {
		c.t.Errorf("after the destroy Clerk has %v", held)
	}
	for kind, objects := range c.Everything() {
		if len(objects) != len(before[kind]) && !c.s.leaves(kind) {
			c.t.Errorf("after the destroy Clerk has %d %s, and %d before", len(objects), kind, len(before[kind]))
		}
	}
	if c.s.stays != "" {
		return "yes, but for " + c.s.stays
	}
	return "yes"
}
