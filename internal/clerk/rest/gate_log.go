package rest

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

const (
	// minLoggedWait is the shortest wait that is logged.
	minLoggedWait = 2 * time.Second
	// turnLogInterval is the shortest time between two log entries about long waits for a slot.
	turnLogInterval = time.Minute
)

// limitFor describes a rate limit that holds a request back for d.
func limitFor(d time.Duration) string {
	return fmt.Sprintf("Clerk's rate limit, which asks for another %s", d.Round(time.Second))
}

func limitTooLong(d time.Duration) error {
	return WithReason(RateLimitTooLong, fmt.Errorf("the rate limit asks for a wait of %s, more than the %s that this client waits; try again later",
		d.Round(time.Second), maxWait))
}

// Throttling is what Clerk's rate limits have cost a client so far.
type Throttling struct {
	Waited  time.Duration // in which at least one request was held back
	Refused int           // requests that Clerk answered 429
}

// Throttled is what the limits have cost so far.
func (t *Transport) Throttled() Throttling {
	g := t.gate
	g.mu.Lock()
	defer g.mu.Unlock()
	out := Throttling{g.waited, g.refused}
	if !g.waitingSince.IsZero() {
		out.Waited += time.Since(g.waitingSince)
	}
	return out
}

// logLimit logs each long closing once, however many calls wait for it.
func (g *gate) logLimit(ctx context.Context, t *queuedCall) {
	g.mu.Lock()
	key, d := commonKey, g.closedForLocked(t.class, time.Now())
	if g.closedUntil[t.class.key].until.After(g.closedUntil[commonKey].until) {
		key = t.class.key
	}
	s := g.closedUntil[key]
	log := d >= minLoggedWait && !s.logged
	if log {
		s.logged = true
		g.closedUntil[key] = s
	}
	g.mu.Unlock()
	if !log {
		return
	}
	limit := cmp.Or(key, "the instance's")
	tflog.SubsystemInfo(ctx, subsystem, "waiting for Clerk's rate limit", map[string]any{
		"method": t.method, "path": t.path, "limit": limit, "wait_ms": d.Milliseconds(),
	})
}

// logTurn logs that calls wait for a slot, at most once per turnLogInterval.
func (g *gate) logTurn(ctx context.Context, t *queuedCall) {
	g.mu.Lock()
	now := time.Now()
	waiting := len(g.queue)
	log := g.closedForLocked(t.class, now) <= 0 && (g.turnLogged.IsZero() || now.Sub(g.turnLogged) >= turnLogInterval)
	if log {
		g.turnLogged = now
	}
	g.mu.Unlock()
	if log {
		tflog.SubsystemInfo(ctx, subsystem, "waiting for a turn", map[string]any{
			"method": t.method, "path": t.path, "under_way": maxInFlight, "waiting": waiting,
		})
	}
}
