package clerk

import (
	"context"
	"fmt"
	"maps"
	"sync"
	"time"
)

// maxWait is the longest pause that the client takes for a rate limit.
const maxWait = 5 * time.Minute

// common is the rate class of everything that has none of its own.
const common = ""

// class is the rate limit that a request counts against, beside the common one.
// Classes of one family belong to different objects under the same kind of
// limit: two of them throttled at once mean that the common limit is reached.
type class struct {
	family string // "users", say; empty for a class with no family
	key    string // unique to the class; common for the common class
}

// gate holds requests back while Clerk's rate limits ask for it.
type gate struct {
	mu    sync.Mutex
	opens map[string]shut // by class key
}

type shut struct {
	family string
	until  time.Time
}

func newGate() *gate { return &gate{opens: map[string]shut{}} }

// close holds back the requests of c for d. It never shortens a wait.
func (g *gate) close(c class, d time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	until := now.Add(d)
	// Classes are as many as objects; those whose wait is over are forgotten.
	maps.DeleteFunc(g.opens, func(_ string, s shut) bool { return !s.until.After(now) })
	g.extend(c, until)
	if c.key == common || c.family == "" {
		return
	}
	for key, other := range g.opens {
		if key != c.key && key != common && other.family == c.family {
			g.extend(class{}, until)
			return
		}
	}
}

func (g *gate) extend(c class, until time.Time) {
	if until.After(g.opens[c.key].until) {
		g.opens[c.key] = shut{c.family, until}
	}
}

// closedFor is how long requests of c have to wait from now on.
func (g *gate) closedFor(c class) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	return max(0, time.Until(g.opens[common].until), time.Until(g.opens[c.key].until))
}

// wait returns when requests of c may be sent. It fails when ctx ends, or when
// Clerk asks for more patience than maxWait.
func (g *gate) wait(ctx context.Context, c class) error {
	for {
		d := g.closedFor(c)
		if d > maxWait {
			return fmt.Errorf("the rate limit asks for a wait of %s, more than the %s that this client waits; try again later",
				d.Round(time.Second), maxWait)
		}
		if ctx.Err() != nil && d <= 0 {
			return fmt.Errorf("stopped before it was sent: %w", ctx.Err())
		}
		if d <= 0 {
			return nil
		}
		if err := sleep(ctx, d); err != nil {
			return fmt.Errorf("stopped while waiting %s for Clerk's rate limit: %w", d.Round(time.Millisecond), err)
		}
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
