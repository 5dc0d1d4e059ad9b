package conformance_test

import (
	"flag"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"
	"pgregory.net/rapid"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/acctest/driver"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// leastApplies is how many applies the properties of a type are shown over at
// least, unless -rapid.checks asks for another number of sequences.
const leastApplies = 120

// fewPlans are too few to tell how many of them short cuts answer.
const fewPlans = 600

// TestPropertyAPlanIsTheTruth draws sequences of configurations and of changes
// outside Terraform. After an apply the next plan is empty, Clerk holds what was
// asked, and nothing that was not mentioned has changed; a plan shows what Clerk
// has otherwise; what an import reads equals the state; a destroy removes what was
// created and nothing else. In a third of the sequences, the short cuts' answers are
// held against the framework's.
func TestPropertyAPlanIsTheTruth(t *testing.T) {
	t.Parallel()
	for _, s := range subjects {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			sim := s.instance(t)
			applies, cut := 0, tally{}
			rapid.Check(t, func(rt *rapid.T) {
				rapid.SyncTest(rt, func(rt *rapid.T) {
					q := begin(rt, s, sim)
					if rapid.IntRange(0, 2).Draw(rt, "is compared") == 0 {
						q.Core = twinCore(rt, sim, &cut)
					}
					for range rapid.IntRange(6, 9).Draw(rt, "steps") {
						q.step()
					}
					q.destroy()
					applies += q.applies
				})
			})
			t.Logf("%d applies; %+v", applies, cut)
			// Of a few plans, those that a short cut answers may be few by chance.
			least := leastCut
			if cut.plans < fewPlans {
				least = 0
			}
			if cut.plansCut*100 <= least*cut.plans || cut.readsCut*100 <= least*cut.reads {
				t.Errorf("short cuts answered no more than %d %% of plans or reads: %+v", least, cut)
			}
			if n := flag.Lookup("rapid.checks"); n.Value.String() == sequences && applies < leastApplies {
				t.Errorf("%d applies are fewer than %d", applies, leastApplies)
			}
		})
	}
}

// sequence is one object's life.
type sequence struct {
	*acctest.World
	rt      *rapid.T
	s       *subject
	t       *driver.Type
	vars    map[string]cty.Value
	before  map[string]map[string]string
	state   *driver.State
	config  cty.Value // of the last apply
	applies int
	former  string // the id that the object had before it was replaced
}

// begin empties the local Clerk, and puts there what the object needs and what
// nobody may touch.
func begin(rt *rapid.T, s *subject, sim *clerksim.Server) *sequence {
	sim.Reset()
	w := acctest.NewWorld(rt, sim)
	q := &sequence{World: w, rt: rt, s: s, t: w.Core.Type(s.name)}
	for _, other := range subjects {
		if other.unmanaged != "" {
			w.Must(ask(w, "POST "+other.collection(), other.unmanaged))
		}
	}
	if s.prepare != nil {
		q.vars = s.prepare(w, 0)
	}
	q.before = w.Everything()
	return q
}

// sibling is another object's life in the same Clerk.
func (q *sequence) sibling(n nth) *sequence {
	other := &sequence{World: q.World, rt: q.rt, s: q.s, t: q.t}
	if q.s.prepare != nil {
		other.vars = q.s.prepare(q.World, n)
	}
	return other
}

func (q *sequence) walk() *driver.Walk {
	w, err := q.Core.Walk()
	q.Must(err)
	return w
}

// value is the state's object, null if there is none.
func (q *sequence) value() cty.Value {
	if q.state == nil {
		return cty.NullVal(cty.DynamicPseudoType)
	}
	return q.state.Value
}

func (q *sequence) step() {
	switch n := rapid.IntRange(0, 19).Draw(q.rt, "step"); {
	case q.state == nil || n < 12:
		q.apply(q.t.Object(q.draw()))
	case n < 17:
		q.Must(q.drawChangeOutside())
		if q.s.held(q.World, q.state.Value) != nil && rapid.Bool().Draw(q.rt, "the same again") {
			q.apply(q.config)
		}
	case n < 19:
		q.imported()
	case q.s.remains == "":
		q.Must(q.s.remove(q.World, attribute(q.state.Value, "id")))
		q.recreated()
	}
}

// held is what Clerk now holds of the object.
func (q *sequence) held() map[string]cty.Value {
	if q.state == nil {
		return nil
	}
	return q.s.held(q.World, q.state.Value)
}

func (q *sequence) apply(config cty.Value) {
	was, all := q.held(), q.Everything()
	p, err := q.walk().Plan(q.t, q.state, config)
	if err != nil {
		q.rt.Fatalf("the plan of a valid configuration: %v", err)
	}
	q.shows(p, config, was)
	left := p.Refreshed
	q.former = q.id()
	q.state, err = q.walk().Apply(q.t, p, config)
	if err != nil {
		q.rt.Fatalf("the apply of a valid configuration: %v", err)
	}
	q.applies++
	q.config = config
	again, err := q.walk().Plan(q.t, q.state, config)
	if err != nil || again.Action != driver.NoOp {
		q.rt.Fatalf("the plan after an apply is not empty: %v (%v)", again, err)
	}
	if !again.Refreshed.Value.RawEquals(q.state.Value) {
		q.rt.Fatalf("after an apply the state is %v, and a read gives %v", q.state, again.Refreshed)
	}
	q.holds(p.Action, config, was, left)
	q.untouched(all)
}

// shows: a plan shows the arguments that Clerk has otherwise, and only those.
func (q *sequence) shows(p *driver.Plan, config cty.Value, was map[string]cty.Value) {
	if p.Action != driver.Update && p.Action != driver.NoOp {
		return
	}
	for _, argument := range mentioned(config) {
		held, ok := was[argument]
		if !ok {
			continue
		}
		differs, shown := !q.s.agree(argument, held, config.GetAttr(argument)), slices.Contains(p.Changes, argument)
		_, loosely := q.s.agrees[argument]
		unread := p.Refreshed.Value.GetAttr(argument).IsNull() // not read until it is mentioned
		if differs && !shown || shown && !differs && !loosely && !unread {
			q.rt.Fatalf("the plan is to %v; Clerk has %s = %s, and the configuration %s", p, argument, plain(held), plain(config.GetAttr(argument)))
		}
	}
}

// holds: Clerk holds what was asked, and nothing else has changed.
func (q *sequence) holds(action driver.Action, config cty.Value, was map[string]cty.Value, left *driver.State) {
	now := q.held()
	follows := map[string]bool{}
	for _, argument := range mentioned(config) {
		for _, other := range q.s.follows[argument] {
			follows[other] = true
		}
		if held, ok := now[argument]; ok && !q.s.agree(argument, held, config.GetAttr(argument)) {
			q.rt.Fatalf("after the apply Clerk has %s = %s, and the configuration %s", argument, plain(held), plain(config.GetAttr(argument)))
		}
	}
	if action != driver.Update && action != driver.NoOp {
		return
	}
	for argument, held := range now {
		asked := config.GetAttr(argument)
		if !q.t.Attributes[argument].Computed && asked.IsNull() && !left.Value.GetAttr(argument).IsNull() {
			continue // left the configuration, which clears it
		}
		if asked.IsNull() && !follows[argument] && !same(held, was[argument]) {
			q.rt.Fatalf("%s is not mentioned, and changed from %s to %s", argument, plain(was[argument]), plain(held))
		}
		if asked.Type().IsSetType() && !asked.IsNull() {
			q.keeps(argument, asked, was[argument], held, left.Value.GetAttr(argument))
		}
	}
}

// keeps: of a set, what was in the state and is no longer asked for is gone, and
// what was never in it is left alone.
func (q *sequence) keeps(argument string, asked, was, held, state cty.Value) {
	for _, element := range was.AsValueSlice() {
		mentionedNow, mentionedBefore := contains(asked, texts([]string{element.AsString()})), contains(state, texts([]string{element.AsString()}))
		want := mentionedNow || !mentionedBefore
		if has := contains(held, texts([]string{element.AsString()})); has != want {
			q.rt.Fatalf("%s: %s is in the configuration: %t; was in the state: %t; Clerk has it: %t", argument, element.AsString(), mentionedNow, mentionedBefore, has)
		}
	}
}

// untouched: the objects that were there before, but for the one at hand, what it belongs
// to and what belongs to it, are as they were.
func (q *sequence) untouched(before map[string]map[string]string) {
	now := q.Everything()
	for kind, objects := range before {
		for id, object := range objects {
			if q.mine(id) || q.belongs(object) || q.s.touches[kind] != "" {
				continue
			}
			if counted.ReplaceAllString(now[kind][id], "") != counted.ReplaceAllString(object, "") {
				q.rt.Fatalf("one of the %s has changed from %s to %s", kind, object, now[kind][id])
			}
		}
	}
}

// counted is how many others use an object, and whether any do.
var counted = regexp.MustCompile(`"(members_count|has_members)":\w+`)

// mine reports whether an id is the object's own, or that of what it belongs to.
func (q *sequence) mine(id string) bool {
	for _, v := range q.vars {
		if v.AsString() == id {
			return true
		}
	}
	return q.former == id || q.id() == id
}

// belongs reports whether an object belongs to the one at hand, such as a membership to an
// organization: it shows its id.
func (q *sequence) belongs(object string) bool {
	for _, id := range []string{q.former, q.id()} {
		if id != "" && strings.Contains(object, `"`+id+`"`) {
			return true
		}
	}
	return false
}

// id is the object's own; "" if there is none.
func (q *sequence) id() string {
	if q.state == nil || !q.state.Value.Type().HasAttribute("id") {
		return ""
	}
	return attribute(q.state.Value, "id")
}

// imported: what an import reads equals the state, as it is after a refresh.
func (q *sequence) imported() {
	p, err := q.walk().Plan(q.t, q.state, q.config)
	q.Must(err)
	got, err := q.walk().Import(q.t, q.s.importID(q.state.Value), cty.NilVal)
	if err != nil {
		q.rt.Fatalf("the import: %v", err)
	}
	other, err := q.walk().Import(q.t, "", q.state.Identity)
	if err != nil || !other.Value.RawEquals(got.Value) {
		q.rt.Fatalf("the import by identity gives something else than that by id (%v)", err)
	}
	for name := range q.t.Attributes {
		_, excused := q.s.unimported[name]
		_, fixed := q.s.fixed[name]
		if state := p.Refreshed.Value.GetAttr(name); !excused && !(state.IsNull() && isNothing(got.Value.GetAttr(name))) && !(fixed && state.IsNull() != got.Value.GetAttr(name).IsNull()) && !q.s.agree(name, got.Value.GetAttr(name), state) {
			q.rt.Fatalf("the import reads %s = %s, and the state has %s", name, plain(got.Value.GetAttr(name)), plain(state))
		}
	}
}

// recreated: an object that was deleted outside Terraform is planned anew.
func (q *sequence) recreated() {
	p, err := q.walk().Plan(q.t, q.state, q.config)
	q.Must(err)
	if p.Action != driver.Create {
		q.rt.Fatalf("the plan after the object was deleted is to %s", p.Action)
	}
	q.state = nil
}

func (q *sequence) destroy() {
	if q.state == nil {
		return
	}
	p, err := q.walk().Plan(q.t, q.state, cty.NullVal(q.state.Value.Type()))
	q.Must(err)
	last := q.state.Value
	if q.state, err = q.walk().Apply(q.t, p, cty.NullVal(last.Type())); err != nil || q.state != nil {
		q.rt.Fatalf("the destroy leaves a state (%v)", err)
	}
	if held := q.s.held(q.World, last); held != nil && q.s.stays == "" {
		q.rt.Fatalf("after the destroy Clerk has %v", held)
	}
	q.untouched(q.before)
	now := q.Everything()
	for kind, objects := range now {
		if got, want := slices.Sorted(maps.Keys(objects)), slices.Sorted(maps.Keys(q.before[kind])); !slices.Equal(got, want) && !q.s.leaves(kind) {
			q.rt.Fatalf("after the destroy Clerk has the %s %v, and before the create %v", kind, got, want)
		}
	}
}
