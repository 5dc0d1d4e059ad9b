package clerk_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// operate carries out an update or a delete, as Terraform would.
func operate(ctx context.Context, c *clerk.Client, id string, do func(ctx context.Context) error) error {
	operating, end := c.Operation(ctx, id)
	defer end()
	return do(operating)
}

// Whatever gives up a value, and whenever it begins, what takes it gets it.
func TestAUniqueValuePassesFromOneObjectToAnother(t *testing.T) {
	t.Parallel()
	for what, key := range uniques() {
		for giving, give := range key.gives {
			for _, taking := range []string{"update", "create"} {
				if taking == "update" && key.takes == nil {
					continue
				}
				for _, later := range []time.Duration{-time.Second, 0, time.Second} {
					for _, lost := range []bool{false, true} {
						if lost && key.area.sentOnce {
							continue
						}
						inMadeUpTime(t, func(t *testing.T, l *local) {
							ctx, c := t.Context(), l.client()
							holder, err := key.has(ctx, c, "grace")
							other, failed := key.has(ctx, c, "countess")
							if err = errors.Join(err, failed); err != nil {
								t.Fatal(err)
							}
							if lost {
								l.PlaceFault(clerksim.Fault{Kind: "lost_502", Times: 1, Operation: key.lost})
							}
							var both sync.WaitGroup
							both.Go(func() {
								<-time.After(max(0, later))
								if err := operate(ctx, c, holder, func(ctx context.Context) error {
									// It takes longer than anything waits for what has not begun.
									<-time.After(3 * time.Second)
									return give(ctx, c, holder)
								}); err != nil {
									t.Error(err)
								}
							})
							both.Go(func() {
								<-time.After(max(0, -later))
								if taking == "create" {
									_, err := key.has(ctx, c, "grace")
									if err != nil {
										t.Errorf("%s, %s then create, %s: %v", what, giving, later, err)
									}
									return
								}
								if err := operate(ctx, c, other, func(ctx context.Context) error { return key.take(ctx, c, other, "grace") }); err != nil {
									t.Errorf("%s, %s then update, %s: %v", what, giving, later, err)
								}
							})
							both.Wait()
						}, func(o *clerksim.Options) { o.Latency = 100 * time.Millisecond })
					}
				}
			}
		}
	}
}

// What nobody gives up costs two seconds, once for each area, of which one that has a parent is a part.
func TestAValueThatIsKeptCostsTwoSecondsOnce(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		ctx, c := t.Context(), l.client()
		waited := map[string]bool{}
		for what, key := range uniques() {
			value, within := fmt.Sprint("grace", len(waited)), strings.Split(key.area.operation, "/")[1]
			holder, err := key.has(ctx, c, value)
			if err != nil {
				t.Fatal(err)
			}
			for n := range 3 {
				began := time.Now()
				_, err := key.has(ctx, c, value)
				took := time.Since(began)
				var taken *rest.Taken
				if !errors.As(err, &taken) || taken.Exchange || taken.Holder != holder || !isRefusal(err) {
					t.Errorf("%s: %#v", what, err)
				}
				if want := map[bool]time.Duration{false: 2 * time.Second}[waited[within]]; took != want {
					t.Errorf("%s: conflict %d took %s, expected %s", what, n+1, took, want)
				}
				waited[within] = true
			}
			waited[what] = true
		}
	})
}

// isRefusal reports whether err is Clerk's answer about what an object has that there is already.
func isRefusal(err error) bool {
	status := statusOf(err)
	return status == http.StatusUnprocessableEntity || status == http.StatusBadRequest || refusedAsTaken(err)
}

// An operation that was under way is waited for, one that begins when nothing is
// expected any more is not.
func TestOnlyWhatWasUnderWayIsWaitedForLonger(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		ctx, c := t.Context(), l.client()
		if _, err := uniques()["username"].has(ctx, c, "grace"); err != nil {
			t.Fatal(err)
		}
		var others sync.WaitGroup
		for n := range 10 {
			others.Go(func() {
				<-time.After(time.Duration(n) * time.Second)
				_ = operate(ctx, c, "user_9", func(context.Context) error { <-time.After(5 * time.Second); return nil })
			})
		}
		synctest.Wait()
		began := time.Now()
		_, err := uniques()["username"].has(ctx, c, "grace")
		// The last that begins in time does so after a second.
		if took := time.Since(began); err == nil || took < 6*time.Second || took > 7*time.Second {
			t.Errorf("%v, after %s", err, took)
		}
		others.Wait()
	})
}

// An exchange is told at once, to each of those who wait for each other.
func TestAnExchangeIsAnError(t *testing.T) {
	t.Parallel()
	for what, key := range uniques() {
		if key.takes == nil {
			continue
		}
		for _, names := range [][]string{{"countess", "grace"}, {"countess", "grace", "captain"}} {
			inMadeUpTime(t, func(t *testing.T, l *local) {
				ctx, c := t.Context(), l.client()
				ids := make([]string, len(names))
				for n, name := range names {
					var err error
					if ids[n], err = key.has(ctx, c, name); err != nil {
						t.Fatal(err)
					}
				}
				began := time.Now()
				var all sync.WaitGroup
				for n, id := range ids {
					all.Go(func() {
						err := operate(ctx, c, id, func(ctx context.Context) error { return key.take(ctx, c, id, names[(n+1)%len(names)]) })
						var taken *rest.Taken
						if !errors.As(err, &taken) || !taken.Exchange || taken.Holder != ids[(n+1)%len(names)] {
							t.Errorf("%s of %d: %v", what, len(names), err)
						}
					})
				}
				all.Wait()
				if took := time.Since(began); took > time.Second {
					t.Errorf("%s of %d: it took %s", what, len(names), took)
				}
			})
		}
	}
}

// Two that want what a third gives up are no exchange: one gets it.
func TestOneOfTwoGetsWhatAThirdGivesUp(t *testing.T) {
	t.Parallel()
	for what, key := range uniques() {
		if key.takes == nil {
			continue
		}
		inMadeUpTime(t, func(t *testing.T, l *local) {
			ctx, c := t.Context(), l.client()
			ids := make([]string, 3)
			for n, name := range []string{"grace", "countess", "captain"} {
				var err error
				if ids[n], err = key.has(ctx, c, name); err != nil {
					t.Fatal(err)
				}
			}
			errs := make([]error, 3)
			var all sync.WaitGroup
			for n, id := range ids[1:] {
				all.Go(func() {
					errs[n] = operate(ctx, c, id, func(ctx context.Context) error { return key.take(ctx, c, id, "grace") })
				})
			}
			all.Go(func() {
				<-time.After(time.Second)
				errs[2] = operate(ctx, c, ids[0], func(ctx context.Context) error { return key.gives["update"](ctx, c, ids[0]) })
			})
			all.Wait()
			var taken *rest.Taken
			if failed := errors.Join(errs[0], errs[1]); (errs[0] == nil) == (errs[1] == nil) || !errors.As(failed, &taken) || taken.Exchange || errs[2] != nil {
				t.Errorf("%s: %v", what, errs)
			}
		})
	}
}

// A stop ends the wait.
func TestAStopEndsTheWaitForAValue(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		c, key := l.client(), uniques()["username"]
		if _, err := key.has(t.Context(), c, "grace"); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
		defer cancel()
		began := time.Now()
		_, err := key.has(ctx, c, "grace")
		if took := time.Since(began); statusOf(err) != http.StatusUnprocessableEntity || took != 500*time.Millisecond {
			t.Errorf("%v, after %s", err, took)
		}
	})
}

// Two that wait for what somebody outside the run keeps do not wait for each other.
func TestThoseWhoWaitDoNotWaitForEachOther(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		ctx, c, key := t.Context(), l.client(), uniques()["username"]
		for _, name := range []string{"grace", "countess", "captain"} {
			if _, err := key.has(ctx, l.client(), name); err != nil {
				t.Fatal(err)
			}
		}
		users, err := rest.Collect(c.Users.List(ctx, clerk.UserFilter{Usernames: []string{"countess", "captain"}}))
		if err != nil || len(users) != 2 {
			t.Fatal(users, err)
		}
		began := time.Now()
		var both sync.WaitGroup
		for _, user := range users {
			both.Go(func() {
				if err := operate(ctx, c, user.ID, func(ctx context.Context) error { return key.take(ctx, c, user.ID, "grace") }); err == nil {
					t.Error("it was not refused")
				}
			})
		}
		both.Wait()
		if took := time.Since(began); took > 2*time.Second {
			t.Errorf("it took %s", took)
		}
	})
}
