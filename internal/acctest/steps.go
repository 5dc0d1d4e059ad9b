package acctest

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest/driver"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// Step is a run of Terraform in process: a plan, its apply, and a second plan, which
// must be empty. It takes milliseconds, and shows what needs no CLI.
type Step struct {
	// Outside happens first, behind Terraform's back.
	Outside func()
	// Import has ids of objects that are imported first, by address.
	Import map[string]string
	// Forget has addresses of objects that leave the state first, as by terraform state rm.
	Forget []string
	// Stored are objects that come into the state next, as another provider has stored them. ${clerk_user.ada.id} in them is an attribute
	// of an object that was in the state before Forget.
	Stored []Stored
	// Taint has addresses of objects that are tainted first: they are replaced, as by
	// terraform apply -replace.
	Taint []string
	// Config has provider and resource blocks.
	Config string
	// Plan has a line for each object that the plan changes, such as
	// "clerk_user.ada: update first_name". Nil: it does not matter.
	Plan []string
	// PlanOnly leaves out the apply.
	PlanOnly bool
	// Warns and Fails are words that the plan or the apply warns with, and that one
	// of them fails with. Without Fails, neither may fail.
	Warns, Fails []string
	// Unsettled is an apply after which a plan changes something, or fails.
	Unsettled bool
	// Writes are those that Clerk sees, by operation. Nil: they do not matter.
	Writes map[string]int
	// State has what attributes are in the state, by their address, such as
	// "clerk_user.ada.first_name", as States.Get gives them.
	State map[string]string
	// Check looks at the state and at what Clerk holds.
	Check func(States)
}

// Stored is an object as another provider has stored it.
type Stored struct {
	Address    string // such as "clerk_domain.app"
	From       string // the type there, such as "clerk_instance_domain", if it is another one: the object is moved
	Attributes string // JSON
}

// attributeOf matches what stands in Stored for an attribute.
var attributeOf = regexp.MustCompile(`\$\{(\w+\.\w+)\.(\w+)\}`)

// Nothing is a plan that changes nothing.
var Nothing = []string{}

// States are the objects in the state, by address.
type States map[string]*driver.State

// Get is an attribute in the state: a string as it is, anything else as JSON.
func (s States) Get(address, attribute string) string {
	object, ok := s[address]
	if !ok {
		return "no " + address
	}
	v := object.Value.GetAttr(attribute)
	if v.Type() == cty.String && !v.IsNull() {
		return v.AsString()
	}
	text, err := ctyjson.Marshal(v, v.Type())
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// InProcess is an instance without a network, whose provider is driven in process:
// by Drive, ExpectRefused and, in a bubble of testing/synctest, with time that is
// not the machine's.
func InProcess(t *testing.T, options ...func(*clerksim.Options)) *Instance {
	t.Helper()
	return local(t, NewSim(t, options...))
}

// Drive takes the steps in process, then destroys what they made.
func (i *Instance) Drive(steps ...Step) {
	i.t.Helper()
	r := NewRun(NewWorld(i.t, i.Sim))
	for n, s := range steps {
		if s.Outside != nil {
			s.Outside()
		}
		before := i.Writes()
		err := r.step(i.t, s)
		if i.t.Failed() {
			i.t.Fatalf("… in step %d", n+1)
		}
		switch {
		case err != nil && s.Fails == nil:
			i.t.Fatalf("step %d: %v", n+1, err)
		case s.Fails != nil && (err == nil || !Words(s.Fails...).MatchString(err.Error())):
			i.t.Fatalf("step %d fails with %v, expected %q", n+1, err, s.Fails)
		}
		if s.Writes != nil {
			i.ExpectWrites(before, s.Writes)
		}
		for path, want := range s.State {
			at := strings.LastIndex(path, ".")
			if got := r.states.Get(path[:at], path[at+1:]); got != want {
				i.t.Errorf("step %d: %s is %q in the state, expected %q", n+1, path, got, want)
			}
		}
		if s.Check != nil {
			s.Check(r.states)
		}
		if err == nil && !s.PlanOnly && !s.Unsettled {
			if again, err := r.plan(s.Config); err != nil || len(again.lines()) > 0 {
				i.t.Fatalf("the plan after step %d is not empty: %v %v", n+1, again.lines(), err)
			}
		}
	}
	if len(r.states) == 0 {
		return
	}
	if err := r.step(i.t, Step{Config: provided(steps[len(steps)-1].Config)}); err != nil {
		i.t.Fatalf("the destroy: %v", err)
	}
}

// provided is a configuration's provider block.
func provided(config string) string {
	if at := strings.Index(config, `provider "clerk"`); at >= 0 {
		return config[at : at+strings.Index(config[at:], "}")+1]
	}
	return ""
}

func (r *Run) step(t *testing.T, s Step) error {
	t.Helper()
	for address, id := range s.Import {
		w, err := r.Core.Walk()
		if err != nil {
			return err
		}
		state, err := w.Import(r.Core.Type(strings.Split(address, ".")[0]), id, cty.NilVal)
		if err != nil {
			return err
		}
		r.keep(named(address), state)
	}
	stored := make([]string, len(s.Stored))
	for n, one := range s.Stored {
		stored[n] = attributeOf.ReplaceAllStringFunc(one.Attributes, func(match string) string {
			parts := attributeOf.FindStringSubmatch(match)
			return r.states.Get(parts[1], parts[2])
		})
	}
	for _, address := range s.Forget {
		r.keep(named(address), nil)
	}
	for n, one := range s.Stored {
		w, err := r.Core.Walk()
		if err != nil {
			return err
		}
		typ := strings.Split(one.Address, ".")[0]
		state, err := w.Stored(r.Core.Type(typ), cmp.Or(one.From, typ), stored[n])
		if err != nil {
			return err
		}
		r.keep(named(one.Address), state)
	}
	for _, address := range s.Taint {
		r.states[address].Tainted = true
	}
	p, err := r.plan(s.Config)
	if err != nil {
		return err
	}
	if s.Plan != nil && !slices.Equal(p.lines(), s.Plan) {
		t.Errorf("the plan is %q, expected %q", p.lines(), s.Plan)
	}
	if !s.PlanOnly {
		err = r.apply(s.Config, p)
	}
	if s.Warns != nil {
		said := ""
		for _, one := range p {
			said += one.report(one.Warnings)
			if state := r.states[one.address]; state != nil && !s.PlanOnly {
				said += one.report(state.Warnings)
			}
		}
		if !Words(s.Warns...).MatchString(said) {
			t.Errorf("the warnings are %q, expected %q", said, s.Warns)
		}
	}
	return err
}
