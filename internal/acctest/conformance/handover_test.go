package conformance_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/zclconf/go-cty/cty"
	"pgregory.net/rapid"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/acctest/driver"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// unique is an argument whose value one object of an instance can have.
type unique struct {
	typ, argument string
	values        []string
	// updated says that a change updates the object: it keeps the old value until it has
	// the new one, so that two cannot exchange them.
	updated bool
	// config is a configuration of the nth object with the value. The user is one of
	// those that are there, one for each object.
	config func(n int, user, value string) map[string]cty.Value
}

// uniques are the unique arguments of all types. A type whose subject names keys has at
// least one.
var uniques = []unique{
	{"clerk_user", "username", []string{"grace", "countess", "captain", "amazing"}, true, func(n int, _, value string) map[string]cty.Value {
		return map[string]cty.Value{"email_addresses": texts([]string{anchorOf(n)}), "username": cty.StringVal(value)}
	}},
	{"clerk_user", "external_id", []string{"1", "2", "3", "4"}, true, func(n int, _, value string) map[string]cty.Value {
		return map[string]cty.Value{"email_addresses": texts([]string{anchorOf(n)}), "external_id": cty.StringVal(value)}
	}},
	{"clerk_user", "email_addresses", addresses, true, func(n int, _, value string) map[string]cty.Value {
		return map[string]cty.Value{"email_addresses": texts([]string{anchorOf(n), value}), "primary_email_address": cty.StringVal(anchorOf(n))}
	}},
	{"clerk_user", "phone_numbers", numbers, true, func(n int, _, value string) map[string]cty.Value {
		return map[string]cty.Value{"email_addresses": texts([]string{anchorOf(n)}), "phone_numbers": texts([]string{value})}
	}},
	{"clerk_jwt_template", "name", []string{"hasura", "supabase", "convex", "grafbase"}, true, func(_ int, _, value string) map[string]cty.Value {
		return map[string]cty.Value{"name": cty.StringVal(value), "claims": cty.StringVal("{}")}
	}},
	{"clerk_redirect_url", "url", []string{"a://callback", "b://callback", "c://callback", "d://callback"}, false, func(_ int, _, value string) map[string]cty.Value {
		return map[string]cty.Value{"url": cty.StringVal(value)}
	}},
	{"clerk_email_address", "email_address", addresses, false, func(_ int, user, value string) map[string]cty.Value {
		return map[string]cty.Value{"user_id": cty.StringVal(user), "email_address": cty.StringVal(value), "verified": cty.True}
	}},
	{"clerk_phone_number", "phone_number", numbers, false, func(_ int, user, value string) map[string]cty.Value {
		return map[string]cty.Value{"user_id": cty.StringVal(user), "phone_number": cty.StringVal(value), "verified": cty.True}
	}},
}

var (
	addresses = []string{"a@example.com", "b@example.com", "c@example.com", "d@example.com"}
	numbers   = []string{"+15555560100", "+15555570100", "+15555580100", "+15555590100"}
)

func anchorOf(n int) string { return fmt.Sprintf("anchor%d@example.com", n) }

func TestEveryTypeWithKeysHandsThemOver(t *testing.T) {
	t.Parallel()
	shown := map[string]bool{}
	for _, u := range uniques {
		shown[u.typ] = true
	}
	for _, s := range subjects {
		if len(s.keys) > 0 && !shown[s.name] {
			t.Errorf("%s has the keys %v, and none among the unique arguments", s.name, s.keys)
		}
	}
}

// TestPropertyUniqueValuesMove draws who has which value, and then who is to have which:
// objects are created, updated, replaced and deleted in one apply, in any order, on a
// network with latency and faults. One apply is enough. Where updated objects exchange
// values, in whatever circle, those are told so, and nothing is lost.
func TestPropertyUniqueValuesMove(t *testing.T) {
	t.Parallel()
	sim := acctest.Silent(t, func(o *clerksim.Options) { o.Latency = 20 * time.Millisecond })
	moves, exchanges := map[string]int{}, 0
	rapid.Check(t, func(rt *rapid.T) {
		rapid.SyncTest(rt, func(rt *rapid.T) {
			sim.Reset()
			defer sim.Misbehave(0, 0)
			u := rapid.SampledFrom(uniques).Draw(rt, "argument")
			m := &moving{World: acctest.NewWorld(rt, sim), rt: rt, u: u, objects: make([]mover, 3)}
			for n := range m.objects {
				owner, err := m.Clerk.Users.Create(rt.Context(), clerk.CreateUserParams{EmailAddresses: []string{fmt.Sprintf("owner%d@example.com", n)}})
				m.Must(err)
				m.objects[n].user = owner.ID
			}
			m.choose()
			m.apply(false)
			if rapid.IntRange(0, 3).Draw(rt, "turn") == 0 {
				m.turn()
			} else {
				m.choose()
			}
			if circle := m.circle(); circle {
				m.apply(true)
				exchanges++
			} else {
				m.apply(false)
				moves[u.typ]++
			}
		})
	})
	t.Logf("%v moves, %d exchanges", moves, exchanges)
	if exchanges == 0 {
		t.Error("no exchange was drawn")
	}
	for _, u := range uniques {
		if moves[u.typ] == 0 {
			t.Errorf("no move of %s was drawn", u.typ)
		}
	}
}

// moving is some objects of a type, and who has which value.
type moving struct {
	*acctest.World
	rt      *rapid.T
	u       unique
	objects []mover
}

type mover struct {
	user     string
	state    *driver.State
	has, get string // the value; "" for an object that there is not, or is to be none
}

// choose draws who is to have which value.
func (m *moving) choose() {
	values := append([]string{"", ""}, rapid.Permutation(m.u.values).Draw(m.rt, "values")...)
	for n := range m.objects {
		at := rapid.IntRange(0, len(values)-1).Draw(m.rt, "value")
		m.objects[n].get = values[at]
		values = append(values[:at], values[at+1:]...)
	}
}

// turn gives each object what the next one has.
func (m *moving) turn() {
	for n := range m.objects {
		m.objects[n].get = m.objects[(n+1)%len(m.objects)].has
	}
}

// circle reports whether objects that are updated wait for each other in a circle.
func (m *moving) circle() bool {
	if !m.u.updated {
		return false
	}
	next := map[int]int{}
	for n, o := range m.objects {
		for k, other := range m.objects {
			if n != k && o.has != "" && o.get != "" && o.get == other.has && other.get != "" {
				next[n] = k
			}
		}
	}
	for n := range m.objects {
		at, ok := next[n]
		for range m.objects {
			if ok && at == n {
				return true
			}
			if ok {
				at, ok = next[at]
			}
		}
	}
	return false
}

// apply gives each object what it is to have. They begin in any order, within a second.
func (m *moving) apply(circle bool) {
	w, err := m.Core.Walk()
	m.Must(err)
	t := m.Core.Type(m.u.typ)
	plans, wanted := make([]*driver.Plan, len(m.objects)), make([]cty.Value, len(m.objects))
	for n := range m.objects {
		o := &m.objects[n]
		if o.state == nil && o.get == "" {
			continue
		}
		wanted[n] = cty.NullVal(t.Object(nil).Type())
		if o.get != "" {
			wanted[n] = t.Object(m.u.config(n, o.user, o.get))
		}
		plans[n], err = w.Plan(t, o.state, wanted[n])
		m.Must(err)
	}
	w, err = m.Core.Walk()
	m.Must(err)
	order := rapid.SliceOfN(rapid.IntRange(0, 1000), len(m.objects), len(m.objects)).Draw(m.rt, "begins after ms")
	rate := rapid.SampledFrom([]float64{0, 0, 0.1}).Draw(m.rt, "rate of faults")
	m.Sim.Misbehave(rate, rapid.Uint64Range(0, math.MaxUint32).Draw(m.rt, "faults"))
	errs := driver.Together(len(m.objects), func(n int) (err error) {
		if plans[n] == nil {
			return nil
		}
		<-time.After(time.Duration(order[n]) * time.Millisecond)
		m.objects[n].state, err = w.Apply(t, plans[n], wanted[n])
		return err
	})
	m.Sim.Misbehave(0, 0)
	failed := errors.Join(errs...)
	if circle {
		if failed == nil || !strings.Contains(failed.Error(), "Clerk has no exchange") {
			m.rt.Fatalf("the exchange ends with %v", failed)
		}
	} else if failed != nil {
		m.rt.Fatalf("%v", failed)
	}
	for n := range m.objects {
		o := &m.objects[n]
		if o.state == nil {
			o.has = ""
			continue
		}
		if !circle {
			o.has = o.get
		}
		again, err := m.Core.Walk()
		m.Must(err)
		p, err := again.Plan(t, o.state, wanted[n])
		if err != nil || !circle && p.Action != driver.NoOp || p.Action == driver.Create {
			m.rt.Fatalf("the plan after that is %v (%v)", p, err)
		}
	}
}
