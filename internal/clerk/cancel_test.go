package clerk_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

// canceled runs call, cancels it after a second, and returns what it gave and
// how long it took.
func canceled(t *testing.T, call func(context.Context) error) (time.Duration, error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	began := time.Now()
	time.AfterFunc(time.Second, cancel)
	err := call(ctx)
	return time.Since(began), err
}

func TestCancellationEndsWaitingAtOnceAndSaysForWhat(t *testing.T) {
	t.Parallel()
	refuse := func(*http.Request) (*http.Response, error) {
		return reply(http.StatusTooManyRequests, limited, "Retry-After", "60")
	}
	slow := func(r *http.Request) (*http.Response, error) {
		if err := pause(r, 30*time.Second); err != nil {
			return nil, err
		}
		return reply(http.StatusOK, aUser)
	}
	for name, test := range map[string]struct {
		network transport
		options []option
		busy    int // calls that are under way before
		want    string
	}{
		"a rate limit":                        {refuse, nil, 0, "GET /users/user_1: stopped while waiting for Clerk's rate limit, which asks for another 59s: context canceled; it was not carried out"},
		"a turn":                              {slow, nil, 10, "GET /users/user_1: stopped while waiting for one of 10 requests under way to end: context canceled; it was not carried out"},
		"a rate limit, in a read by the page": {refuse, []option{bulkReads}, 0, "GET /users/user_1: stopped while waiting for Clerk's rate limit, which asks for another 59s: context canceled"},
		"a read that others share":            {slow, []option{bulkReads}, 1, "GET /users/user_1: stopped while waiting for a request that it shares with other reads: context canceled"},
		"max_requests_per_second":             {slow, []option{perSecond(0.1)}, 1, "GET /users/user_1: stopped while waiting for max_requests_per_second: context canceled; it was not carried out"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				client := fake(t, test.network, test.options...)
				ended := make(chan error)
				for range test.busy {
					go func() { ended <- get(t.Context(), client) }()
				}
				synctest.Wait()
				took, err := canceled(t, func(ctx context.Context) error { return get(ctx, client) })
				mentions(t, err, test.want)
				if took != time.Second || !errors.Is(err, context.Canceled) {
					t.Errorf("took %s: %v", took, err)
				}
				for range test.busy {
					if err := <-ended; err != nil {
						t.Error(err)
					}
				}
			})
		})
	}
}

func TestCancellationEndsThePauseBeforeARepetition(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		seen := newRecord()
		client := fake(t, func(r *http.Request) (*http.Response, error) {
			seen.add(r)
			return reply(http.StatusBadGateway, gateway)
		}, maxRetries(50))
		took, err := canceled(t, func(ctx context.Context) error { return update(ctx, client, "user_1") })
		// What went wrong before counts as much as that it was stopped.
		mentions(t, err, "502 Bad Gateway", "stopped before it was repeated")
		if took != time.Second || !errors.Is(err, context.Canceled) || statusOf(err) != http.StatusBadGateway {
			t.Errorf("took %s: %v", took, err)
		}
	})
}

func TestACanceledCallSendsNothing(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	client := fake(t, func(r *http.Request) (*http.Response, error) {
		t.Errorf("%s %s was sent", r.Method, r.URL)
		return reply(http.StatusOK, aUser)
	})
	for _, call := range []func(context.Context, *clerk.Client) error{get, create} {
		if err := call(ctx, client); !errors.Is(err, context.Canceled) || isLost(err) {
			t.Errorf("got %v", err)
		}
	}
}

func TestCancellationAbortsAReadButNeverAWriteThatWasSent(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		call func(context.Context, *clerk.Client) error
		took time.Duration
	}{
		"read":   {get, time.Second},
		"create": {create, 5 * time.Second},
		"update": {func(ctx context.Context, c *clerk.Client) error { return update(ctx, c, "user_1") }, 5 * time.Second},
		"delete": {func(ctx context.Context, c *clerk.Client) error { return c.Users.Delete(ctx, "user_1") }, 5 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				client := fake(t, func(r *http.Request) (*http.Response, error) {
					if err := pause(r, 5*time.Second); err != nil {
						return nil, err
					}
					return reply(http.StatusOK, aUser)
				})
				took, err := canceled(t, func(ctx context.Context) error { return test.call(ctx, client) })
				if took != test.took {
					t.Errorf("took %s, want %s", took, test.took)
				}
				if aborted := errors.Is(err, context.Canceled); aborted != (name == "read") {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}

func TestAWriteThatIsNeverAnsweredIsAwaitedForTheRequestTimeoutOnly(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := fake(t, losses()["a time-out"], requestTimeout(20*time.Second))
		took, err := canceled(t, func(ctx context.Context) error { return create(ctx, client) })
		if took != 20*time.Second || !isLost(err) {
			t.Errorf("took %s: %v", took, err)
		}
	})
}

func TestATimeoutIsNamed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		client := fake(t, losses()["a time-out"], requestTimeout(3*time.Second), maxRetries(0))
		err := get(t.Context(), client)
		mentions(t, err, "GET /users/user_1", "request timeout of 3s")
		if took := time.Since(began); took != 3*time.Second || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("took %s: %v", took, err)
		}
	})
}

// TestNoPathKeepsASlot ends calls in every way there is, more often than there
// are slots, and then needs one.
func TestNoPathKeepsASlot(t *testing.T) {
	t.Parallel()
	networks := losses()
	networks["a refusal"] = func(*http.Request) (*http.Response, error) {
		return reply(http.StatusUnprocessableEntity, notFound)
	}
	networks["nonsense"] = func(*http.Request) (*http.Response, error) { return reply(http.StatusOK, gateway) }
	networks["success"] = func(*http.Request) (*http.Response, error) { return reply(http.StatusOK, aUser) }
	for name, network := range networks {
		synctest.Test(t, func(t *testing.T) {
			healthy := false
			client := fake(t, func(r *http.Request) (*http.Response, error) {
				if healthy {
					return reply(http.StatusOK, aUser)
				}
				return network(r)
			}, maxRetries(1), perSecond(1000))
			for range 11 {
				for _, call := range []func(context.Context) error{
					func(ctx context.Context) error { return get(ctx, client) },
					func(ctx context.Context) error { return create(ctx, client) },
					func(ctx context.Context) error { return update(ctx, client, "") },
					func(ctx context.Context) error { return client.Users.Delete(ctx, "user_1") },
				} {
					if _, err := canceled(t, call); err == nil && name != "success" {
						t.Errorf("%s was taken for a success", name)
					}
				}
			}
			healthy = true
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			if err := get(ctx, client); err != nil {
				t.Errorf("after %s: %v", name, err)
			}
		})
	}
}

func TestACallThatGivesUpItsTurnGivesBackItsSlot(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := fake(t, func(*http.Request) (*http.Response, error) { return reply(http.StatusOK, aUser) }, perSecond(0.01))
		if err := get(t.Context(), client); err != nil {
			t.Fatal(err)
		}
		for range 11 {
			if _, err := canceled(t, func(ctx context.Context) error { return get(ctx, client) }); !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
		}
		if err := get(t.Context(), client); err != nil {
			t.Error(err)
		}
	})
}
