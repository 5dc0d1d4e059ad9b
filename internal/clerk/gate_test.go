package clerk_test

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

// atOnce runs n calls at once and waits for all.
func atOnce(t *testing.T, n int, call func() error) {
	t.Helper()
	var all sync.WaitGroup
	for range n {
		all.Go(func() {
			if err := call(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

func TestA429DelaysAllWorkersOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		seen := newRecord()
		first := true
		var mu sync.Mutex
		client := fake(t, func(r *http.Request) (*http.Response, error) {
			seen.add(r)
			mu.Lock()
			refuse := first
			first = false
			mu.Unlock()
			if refuse {
				return reply(http.StatusTooManyRequests, limited, "Retry-After", "2")
			}
			if err := pause(r, 10*time.Millisecond); err != nil {
				return nil, err
			}
			return reply(http.StatusOK, aUser)
		})
		atOnce(t, 20, func() error { return get(t.Context(), client) })
		if took := time.Since(seen.began); took != 2020*time.Millisecond {
			t.Errorf("took %s, want 2 s and two rounds of 10 ms", took)
		}
		early := 0
		for _, r := range seen.all() {
			if r.at < 2*time.Second {
				early++
			}
		}
		if total := len(seen.all()); total != 21 || early > 10 {
			t.Errorf("%d requests, %d of them before the gate opened; want 21 and at most 10", total, early)
		}
	})
}

func TestAtMostTenRequestsMeetAClosedWindow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		seen, refused := newRecord(), newRecord()
		client := fake(t, func(r *http.Request) (*http.Response, error) {
			got := seen.add(r)
			// The answers arrive one after the other, so that slots become free
			// while others are still under way.
			if err := pause(r, time.Duration(len(seen.all()))*time.Millisecond); err != nil {
				return nil, err
			}
			if got.at < 2*time.Second {
				refused.add(r)
				return reply(http.StatusTooManyRequests, limited, "Retry-After", "2")
			}
			return reply(http.StatusOK, aUser)
		}, maxRetries(0)) // a 429 does not count
		atOnce(t, 50, func() error { return get(t.Context(), client) })
		if n := len(refused.all()); n != 10 {
			t.Errorf("%d requests were refused, want the 10 that were under way", n)
		}
		if n := len(seen.all()); n != 60 {
			t.Errorf("%d requests, want 50 and the 10 refused", n)
		}
	})
}

func TestRetryAfterIsReadInEachOfItsForms(t *testing.T) {
	t.Parallel()
	at := func(d time.Duration) string { return time.Now().Add(d).UTC().Format(http.TimeFormat) }
	for name, test := range map[string]struct {
		headers func() []string
		want    time.Duration
	}{
		"seconds":                    {func() []string { return []string{"Retry-After", "2"} }, 2 * time.Second},
		"five minutes":               {func() []string { return []string{"Retry-After", "300"} }, 5 * time.Minute},
		"a date":                     {func() []string { return []string{"Retry-After", at(4 * time.Second)} }, 4 * time.Second},
		"a date of a clock behind":   {func() []string { return []string{"Retry-After", at(3*time.Second - time.Hour), "Date", at(-time.Hour)} }, 3 * time.Second},
		"a date of a clock ahead":    {func() []string { return []string{"Retry-After", at(3*time.Second + time.Hour), "Date", at(time.Hour)} }, 3 * time.Second},
		"absent":                     {func() []string { return nil }, time.Second},
		"nothing, so a second":       {func() []string { return []string{"Retry-After", "0"} }, time.Second},
		"less, so a second":          {func() []string { return []string{"Retry-After", "0.001"} }, time.Second},
		"a date gone, so a second":   {func() []string { return []string{"Retry-After", at(-time.Minute)} }, time.Second},
		"below nothing, so a second": {func() []string { return []string{"Retry-After", "-7"} }, time.Second},
		"no number, so a second":     {func() []string { return []string{"Retry-After", "NaN"} }, time.Second},
		"no sense, so a second":      {func() []string { return []string{"Retry-After", "soon"} }, time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				client := fake(t, func(*http.Request) (*http.Response, error) {
					if time.Since(began) == 0 {
						return reply(http.StatusTooManyRequests, limited, test.headers()...)
					}
					return reply(http.StatusOK, aUser)
				})
				if err := get(t.Context(), client); err != nil {
					t.Fatal(err)
				}
				if took := time.Since(began); took != test.want {
					t.Errorf("waited %s, want %s", took, test.want)
				}
			})
		})
	}
}

func TestAWaitAboveFiveMinutesIsAnErrorThatSaysSo(t *testing.T) {
	t.Parallel()
	for _, wait := range []string{"301", "3600", "1e300", "Inf", "99999999999999999999"} {
		synctest.Test(t, func(t *testing.T) {
			seen := newRecord()
			client := fake(t, func(r *http.Request) (*http.Response, error) {
				seen.add(r)
				return reply(http.StatusTooManyRequests, limited, "Retry-After", wait)
			})
			for range 3 { // the others need not ask again
				mentions(t, get(t.Context(), client), "GET /users/user_1", "rate limit asks for a wait of", "more than the 5m0s")
			}
			if took := time.Since(seen.began); took != 0 || len(seen.all()) != 1 {
				t.Errorf("%s: %d requests in %s, want 1 and no wait", wait, len(seen.all()), took)
			}
		})
	}
}

func TestARequestIsNotRefusedForEver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		seen := newRecord()
		client := fake(t, func(r *http.Request) (*http.Response, error) {
			seen.add(r)
			return reply(http.StatusTooManyRequests, limited, "Retry-After", "10")
		})
		mentions(t, get(t.Context(), client), "GET /users/user_1", "rate limit", "more than 5m0s")
		if took := time.Since(seen.began); took != 310*time.Second || len(seen.all()) != 32 {
			t.Errorf("%d requests in %s", len(seen.all()), took)
		}
	})
}

// limitedUsers refuses updates of users for a while each has of its own.
func limitedUsers(t *testing.T, seen *record, waits map[string]time.Duration) *clerk.Client {
	return fake(t, func(r *http.Request) (*http.Response, error) {
		got := seen.add(r)
		wait := waits[r.URL.Path] - got.at
		if r.Method != http.MethodGet && wait > 0 {
			return reply(http.StatusTooManyRequests, limited, "Retry-After", strconv.Itoa(int(wait.Seconds()+0.999)))
		}
		return reply(http.StatusOK, anyAnswer(r.URL.EscapedPath()))
	})
}

func TestOneUsersLimitHoldsUpNobodyElse(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		seen := newRecord()
		client := limitedUsers(t, seen, map[string]time.Duration{"/v1/users/user_a": 10 * time.Second})
		took := func(call func(context.Context) error) time.Duration {
			began := time.Now()
			if err := call(t.Context()); err != nil {
				t.Error(err)
			}
			return time.Since(began)
		}
		var all sync.WaitGroup
		for range 15 { // more than there are slots
			all.Go(func() {
				if d := took(func(ctx context.Context) error { return update(ctx, client, "user_a") }); d != 10*time.Second {
					t.Errorf("the limited user was updated after %s, want 10s", d)
				}
			})
		}
		synctest.Wait()
		for name, call := range map[string]func(context.Context) error{
			"a read of the limited user": func(ctx context.Context) error { _, err := client.Users.Get(ctx, "user_a"); return err },
			"a ban of the limited user":  func(ctx context.Context) error { _, err := client.Users.Ban(ctx, "user_a"); return err },
			"an update of another user":  func(ctx context.Context) error { return update(ctx, client, "user_b") },
			"a create":                   func(ctx context.Context) error { return create(ctx, client) },
		} {
			if d := took(call); d != 0 {
				t.Errorf("%s took %s", name, d)
			}
		}
		if d := took(func(ctx context.Context) error {
			_, err := client.Users.ReplaceMetadata(ctx, "user_a", clerk.Metadata{})
			return err
		}); d != 10*time.Second {
			t.Errorf("metadata counts against the same limit, but took %s", d)
		}
		all.Wait()
	})
}

func TestASecondLimitedUserWithinTheWaitClosesTheCommonGate(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ second, want time.Duration }{
		"within the wait": {time.Second, 3 * time.Second},
		"after the wait":  {11 * time.Second, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				client := limitedUsers(t, newRecord(), map[string]time.Duration{
					"/v1/users/user_a": 10 * time.Second, "/v1/users/user_b": test.second + 3*time.Second,
				})
				var all sync.WaitGroup
				defer all.Wait()
				limit := func(id string) {
					all.Go(func() {
						if err := update(t.Context(), client, id); err != nil {
							t.Error(err)
						}
					})
					synctest.Wait()
				}
				limit("user_a")
				<-time.After(test.second)
				limit("user_b")
				began := time.Now()
				if err := get(t.Context(), client); err != nil {
					t.Error(err)
				}
				if took := time.Since(began); took != test.want {
					t.Errorf("a read waited %s, want %s", took, test.want)
				}
			})
		})
	}
}
