package promises_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// TestStoppingEndsEveryWait stops the provider as Terraform does when it is
// interrupted, while an apply waits. What was sent is awaited all the same.
func TestStoppingEndsEveryWait(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		latency time.Duration
		fault   clerksim.Fault
		block   map[string]cty.Value
		before  int // creates that are sent, and answered in the end
		words   []string
	}{
		"for the rate limit": {
			fault: clerksim.Fault{Operation: "POST /users", Kind: "429", RetryAfter: 120},
			words: []string{`Could not create user "last@example.com"`, "POST /users: stopped while waiting for Clerk's rate limit, which asks for another 1m59s", "it was not carried out"},
		},
		"for its turn": {
			latency: 20 * time.Second, before: 10,
			words: []string{`Could not create user "last@example.com"`, "POST /users: stopped while waiting for one of 10 requests under way to end", "it was not carried out"},
		},
		"for the pace": {
			block: map[string]cty.Value{"max_requests_per_second": cty.NumberFloatVal(0.1)}, before: 1,
			words: []string{`Could not create user "last@example.com"`, "POST /users: stopped while waiting for max_requests_per_second", "it was not carried out"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				sim := acctest.NewSim(t, func(o *clerksim.Options) { o.Latency = test.latency })
				if test.fault.Kind != "" {
					sim.PlaceFault(test.fault)
				}
				world := acctest.NewWorld(t, sim)
				walk, err := world.Core.For(test.block).Walk()
				if err != nil {
					t.Fatal(err)
				}
				typ := world.Core.Type("clerk_user")
				create := func(name string) error {
					config := world.Core.Config(typ, fmt.Sprintf(`email_addresses = ["%s@example.com"]`, name), nil)
					plan, err := walk.Plan(typ, nil, config)
					if err != nil {
						return err
					}
					state, err := walk.Apply(typ, plan, config)
					if (state == nil) != (err != nil) {
						t.Errorf("%s: the state is %v beside %v", name, state, err)
					}
					return err
				}
				sent := make(chan error)
				for n := range test.before {
					go func() { sent <- create(fmt.Sprintf("ada%d", n)) }()
				}
				synctest.Wait()
				ended := make(chan time.Duration)
				began := time.Now()
				go func() {
					err := create("last")
					if err == nil || !acctest.Words(test.words...).MatchString(err.Error()) {
						t.Errorf("it does not say what it waited for: %v", err)
					}
					ended <- time.Since(began)
				}()
				<-time.After(time.Second)
				walk.Stop()
				if took := <-ended; took != time.Second {
					t.Errorf("it went on waiting for %s after the stop", took-time.Second)
				}
				for range test.before {
					if err := <-sent; err != nil {
						t.Errorf("what was sent was not awaited: %v", err)
					}
				}
				if held := len(world.Held("users")); held != test.before {
					t.Errorf("Clerk holds %d users, want %d", held, test.before)
				}
			})
		})
	}
}

// TestACallThatArrivesAfterTheStopSendsNothing calls a provider that was stopped
// already: what core had begun before can arrive later.
func TestACallThatArrivesAfterTheStopSendsNothing(t *testing.T) {
	t.Parallel()
	sim := acctest.NewSim(t)
	const url = "http://localhost"
	server, typ := configuredAs(t, url, sim.SecretKey(), sim)
	if _, err := server.StopProvider(t.Context(), &tfprotov6.StopProviderRequest{}); err != nil {
		t.Fatal(err)
	}
	resp, err := read(t.Context(), server, typ)
	if err != nil || len(resp.Diagnostics) != 1 || !acctest.Words("context canceled", "The run was stopped.").MatchString(resp.Diagnostics[0].Detail) {
		t.Errorf("a read after the stop gives %v, %v", resp, err)
	}
	if n := sim.Stats().Requests; n != 0 {
		t.Errorf("%d requests were sent after the stop", n)
	}
	// The next run of a provider that a debugger holds.
	configure(t, server, url, sim.SecretKey())
	resp, err = read(t.Context(), server, typ)
	if err != nil || len(resp.Diagnostics) != 0 || sim.Stats().Requests != 2 { // the object, and which instance says that it is gone
		t.Errorf("a read in the next run gives %v, %v, with %d requests", resp, err, sim.Stats().Requests)
	}
}
