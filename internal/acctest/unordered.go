package acctest

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest/driver"
)

// Object is an object before and after a run: arguments in HCL, "" where there is none.
type Object struct{ Type, Before, After string }

// Unordered are objects none of which refers to another, so that Terraform takes them in any
// order. It has to be used where time is not the machine's.
type Unordered struct {
	*World
	Objects []Object
	states  map[int]*driver.State
}

// Unordered are the objects, which do not exist yet.
func (w *World) Unordered(objects ...Object) *Unordered {
	return &Unordered{World: w, Objects: objects, states: map[int]*driver.State{}}
}

// Before is what the object is at first.
func Before(o Object) string { return o.Before }

// After is what the object is in the end.
func After(o Object) string { return o.After }

// Begin makes the objects, those of these types first.
func (u *Unordered) Begin(first ...string) {
	u.TB.Helper()
	place := func(n int) int {
		if at := slices.Index(first, u.Objects[n].Type); at >= 0 {
			return at
		}
		return len(first)
	}
	order := u.order()
	slices.SortStableFunc(order, func(a, b int) int { return place(a) - place(b) })
	u.Must(u.Run(Before, order...))
}

func (u *Unordered) order() []int {
	order := make([]int, len(u.Objects))
	for n := range order {
		order[n] = n
	}
	return order
}

// Run plans everything, and applies it: the objects begin in that order, those that
// Terraform takes at once shortly one after the other. Where all of it succeeds, the next
// plan is empty.
func (u *Unordered) Run(is func(Object) string, order ...int) error {
	u.TB.Helper()
	plans, configs := u.plan(is)
	walk, err := u.Core.Walk()
	u.Must(err)
	states := make([]*driver.State, len(order))
	errs := driver.Together(len(order), func(k int) (err error) {
		if k < driver.AtOnce {
			<-time.After(time.Duration(k) * 30 * time.Millisecond)
		}
		n := order[k]
		states[k], err = walk.Apply(u.Core.Type(u.Objects[n].Type), plans[n], configs[n])
		if err != nil {
			err = fmt.Errorf("%d, %s: %w", n, u.Objects[n].Type, err)
		}
		return err
	})
	for k, n := range order {
		u.states[n] = states[k]
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("in the order %v: %w", order, err)
	}
	plans, _ = u.plan(is)
	for n, p := range plans {
		if p.Action != driver.NoOp {
			return fmt.Errorf("in the order %v, the plan of %s after it is %v", order, u.Objects[n].Type, p)
		}
	}
	return nil
}

func (u *Unordered) plan(is func(Object) string) (plans []*driver.Plan, configs []cty.Value) {
	u.TB.Helper()
	walk, err := u.Core.Walk()
	u.Must(err)
	for n, o := range u.Objects {
		typ := u.Core.Type(o.Type)
		config := cty.NullVal(typ.Object(nil).Type())
		if is(o) != "" {
			config = u.Core.Config(typ, is(o), nil)
		}
		p, err := walk.Plan(typ, u.states[n], config)
		u.Must(err)
		plans, configs = append(plans, p), append(configs, config)
	}
	return plans, configs
}

// ID is the id of an object that exists.
func (u *Unordered) ID(n int) string {
	u.TB.Helper()
	if u.states[n] == nil {
		u.TB.Fatalf("%d does not exist", n)
	}
	return u.states[n].Value.GetAttr("id").AsString()
}
