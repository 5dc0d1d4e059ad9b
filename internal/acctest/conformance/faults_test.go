package conformance_test

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
	"pgregory.net/rapid"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/acctest/driver"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// TestPropertyFaultsLoseNothing draws sequences on a network that loses requests
// and answers, with lists that lag and applies that are interrupted. Whatever an
// apply says, the state knows the object if there is one, and none if there is
// none. Once the faults stop, one apply reaches what is wanted.
//
// There is one exception, and the error says so: a create whose answer was lost,
// and that could not be repeated as often as it takes, because the apply was
// interrupted or max_retries is low.
func TestPropertyFaultsLoseNothing(t *testing.T) {
	t.Parallel()
	for _, s := range subjects {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			slow := func(o *clerksim.Options) { o.Latency, o.Contract = 20*time.Millisecond, "" }
			sims := []*clerksim.Server{
				acctest.Silent(t, slow),
				acctest.Silent(t, slow, func(o *clerksim.Options) { o.Lag = 2 * time.Second }),
			}
			var applies, failures, doubts int
			rapid.Check(t, func(rt *rapid.T) {
				rapid.SyncTest(rt, func(rt *rapid.T) {
					f := faulty{sequence: begin(rt, s, rapid.SampledFrom(sims).Draw(rt, "lists"))}
					defer func() { f.Sim.Misbehave(0, 0) }()
					f.rate = rapid.Float64Range(0.05, 0.5).Draw(rt, "rate of faults")
					f.retries = rapid.SampledFrom([]int64{5, 5, 1}).Draw(rt, "max_retries")
					for range rapid.IntRange(2, 4).Draw(rt, "steps") {
						f.step()
					}
					f.settle()
					applies, failures, doubts = applies+f.applies, failures+f.failures, doubts+f.doubts
				})
			})
			t.Logf("%d applies, of which %d failed, %d with an answer that stayed lost", applies, failures, doubts)
		})
	}
}

// faulty is an object's life on a bad network.
type faulty struct {
	*sequence
	rate             float64
	retries          int64
	wanted           cty.Value
	gone             bool // deleted outside Terraform, which the state cannot know
	failures, doubts int
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

func (f *faulty) step() {
	switch n := rapid.IntRange(0, 9).Draw(f.rt, "step"); {
	case n < 7 || f.state == nil:
		f.try(f.t.Object(f.findable(f.s.draw(f.rt, f.vars, f.value()))))
	case n == 7:
		f.try(cty.NullVal(f.state.Value.Type()))
	case n == 8 && f.held() != nil:
		f.Must(f.s.meddle(f.rt, f.World, f.state.Value))
	case n == 9 && f.held() != nil && f.s.remove != nil:
		f.Must(f.s.remove(f.World, f.state.Value))
		f.gone = true
	}
}

// findable gives a user an address: without a key there is nothing to be found by,
// and a time of creation that is sent tells nothing of when the user was made.
func (f *faulty) findable(values map[string]cty.Value) map[string]cty.Value {
	if _, ok := values["email_addresses"]; !ok && f.s == userSubject {
		values["email_addresses"] = texts([]string{anchor})
	}
	return values
}

// try applies on a bad network, and perhaps interrupts that.
func (f *faulty) try(config cty.Value) {
	f.wanted = config
	f.misbehave()
	p, err := f.walk().Plan(f.t, f.state, config)
	if err == nil {
		w := f.walk()
		interrupted := rapid.IntRange(0, 3).Draw(f.rt, "is interrupted") == 0
		if interrupted {
			after := time.Duration(rapid.IntRange(0, 300).Draw(f.rt, "after ms")) * time.Millisecond
			defer time.AfterFunc(after, w.Stop).Stop()
		}
		f.state, err = w.Apply(f.t, p, config)
		f.applies++
		f.gone = (f.gone || config.IsNull()) && err != nil
		f.tell(err, interrupted)
	}
	f.Sim.Misbehave(0, 0)
	f.known(err)
}

// tell counts what an apply said. An answer that stays lost is the exception.
func (f *faulty) tell(err error, interrupted bool) {
	if err == nil {
		return
	}
	f.failures++
	if !lost(err) {
		return
	}
	f.doubts++
	if f.retries > 1 && !interrupted {
		f.rt.Fatalf("an answer stays lost, though nothing interrupted the apply: %v", err)
	}
	// What a person does who reads that error: whatever is there goes.
	for _, id := range f.strangers() {
		f.Must(f.s.purge(f.World, f.vars, id))
	}
}

func lost(err error) bool {
	diags, ok := err.(driver.Diagnostics) //nolint:errorlint // the driver's own, never wrapped
	return ok && slices.ContainsFunc(diags, func(d *tfprotov6.Diagnostic) bool { return strings.Contains(d.Detail, "was lost") })
}

// strangers are the objects that the state does not know.
func (f *faulty) strangers() []string {
	return slices.DeleteFunc(f.s.exist(f.World, f.vars), func(id string) bool {
		return f.state != nil && attribute(f.state.Value, "id") == id
	})
}

// known: the state knows the object if there is one, and none that is gone.
func (f *faulty) known(err error) {
	if f.s.exist == nil {
		return
	}
	if unknown := f.strangers(); len(unknown) > 0 {
		f.rt.Fatalf("Clerk has %v, which the state does not know; the apply said %v", unknown, err)
	}
	// A delete whose answer was lost may have happened: the next refresh tells.
	if err == nil && f.state != nil && !f.gone && f.held() == nil {
		f.rt.Fatalf("the state knows an object that is gone; the apply said %v", err)
	}
}

// settle: on a good network one apply reaches what is wanted.
func (f *faulty) settle() {
	if f.wanted == cty.NilVal {
		return
	}
	// Nothing lags for ever.
	<-time.After(5 * time.Second)
	p, err := f.walk().Plan(f.t, f.state, f.wanted)
	if err != nil {
		f.rt.Fatalf("the plan, once the faults have stopped: %v", err)
	}
	if f.state, err = f.walk().Apply(f.t, p, f.wanted); err != nil {
		f.rt.Fatalf("the apply, once the faults have stopped: %v", err)
	}
	f.gone = false
	f.known(nil)
	again, err := f.walk().Plan(f.t, f.state, f.wanted)
	if err != nil || again.Action != driver.NoOp {
		f.rt.Fatalf("the plan after that is not empty: %v (%v)", again, err)
	}
	now := f.held()
	for argument, held := range now {
		if asked := f.wanted.GetAttr(argument); !asked.IsNull() && !f.s.agree(argument, held, asked) {
			f.rt.Fatalf("Clerk has %s = %s, and the configuration %s", argument, plain(held), plain(asked))
		}
	}
}
