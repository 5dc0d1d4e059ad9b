package clerk

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
	// maxInFlight is how many requests are under way at once.
	maxInFlight = 10
	// maxWait is the longest pause that the client takes for a rate limit.
	maxWait = 5 * time.Minute
)

// gate lets requests through: when Clerk's rate limits allow, at most maxInFlight
// at once, and first the call that began first, so that none starves. A request
// that waits for its rate class holds up nobody else.
type gate struct {
	mu      sync.Mutex
	opens   map[string]shut // by class key
	latest  time.Time       // when the last of them opens
	slots   int             // free ones
	queue   []*turn         // the oldest call first
	begun   uint64          // calls
	told    time.Time       // when the log last told of a long wait for a turn
	refused int             // requests that Clerk answered 429
	lost    time.Duration   // during which somebody waited for a rate limit
	since   time.Time       // when somebody began to wait for one; zero if nobody does
}

type shut struct {
	family string
	until  time.Time
	told   bool // the log tells of this closing
}

// turn is one call's place in the queue.
type turn struct {
	method, path string
	class        class
	age          uint64     // less is older
	done         chan error // nil lets it through; buffered
}

func newGate() *gate { return &gate{opens: map[string]shut{}, slots: maxInFlight} }

// number gives a call its age.
func (g *gate) number() uint64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.begun++
	return g.begun
}

// enter returns when the request may be sent; leave follows when it is answered.
// It fails when ctx ends, or when Clerk asks for more patience than maxWait.
func (g *gate) enter(ctx context.Context, t *turn) error {
	if err := g.line(ctx, t); err != nil {
		return err
	}
	select {
	case err := <-t.done:
		return err
	default:
	}
	g.tellOfLimit(ctx, t)
	long := time.NewTimer(longWait)
	defer long.Stop()
	for {
		select {
		case err := <-t.done:
			return err
		case <-long.C:
			g.tellOfTurn(ctx, t)
		case <-ctx.Done():
			g.mu.Lock()
			defer g.mu.Unlock()
			return g.give(ctx, t)
		}
	}
}

// line puts a call into the queue, unless that is of no use.
func (g *gate) line(ctx context.Context, t *turn) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	t.done = make(chan error, 1)
	if d := g.closedFor(t.class, time.Now()); d > maxWait {
		return tooLong(d)
	}
	at, _ := slices.BinarySearchFunc(g.queue, t.age, func(o *turn, age uint64) int { return cmp.Compare(o.age, age) })
	g.queue = slices.Insert(g.queue, at, t)
	if ctx.Err() != nil {
		return g.give(ctx, t)
	}
	g.admit()
	return nil
}

// give takes back the place, or the slot, of a call that was stopped. Its error
// says what it waited for. Under the mutex.
func (g *gate) give(ctx context.Context, t *turn) error {
	at := slices.Index(g.queue, t)
	if at < 0 {
		if err := <-t.done; err != nil {
			return err
		}
		g.slots++
	} else {
		g.queue = slices.Delete(g.queue, at, at+1)
	}
	d := g.closedFor(t.class, time.Now())
	busy := g.slots == 0
	g.admit()
	switch {
	case d > 0:
		return fmt.Errorf("stopped while waiting for %s: %w", limitFor(d), ctx.Err())
	case at >= 0 && busy:
		return fmt.Errorf("stopped while waiting for one of %d requests under way to end: %w", maxInFlight, ctx.Err())
	}
	return fmt.Errorf("stopped before it was sent: %w", ctx.Err())
}

// leave gives back the slot of a request that was answered.
func (g *gate) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.slots++
	g.admit()
}

// close holds back the requests of c for d. It never shortens a wait.
func (g *gate) close(c class, d time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	until := now.Add(d)
	g.refused++
	// Classes are as many as objects; those whose wait is over are forgotten.
	maps.DeleteFunc(g.opens, func(_ string, s shut) bool { return !s.until.After(now) })
	g.extend(c, until)
	for key, other := range g.opens {
		if c.key != common && c.family != "" && key != c.key && key != common && other.family == c.family {
			g.extend(class{}, until)
			break
		}
	}
	g.queue = slices.DeleteFunc(g.queue, func(t *turn) bool {
		d := g.closedFor(t.class, now)
		if d > maxWait {
			t.done <- tooLong(d)
		}
		return d > maxWait
	})
	g.admit()
	time.AfterFunc(d, func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.admit()
	})
}

func (g *gate) extend(c class, until time.Time) {
	if s := g.opens[c.key]; until.After(s.until) {
		g.opens[c.key] = shut{c.family, until, s.told}
	}
	if until.After(g.latest) {
		g.latest = until
	}
}

// admit lets through what may be sent, and keeps the account of what the rate
// limits cost. Under the mutex.
func (g *gate) admit() {
	now := time.Now()
	some, all := g.latest.After(now), g.closedFor(class{}, now) > 0 // of the classes are closed
	waits := all && len(g.queue) > 0
	for at := 0; at < len(g.queue) && !all; {
		switch t := g.queue[at]; {
		case g.closedFor(t.class, now) > 0:
			waits = true
			at++
		case g.slots > 0:
			g.slots--
			t.done <- nil
			g.queue = slices.Delete(g.queue, at, at+1)
		default:
			at++
		}
		if g.slots == 0 && (waits || !some) {
			break // there is nothing more to find
		}
	}
	switch {
	case waits && g.since.IsZero():
		g.since = now
	case !waits && !g.since.IsZero():
		g.lost += now.Sub(g.since)
		g.since = time.Time{}
	}
}

// closedFor is how long requests of c have to wait from now on. Under the mutex.
func (g *gate) closedFor(c class, now time.Time) time.Duration {
	if !g.latest.After(now) {
		return 0
	}
	return max(0, g.opens[common].until.Sub(now), g.opens[c.key].until.Sub(now))
}

// held is closedFor, for those without the mutex.
func (g *gate) held(c class) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.closedFor(c, time.Now())
}
