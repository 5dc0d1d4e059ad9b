package driver

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// propose is the object that core proposes to the provider: the configuration,
// and where it is silent about a computed attribute, the prior value.
func propose(t *Type, prior, config cty.Value) cty.Value {
	if config.IsNull() {
		return config
	}
	out := map[string]cty.Value{}
	for name, a := range t.Attributes {
		was := cty.NilVal
		if !prior.IsNull() {
			was = prior.GetAttr(name)
		}
		out[name] = proposed(a, was, config.GetAttr(name))
	}
	return cty.ObjectVal(out)
}

// checkPlan holds a plan against the configuration: what is mentioned is planned
// as mentioned, or kept as it was; what is not is planned for computed attributes
// only, and for no write-only one.
func (w *Walk) checkPlan(t *Type, prior, config, planned cty.Value) {
	w.tb.Helper()
	if config.IsNull() {
		if !planned.IsNull() {
			w.broke(t, "the plan of a destroy has an object: %s", show(planned))
		}
		return
	}
	if planned.IsNull() {
		w.broke(t, "the plan has no object")
	}
	for name, a := range t.Attributes {
		c, p := config.GetAttr(name), planned.GetAttr(name)
		was := cty.NullVal(p.Type())
		if !prior.IsNull() {
			was = prior.GetAttr(name)
		}
		if mayPlan(a, was, c, p) {
			continue
		}
		if a.WriteOnly {
			w.broke(t, "the plan has a value for %s, which is write-only", name)
		}
		w.broke(t, "the plan has %s for %s, which is configured as %s and was %s", show(p), name, show(c), show(was))
	}
}

// checkAgain holds the plan that an apply makes against the one that a person
// saw: the same action, and the same values where they were known.
func (w *Walk) checkAgain(t *Type, seen, again *Plan) {
	w.tb.Helper()
	switch {
	case seen.Action == again.Action, seen.Action == Replace && again.Action == Create:
	case seen.Action == Update && again.Action == NoOp: // a value that was unknown is the old one
	default:
		w.broke(t, "the plan was to %s, and in the apply is to %s", seen.Action, again.Action)
	}
	if seen.Planned.IsNull() {
		return
	}
	for name := range t.Attributes {
		if a, b := seen.Planned.GetAttr(name), again.Planned.GetAttr(name); !compatible(a, b) {
			w.broke(t, "%s was planned as %s, and in the apply as %s", name, show(a), show(b))
		}
	}
}

// checkKept holds the outcome of an apply against its plan.
func (w *Walk) checkKept(t *Type, planned, got cty.Value) {
	w.tb.Helper()
	for name := range t.Attributes {
		if p, g := planned.GetAttr(name), got.GetAttr(name); !compatible(p, g) {
			w.broke(t, "%s was planned as %s, and became %s", name, show(p), show(g))
		}
	}
}

// compatible reports whether a value that was planned, perhaps not known in whole,
// can have become the other.
func compatible(planned, got cty.Value) bool {
	if !planned.IsKnown() {
		return true
	}
	if planned.IsWhollyKnown() || planned.IsNull() || !planned.CanIterateElements() {
		return planned.RawEquals(got)
	}
	if !got.IsKnown() || got.IsNull() {
		return !got.IsNull()
	}
	if planned.Type().IsObjectType() || planned.Type().IsMapType() {
		has, all := got.AsValueMap(), planned.AsValueMap()
		for name, p := range all {
			if g, ok := has[name]; !ok || !compatible(p, g) {
				return false
			}
		}
		return len(has) == len(all)
	}
	// A set or a list with unknown elements: it can have no more of them, and must
	// have those that were known.
	has := got.AsValueSlice()
	for _, e := range planned.AsValueSlice() {
		if e.IsKnown() && !slices.ContainsFunc(has, e.RawEquals) {
			return false
		}
	}
	return len(has) <= planned.LengthInt()
}

func (w *Walk) checkWriteOnly(t *Type, what string, v cty.Value) {
	w.tb.Helper()
	if v.IsNull() {
		return
	}
	for _, name := range writeOnly(t.Attributes, v) {
		w.broke(t, "a %s has a value for %s, which is write-only", what, name)
	}
}

// checkIdentity demands a whole identity, and the one that the object had.
func (w *Walk) checkIdentity(t *Type, was, is cty.Value) {
	w.tb.Helper()
	if is.IsNull() || !is.IsWhollyKnown() {
		w.broke(t, "an object has the identity %s", show(is))
	}
	for name := range t.identity.AttributeTypes() {
		if is.GetAttr(name).IsNull() {
			w.broke(t, "the identity has no %s", name)
		}
	}
	if was != cty.NilVal && !was.IsNull() && !was.RawEquals(is) {
		w.broke(t, "the identity changes from %s to %s", show(was), show(is))
	}
}

// differences are the attributes in which two objects differ, sorted.
func differences(a, b cty.Value) []string {
	var out []string
	for name := range a.Type().AttributeTypes() {
		if !a.GetAttr(name).RawEquals(b.GetAttr(name)) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

func rootOf(path *tftypes.AttributePath) string {
	if steps := path.Steps(); len(steps) > 0 {
		if name, ok := steps[0].(tftypes.AttributeName); ok {
			return string(name)
		}
	}
	return ""
}

// String is all that a state file has of the object.
func (s *State) String() string { return show(s.Value) + " " + string(s.private) }

// show is a value for a message.
func show(v cty.Value) string {
	if v == cty.NilVal || !v.IsWhollyKnown() {
		return v.GoString()
	}
	b, err := ctyjson.Marshal(v, v.Type())
	if err != nil {
		return v.GoString()
	}
	return string(b)
}
