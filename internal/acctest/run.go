package acctest

import (
	"errors"
	"iter"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest/driver"
)

// run is the life of a configuration.
type run struct {
	*Instance
	core   *driver.Core
	states States
	order  []string // addresses, as they came into the state
}

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
func (r *run) walk(config string) (*driver.Walk, []block, error) {
	r.t.Helper()
	core, all, configured := r.core, r.blocks(config), block{}
	if at := slices.IndexFunc(all, func(b block) bool { return b.kind == "provider" }); at >= 0 {
		configured = all[at]
		core = core.Configured(configured.arguments)
		all = slices.Delete(all, at, at+1)
	}
	w, err := core.Walk()
	return w, all, join(nil, configured, err)
}

// plan plans each object, with what is planned of those that it refers to.
func (r *run) plan(config string) (out plans, err error) {
	r.t.Helper()
	w, all, err := r.walk(config)
	if err != nil {
		return nil, err
	}
	for _, address := range slices.Backward(slices.Clone(r.order)) {
		if slices.ContainsFunc(all, func(b block) bool { return b.address == address }) {
			continue
		}
		b := block{address: address, typ: strings.Split(address, ".")[0]}
		t := r.core.Type(b.typ)
		p, planErr := w.Plan(t, r.states[address], cty.NullVal(t.Object(nil).Type()))
		err = join(err, b, planErr)
		out = append(out, planned{b, p})
	}
	scope := States{}
	for level := range levels(all) {
		variables, found := scope.variables(), make(plans, len(level))
		errs := driver.Together(len(level), func(n int) error {
			b := level[n]
			t := r.core.Type(b.typ)
			p, err := w.Plan(t, r.states[b.address], r.core.Config(t, b.arguments, variables))
			found[n] = planned{b, p}
			return err
		})
		for n, p := range found {
			scope[p.address] = &driver.State{Value: cty.DynamicVal}
			if err = join(err, p.block, errs[n]); errs[n] == nil {
				scope[p.address] = &driver.State{Value: p.Planned}
				out = append(out, p)
			}
		}
	}
	return out, err
}

// apply carries plans out, as far as that gets.
func (r *run) apply(config string, all plans) (err error) {
	r.t.Helper()
	w, _, err := r.walk(config)
	if err != nil {
		return err
	}
	failed := map[string]bool{}
	for level := range levels(all) {
		variables, reached := r.states.variables(), make([]*driver.State, len(level))
		errs := driver.Together(len(level), func(n int) (err error) {
			p := level[n]
			t := r.core.Type(p.typ)
			arguments := cty.NullVal(t.Object(nil).Type())
			if p.kind != "" {
				if slices.ContainsFunc(p.needs, func(a string) bool { return failed[a] }) {
					reached[n] = r.states[p.address]
					return errSkipped
				}
				arguments = r.core.Config(t, p.arguments, variables)
			}
			reached[n], err = w.Apply(t, p.Plan, arguments)
			return err
		})
		for n, p := range level {
			r.keep(p.address, reached[n])
			if failed[p.address] = errs[n] != nil; !errors.Is(errs[n], errSkipped) {
				err = join(err, p.block, errs[n])
			}
		}
	}
	return err
}

// errSkipped is what becomes of an object that refers to one that failed.
var errSkipped = errors.New("skipped")

// levels are the objects that can be looked at at the same time, in their order:
// those that leave the configuration one after the other.
func levels[B interface{ at() int }](all []B) iter.Seq[[]B] {
	return func(yield func([]B) bool) {
		for len(all) > 0 {
			n := 1
			for n < len(all) && all[n].at() == all[0].at() && all[n].at() > 0 {
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

func (r *run) keep(address string, state *driver.State) {
	_, had := r.states[address]
	switch {
	case state == nil && had:
		delete(r.states, address)
		r.order = slices.DeleteFunc(r.order, func(a string) bool { return a == address })
	case state != nil:
		r.states[address] = state
		if !had {
			r.order = append(r.order, address)
		}
	}
}

func join(errs error, b block, err error) error {
	if d, ok := err.(driver.Diagnostics); ok { //nolint:errorlint // the driver's own, never wrapped
		err = errors.New(b.report(d))
	}
	return errors.Join(errs, err)
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
