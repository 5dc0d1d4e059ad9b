// Package ratelimit has the three kinds of limiter that a simulated Clerk can
// answer 429 by. Clerk documents its limits, not how it counts them; a client
// has to bear each kind. Time is always given, never read.
package ratelimit

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Rate allows so many requests in so long a window.
type Rate struct {
	Requests int
	Window   time.Duration
}

// Parse reads a rate such as "100/10s".
func Parse(s string) (Rate, error) {
	n, window, ok := strings.Cut(s, "/")
	requests, err := strconv.Atoi(n)
	if !ok || err != nil || requests < 1 {
		return Rate{}, fmt.Errorf("rate %q is not of the form N/DURATION, such as 100/10s", s)
	}
	d, err := time.ParseDuration(window)
	if err != nil || d <= 0 {
		return Rate{}, fmt.Errorf("rate %q: %q is no positive duration", s, window)
	}
	return Rate{requests, d}, nil
}

// Limiter counts the requests of one key. It is not safe for concurrent use.
type Limiter interface {
	// Allow reports whether a request may pass at this time, and counts it if
	// so. If not, wait says how long until one may.
	Allow(now time.Time) (wait time.Duration, ok bool)
}

// New makes a limiter: "fixed", "sliding" or "bucket".
func New(kind string, rate Rate) (Limiter, error) {
	switch kind {
	case "fixed":
		return &fixed{rate: rate}, nil
	case "sliding":
		return &sliding{rate: rate}, nil
	case "bucket":
		return &bucket{rate: rate, tokens: float64(rate.Requests)}, nil
	}
	return nil, fmt.Errorf("unknown kind of limiter %q: fixed, sliding or bucket", kind)
}

// Seconds is a wait in whole seconds as Retry-After has it, rounded up.
func Seconds(wait time.Duration) int {
	return max(1, int(math.Ceil(wait.Seconds())))
}

// fixed opens a window with its first request, and starts anew after it.
type fixed struct {
	rate  Rate
	start time.Time
	count int
}

func (l *fixed) Allow(now time.Time) (time.Duration, bool) {
	if now.Sub(l.start) >= l.rate.Window {
		l.start, l.count = now, 0
	}
	if l.count >= l.rate.Requests {
		return l.start.Add(l.rate.Window).Sub(now), false
	}
	l.count++
	return 0, true
}

// sliding remembers each request for the length of the window.
type sliding struct {
	rate Rate
	log  []time.Time
}

func (l *sliding) Allow(now time.Time) (time.Duration, bool) {
	for len(l.log) > 0 && now.Sub(l.log[0]) >= l.rate.Window {
		l.log = l.log[1:]
	}
	if len(l.log) >= l.rate.Requests {
		return l.log[0].Add(l.rate.Window).Sub(now), false
	}
	l.log = append(l.log, now)
	return 0, true
}

// bucket holds as many tokens as the rate allows requests, and refills evenly.
type bucket struct {
	rate   Rate
	tokens float64
	last   time.Time
}

func (l *bucket) Allow(now time.Time) (time.Duration, bool) {
	perToken := l.rate.Window.Seconds() / float64(l.rate.Requests)
	if !l.last.IsZero() {
		l.tokens = min(float64(l.rate.Requests), l.tokens+now.Sub(l.last).Seconds()/perToken)
	}
	l.last = now
	// A client that waited exactly as long as it was told is not refused again
	// for a rounding error.
	if l.tokens < 1-1e-6 {
		return time.Duration((1 - l.tokens) * perToken * float64(time.Second)), false
	}
	l.tokens--
	return 0, true
}
