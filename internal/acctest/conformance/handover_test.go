package conformance_test

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/zclconf/go-cty/cty"
	"pgregory.net/rapid"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/acctest/driver"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// unique is an argument whose value one object of an instance can have.
type unique struct {
	typ, argument string
	values        []string
	// updated says that a change updates the object: it keeps the old value until it has
	// the new one, so that two cannot exchange them.
	updated bool
	// config is a configuration of the nth object with the value. It may refer to user and
	// own, a user and an organization of the object's, and to what beside has made for all.
	config string
}

// uniques are the unique arguments of all types: those that are said here, and of the
// other subjects with keys the first one.
func uniques() []unique {
	const anchored = `["anchor${n}@example.com"]`
	all := []unique{
		{"clerk_user", "username", []string{"grace", "countess", "captain", "amazing"}, true, "email_addresses = " + anchored + "\nusername = value"},
		{"clerk_user", "external_id", []string{"1", "2", "3", "4"}, true, "email_addresses = " + anchored + "\nexternal_id = value"},
		{"clerk_user", "email_addresses", addresses, true, "email_addresses = [\"anchor${n}@example.com\", value]\nprimary_email_address = \"anchor${n}@example.com\""},
		{"clerk_user", "phone_numbers", numbers, true, "email_addresses = " + anchored + "\nphone_numbers = [value]"},
		{"clerk_email_address", "email_address", addresses, false, "user_id = user\nemail_address = value\nverified = true"},
		{"clerk_phone_number", "phone_number", numbers, false, "user_id = user\nphone_number = value\nverified = true"},
		{"clerk_organization_membership", "user_id", names, false, "organization_id = organization\nuser_id = users[value]\nrole = \"org:member\""},
		{"clerk_organization_invitation", "email_address", addresses, false, "organization_id = organization\nemail_address = value\nrole = \"org:member\""},
		{"clerk_organization_domain", "name", []string{"example.com", "example.org", "example.net", "a.example"}, false, "organization_id = own\nname = value"},
	}
	shared := []string{"clerk_machine", "clerk_api_key", "clerk_oauth_application", "clerk_enterprise_connection", "clerk_directory"} // several may have one name
	for _, s := range subjects {
		if len(s.keys) == 0 || slices.Contains(shared, s.name) || slices.ContainsFunc(all, func(u unique) bool { return u.typ == s.name }) {
			continue
		}
		u := unique{typ: s.name, argument: s.keys[0], updated: !s.arguments[s.keys[0]].replaces}
		for line := range strings.Lines(s.minimal) {
			if name, value, _ := strings.Cut(strings.TrimSpace(line), "="); strings.TrimSpace(name) == u.argument {
				for n := range nth(4) {
					u.values = append(u.values, n.uniqueKey(strings.Trim(value, ` "`)))
				}
				line = u.argument + " = value\n"
			}
			u.config += line
		}
		all = append(all, u)
	}
	return all
}

var (
	addresses = []string{"a@example.com", "b@example.com", "c@example.com", "d@example.com"}
	names     = []string{"ada", "byron", "grace", "alan"}
	numbers   = []string{"+15555560100", "+15555570100", "+15555580100", "+15555590100"}
)

// TestPropertyUniqueValuesMove draws who has which value, and then who is to have which:
// objects are created, updated, replaced and deleted in one apply, in any order, on a
// network with latency and faults. One apply is enough. Where updated objects exchange
// values, in whatever circle, those are told so, and nothing is lost.
func TestPropertyUniqueValuesMove(t *testing.T) {
	t.Parallel()
	sim := acctest.NewSim(t, func(o *clerksim.Options) { o.Latency = 20 * time.Millisecond })
	moves, exchanges := map[string]int{}, 0
	rapid.Check(t, func(rt *rapid.T) {
		rapid.SyncTest(rt, func(rt *rapid.T) {
			sim.Reset()
			defer sim.Misbehave(0, 0)
			u := rapid.SampledFrom(uniques()).Draw(rt, "argument")
			m := &moving{World: acctest.NewWorld(rt, sim), rt: rt, u: u, objects: make([]mover, 3)}
			m.beside()
			for n := range m.objects {
				owner, err := m.Clerk.Users.Create(rt.Context(), clerk.CreateUserParams{EmailAddresses: []string{fmt.Sprintf("owner%d@example.com", n)}})
				m.Must(err)
				o, err := m.Clerk.Organizations.Create(rt.Context(), clerk.CreateOrganizationParams{Name: fmt.Sprint("Organization ", n)})
				m.Must(err)
				m.objects[n].user, m.objects[n].organization = owner.ID, o.ID
			}
			m.choose()
			m.apply(false)
			// A lost create takes what is hardly older than itself for its own.
			<-time.After(5 * time.Second)
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
	// A few draws of some twenty arguments miss one of them, or an exchange, now and then.
	drawn, types := exchanges, map[string]bool{}
	for _, n := range moves {
		drawn += n
	}
	for _, u := range uniques() {
		types[u.typ] = true
	}
	if drawn >= 500 && (exchanges == 0 || len(moves) < len(types)) {
		t.Errorf("of %d draws, %d were exchanges, and moves of %d types out of %d", drawn, exchanges, len(moves), len(types))
	}
}

// moving is some objects of a type, and who has which value.
type moving struct {
	*acctest.World
	rt      *rapid.T
	u       unique
	objects []mover
	vars    map[string]cty.Value // what objects of every type may refer to
}

// beside makes an organization, and users by name.
func (m *moving) beside() {
	users := map[string]cty.Value{}
	for _, name := range names {
		user, err := m.Clerk.Users.Create(m.rt.Context(), clerk.CreateUserParams{Account: clerk.Account{Username: rest.Value("the_" + name)}})
		m.Must(err)
		users[name] = cty.StringVal(user.ID)
	}
	m.vars = map[string]cty.Value{"organization": cty.StringVal(organizationWith(m.World, "beside")), "users": cty.ObjectVal(users)}
}

type mover struct {
	user, organization string
	state              *driver.State
	has, get           string // the value; "" for an object that there is not, or is to be none
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
			vars := maps.Clone(m.vars)
			vars["n"], vars["user"], vars["value"] = cty.NumberIntVal(int64(n)), cty.StringVal(o.user), cty.StringVal(o.get)
			vars["own"] = cty.StringVal(o.organization)
			wanted[n] = m.Core.Config(t, m.u.config, vars)
		}
		plans[n], err = w.Plan(t, o.state, wanted[n])
		m.Must(err)
	}
	w, err = m.Core.Walk()
	m.Must(err)
	order := rapid.SliceOfN(rapid.IntRange(0, 1000), len(m.objects), len(m.objects)).Draw(m.rt, "begins after ms")
	rate := rapid.SampledFrom([]float64{0, 0, 0.1}).Draw(m.rt, "rate of faults")
	if slices.ContainsFunc(subjects, func(s *subject) bool { return s.name == m.u.typ && s.once != "" }) {
		rate = 0 // a lost answer stays lost
	}
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
