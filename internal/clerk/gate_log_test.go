package clerk_test

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
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

// refusals is a Clerk that refuses what comes in these spans of time.
func refusals(t *testing.T, spans map[time.Duration]string, options ...option) *clerk.Client {
	began := time.Now()
	return fake(t, func(r *http.Request) (*http.Response, error) {
		if wait, ok := spans[time.Since(began)]; ok {
			return reply(http.StatusTooManyRequests, limited, "Retry-After", wait)
		}
		if err := pause(r, 10*time.Millisecond); err != nil {
			return nil, err
		}
		return reply(http.StatusOK, aUser)
	}, options...)
}

func TestALongWaitForTheRateLimitIsOneLineForEachClosing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		// It closes for a minute, closes again when it opens, and later for a moment.
		client := refusals(t, map[time.Duration]string{0: "60", 60 * time.Second: "30", 200 * time.Second: "1"})
		info := informed(t, func(ctx context.Context) {
			crowd(t, 10_000, func() error { return update(ctx, client, "user_1") })
			<-time.After(100 * time.Second)
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
			info := informed(t, func(ctx context.Context) { crowd(t, test.calls, func() error { return get(ctx, client) }) })
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
		if got := client.Throttled(); got != (clerk.Throttling{}) {
			t.Errorf("before anything was sent: %+v", got)
		}
		var all sync.WaitGroup
		all.Go(func() { crowd(t, 50, func() error { return get(t.Context(), client) }) })
		<-time.After(4 * time.Second)
		if got := client.Throttled(); got != (clerk.Throttling{Waited: 4 * time.Second, Refused: 10}) {
			t.Errorf("in the midst of the wait: %+v", got)
		}
		all.Wait()
		<-time.After(100*time.Second - 4*time.Second - 6*time.Second - 50*time.Millisecond)
		if err := get(t.Context(), client); err != nil {
			t.Error(err)
		}
		// What nobody waits for costs nothing.
		if got := client.Throttled(); got != (clerk.Throttling{Waited: 15 * time.Second, Refused: 11}) {
			t.Errorf("after two waits, of 10 s for fifty and of 5 s for one: %+v", got)
		}
		<-time.After(time.Hour)
		if got := client.Throttled(); got.Waited != 15*time.Second {
			t.Errorf("an hour later: %+v", got)
		}
	})
}
