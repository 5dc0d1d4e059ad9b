package ratelimit_test

import (
	"testing"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerksim/ratelimit"
)

func TestRates(t *testing.T) {
	t.Parallel()
	if rate, err := ratelimit.Parse("250/1h"); err != nil || rate != (ratelimit.Rate{Requests: 250, Window: time.Hour}) {
		t.Errorf("%+v, %v", rate, err)
	}
	for _, s := range []string{"", "100", "100/", "0/10s", "-1/10s", "many/10s", "100/0s", "100/ten"} {
		if _, err := ratelimit.Parse(s); err == nil {
			t.Errorf("%q is a rate", s)
		}
	}
}

func TestAWaitIsRoundedUpToWholeSeconds(t *testing.T) {
	t.Parallel()
	for wait, want := range map[time.Duration]int{0: 1, time.Millisecond: 1, time.Second: 1, 1001 * time.Millisecond: 2} {
		if got := ratelimit.Seconds(wait); got != want {
			t.Errorf("%s: %d, want %d", wait, got, want)
		}
	}
}

// Every kind lets the same number through at once, and after the wait that it
// names it lets at least one more through.
func TestTheWaitOfEachKindIsEnough(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"fixed", "sliding", "bucket"} {
		limiter, err := ratelimit.New(kind, ratelimit.Rate{Requests: 7, Window: 10 * time.Second})
		if err != nil {
			t.Fatal(err)
		}
		now := time.Unix(1_800_000_000, 0)
		for n := range 7 {
			if _, ok := limiter.Allow(now); !ok {
				t.Errorf("%s: request %d is refused", kind, n)
			}
		}
		for range 20 {
			wait, ok := limiter.Allow(now)
			if ok || wait <= 0 {
				break
			}
			now = now.Add(time.Duration(ratelimit.Seconds(wait)) * time.Second)
			if _, ok := limiter.Allow(now); !ok {
				t.Errorf("%s: refused after the wait of %s", kind, wait)
			}
		}
	}
	if _, err := ratelimit.New("leaky", ratelimit.Rate{}); err == nil {
		t.Error("there is no such kind")
	}
}
