package conformance_test

import (
	"cmp"
	"errors"
	"maps"
	"math"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/zclconf/go-cty/cty"
	"pgregory.net/rapid"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/acctest/driver"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// TestPropertyFaultsLoseNothing draws sequences of several objects of one provider,
// which reads them together, on a network that loses requests and answers, with
// lists that lag and applies that are interrupted. Whatever an apply says, the state
// knows the objects that there are, and none that there are not. A plan that is made
// at once changes nothing of what was applied. Once the faults stop, one apply
// reaches what is wanted.
//
// There is one exception, and the error says so: a create whose answer was lost,
// and that could not be repeated as often as it takes, because the apply was
// interrupted or max_retries is low.
func TestPropertyFaultsLoseNothing(t *testing.T) {
	t.Parallel()
	for _, s := range subjects {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			sims := map[time.Duration]*clerksim.Server{}
			for _, lag := range lags {
				sims[lag] = s.instance(t, func(o *clerksim.Options) { o.Latency, o.Lag, o.Contract = 20*time.Millisecond, lag, "" })
			}
			var met ordeals
			rapid.Check(t, func(rt *rapid.T) {
				rapid.SyncTest(rt, func(rt *rapid.T) {
					f := beset(rt, s, sims, &met)
					defer func() { f.Sim.Misbehave(0, 0) }()
					for range rapid.SampledFrom([]int{1, 1, 1, 2, 2, 3}).Draw(rt, "steps") {
						f.step()
					}
					f.settle()
					met.faults += f.Sim.Stats().Faults
				})
			})
			t.Logf("%+v", met)
			if met.faults == 0 || met.batches == 0 && !s.single || met.looks == 0 {
				t.Errorf("a network without faults, reads that never came together, or no plan at once after an apply: %+v", met)
			}
		})
	}
}

// ofOne matches the query of a list that shows what one user or one organization has.
var ofOne = regexp.MustCompile(`\b(user|organization)_id=`)

// lags are how long lists lag.
var lags = []time.Duration{0, 2 * time.Second}

// ordeals counts what the sequences have met.
type ordeals struct {
	applies, failures int
	doubts            int // answers that stayed lost
	faults            int
	batches           int // lists that plans have read several objects from
	looks             int // objects that were planned at once after an apply that reached them
}

// faulty is the life of several objects of one provider on a bad network.
type faulty struct {
	*acctest.World
	rt      *rapid.T
	s       *subject
	vars    map[string]cty.Value // of all objects
	objects []*member
	rate    float64
	retries int64
	lag     time.Duration
	apart   time.Duration // from when a walk comes to one object to the next
	met     *ordeals
}

// member is one of the objects.
type member struct {
	*sequence
	n      nth
	shares bool // what it belongs to with the others
	wanted cty.Value
	// A list that lags may not show yet what others have done to the object, or an
	// apply that failed.
	stale   bool
	reached bool // by the last apply
}

// beset begins the lives of some objects.
func beset(rt *rapid.T, s *subject, sims map[time.Duration]*clerksim.Server, met *ordeals) *faulty {
	lag := rapid.SampledFrom(lags).Draw(rt, "lists lag")
	first := begin(rt, s, sims[lag])
	f := &faulty{World: first.World, rt: rt, s: s, vars: maps.Clone(first.vars), lag: lag, met: met, objects: []*member{{sequence: first}}}
	others := 0
	if !s.single {
		others = rapid.SampledFrom([]int{2, 2, 2, 2, 2, 2, 3, 4}).Draw(rt, "others")
	}
	for n := range nth(others) {
		m := &member{sequence: first.sibling(n + 1), n: n + 1}
		f.objects = append(f.objects, m)
		for name, v := range m.vars {
			f.vars[m.n.uniqueKey(name)] = v
		}
	}
	if s.unshared != "" && rapid.Bool().Draw(rt, "share an owner") {
		for _, m := range f.objects {
			m.vars, m.shares = first.vars, true
		}
	}
	f.rate = rapid.Float64Range(0.05, 0.5).Draw(rt, "rate of faults")
	f.retries = rapid.SampledFrom([]int64{5, 5, 1}).Draw(rt, "max_retries")
	f.apart = rapid.SampledFrom([]time.Duration{0, time.Millisecond, 30 * time.Millisecond, 60 * time.Millisecond}).Draw(rt, "apart")
	return f
}

func (f *faulty) misbehave() {
	f.Sim.Misbehave(f.rate, rapid.Uint64Range(0, math.MaxUint32).Draw(f.rt, "faults"))
}

// walk is one of a provider that repeats so often.
func (f *faulty) walk() *driver.Walk {
	w, err := f.Core.For(map[string]cty.Value{"max_retries": cty.NumberIntVal(f.retries)}).Walk()
	f.Must(err)
	return w
}

// each does something to each object, as a walk comes to them.
func (f *faulty) each(do func(int, *member) error) []error {
	return driver.Together(len(f.objects), func(k int) error {
		<-time.After(time.Duration(k) * f.apart)
		return do(k, f.objects[k])
	})
}

// plan is one plan of all objects.
func (f *faulty) plan() ([]*driver.Plan, []error) {
	w, before, plans := f.walk(), len(f.Sim.Requests()), make([]*driver.Plan, len(f.objects))
	errs := f.each(func(k int, m *member) (err error) {
		plans[k], err = w.Plan(m.t, m.state, m.wanted)
		return err
	})
	for _, r := range f.Sim.Requests()[before:] {
		// A plan reads no list but for several objects, and one of users for its own ids.
		if strings.Count(r.Query, "user_id=") > 1 || strings.Count(r.Query, "organization_id=") > 1 || f.s.path != "" && r.Operation == "GET /"+cmp.Or(f.s.shownBy, f.s.kind()) && !ofOne.MatchString(r.Query) {
			f.met.batches++
		}
	}
	return plans, errs
}

func (f *faulty) step() {
	for _, m := range f.objects {
		m.choose()
	}
	if f.lag == 0 || rapid.Bool().Draw(f.rt, "lists catch up") {
		f.catchUp()
	}
	f.try()
	if rapid.IntRange(0, 2).Draw(f.rt, "looks at once") == 0 {
		f.look()
	}
}

// catchUp waits until lists show what there is.
func (f *faulty) catchUp() {
	<-time.After(f.lag)
	for _, m := range f.objects {
		m.stale = false
	}
}

// choose draws what becomes of an object: it is changed, by its configuration or by
// somebody else, or left as it is.
func (m *member) choose() {
	switch n := rapid.IntRange(0, 9).Draw(m.rt, "step"); {
	case n < 4 || m.state == nil:
		values := m.n.uniqueKeys(m.s, m.findable(m.draw()))
		if m.shares {
			delete(values, m.s.unshared)
		}
		m.wanted = m.t.Object(values)
	case n == 4:
		m.wanted = cty.NullVal(m.state.Value.Type())
	case n == 5 && m.held() != nil:
		m.Must(m.drawChangeOutside())
		m.stale = true
	case n == 6 && m.held() != nil && m.s.remains == "":
		m.Must(m.s.remove(m.World, attribute(m.state.Value, "id")))
		m.stale = true
	}
}

// findable gives a user an address: without a key there is nothing to be found by, and a
// time of creation that is sent tells nothing of when the user was made. What has no
// address goes without such a time.
func (m *member) findable(values map[string]cty.Value) map[string]cty.Value {
	for name := range m.Core.Arguments(m.t, m.s.undates, nil) {
		delete(values, name)
	}
	if _, ok := values["email_addresses"]; !ok && m.s == userSubject {
		values["email_addresses"] = texts([]string{anchor})
	}
	return values
}

// try applies on a bad network, and perhaps interrupts that.
func (f *faulty) try() {
	f.misbehave()
	plans, errs := f.plan()
	if errors.Join(errs...) == nil {
		w := f.walk()
		interrupted := rapid.IntRange(0, 3).Draw(f.rt, "is interrupted") == 0
		if interrupted {
			after := time.Duration(rapid.IntRange(0, 400).Draw(f.rt, "after ms")) * time.Millisecond
			defer time.AfterFunc(after, w.Stop).Stop()
		}
		errs = f.each(func(k int, m *member) (err error) {
			m.state, err = w.Apply(m.t, plans[k], m.wanted)
			m.stale = m.stale || err != nil
			m.reached = !m.stale
			return err
		})
		f.met.applies++
		f.tell(errs, interrupted)
	} else {
		for _, m := range f.objects {
			m.reached = false
		}
	}
	f.Sim.Misbehave(0, 0)
	f.known()
}

// look plans at once, while lists may lag: that changes nothing that was reached.
func (f *faulty) look() {
	f.misbehave()
	plans, errs := f.plan()
	f.Sim.Misbehave(0, 0)
	for k, m := range f.objects {
		if !m.reached || errs[k] != nil {
			continue
		}
		f.met.looks++
		if plans[k].Action != driver.NoOp {
			f.rt.Fatalf("a plan at once after the apply is not empty: %v", plans[k])
		}
	}
}

// settle: on a good network one apply reaches what is wanted.
func (f *faulty) settle() {
	f.catchUp()
	plans, errs := f.plan()
	if err := errors.Join(errs...); err != nil {
		f.rt.Fatalf("the plan, once the faults have stopped: %v", err)
	}
	w := f.walk()
	errs = f.each(func(k int, m *member) (err error) {
		m.state, err = w.Apply(m.t, plans[k], m.wanted)
		m.reached = true
		return err
	})
	if err := errors.Join(errs...); err != nil {
		f.rt.Fatalf("the apply, once the faults have stopped: %v", err)
	}
	f.known()
	plans, errs = f.plan()
	for k, m := range f.objects {
		if errs[k] != nil || plans[k].Action != driver.NoOp {
			f.rt.Fatalf("the plan after that is not empty: %v (%v)", plans[k], errs[k])
		}
		for argument, held := range m.held() {
			if asked := m.wanted.GetAttr(argument); !asked.IsNull() && !m.s.agree(argument, held, asked) {
				f.rt.Fatalf("Clerk has %s = %s, and the configuration %s", argument, plain(held), plain(asked))
			}
		}
	}
}
