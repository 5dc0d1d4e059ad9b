package rest

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"
)

const (
	// maxInFlight is the largest number of requests in flight.
	maxInFlight = 10
	// maxWait is the longest time that the client waits for a rate limit.
	maxWait = 5 * time.Minute
)

// gate decides when a request may be sent: when Clerk's rate limits allow it, and with at most maxInFlight requests in flight. The
// call that began first goes first, so that none starves. A request that waits for the limit of its class does not block requests
// of other classes.
//
// Methods whose names end in Locked require the caller to hold mu.
type gate struct {
	mu           sync.Mutex
	closedUntil  map[string]closing // the closed rate classes, by class key
	lastOpening  time.Time          // when the last of them opens again
	freeSlots    int
	queue        []*queuedCall // the oldest call first
	lastTicket   uint64
	turnLogged   time.Time     // when a long wait for a slot was last logged
	refused      int           // requests that Clerk answered with 429
	waited       time.Duration // total time during which at least one call waited for a rate limit
	waitingSince time.Time     // since when at least one call has been waiting for one; zero if none is
}

// closing says until when the requests of a rate class are held back.
type closing struct {
	family string
	until  time.Time
	logged bool // the wait was logged
}

// queuedCall is one call's place in the queue.
type queuedCall struct {
	method, path string
	class        class
	ticket       uint64     // the older call has the lower number
	admitted     chan error // receives nil when the request may be sent; buffered
}

func newGate() *gate { return &gate{closedUntil: map[string]closing{}, freeSlots: maxInFlight} }

// nextTicket returns the ticket of a call that begins now. It decides the call's place in the queue, also when a request is repeated.
func (g *gate) nextTicket() uint64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.lastTicket++
	return g.lastTicket
}

// enter returns when the request may be sent. The caller has to call leave once it is answered. enter fails if ctx ends, or if
// Clerk asks for a wait longer than maxWait.
func (g *gate) enter(ctx context.Context, t *queuedCall) error {
	if err := g.enqueue(ctx, t); err != nil {
		return err
	}
	select {
	case err := <-t.admitted:
		return err
	default:
	}
	g.logLimit(ctx, t)
	long := time.NewTimer(minLoggedWait)
	defer long.Stop()
	for {
		select {
		case err := <-t.admitted:
			return err
		case <-long.C:
			g.logTurn(ctx, t)
		case <-ctx.Done():
			g.mu.Lock()
			defer g.mu.Unlock()
			return g.abandonLocked(ctx, t)
		}
	}
}

// enqueue puts a call into the queue, unless ctx has ended or the wait would be too long.
func (g *gate) enqueue(ctx context.Context, t *queuedCall) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	t.admitted = make(chan error, 1)
	if d := g.closedForLocked(t.class, time.Now()); d > maxWait {
		return limitTooLong(d)
	}
	at, _ := slices.BinarySearchFunc(g.queue, t.ticket, func(o *queuedCall, ticket uint64) int { return cmp.Compare(o.ticket, ticket) })
	g.queue = slices.Insert(g.queue, at, t)
	if ctx.Err() != nil {
		return g.abandonLocked(ctx, t)
	}
	g.admitLocked()
	return nil
}

// abandonLocked removes a stopped call from the queue, or frees the slot that it was just given. The error says what it waited for.
func (g *gate) abandonLocked(ctx context.Context, t *queuedCall) error {
	at := slices.Index(g.queue, t)
	if at < 0 {
		if err := <-t.admitted; err != nil {
			return err
		}
		g.freeSlots++
	} else {
		g.queue = slices.Delete(g.queue, at, at+1)
	}
	d := g.closedForLocked(t.class, time.Now())
	busy := g.freeSlots == 0
	g.admitLocked()
	switch {
	case d > 0:
		return fmt.Errorf("stopped while waiting for %s: %w", limitFor(d), ctx.Err())
	case at >= 0 && busy:
		return fmt.Errorf("stopped while waiting for one of %d requests under way to end: %w", maxInFlight, ctx.Err())
	}
	return fmt.Errorf("stopped before it was sent: %w", ctx.Err())
}

// leave frees the slot of a request that was answered.
func (g *gate) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.freeSlots++
	g.admitLocked()
}

// close holds back the requests of the class c for d. It never shortens a wait.
func (g *gate) close(c class, d time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	until := now.Add(d)
	g.refused++
	// There may be as many classes as objects, so those whose wait is over are removed.
	maps.DeleteFunc(g.closedUntil, func(_ string, s closing) bool { return !s.until.After(now) })
	g.extendLocked(c, until)
	for key, other := range g.closedUntil {
		if c.key != commonKey && c.family != "" && key != c.key && key != commonKey && other.family == c.family {
			g.extendLocked(class{}, until)
			break
		}
	}
	g.queue = slices.DeleteFunc(g.queue, func(t *queuedCall) bool {
		d := g.closedForLocked(t.class, now)
		if d > maxWait {
			t.admitted <- limitTooLong(d)
		}
		return d > maxWait
	})
	g.admitLocked()
	time.AfterFunc(d, func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.admitLocked()
	})
}

func (g *gate) extendLocked(c class, until time.Time) {
	if s := g.closedUntil[c.key]; until.After(s.until) {
		g.closedUntil[c.key] = closing{c.family, until, s.logged}
	}
	if until.After(g.lastOpening) {
		g.lastOpening = until
	}
}

// admitLocked admits the queued calls that may be sent now, and measures how long calls wait for rate limits.
func (g *gate) admitLocked() {
	now := time.Now()
	someClosed, allClosed := g.lastOpening.After(now), g.closedForLocked(class{}, now) > 0
	waiting := allClosed && len(g.queue) > 0
	for at := 0; at < len(g.queue) && !allClosed; {
		switch t := g.queue[at]; {
		case g.closedForLocked(t.class, now) > 0:
			waiting = true
			at++
		case g.freeSlots > 0:
			g.freeSlots--
			t.admitted <- nil
			g.queue = slices.Delete(g.queue, at, at+1)
		default:
			at++
		}
		if g.freeSlots == 0 && (waiting || !someClosed) {
			break // the rest of the queue changes neither the slots nor waiting
		}
	}
	switch {
	case waiting && g.waitingSince.IsZero():
		g.waitingSince = now
	case !waiting && !g.waitingSince.IsZero():
		g.waited += now.Sub(g.waitingSince)
		g.waitingSince = time.Time{}
	}
}

// closedForLocked returns how long requests of the class c have to wait.
func (g *gate) closedForLocked(c class, now time.Time) time.Duration {
	if !g.lastOpening.After(now) {
		return 0
	}
	return max(0, g.closedUntil[commonKey].until.Sub(now), g.closedUntil[c.key].until.Sub(now))
}

// closedFor is closedForLocked for callers that do not hold mu.
func (g *gate) closedFor(c class) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.closedForLocked(c, time.Now())
}
