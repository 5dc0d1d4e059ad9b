package driver

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
)

// Apply carries out a plan, with the configuration as it is known by now. The state
// beside an error is what was reached, and must be kept.
func (w *Walk) Apply(t *Type, p *Plan, config cty.Value) (*State, error) {
	w.tb.Helper()
	state, err := w.Destroy(t, p)
	if err != nil || p.Action == Delete {
		return state, err
	}
	return w.Make(t, p, state, config)
}

// Destroy is the part of a plan that deletes the object: nothing, where the plan is to
// create or to update it.
func (w *Walk) Destroy(t *Type, p *Plan) (*State, error) {
	w.tb.Helper()
	if !p.Destroys() {
		return p.Refreshed, nil
	}
	gone := &Plan{Action: Delete, Planned: cty.NullVal(t.object), private: p.Refreshed.private}
	state, err := w.apply(t, p.Refreshed, gone, cty.NullVal(t.object))
	p.Warnings = append(p.Warnings, gone.Warnings...)
	return state, err
}

// Make is the part of a plan that creates the object, or updates it, from the state after
// Destroy. As core does, it validates and plans once more first: the plan must be the same.
func (w *Walk) Make(t *Type, p *Plan, state *State, config cty.Value) (*State, error) {
	w.tb.Helper()
	if p.Action == NoOp {
		return state, nil
	}
	if _, err := w.Validate(t, config); err != nil {
		return state, err // of what was not known before
	}
	again, err := w.change(t, state, config)
	if err != nil {
		return state, err
	}
	w.checkAgain(t, p, again)
	if again.Action == NoOp {
		return state, nil
	}
	return w.apply(t, state, again, config)
}

func (w *Walk) apply(t *Type, s *State, p *Plan, config cty.Value) (*State, error) {
	w.tb.Helper()
	prior, identity := cty.NullVal(t.object), cty.NullVal(t.identity)
	private := p.private
	if s != nil {
		prior, identity = s.Value, s.Identity
	}
	resp, err := w.server.ApplyResourceChange(w.tb.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: t.Name, PriorState: w.encode(prior, t.object), PlannedState: w.encode(p.Planned, t.object),
		Config: w.encode(config, t.object), PlannedPrivate: private, PlannedIdentity: w.identityData(t, identity),
	})
	w.must(err)
	err = failed(resp.Diagnostics)
	fresh := &State{Value: w.decode(resp.NewState, t.object), Identity: w.identity(t, resp.NewIdentity), Warnings: resp.Diagnostics, private: resp.Private}
	// A failed create taints what it leaves; any other failure leaves no more
	// tainted than it was.
	fresh.Tainted = err != nil && (s == nil || s.Tainted)
	w.checkWriteOnly(t, "apply", fresh.Value)
	if !fresh.Value.IsNull() && !fresh.Value.IsWhollyKnown() {
		w.broke(t, "an apply leaves values unknown: %s", show(fresh.Value))
	}
	if fresh.Value.IsNull() {
		if err == nil && !p.Planned.IsNull() {
			w.broke(t, "an apply that succeeded leaves no object")
		}
		p.Warnings = append(p.Warnings, resp.Diagnostics...)
		return nil, err
	}
	// Beside an error, core takes an identity or none.
	if err == nil || !fresh.Identity.IsNull() {
		w.checkIdentity(t, identity, fresh.Identity)
	}
	if err != nil {
		return fresh, err
	}
	if p.Planned.IsNull() {
		w.broke(t, "a destroy that succeeded leaves an object: %s", show(fresh.Value))
	}
	w.checkKept(t, p.Planned, fresh.Value)
	return fresh, nil
}
