package conformance_test

import (
	"maps"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/acctest/driver"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// meetsPages: a web server that answers 404 to everything, as a mistyped api_url or a
// proxy does, empties no state, and a destroy does not succeed on it.
func (c *conformanceRun) meetsPages() string {
	c.begin()
	full := c.config(c.s.full)
	c.apply(full, driver.Create)
	none := cty.NullVal(c.state.Value.Type())
	destroy := c.plan(none)
	before := c.Everything()

	c.sim.PlaceFault(clerksim.Fault{Kind: "404", Times: 1000})
	if p, err := c.walk().Plan(c.typ, c.state, full); err == nil {
		c.t.Errorf("the plan is %v, and no error", p)
	}
	if state, err := c.walk().Refresh(c.typ, c.state); err == nil {
		c.t.Errorf("the refresh is no error, and leaves the state %v", state)
	}
	if state, err := c.walk().Apply(c.typ, destroy, none); err == nil || state == nil {
		c.t.Errorf("the destroy ends with %v, and leaves the state %v", err, state)
	}
	c.sim.ForgetFaults()
	c.same(before)
	c.empty(full)
	return "yes"
}

// meetsAnotherInstance: with the key of another instance, which has no such object,
// nothing is planned as new and nothing is forgotten. The error names both instances.
func (c *conformanceRun) meetsAnotherInstance() string {
	c.begin()
	full := c.config(c.s.full)
	c.apply(full, driver.Create)
	none := cty.NullVal(c.state.Value.Type())
	destroy := c.plan(none)
	own, other := c.Core, acctest.NewWorld(c.t, c.other)

	names := func(what string, err error) {
		c.t.Helper()
		if err == nil || !strings.Contains(err.Error(), c.sim.InstanceID()) || !strings.Contains(err.Error(), c.other.InstanceID()) {
			c.t.Errorf("%s ends with %v, which does not name both instances", what, err)
		}
	}
	c.Core = other.Core
	_, err := c.walk().Plan(c.typ, c.state, full)
	names("the plan", err)
	_, err = c.walk().Refresh(c.typ, c.state)
	names("the refresh", err)
	state, err := c.walk().Apply(c.typ, destroy, none)
	names("the destroy", err)
	if state == nil {
		c.t.Error("the destroy leaves no state")
	}
	c.Core = own
	c.empty(full)

	// A plan that was made with the one key may be applied with the other.
	there := other.Everything()
	for _, argument := range c.arguments() {
		if change := c.s.arguments[argument]; change.replaces || change.from != "" {
			continue
		}
		changed := c.updated(full, argument)
		update := c.plan(changed)
		c.Core = other.Core
		state, err = c.walk().Apply(c.typ, update, changed)
		c.Core = own
		names("the update of "+argument, err)
		if state == nil || !state.Value.RawEquals(c.state.Value) {
			c.t.Errorf("the update of %s leaves the state %v", argument, state)
		}
	}
	c.empty(full)
	if now := other.Everything(); !maps.EqualFunc(now, there, maps.Equal[map[string]string]) {
		c.t.Errorf("the other instance has %v, and had %v", now, there)
	}

	// An import belongs to an instance as well.
	if c.s.importDiffers == "" {
		imported, err := c.walk().Import(c.typ, "", c.state.Identity)
		c.Must(err)
		c.Core = other.Core
		_, err = c.walk().Refresh(c.typ, imported)
		names("the refresh of an import", err)
	}
	return "yes"
}

// importsAndLeaves: an object that is imported beside a configuration that mentions
// less than it has keeps all that it has.
func (c *conformanceRun) importsAndLeaves() string {
	c.begin()
	c.apply(c.config(c.s.full), driver.Create)
	before := c.s.held(c.World, c.state.Value)
	imported, err := c.walk().Import(c.typ, "", c.state.Identity)
	c.Must(err)
	c.state = imported
	c.leave(c.config(c.s.minimal), before)
	return "yes"
}

// meetsAnotherObject: an answer to a write that shows the id of another object is an
// error, after which the state has the object that it had.
func (c *conformanceRun) meetsAnotherObject() string {
	return c.eachArgument(func(argument string) string {
		operation := c.s.writes(argument)[0]
		// What names no object cannot answer for another one.
		if c.s.arguments[argument].replaces || !strings.Contains(operation, "{") {
			return unnamed
		}
		before := c.before(argument)
		c.apply(before, driver.Create)
		after := c.updated(before, argument)
		p := c.plan(after)
		c.sim.PlaceFault(clerksim.Fault{Operation: operation, Kind: "another"})
		state, err := c.walk().Apply(c.typ, p, after)
		if err == nil || state == nil || !state.Identity.RawEquals(c.state.Identity) {
			c.t.Fatalf("the change of %s ends with %v, and leaves the state %v", argument, err, state)
		}
		c.state = state
		c.carryOut(c.plan(after), after)
		return ""
	})
}

// same fails the test unless Clerk holds what it held before.
func (c *conformanceRun) same(before map[string]map[string]string) {
	c.t.Helper()
	for kind, objects := range c.Everything() {
		for id, object := range objects {
			if before[kind][id] != object {
				c.t.Errorf("Clerk has %s %s otherwise than before: %s", kind, id, object)
			}
		}
		if len(objects) != len(before[kind]) {
			c.t.Errorf("Clerk has %d %s, and %d before", len(objects), kind, len(before[kind]))
		}
	}
}
