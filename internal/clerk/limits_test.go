package clerk_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// limitedClerk is a local Clerk, and a client of it, within synctest.
func limitedClerk(t *testing.T, o clerksim.Options) (*clerksim.Server, *clerk.Client) {
	t.Helper()
	sim, err := clerksim.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return sim, fake(t, sim.RoundTrip, func(c *rest.Config) { c.SecretKey = sim.SecretKey() })
}

func named(n int) clerk.CreateUserParams {
	return clerk.CreateUserParams{EmailAddresses: []string{fmt.Sprintf("ada%d@example.com", n)}}
}

// work lets workers do n jobs between them. It tells how many each did, and how
// long the longest took.
func work(t *testing.T, workers, n int, job func(n int) error) (done []int, longest time.Duration) {
	t.Helper()
	jobs := make(chan int)
	done = make([]int, workers)
	var mu sync.Mutex
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() {
			for n := range jobs {
				began := time.Now()
				if err := job(n); err != nil {
					t.Error(err)
				}
				done[w]++
				mu.Lock()
				longest = max(longest, time.Since(began))
				mu.Unlock()
			}
		})
	}
	for n := range n {
		jobs <- n
	}
	close(jobs)
	all.Wait()
	return done, longest
}

// closings counts the requests that were throttled each time the gate closed. It
// stays closed for a second at least, so what is refused within one belongs together.
func closings(requests []clerksim.Request) (refused []int) {
	var began time.Time
	for _, r := range requests {
		switch {
		case r.Status != http.StatusTooManyRequests:
			continue
		case len(refused) == 0 || r.At.Sub(began) >= time.Second:
			began = r.At
			refused = append(refused, 0)
		}
		refused[len(refused)-1]++
	}
	return refused
}

func TestCreatingIsBoundedByTheLimitAlone(t *testing.T) {
	t.Parallel()
	const n, limit, window = 1000, 100, 10 * time.Second
	const floor = (n/limit - 1) * window
	for _, limiter := range []string{"fixed", "sliding", "bucket"} {
		for _, workers := range []int{10, 100} {
			t.Run(fmt.Sprintf("%s with %d workers", limiter, workers), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					sim, client := limitedClerk(t, clerksim.Options{
						RateLimit: "100/10s", Limiter: limiter, Latency: 50 * time.Millisecond,
					})
					began := time.Now()
					done, longest := work(t, workers, n, func(n int) error {
						_, err := client.Users.Create(t.Context(), named(n))
						return err
					})
					if took := time.Since(began); took < floor || took > floor*11/10 {
						t.Errorf("took %s, want %s to %s", took, floor, floor*11/10)
					}
					if least := slices.Min(done); least < n/workers*3/4 {
						t.Errorf("one of %d workers created %d of %d users", workers, least, n)
					}
					// So many calls are ahead of one that begins, and no more.
					if most := window * 11 / 10 * time.Duration(1+workers/limit); longest > most {
						t.Errorf("one create took %s, want at most %s", longest, most)
					}
					refused := closings(sim.Requests())
					if len(refused) == 0 || slices.Max(refused) > 10 {
						t.Errorf("requests refused by closing: %v, want at most 10", refused)
					}
					if users, err := client.Users.Count(t.Context(), clerk.UserFilter{}); err != nil || users != n {
						t.Errorf("Clerk holds %d users (%v), want %d", users, err, n)
					}
				})
			})
		}
	}
}

func TestUpdatesOfOneObjectRespectItsLimitAndHoldUpNobody(t *testing.T) {
	t.Parallel()
	for _, a := range areas {
		if len(a.limited) == 0 {
			continue
		}
		for _, limiter := range []string{"fixed", "sliding", "bucket"} {
			t.Run(a.name+" with a "+limiter+" limiter", func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					sim, client := limitedClerk(t, clerksim.Options{
						RateLimit: "production", Limiter: limiter, Latency: 20 * time.Millisecond,
					})
					made := make([]target, 21)
					for n := range made {
						made[n] = newObjects(t, client, fmt.Sprint("acme-", n)).target(a)
					}
					change := func(n int, at target) error {
						_, err := a.writes[a.limited[n%len(a.limited)]](t.Context(), client, at)
						return err
					}
					var all sync.WaitGroup
					all.Go(func() {
						// 30 updates under 10 in 10 s take two waits.
						began := time.Now()
						work(t, 30, 30, func(n int) error { return change(n, made[0]) })
						if took := time.Since(began); took < 19*time.Second || took > 22*time.Second {
							t.Errorf("30 updates of one of %s took %s", a.name, took)
						}
					})
					synctest.Wait()
					work(t, 10, 200, func(n int) error {
						began := time.Now()
						err := change(n, made[1+n%20])
						if took := time.Since(began); took > 500*time.Millisecond {
							t.Errorf("an update of another of %s took %s", a.name, took)
						}
						return err
					})
					all.Wait()
					if refused := closings(sim.Requests()); len(refused) == 0 || slices.Max(refused) > 10 {
						t.Errorf("requests refused by closing: %v, want at most 10", refused)
					}
				})
			})
		}
	}
}

func TestAnInvitationLimitThatClosesForAnHourHoldsUpNothingElse(t *testing.T) {
	t.Parallel()
	for operation, test := range map[string]struct {
		limit  int
		invite func(ctx context.Context, c *clerk.Client, organization, address string) error
	}{
		"POST /invitations": {100, func(ctx context.Context, c *clerk.Client, _, address string) error {
			_, err := c.Invitations.Create(ctx, clerk.CreateInvitationParams{EmailAddress: address})
			return err
		}},
		"POST /organizations/org": {250, func(ctx context.Context, c *clerk.Client, organization, address string) error {
			_, err := c.OrganizationInvitations.Create(ctx, invitationOf(organization, address))
			return err
		}},
	} {
		synctest.Test(t, func(t *testing.T) {
			sim, client := limitedClerk(t, clerksim.Options{RateLimit: "production"})
			organization, err := client.Organizations.Create(t.Context(), clerk.CreateOrganizationParams{Name: "Acme"})
			if err != nil {
				t.Fatal(err)
			}
			invite := func(n int) error {
				return test.invite(t.Context(), client, organization.ID, fmt.Sprintf("guest%d@example.com", n))
			}
			sent := 0
			for ; sent < 2000; sent++ {
				if err := invite(sent); err != nil {
					mentions(t, err, operation, "the rate limit asks for a wait of 1h0m0s, more than the 5m0s that this client waits; try again later")
					break
				}
			}
			if sent != test.limit {
				t.Errorf("%s was answered %d times within an hour, expected %d", operation, sent, test.limit)
			}
			began, requests := time.Now(), sim.Stats().Requests
			// The next caller is told without asking again, and nobody else waits.
			mentions(t, invite(sent), "more than the 5m0s")
			if asked := sim.Stats().Requests - requests; asked != 0 {
				t.Errorf("%d requests were sent to an endpoint that is closed for an hour", asked)
			}
			user, err := client.Users.Create(t.Context(), named(0))
			if err != nil {
				t.Fatal(err)
			}
			for _, call := range []func(context.Context) error{
				func(ctx context.Context) error { return update(ctx, client, user.ID) },
				func(ctx context.Context) error { _, err := client.Users.Get(ctx, user.ID); return err },
				func(ctx context.Context) error { return client.Users.Delete(ctx, user.ID) },
				func(ctx context.Context) error { _, err := client.Organizations.Get(ctx, organization.ID); return err },
			} {
				if err := call(t.Context()); err != nil {
					t.Error(err)
				}
			}
			if took := time.Since(began); took != 0 {
				t.Errorf("the others waited %s", took)
			}
			// After the hour it goes on.
			<-time.After(time.Hour)
			if err := invite(sent); err != nil {
				t.Error(err)
			}
		})
	}
}
