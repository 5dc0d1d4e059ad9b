package acctest

import (
	"errors"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest/driver"
)

// Run is the life of a configuration that is driven in process, over as many plans and
// applies as it takes. Objects come in the order in which Terraform takes them: what is
// destroyed before what is made, and each before or after those that it refers to.
type Run struct {
	*World
	// Interrupted is after what time an apply is interrupted; 0: none is.
	Interrupted time.Duration
	// Failures are the errors of the last plan or apply, by address.
	Failures map[string]error

	states States
	kept   map[string]block // each object in the state, as it was last applied
}

// NewRun is the life of a configuration, before there is anything.
func NewRun(w *World) *Run { return &Run{World: w, states: States{}, kept: map[string]block{}} }

// States are the objects in the state.
func (r *Run) States() States { return r.states }

// plans are what is planned of each object, those that go first.
type plans []planned

type planned struct {
	block
	*driver.Plan
}

func (p plans) lines() []string {
	out := []string{}
	for _, one := range p {
		switch {
		case one.Action == driver.Replace && one.Refreshed.Tainted:
			out = append(out, one.address+": replace, tainted")
		case one.Action != driver.NoOp:
			out = append(out, strings.TrimSpace(one.address+": "+string(one.Action)+" "+strings.Join(one.Changes, " ")))
		}
	}
	slices.Sort(out)
	return out
}

// walk starts a provider for a configuration, whose other blocks it returns.
func (r *Run) walk(config string) (*driver.Walk, []block, error) {
	r.TB.Helper()
	core, all, configured := r.Core, blocks(r.TB, config), block{}
	if at := slices.IndexFunc(all, func(b block) bool { return b.kind == "provider" }); at >= 0 {
		configured = all[at]
		core = core.Configured(configured.arguments)
		all = slices.Delete(all, at, at+1)
	}
	r.Failures = map[string]error{}
	w, err := core.Walk()
	return w, all, r.failed(configured, err)
}

// Plan plans each object, with what is planned of those that it refers to: a line for each
// that changes.
func (r *Run) Plan(config string) ([]string, error) {
	r.TB.Helper()
	p, err := r.plan(config)
	return p.lines(), err
}

// Apply plans and applies, as far as that gets.
func (r *Run) Apply(config string) error {
	r.TB.Helper()
	p, err := r.plan(config)
	if err != nil {
		return err
	}
	return r.apply(config, p)
}

func (r *Run) plan(config string) (out plans, err error) {
	r.TB.Helper()
	w, all, err := r.walk(config)
	if err != nil {
		return nil, err
	}
	var going []block
	for address := range r.states {
		if !slices.ContainsFunc(all, func(b block) bool { return b.address == address }) {
			going = append(going, r.kept[address])
		}
	}
	slices.SortFunc(going, func(a, b block) int { return strings.Compare(a.address, b.address) })
	out, err = r.planEach(w, going, func(t *driver.Type, _ block) cty.Value { return cty.NullVal(t.Object(nil).Type()) })
	scope := States{}
	for level := range levels(all, block.at) {
		variables := scope.variables()
		found, failed := r.planEach(w, level, func(t *driver.Type, b block) cty.Value { return r.Core.Config(t, b.arguments, variables) })
		for _, b := range level {
			scope[b.address] = &driver.State{Value: cty.DynamicVal}
		}
		for _, p := range found {
			scope[p.address] = &driver.State{Value: p.Planned}
		}
		out, err = append(out, found...), errors.Join(err, failed)
	}
	return out, err
}

// planEach plans objects that do not refer to each other: the plans that can be made.
func (r *Run) planEach(w *driver.Walk, all []block, config func(*driver.Type, block) cty.Value) (out plans, err error) {
	r.TB.Helper()
	found := make(plans, len(all))
	errs := driver.Together(len(all), func(n int) (err error) {
		t := r.Core.Type(all[n].typ)
		found[n].block = all[n]
		found[n].Plan, err = w.Plan(t, r.states[all[n].address], config(t, all[n]))
		return err
	})
	for n, p := range found {
		if err = errors.Join(err, r.failed(p.block, errs[n])); errs[n] == nil {
			out = append(out, p)
		}
	}
	return out, err
}

// apply carries plans out, as far as that gets.
func (r *Run) apply(config string, all plans) (err error) {
	r.TB.Helper()
	w, _, err := r.walk(config)
	if err != nil {
		return err
	}
	if r.Interrupted > 0 {
		defer time.AfterFunc(r.Interrupted, w.Stop).Stop()
	}
	var going plans // as they were last applied
	for _, p := range all {
		if p.Destroys() || p.Planned.IsNull() {
			going = append(going, planned{r.kept[p.address], p.Plan})
		}
	}
	slices.SortStableFunc(going, func(a, b planned) int { return b.level - a.level })
	for level := range levels(going, planned.at) {
		err = errors.Join(err, r.applyEach(level, func(p planned) bool {
			return slices.ContainsFunc(going, func(other planned) bool {
				return r.Failures[other.address] != nil && slices.Contains(other.needs, p.address)
			})
		}, func(t *driver.Type, p planned) (*driver.State, error) { return w.Destroy(t, p.Plan) }))
	}
	coming := slices.DeleteFunc(slices.Clone(all), func(p planned) bool { return p.Planned.IsNull() })
	for level := range levels(coming, planned.at) {
		variables := r.states.variables()
		err = errors.Join(err, r.applyEach(level, func(p planned) bool {
			return slices.ContainsFunc(append(slices.Clone(p.needs), p.address), func(a string) bool { return r.Failures[a] != nil })
		}, func(t *driver.Type, p planned) (*driver.State, error) {
			state := p.Refreshed
			if p.Destroys() {
				state = nil
			}
			return w.Make(t, p.Plan, state, r.Core.Config(t, p.arguments, variables))
		}))
	}
	return err
}

// applyEach carries out a part of the plans of objects that do not refer to each other,
// but for those that are left out, since others have failed.
func (r *Run) applyEach(all []planned, leave func(planned) bool, do func(*driver.Type, planned) (*driver.State, error)) (err error) {
	r.TB.Helper()
	left, reached := make([]bool, len(all)), make([]*driver.State, len(all))
	for n, p := range all {
		left[n] = leave(p)
	}
	errs := driver.Together(len(all), func(n int) (err error) {
		if !left[n] {
			reached[n], err = do(r.Core.Type(all[n].typ), all[n])
		}
		return err
	})
	for n, p := range all {
		switch {
		case left[n] && r.Failures[p.address] == nil:
			r.Failures[p.address] = errSkipped
		case !left[n]:
			r.keep(p.block, reached[n])
			err = errors.Join(err, r.failed(p.block, errs[n]))
		}
	}
	return err
}

// errSkipped is what becomes of an object that refers to one that failed.
var errSkipped = errors.New("skipped")

// levels are the objects that can be looked at at the same time, in their order: those
// that are on no level one after the other.
func levels[B any](all []B, at func(B) int) iter.Seq[[]B] {
	return func(yield func([]B) bool) {
		for len(all) > 0 {
			n := 1
			for n < len(all) && at(all[n]) == at(all[0]) && at(all[n]) > 0 {
				n++
			}
			if !yield(all[:n]) {
				return
			}
			all = all[n:]
		}
	}
}

func (b block) at() int { return b.level }

// keep keeps the object of a block in the state; nil is none.
func (r *Run) keep(b block, state *driver.State) {
	if state == nil {
		delete(r.states, b.address)
		delete(r.kept, b.address)
		return
	}
	r.states[b.address], r.kept[b.address] = state, b
}

// failed notes the error of a block, and returns it as a CLI would print it.
func (r *Run) failed(b block, err error) error {
	if err == nil {
		return nil
	}
	r.Failures[b.address] = err
	if d, ok := err.(driver.Diagnostics); ok { //nolint:errorlint // the driver's own, never wrapped
		return errors.New(b.report(d))
	}
	return err
}

// variables are the objects as expressions refer to them.
func (s States) variables() map[string]cty.Value {
	byType := map[string]map[string]cty.Value{}
	for address, v := range s {
		typ, name, _ := strings.Cut(address, ".")
		if byType[typ] == nil {
			byType[typ] = map[string]cty.Value{}
		}
		byType[typ][name] = v.Value
	}
	out := map[string]cty.Value{}
	for typ, names := range byType {
		out[typ] = cty.ObjectVal(names)
	}
	return out
}
