package clerk

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

const (
	// longWait is a pause that the log tells of.
	longWait = 2 * time.Second
	// turnsTold is how often, at most, the log tells of long waits for a turn.
	turnsTold = time.Minute
)

// limitFor names what a request that is held back for d waits for.
func limitFor(d time.Duration) string {
	return fmt.Sprintf("Clerk's rate limit, which asks for another %s", d.Round(time.Second))
}

func tooLong(d time.Duration) error {
	return because(OutOfPatience, fmt.Errorf("the rate limit asks for a wait of %s, more than the %s that this client waits; try again later",
		d.Round(time.Second), maxWait))
}

// Throttling is what Clerk's rate limits have cost a client so far.
type Throttling struct {
	Waited  time.Duration // in which at least one request was held back
	Refused int           // requests that Clerk answered 429
}

func (g *gate) throttling() Throttling {
	g.mu.Lock()
	defer g.mu.Unlock()
	out := Throttling{g.lost, g.refused}
	if !g.since.IsZero() {
		out.Waited += time.Since(g.since)
	}
	return out
}

// tellOfLimit writes one line into the log for each closing that is long,
// however many wait.
func (g *gate) tellOfLimit(ctx context.Context, t *turn) {
	g.mu.Lock()
	key, d := common, g.closedFor(t.class, time.Now())
	if g.opens[t.class.key].until.After(g.opens[common].until) {
		key = t.class.key
	}
	s := g.opens[key]
	tell := d >= longWait && !s.told
	if tell {
		s.told = true
		g.opens[key] = s
	}
	g.mu.Unlock()
	if !tell {
		return
	}
	limit := cmp.Or(key, "the instance's")
	tflog.SubsystemInfo(ctx, subsystem, "waiting for Clerk's rate limit", map[string]any{
		"method": t.method, "path": t.path, "limit": limit, "wait_ms": d.Milliseconds(),
	})
}

// tellOfTurn writes one line into the log in a minute at most.
func (g *gate) tellOfTurn(ctx context.Context, t *turn) {
	g.mu.Lock()
	now := time.Now()
	waiting := len(g.queue)
	tell := g.closedFor(t.class, now) <= 0 && (g.told.IsZero() || now.Sub(g.told) >= turnsTold)
	if tell {
		g.told = now
	}
	g.mu.Unlock()
	if tell {
		tflog.SubsystemInfo(ctx, subsystem, "waiting for a turn", map[string]any{
			"method": t.method, "path": t.path, "under_way": maxInFlight, "waiting": waiting,
		})
	}
}
