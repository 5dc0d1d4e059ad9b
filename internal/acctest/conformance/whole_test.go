package conformance_test

import (
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// TestPropertyFaultsLoseNothingOfAWholeConfiguration draws configurations of many types
// that refer to each other, and changes them over some applies of one provider: with
// requests and answers that are lost, lists that lag, interruptions, and others who change
// and delete. Whatever an apply says, the state knows the objects that there are. Once the
// faults stop, one apply reaches the configuration, and one destroys all of it.
//
// The exception is that of TestPropertyFaultsLoseNothing: a create whose answer stays lost,
// which its error says.
func TestPropertyFaultsLoseNothingOfAWholeConfiguration(t *testing.T) {
	t.Parallel()
	sims := map[time.Duration]*clerksim.Server{}
	for _, lag := range lags {
		sims[lag] = acctest.NewSim(t, func(o *clerksim.Options) {
			o.Latency, o.Lag, o.Contract, o.Environment = 20*time.Millisecond, lag, "", "production" // which has satellite domains
		})
	}
	var met struct{ sequences, applies, failures, doubts, faults, outside int }
	rapid.Check(t, func(rt *rapid.T) {
		// One takes as long as several of one type, so there are fewer.
		if !rapid.SampledFrom([]bool{false, false, false, false, true}).Draw(rt, "goes on") {
			return
		}
		rapid.SyncTest(rt, func(rt *rapid.T) {
			w := beginWhole(rt, sims)
			defer func() { w.Sim.Misbehave(0, 0) }()
			for range rapid.IntRange(1, 3).Draw(rt, "steps") {
				w.step()
			}
			w.settle()
			w.destroy()
			met.faults += w.Sim.Stats().Faults
			met.applies, met.failures, met.doubts, met.outside, met.sequences = met.applies+w.applies, met.failures+w.failures, met.doubts+w.doubts, met.outside+w.outside, met.sequences+1
		})
	})
	t.Logf("%+v", met)
	// Of a few sequences, none may have met something by chance.
	if met.sequences >= 20 && (met.faults == 0 || met.failures == 0 || met.outside == 0) {
		t.Errorf("a network without faults, applies that never failed, or nobody else: %+v", met)
	}
}

// wholeLife is the life of a configuration of many types on a bad network.
type wholeLife struct {
	*acctest.World
	rt      *rapid.T
	run     *acctest.Run
	before  map[string]map[string]string
	blocks  map[string]string // the arguments of each, by address
	retries int
	lag     time.Duration
	rate    float64

	applies, failures, doubts, outside int
}

func beginWhole(rt *rapid.T, sims map[time.Duration]*clerksim.Server) *wholeLife {
	w := &wholeLife{rt: rt, lag: rapid.SampledFrom(lags).Draw(rt, "lists lag")}
	sim := sims[w.lag]
	sim.Reset()
	w.World = acctest.NewWorld(rt, sim)
	for _, s := range subjects {
		if s.unmanaged != "" {
			w.Must(ask(w.World, "POST "+s.collection(), s.unmanaged))
		}
	}
	w.run, w.before = acctest.NewRun(w.World), w.Everything()
	w.rate = rapid.Float64Range(0.02, 0.3).Draw(rt, "rate of faults")
	w.retries = rapid.SampledFrom([]int{5, 5, 1}).Draw(rt, "max_retries")
	return w
}

// step changes the configuration and what Clerk has, and applies on a bad network.
func (w *wholeLife) step() {
	w.blocks = drawBlocks(w.rt, w.blocks)
	for range rapid.IntRange(0, 3).Draw(w.rt, "changes outside") {
		w.changeOutside()
	}
	w.run.Interrupted = 0
	if rapid.IntRange(0, 2).Draw(w.rt, "is interrupted") == 0 {
		w.run.Interrupted = time.Duration(rapid.IntRange(1, 1500).Draw(w.rt, "after ms")) * time.Millisecond
	}
	if w.lag == 0 || rapid.Bool().Draw(w.rt, "lists catch up") {
		<-time.After(w.lag)
	}
	w.Sim.Misbehave(w.rate, rapid.Uint64Range(0, math.MaxUint32).Draw(w.rt, "faults"))
	err := w.run.Apply(written(w.blocks, w.retries))
	w.Sim.Misbehave(0, 0)
	w.applies++
	if err != nil {
		w.failures++
	}
	w.tell(err)
}

// tell: the state knows what there is, but for creates whose answer stays lost.
func (w *wholeLife) tell(err error) {
	doubts := 0
	for address, failure := range w.run.Failures {
		if !lost(failure) {
			continue
		}
		doubts++
		if s := subjectOf(address); w.retries > 1 && w.run.Interrupted == 0 && s.once == "" {
			w.rt.Fatalf("an answer stays lost, though nothing interrupted the apply: %s: %v", address, failure)
		}
	}
	unknown := w.unknown()
	if len(unknown) > doubts {
		w.rt.Fatalf("Clerk has %v, which the state does not know; the apply said %v", unknown, err)
	}
	// What a person does who reads that error: whatever is there goes.
	for _, u := range unknown {
		w.Must(u.remove(w.World, u.id))
	}
	w.doubts += doubts
}

func subjectOf(address string) *subject {
	typ, _, _ := strings.Cut(address, ".")
	return subjects[slices.IndexFunc(subjects, func(s *subject) bool { return s.name == typ })]
}

// unknown are the objects that the state does not know.
func (w *wholeLife) unknown() []unknownObject {
	known := map[string]string{}
	for address, state := range w.run.States() {
		if state.Value.Type().HasAttribute("id") {
			known[address] = attribute(state.Value, "id")
		}
	}
	return unknownOf(w.World, w.before, known)
}

// unknownObject is an object that no state knows.
type unknownObject struct {
	*subject
	id string
}

func (u unknownObject) String() string { return u.name + " " + u.id }

// unknownOf are the objects that there are, but for those that were there before, and those
// that are known: ids by the address of the resource.
func unknownOf(w *acctest.World, before map[string]map[string]string, known map[string]string) (all []unknownObject) {
	for _, s := range subjects {
		if s.remains != "" {
			continue
		}
		ids := map[string]bool{}
		for address, id := range known {
			if subjectOf(address) == s {
				ids[id] = true
			}
		}
		for _, id := range s.ids(w, before) {
			if !ids[id] {
				all = append(all, unknownObject{s, id})
			}
		}
	}
	return all
}

// drifting are the settings that others change: those that no object of the configuration
// needs as they are.
var drifting = []string{
	"admin_delete_enabled", "blocked_country_codes", "progressive_sign_up", "block_disposable_email_domains", "block_email_subaddresses",
	"rules_enabled", "oauth_jwt_access_tokens", "default_scopes",
}

// changeOutside changes an object or a setting outside Terraform, or deletes an object. What
// Clerk refuses of that does not happen: a role that somebody has stays, and a slug that
// another has.
func (w *wholeLife) changeOutside() {
	there := slices.DeleteFunc(slices.Sorted(maps.Keys(w.run.States())), func(address string) bool {
		s := subjectOf(address)
		return s.path != "" && s.held(w.World, w.run.States()[address].Value) == nil
	})
	if len(there) == 0 {
		return
	}
	address := rapid.SampledFrom(there).Draw(w.rt, "of others")
	s, state := subjectOf(address), w.run.States()[address].Value
	patched := slices.DeleteFunc(slices.Sorted(maps.Keys(s.arguments)), func(a string) bool {
		return s.arguments[a].patch == "" || s.single && !slices.Contains(drifting, a)
	})
	var err error
	switch {
	case s.path == "": // metadata
		err = s.changeOutside(w.rt, w.World, state)
	case s.remains == "" && (len(patched) == 0 || rapid.Bool().Draw(w.rt, "is deleted")):
		err = s.remove(w.World, attribute(state, "id"))
	case len(patched) > 0:
		err = s.patch(w.World, state, parsed(s.arguments[rapid.SampledFrom(patched).Draw(w.rt, "changed outside")].patch))
	}
	if err == nil {
		w.outside++
	}
}

// settle: on a good network one apply reaches the configuration.
func (w *wholeLife) settle() {
	<-time.After(w.lag)
	w.run.Interrupted = 0
	config := written(w.blocks, w.retries)
	if err := w.run.Apply(config); err != nil {
		w.rt.Fatalf("the apply, once the faults have stopped: %v", err)
	}
	if lines, err := w.run.Plan(config); err != nil || len(lines) > 0 {
		w.rt.Fatalf("the plan after that is %q (%v)", lines, err)
	}
	// What no configuration mentions is as a list shows it, which may lag behind what another resource has just written.
	<-time.After(w.lag)
	w.Must(w.run.Apply(config)) // which keeps what is read
	if unknown := w.unknown(); len(unknown) > 0 {
		w.rt.Fatalf("Clerk has %v, which the state does not know", unknown)
	}
	for address, state := range w.run.States() {
		s := subjectOf(address)
		if s.path == "" {
			continue // what it owns of another object is its subject's to check
		}
		held := s.held(w.World, state.Value)
		if held == nil {
			w.rt.Fatalf("the state knows %s, which is gone", address)
		}
		for argument, has := range held {
			if asked := state.Value.GetAttr(argument); !asked.IsNull() && !s.agree(argument, has, asked) {
				w.rt.Fatalf("Clerk has %s of %s = %s, and the state %s", argument, address, plain(has), plain(asked))
			}
		}
	}
}

// destroy: one run destroys everything, and nothing else.
func (w *wholeLife) destroy() {
	if err := w.run.Apply(written(nil, w.retries)); err != nil || len(w.run.States()) > 0 {
		w.rt.Fatalf("the destroy leaves %v in the state: %v", slices.Sorted(maps.Keys(w.run.States())), err)
	}
	if unknown := w.unknown(); len(unknown) > 0 {
		w.rt.Fatalf("the destroy leaves %v in Clerk", unknown)
	}
	now := w.Everything()
	for kind, objects := range w.before {
		for id := range objects {
			if now[kind][id] == "" {
				w.rt.Fatalf("one of the %s was there before, and is gone: %s", kind, id)
			}
		}
	}
}
