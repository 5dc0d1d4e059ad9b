package clerksim

import (
	"fmt"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerksim/ratelimit"
)

const (
	development = "development"
	production  = "production"
)

// Options say what kind of Clerk instance is simulated, and how well it
// behaves. The zero value is an empty development instance without limits.
type Options struct {
	Environment string            // "development" (default) or "production"
	RateLimit   string            // "off" (default), "development" (100/10s), "production" (1000/10s), or such as "100/10s"
	Limiter     string            // "fixed" (default), "sliding" or "bucket"
	Latency     time.Duration     // added to each answer of the API
	Lag         time.Duration     // lists and counts show a write only so much later
	Faults      float64           // the share of API requests that meet a fault, 0 to 1
	Spared      []string          // operations, such as "POST /sessions", whose random faults are 429 only
	Seed        uint64            // of made-up users and of faults
	Users       int               // made-up users to begin with
	Assume      map[string]string // assumptions that are flipped, by name
	SecretKey   string            // made up if empty
	Contract    string            // path of Clerk's OpenAPI document; "" leaves the contract unchecked

	// OnViolation is called, from any goroutine, for each violation of the
	// contract by a request or its answer.
	OnViolation func(message string)
}

// check fills in what was left out.
func (o *Options) check() error {
	if o.Environment == "" {
		o.Environment = development
	}
	if o.Environment != development && o.Environment != production {
		return fmt.Errorf("environment %q is neither development nor production", o.Environment)
	}
	if o.RateLimit == "" {
		o.RateLimit = "off"
	}
	if o.Limiter == "" {
		o.Limiter = "fixed"
	}
	if o.Faults < 0 || o.Faults > 1 {
		return fmt.Errorf("faults is a rate from 0 to 1, not %v", o.Faults)
	}
	if o.Latency < 0 || o.Lag < 0 || o.Users < 0 {
		return fmt.Errorf("latency, lag and users cannot be negative")
	}
	if o.SecretKey == "" {
		o.SecretKey = newSecretKey(o.Environment)
	}
	_, err := ratelimit.New(o.Limiter, ratelimit.Rate{Requests: 1, Window: time.Second})
	return err
}

// rate is the general limit, if there is one.
func (o *Options) rate() (rate ratelimit.Rate, limited bool, err error) {
	switch o.RateLimit {
	case "off":
		return ratelimit.Rate{}, false, nil
	case development:
		return ratelimit.Rate{Requests: 100, Window: 10 * time.Second}, true, nil
	case production:
		return ratelimit.Rate{Requests: 1000, Window: 10 * time.Second}, true, nil
	}
	rate, err = ratelimit.Parse(o.RateLimit)
	return rate, true, err
}
