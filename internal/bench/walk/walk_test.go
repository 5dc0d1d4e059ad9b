package walk_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/clerkform/terraform-provider-clerk/internal/bench/variant"
	"github.com/clerkform/terraform-provider-clerk/internal/bench/walk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
	"github.com/clerkform/terraform-provider-clerk/internal/provider"
	"github.com/clerkform/terraform-provider-clerk/internal/provider/server"
)

// The servers that are walked: the provider's, it without short cuts, it as the
// framework serves it, and the variants.
const (
	released    = "released"
	noShortcuts = "no shortcuts"
	unwrapped   = "unwrapped"
)

func serve(tb testing.TB, name string) tfprotov6.ProviderServer {
	tb.Helper()
	p := provider.New("test", func(string) string { return "" })
	switch name {
	case released:
		return server.New(p)
	case noShortcuts:
		return server.New(p, server.Shortcuts)
	case unwrapped:
		return providerserver.NewProtocol6(p)()
	}
	server, err := variant.NewServer(name, p)
	if err != nil {
		tb.Fatal(err)
	}
	return server
}

// start is a Clerk of so many users, whom the provider has adopted: variants that
// do nothing read nothing.
func start(tb testing.TB, users int) (*clerksim.Server, []walk.Object) {
	tb.Helper()
	sim := clerk(tb, users)
	accounts, err := walk.Accounts(tb.Context(), sim.URL(), sim.SecretKey())
	if err != nil || len(accounts) != users {
		tb.Fatalf("%d accounts, not %d: %v", len(accounts), users, err)
	}
	objects, err := configure(tb, sim, released).Adopt(tb.Context(), accounts)
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
	p, err := walk.Configure(tb.Context(), serve(tb, name), sim.URL(), sim.SecretKey())
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

func TestEveryServerPlansNothingForUsersWhoAgreeWithTheirConfiguration(t *testing.T) {
	t.Parallel()
	const users = 20
	sim, objects := start(t, users)
	for name, most := range map[string]int{released: 6, noShortcuts: 6, unwrapped: 6, variant.Nothing: 0, variant.NoFramework: 0} {
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
	p := configure(t, sim, released)
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
	p, before := configure(t, sim, released), sim.Stats().Requests
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
	for _, name := range []string{released, unwrapped} {
		p := configure(t, sim, name)
		plan := func() {
			if err := p.Plan(t.Context(), objects); err != nil {
				t.Error(err)
			}
		}
		plan() // from here on, reads are served from the list
		per[name] = testing.AllocsPerRun(1, plan) / float64(len(objects))
	}
	if per[released]*4 > per[unwrapped] {
		t.Errorf("allocations for each user: %.0f, and of the framework by itself %.0f", per[released], per[unwrapped])
	}
}

// BenchmarkPlanUnchangedUser shows what a server does for each user in an empty plan.
func BenchmarkPlanUnchangedUser(b *testing.B) {
	for _, name := range []string{released, variant.Nothing, variant.NoFramework} {
		b.Run(name, func(b *testing.B) {
			sim, objects := start(b, 500)
			p := configure(b, sim, name)
			if err := p.Plan(b.Context(), objects); err != nil { // from here on, reads are served from the list
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if err := p.Plan(b.Context(), objects[:1]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
