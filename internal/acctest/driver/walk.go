package driver

import (
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// State is an object as Terraform keeps it. A nil state is no object.
type State struct {
	Value    cty.Value
	Identity cty.Value
	Tainted  bool
	// Warnings are those of the apply that led to it.
	Warnings Diagnostics

	private []byte
}

// Action is what a plan does to an object.
type Action string

// The actions, in Terraform's words.
const (
	NoOp    Action = "no-op"
	Create  Action = "create"
	Update  Action = "update"
	Replace Action = "replace"
	Delete  Action = "delete"
)

// Plan is what one plan says of one object.
type Plan struct {
	Action  Action
	Changes []string // the attributes that change, sorted; of a create, none
	Planned cty.Value
	// Refreshed is the state that the plan found: nil if the object is gone.
	Refreshed *State
	Warnings  Diagnostics

	private []byte
}

// Destroys reports whether the plan deletes an object that there is.
func (p *Plan) Destroys() bool { return p.Action == Delete || p.Action == Replace }

// String is the plan as a person reads it: the action, and each change.
func (p *Plan) String() string {
	if p == nil {
		return "no plan"
	}
	out := string(p.Action)
	for _, name := range p.Changes {
		out += fmt.Sprintf(" %s: %s -> %s;", name, show(p.Refreshed.Value.GetAttr(name)), show(p.Planned.GetAttr(name)))
	}
	return out
}

// Walk is one run of Terraform's over the objects: a plan, say, or an apply. It
// has one server from beginning to end.
type Walk struct {
	*Core
	server tfprotov6.ProviderServer
}

// Walk starts a server and configures it.
func (c *Core) Walk() (*Walk, error) {
	c.tb.Helper()
	w := &Walk{c, c.serve()}
	config := c.config
	if config == cty.NilVal {
		config = fill(c.configType, nil)
	}
	d := c.encode(config, c.configType)
	checked, err := w.server.ValidateProviderConfig(c.tb.Context(), &tfprotov6.ValidateProviderConfigRequest{Config: d})
	c.must(err)
	if err := failed(checked.Diagnostics); err != nil {
		return nil, err
	}
	resp, err := w.server.ConfigureProvider(c.tb.Context(), &tfprotov6.ConfigureProviderRequest{TerraformVersion: "1.16.2", Config: d})
	c.must(err)
	return w, failed(resp.Diagnostics)
}

// Stop is what core does when it is interrupted.
func (w *Walk) Stop() {
	_, err := w.server.StopProvider(w.tb.Context(), &tfprotov6.StopProviderRequest{})
	w.must(err)
}

// Validate is what terraform validate asks of one configuration.
func (w *Walk) Validate(t *Type, config cty.Value) (Diagnostics, error) {
	w.tb.Helper()
	resp, err := w.server.ValidateResourceConfig(w.tb.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: t.Name, Config: w.encode(config, t.object),
		ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
	})
	w.must(err)
	return resp.Diagnostics, failed(resp.Diagnostics)
}

// load takes a state out of its file: through JSON, and the provider's upgrade.
// An identity of the current version core does not send to be upgraded.
func (w *Walk) load(t *Type, s *State) *State {
	w.tb.Helper()
	raw, err := ctyjson.Marshal(s.Value, t.object)
	w.must(err)
	resp, err := w.server.UpgradeResourceState(w.tb.Context(), &tfprotov6.UpgradeResourceStateRequest{
		TypeName: t.Name, Version: t.version, RawState: &tfprotov6.RawState{JSON: raw},
	})
	w.must(err)
	w.must(failed(resp.Diagnostics))
	out := *s
	if out.Value = w.decode(resp.UpgradedState, t.object); !out.Value.RawEquals(s.Value) {
		w.broke(t, "a state of the current version is changed by its upgrade, from %s to %s", show(s.Value), show(out.Value))
	}
	return &out
}

// Refresh reads the object. A nil state is an object that is gone.
func (w *Walk) Refresh(t *Type, s *State) (*State, error) {
	w.tb.Helper()
	fresh, _, err := w.refresh(t, s)
	return fresh, err
}

// refresh is Refresh, with what was said.
func (w *Walk) refresh(t *Type, s *State) (*State, Diagnostics, error) {
	w.tb.Helper()
	resp, err := w.server.ReadResource(w.tb.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: t.Name, CurrentState: w.encode(s.Value, t.object), Private: s.private, CurrentIdentity: w.identityData(t, s.Identity),
	})
	w.must(err)
	if err := failed(resp.Diagnostics); err != nil {
		return nil, nil, err
	}
	fresh := &State{Value: w.decode(resp.NewState, t.object), Identity: w.identity(t, resp.NewIdentity), private: resp.Private, Tainted: s.Tainted}
	w.checkIdentity(t, s.Identity, fresh.Identity)
	if fresh.Value.IsNull() {
		return nil, resp.Diagnostics, nil
	}
	if !fresh.Value.IsWhollyKnown() {
		w.broke(t, "a read leaves values unknown: %s", show(fresh.Value))
	}
	w.checkWriteOnly(t, "read", fresh.Value)
	return fresh, resp.Diagnostics, nil
}

// Plan validates, refreshes and plans: terraform plan for one object. A null
// configuration plans to destroy it. The state may be nil.
func (w *Walk) Plan(t *Type, s *State, config cty.Value) (*Plan, error) {
	w.tb.Helper()
	var warnings Diagnostics
	if !config.IsNull() {
		said, err := w.Validate(t, config)
		if err != nil {
			return nil, err
		}
		warnings = said
	}
	if s != nil {
		fresh, said, err := w.refresh(t, w.load(t, s))
		if err != nil {
			return nil, err
		}
		s, warnings = fresh, append(warnings, said...)
	}
	p, err := w.change(t, s, config)
	if err != nil {
		return nil, err
	}
	p.Warnings = append(warnings, p.Warnings...)
	return p, nil
}

// change plans from a state that was just read.
func (w *Walk) change(t *Type, s *State, config cty.Value) (*Plan, error) {
	w.tb.Helper()
	if config == cty.NilVal {
		config = cty.NullVal(t.object)
	}
	if s == nil && config.IsNull() {
		return &Plan{Action: NoOp, Planned: config}, nil
	}
	p, replace, err := w.ask(t, s, config)
	if err != nil {
		return nil, err
	}
	p.Refreshed = s
	switch {
	case config.IsNull():
		p.Action = Delete
	case s == nil:
		p.Action = Create
	case s.Tainted || replace:
		again, _, err := w.ask(t, nil, config)
		if err != nil {
			return nil, err
		}
		again.Action, again.Refreshed, again.Changes = Replace, s, differences(s.Value, again.Planned)
		return again, nil
	case len(p.Changes) > 0:
		p.Action = Update
	default:
		p.Action = NoOp
	}
	return p, nil
}

// ask is one PlanResourceChange, and whether it wants the object replaced.
func (w *Walk) ask(t *Type, s *State, config cty.Value) (p *Plan, replace bool, err error) {
	w.tb.Helper()
	prior, identity := cty.NullVal(t.object), cty.NullVal(t.identity)
	var private []byte
	if s != nil {
		prior, identity, private = s.Value, s.Identity, s.private
	}
	proposed := propose(t, prior, config)
	resp, err := w.server.PlanResourceChange(w.tb.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: t.Name, PriorState: w.encode(prior, t.object), ProposedNewState: w.encode(proposed, t.object),
		Config: w.encode(config, t.object), PriorPrivate: private, PriorIdentity: w.identityData(t, identity),
	})
	w.must(err)
	if err := failed(resp.Diagnostics); err != nil {
		return nil, false, err
	}
	p = &Plan{Planned: w.decode(resp.PlannedState, t.object), Warnings: resp.Diagnostics, private: resp.PlannedPrivate}
	w.checkPlan(t, prior, config, p.Planned)
	if s != nil && !config.IsNull() {
		p.Changes = differences(prior, p.Planned)
	}
	for _, path := range resp.RequiresReplace {
		replace = replace || slices.Contains(p.Changes, rootOf(path))
	}
	return p, replace, nil
}
