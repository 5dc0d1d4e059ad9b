package identifier_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

func TestCreatesAnAddressWithEveryArgument(t *testing.T) {
	t.Parallel()
	both(t, nil, func(t *testing.T, i *acctest.Instance, k *addresses) {
		i.Drive(
			acctest.Step{
				Config: k.full(),
				Plan:   []string{k.at("work") + ": create", "clerk_user.ada: create"},
				State:  k.state(k.argument, k.one, "verified", "true", "primary", "true", k.special, k.stored),
				Writes: map[string]int{"POST /users": 1, "POST /" + k.plural: 1},
				Check:  hers(t, i, k.own+" verified", k.one+" primary verified"+k.factor),
			},
			acctest.Step{Config: k.ada(), Check: hers(t, i, k.own+" primary verified")},
		)
		if left := i.Users(); len(left) > 0 {
			t.Errorf("destroy left %v", left)
		}
	})
}

func TestCreatesAMinimalAddressAndMentionsNothingElse(t *testing.T) {
	t.Parallel()
	both(t, nil, func(t *testing.T, i *acctest.Instance, k *addresses) {
		state := k.state("verified", "false", "primary", "false")
		if k == phone {
			state = k.state("verified", "false", "primary", "false", k.special, "false")
		}
		i.Drive(acctest.Step{Config: k.work(""), State: state, Check: hers(t, i, k.own+" primary verified", k.one)})
	})
}

func TestKnowsThatTheFirstAddressOfAUserIsPrimary(t *testing.T) {
	t.Parallel()
	both(t, nil, func(_ *testing.T, i *acctest.Instance, k *addresses) {
		i.Drive(acctest.Step{Config: ada + k.of("work", k.one, "verified = true"), State: k.state("primary", "true")})
	})
}

func TestUpdatesEachArgumentWithOneRequest(t *testing.T) {
	t.Parallel()
	both(t, nil, func(t *testing.T, _ *acctest.Instance, k *addresses) {
		type change struct {
			before, after string
			changes       []string
			own, work     string
		}
		all := map[string]change{
			"verified":               {"", "verified = true", []string{"verified"}, " primary verified", " verified"},
			"primary":                {"verified = true", "verified = true\nprimary = true", []string{"primary"}, " verified", " primary verified"},
			"primary alone":          {"verified = true", "primary = true", []string{"primary"}, " verified", " primary verified"},
			"all that there is":      {"", k.every, []string{"primary", "verified"}, " verified", " primary verified" + k.factor},
			"nothing that is stated": {"", "verified = false\nprimary = false", nil, " primary verified", ""},
		}
		if k == phone {
			all["a second factor"] = change{"verified = true", "reserved_for_second_factor = true", []string{k.special}, " primary verified", " verified second factor"}
			all["no second factor"] = change{"verified = true\nreserved_for_second_factor = true", "reserved_for_second_factor = false", []string{k.special}, " primary verified", " verified"}
			all["all that there is"] = change{"", k.every, []string{"primary", "verified", k.special}, " verified", " primary verified second factor"}
			all["nothing that is stated"] = change{"", "verified = false\nprimary = false\nreserved_for_second_factor = false", nil, " primary verified", ""}
		}
		for title, change := range all {
			t.Run(title, func(t *testing.T) {
				t.Parallel()
				i := acctest.InProcess(t)
				writes, plan := map[string]int{k.path("PATCH"): 1}, k.updates(change.changes...)
				if change.changes == nil {
					writes, plan = map[string]int{}, acctest.Nothing
				}
				i.Drive(
					acctest.Step{Config: k.work(change.before)},
					acctest.Step{Config: k.work(change.after), Plan: plan, Writes: writes, Check: hers(t, i, k.own+change.own, k.one+change.work)},
				)
			})
		}
	})
}

func TestReplacesAnAddressThatIsAnother(t *testing.T) {
	t.Parallel()
	both(t, nil, func(t *testing.T, i *acctest.Instance, k *addresses) {
		i.Drive(
			acctest.Step{Config: k.full()},
			acctest.Step{Config: k.ada() + k.of("work", k.odd, k.every), Plan: acctest.Nothing},
			acctest.Step{
				Config: k.ada() + k.of("work", k.other, k.every),
				Plan:   k.plan("replace", "id", k.argument),
				Check:  hers(t, i, k.own+" verified", k.other+" primary verified"+k.factor),
			},
		)
	})
}

func TestReplacesAnAddressThatIsAnotherUsers(t *testing.T) {
	t.Parallel()
	both(t, nil, func(t *testing.T, i *acctest.Instance, k *addresses) {
		i.Drive(
			acctest.Step{Config: k.full() + k.grace()},
			acctest.Step{
				Config: k.ada() + k.grace() + k.block("work", "clerk_user.grace.id", k.one, k.every),
				Plan:   k.plan("replace", "id", "user_id"),
				Check: func(states acctest.States) {
					others(t, i, k.taken+" verified", k.one+" primary verified"+k.factor)(states)
					hers(t, i, k.own+" primary verified")(states)
				},
			},
		)
	})
}

func TestShowsTheDriftOfEachArgument(t *testing.T) {
	t.Parallel()
	both(t, map[string]string{"unverify": "unverifies"}, func(t *testing.T, i *acctest.Instance, k *addresses) {
		type drift struct {
			value  string
			change clerk.UpdateIdentifierParams
		}
		drifts := map[string]drift{
			"primary":  {k.own, clerk.UpdateIdentifierParams{Primary: rest.Value(true)}},
			"verified": {k.one, clerk.UpdateIdentifierParams{Verified: rest.Value(false)}},
		}
		if k == phone {
			drifts[k.special] = drift{k.one, clerk.UpdateIdentifierParams{ReservedForSecondFactor: rest.Value(false)}}
		}
		for argument, d := range drifts {
			i.Drive(
				acctest.Step{Config: k.full()},
				acctest.Step{
					Outside: k.update(t, i, d.value, d.change), Config: k.full(), Plan: k.updates(argument),
					Check: hers(t, i, k.own+" verified", k.one+" primary verified"+k.factor),
				},
			)
		}
	})
}

func TestLeavesOmittedArgumentsAlone(t *testing.T) {
	t.Parallel()
	both(t, nil, func(t *testing.T, i *acctest.Instance, k *addresses) {
		p := clerk.UpdateIdentifierParams{Verified: rest.Value(true), Primary: rest.Value(true)}
		if k == phone {
			p.ReservedForSecondFactor = rest.Value(true)
		}
		i.Drive(
			acctest.Step{Config: k.work("")},
			acctest.Step{
				Outside: k.update(t, i, k.one, p), Config: k.work(""), Plan: acctest.Nothing,
				Check: hers(t, i, k.own+" verified", k.one+" primary verified"+k.factor),
			},
			acctest.Step{
				Outside: k.add(i, func() string { return adas(i) }, k.other, rest.Value(true), rest.Value(true)),
				Config:  k.work(""), Plan: acctest.Nothing,
				Check: hers(t, i, k.own+" verified", k.one+" verified"+k.factor, k.other+" primary verified"),
			},
		)
	})
}

func TestRecreatesAndDestroysAnAddressThatIsGone(t *testing.T) {
	t.Parallel()
	both(t, nil, func(t *testing.T, i *acctest.Instance, k *addresses) {
		gone := k.remove(t, i, k.one)
		i.Drive(
			acctest.Step{Config: k.full()},
			acctest.Step{Outside: gone, Config: k.full(), Plan: k.plan("create")},
			acctest.Step{
				Outside: i.Outside(func(ctx context.Context, c *clerk.Client) error { return c.Users.Delete(ctx, adas(i)) }),
				Config:  k.full(), Plan: []string{k.at("work") + ": create", "clerk_user.ada: create"},
			},
			acctest.Step{Outside: gone},
		)
	})
}

// Beside a clerk_user that manages other addresses of the same user, neither touches what
// the other mentions.
func TestDoesNotFightWithTheUsersOwnSet(t *testing.T) {
	t.Parallel()
	both(t, nil, func(t *testing.T, i *acctest.Instance, k *addresses) {
		config := func(listed, arguments string) string {
			user := k.listed(fmt.Sprintf("%q, %q", k.own, listed))
			return acctest.Replace(t, user, "first_name", fmt.Sprintf("primary_%s = %q\n  first_name", k.argument, k.own)) + k.of("work", k.one, arguments)
		}
		steps := []acctest.Step{
			{Config: config(k.taken, "")},
			{
				Config: config(k.other, ""), Plan: []string{"clerk_user.ada: update " + k.plural},
				Check: hers(t, i, k.own+" primary verified", k.other+" verified", k.one),
			},
			{
				Config: config(k.other, "verified = true"), Plan: k.updates("verified"),
				Check: hers(t, i, k.own+" primary verified", k.other+" verified", k.one+" verified"),
			},
		}
		if k == phone {
			steps = append(steps, acctest.Step{
				Config: config(k.taken, "verified = true\nreserved_for_second_factor = true"),
				Plan:   []string{k.at("work") + ": update reserved_for_second_factor", "clerk_user.ada: update phone_numbers"},
				Check:  hers(t, i, k.own+" primary verified", k.taken+" verified", k.one+" verified second factor"),
			})
		}
		i.Drive(steps...)
	})
}

// once is an address of a user, by a provider that repeats nothing.
func (k *addresses) once(user *clerk.User) string {
	return "provider \"clerk\" {\n  max_retries = 0\n}\n" + k.block("work", fmt.Sprintf("%q", user.ID), k.one, "")
}

func TestDeletesAnAddressAgainWhoseUserItCannotRead(t *testing.T) {
	t.Parallel()
	both(t, nil, func(t *testing.T, i *acctest.Instance, k *addresses) {
		config := k.once(k.newUser(t, i, k.own))
		i.Drive(
			acctest.Step{
				Outside: func() { i.Sim.PlaceFault(clerksim.Fault{Operation: "GET /users/{user_id}", Kind: "502"}) },
				Config:  config, Fails: []string{"Could not create " + k.noun, "502 Bad Gateway"},
			},
			acctest.Step{
				Outside: func() { others(t, i, k.own+" primary verified")(nil) },
				Config:  config, Plan: k.plan("create"),
			},
		)
	})
}

func TestKeepsTrackOfAnAddressThatItCouldNotDeleteAgain(t *testing.T) {
	t.Parallel()
	both(t, nil, func(t *testing.T, i *acctest.Instance, k *addresses) {
		config := k.once(k.newUser(t, i, k.own))
		i.Drive(
			acctest.Step{
				Outside: func() {
					i.Sim.PlaceFault(clerksim.Fault{Operation: "GET /users/{user_id}", Kind: "502"})
					i.Sim.PlaceFault(clerksim.Fault{Operation: k.path("DELETE"), Kind: "reset"})
				},
				Config: config, Fails: []string{"Could not create " + k.noun, "502 Bad Gateway"},
			},
			acctest.Step{Config: config, Plan: k.plan("replace, tainted"), Check: others(t, i, k.own+" primary verified", k.one)},
		)
	})
}

func TestTakesTheAddressThatAnApplyMadeWhoseAnswerWasLost(t *testing.T) {
	t.Parallel()
	for _, fault := range []string{"lost", "late"} {
		both(t, nil, func(t *testing.T, i *acctest.Instance, k *addresses) {
			i.Drive(acctest.Step{
				Outside: func() { i.Sim.PlaceFault(clerksim.Fault{Operation: "POST /" + k.plural, Kind: fault}) },
				Config:  k.full(),
				Check: func(states acctest.States) {
					hers(t, i, k.own+" verified", k.one+" primary verified"+k.factor)(states)
					if state, has := states.Get(k.at("work"), "id"), k.id(t, i, k.one); has != state {
						t.Errorf("the state has %s, Clerk holds %s", state, has)
					}
				},
			})
		})
	}
}

// Reads by the page show users as lists have them, which lag behind a write. An address
// that such a user lacks is asked for before it is taken for gone.
func TestKeepsAnAddressThatAListDoesNotShowYet(t *testing.T) {
	t.Parallel()
	for _, k := range []*addresses{email, phone} {
		i := acctest.InProcess(t, func(o *clerksim.Options) { o.Lag = time.Hour })
		numbered := func(value string, n int) string { return fmt.Sprintf("%s%d%s", value[:4], n, value[5:]) }
		config := ""
		for n := range 8 {
			user := k.newUser(t, i, numbered(k.own, n))
			config += k.block(fmt.Sprintf("n%d", n), fmt.Sprintf("%q", user.ID), numbered(k.other, n), "verified = true\n  primary = true")
		}
		i.Sim.Advance(2 * time.Hour)
		i.Drive(acctest.Step{Config: config})
		if by := i.Sim.Stats().ByOperation; by["GET /users"] == 0 || by[k.path("GET")] == 0 {
			t.Errorf("no list was read, or none lagged: %v", by)
		}
	}
}
