package clerksim

import (
	"net/http"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerksim/ratelimit"
)

// rateClass is what a limit beside the general one counts by.
type rateClass struct {
	key  string // such as "user user_123"
	rate ratelimit.Rate
}

// limits are the rate limits of the instance: a general one for its only
// secret key, and those of the classes. All are off together.
type limits struct {
	on      bool
	kind    string
	general ratelimit.Limiter
	classes map[string]ratelimit.Limiter
}

func newLimits(o *Options) *limits {
	l := &limits{kind: o.Limiter, classes: map[string]ratelimit.Limiter{}}
	rate, on, err := o.rate()
	if l.on = on && err == nil; l.on {
		l.general, _ = ratelimit.New(o.Limiter, rate) // New of the server has checked both
	}
	return l
}

// allow counts a request. If it is refused, it says how long to wait.
func (l *limits) allow(c *call, op *operation) (time.Duration, bool) {
	if !l.on {
		return 0, true
	}
	if wait, ok := l.general.Allow(c.now); !ok {
		return wait, false
	}
	if op.class == nil {
		return 0, true
	}
	class := op.class(c)
	limiter := l.classes[class.key]
	if limiter == nil {
		limiter, _ = ratelimit.New(l.kind, class.rate)
		l.classes[class.key] = limiter
	}
	return limiter.Allow(c.now)
}

// perObject is Clerk's limit of 10 requests in 10 seconds on changes of one
// user, organization or membership and of its metadata, counted together.
func perObject(noun string, names ...string) func(*call) rateClass {
	return func(c *call) rateClass {
		key := noun
		for _, name := range names {
			key += " " + c.id(name)
		}
		return rateClass{key, ratelimit.Rate{Requests: 10, Window: 10 * time.Second}}
	}
}

// hourly is a limit on one endpoint for the whole instance.
func hourly(endpoint string, requests int) func(*call) rateClass {
	return func(*call) rateClass {
		return rateClass{endpoint, ratelimit.Rate{Requests: requests, Window: time.Hour}}
	}
}

func tooManyRequests() *failure {
	return fail(http.StatusTooManyRequests, "too_many_requests", "Too many requests. Please try again in a bit.", "Too many requests. Please try again in a bit.")
}
