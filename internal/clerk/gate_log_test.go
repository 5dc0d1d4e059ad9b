package clerk_test

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// informed are the entries at INFO that call writes.
func informed(t *testing.T, call func(context.Context)) (info []map[string]any) {
	t.Helper()
	entries, _ := logged(t, call)
	for _, e := range entries {
		if e["@level"] == "info" {
			info = append(info, e)
		}
	}
	return info
}

// refusals is a Clerk that takes 10 ms for each answer, and refuses what comes
// within these seconds.
func refusals(t *testing.T, seconds map[time.Duration]string) *clerk.Client {
	began := time.Now()
	return fake(t, func(r *http.Request) (*http.Response, error) {
		wait, ok := seconds[time.Since(began).Truncate(time.Second)]
		if err := pause(r, 10*time.Millisecond); err != nil {
			return nil, err
		}
		if ok {
			return reply(http.StatusTooManyRequests, limited, "Retry-After", wait)
		}
		return reply(http.StatusOK, aUser)
	})
}

func TestALongWaitForTheRateLimitIsOneLineForEachClosing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		// It closes for a minute, closes again when it opens, and later for a moment.
		const later = 200 * time.Second
		began := time.Now()
		client := refusals(t, map[time.Duration]string{0: "60", 60 * time.Second: "30", later: "1"})
		info := informed(t, func(ctx context.Context) {
			atOnce(t, 1000, func() error { return update(ctx, client, "user_1") })
			<-time.After(time.Until(began.Add(later)))
			if err := get(ctx, client); err != nil {
				t.Error(err)
			}
		})
		var waits []any
		for _, e := range info {
			if e["@message"] != "waiting for Clerk's rate limit" {
				continue
			}
			waits = append(waits, e["wait_ms"])
			if e["@module"] != "provider.clerk" || e["method"] != "PATCH" || e["path"] != "/users/user_1" || e["limit"] != "users/user_1" || e["tf_resource_type"] != "clerk_user" {
				t.Errorf("entry %v", e)
			}
		}
		if len(waits) != 2 || waits[0] != 60_000.0 || waits[1] != 30_000.0 {
			t.Errorf("the log tells of waits of %v ms, want a minute and half a minute", waits)
		}
		if refused := client.Throttled().Refused; refused != 21 {
			t.Errorf("%d requests were refused, want twice 10, and 1", refused)
		}
	})
}

func TestALongWaitForATurnIsOneLineInAMinute(t *testing.T) {
	t.Parallel()
	slow := func(r *http.Request) (*http.Response, error) {
		if err := pause(r, time.Second); err != nil {
			return nil, err
		}
		return reply(http.StatusOK, aUser)
	}
	for name, test := range map[string]struct {
		calls, lines int
		options      []option
	}{
		"a short queue": {20, 0, nil},
		"a long queue":  {700, 1, nil}, // 70 s, but each has waited long after 2 s
		"a slow pace":   {3, 1, []option{perSecond(0.1)}},
	} {
		synctest.Test(t, func(t *testing.T) {
			client := fake(t, slow, test.options...)
			info := informed(t, func(ctx context.Context) { atOnce(t, test.calls, func() error { return get(ctx, client) }) })
			if len(info) != test.lines {
				t.Fatalf("%s: %d lines, want %d: %v", name, len(info), test.lines, info)
			}
			for _, e := range info {
				if e["@message"] != "waiting for a turn" || e["method"] != "GET" || e["path"] != "/users/user_1" {
					t.Errorf("%s: entry %v", name, e)
				}
			}
		})
	}
}

func TestWhatThrottlingCostsIsTimeAndNotTheSumOverThoseWhoWaited(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := refusals(t, map[time.Duration]string{0: "10", 100 * time.Second: "5"})
		cost := func(when string, waited time.Duration, refused int) {
			t.Helper()
			if got, want := client.Throttled(), (rest.Throttling{Waited: waited, Refused: refused}); got != want {
				t.Errorf("%s: %+v, want %+v", when, got, want)
			}
		}
		began := time.Now()
		until := func(d time.Duration) { <-time.After(time.Until(began.Add(d))) }
		cost("before anything was sent", 0, 0)
		var all sync.WaitGroup
		all.Go(func() { atOnce(t, 50, func() error { return get(t.Context(), client) }) })
		until(4010 * time.Millisecond)
		cost("in the midst of the wait", 4*time.Second, 10)
		all.Wait()
		cost("after it", 10*time.Second, 10)
		until(100 * time.Second)
		if err := get(t.Context(), client); err != nil {
			t.Error(err)
		}
		cost("after another", 15*time.Second, 11)
		until(time.Hour) // what nobody waits for costs nothing
		cost("an hour later", 15*time.Second, 11)
	})
}
