package walk_test

import (
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/bench/variant"
	"github.com/clerkform/terraform-provider-clerk/internal/bench/walk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// start is a Clerk of so many users, whom the provider has adopted: variants that
// do nothing read nothing.
func start(tb testing.TB, users int) (*clerksim.Server, []walk.Object) {
	tb.Helper()
	sim := clerk(tb, users)
	accounts, err := walk.Accounts(tb.Context(), sim.URL(), sim.SecretKey())
	if err != nil || len(accounts) != users {
		tb.Fatalf("%d accounts, not %d: %v", len(accounts), users, err)
	}
	objects, err := configure(tb, sim, variant.Released).Adopt(tb.Context(), accounts)
	if err != nil {
		tb.Fatal(err)
	}
	return sim, objects
}

// clerk is checked against no contract: its requests are those of other tests.
func clerk(tb testing.TB, users int) *clerksim.Server {
	tb.Helper()
	sim, err := clerksim.Start(clerksim.Options{Users: users})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(sim.Close)
	return sim
}

func configure(tb testing.TB, sim *clerksim.Server, name string) *walk.Provider {
	tb.Helper()
	server, err := variant.NewServer(name, func(string) string { return "" })
	if err != nil {
		tb.Fatal(err)
	}
	p, err := walk.Configure(tb.Context(), server, sim.URL(), sim.SecretKey())
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

func TestEveryVariantPlansNothingForUsersWhoAgreeWithTheirConfiguration(t *testing.T) {
	t.Parallel()
	const users = 20
	sim, objects := start(t, users)
	for name, most := range map[string]int{variant.Released: 6, variant.Long: 6, variant.Plain: 6, variant.Nothing: 0, variant.Bare: 0, variant.Raw: 0} {
		t.Run(name, func(t *testing.T) {
			p, before := configure(t, sim, name), sim.Stats().Requests
			if err := p.Plan(t.Context(), objects); err != nil {
				t.Fatal(err)
			}
			if n := sim.Stats().Requests - before; n > most || most > 0 && n == 0 {
				t.Errorf("a plan of %d users took %d requests, not 1 to %d", users, n, most)
			}
		})
	}
}

func TestAPlanThatIsNotEmptyFailsTheBenchmark(t *testing.T) {
	t.Parallel()
	sim := clerk(t, 1)
	accounts, err := walk.Accounts(t.Context(), sim.URL(), sim.SecretKey())
	if err != nil {
		t.Fatal(err)
	}
	other := "Adelaide"
	accounts[0].FirstName = &other
	p := configure(t, sim, variant.Released)
	objects, err := p.Adopt(t.Context(), accounts)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Plan(t.Context(), objects); err == nil {
		t.Error("a user whose first name is to change was planned without an error")
	}
}

func TestTheListOfUsersIsReadByThePage(t *testing.T) {
	t.Parallel()
	sim := clerk(t, 501)
	p, before := configure(t, sim, variant.Released), sim.Stats().Requests
	size, err := p.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if n := sim.Stats().Requests - before; n > 3 || size < 501*100 {
		t.Errorf("501 users: %d requests, %d bytes", n, size)
	}
}

// TestAnUnchangedUserIsPlannedWithAQuarterOfTheAllocations counts allocations, which are the
// same on a busy machine. It is not parallel, since the count is of the process.
func TestAnUnchangedUserIsPlannedWithAQuarterOfTheAllocations(t *testing.T) { //nolint:paralleltest // see above
	sim, objects := start(t, 20)
	per := map[string]float64{}
	for _, name := range []string{variant.Released, variant.Plain} {
		p := configure(t, sim, name)
		plan := func() {
			if err := p.Plan(t.Context(), objects); err != nil {
				t.Error(err)
			}
		}
		plan() // from here on, reads are served from the list
		per[name] = testing.AllocsPerRun(1, plan) / float64(len(objects))
	}
	if per[variant.Released]*4 > per[variant.Plain] {
		t.Errorf("allocations for each user: %.0f, and of the framework by itself %.0f", per[variant.Released], per[variant.Plain])
	}
}

// BenchmarkPlanUnchangedUser shows what the provider does for each user in an
// empty plan, and how its calls share in that.
func BenchmarkPlanUnchangedUser(b *testing.B) {
	for _, name := range []string{variant.Released, variant.Long, variant.Plain, variant.Nothing, variant.Bare, variant.Raw} {
		b.Run(name, func(b *testing.B) {
			sim, objects := start(b, 500)
			p := configure(b, sim, name)
			ctx := b.Context()
			if err := p.Plan(ctx, objects); err != nil { // from here on, reads are served from the list
				b.Fatal(err)
			}
			state, err := p.Upgrade(ctx, objects[0])
			if err != nil {
				b.Fatal(err)
			}
			measure := func(call string, do func() error) {
				b.Run(call, func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						if err := do(); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
			measure("whole", func() error { return p.Plan(ctx, objects[:1]) })
			measure("upgrade", func() error {
				_, err := p.Upgrade(ctx, objects[0])
				return err
			})
			measure("read", func() error {
				_, err := p.Read(ctx, state)
				return err
			})
			measure("validate", func() error { return p.Validate(ctx, objects[0]) })
			measure("plan", func() error { return p.Unchanged(ctx, objects[0], state) })
		})
	}
}

// BenchmarkReadDataSource reads data.clerk_users over 10,000 users.
func BenchmarkReadDataSource(b *testing.B) {
	sim := clerk(b, 10_000)
	p := configure(b, sim, variant.Released)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.List(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
