package rest

import (
	"context"
	"slices"
	"time"
)

// Waiter is a request that waits for other writes of this run as long as it is refused.
type Waiter struct {
	Transport *Transport
	// What names what is waited for. Once a request has waited for it in vain, others wait for operations under way only.
	What string
	// Areas are those whose writes may clear the way, and gaveUp says that only those may that can have given up a unique value.
	Areas  []string
	gaveUp bool
	// Refused reports whether an error is the refusal that may be lifted.
	Refused func(error) bool
	// holderOf returns the id of the object that is in the way, or ""; nil if that does not matter.
	holderOf func(ctx context.Context, refusal error) string
	// waitsForLater says that operations that begin after the deadline are waited for as well.
	waitsForLater bool
	// yields says that the request need not succeed now: if everything that Terraform runs at the same time waits, it ends its wait.
	yields bool

	op       *operation // nil: a create
	holder   string
	deadline time.Time // zero: it does not wait yet
	exchange bool
	yielded  bool
	seen     int // the count that it yielded with
}

// WaitAndRepeat carries out a request, and repeats it after each write of this run that may have cleared its way, as long as it is
// refused. The error is the last refusal if nothing has.
func WaitAndRepeat[T any](ctx context.Context, w *Waiter, request func() (*T, error)) (*T, error) {
	w.op, _ = ctx.Value(operationKey{}).(*operation)
	for pause, last := firstHandOverPause, false; ; pause = min(2*pause, lastHandOverPause) {
		seen := w.count()
		object, err := request()
		if !w.Refused(err) {
			w.stop(err == nil)
			return object, err
		}
		w.start(ctx, err)
		again := !last && w.waitForRelease(ctx, seen)
		if !again && !last && !w.exchange && !w.yielded && ctx.Err() == nil && w.count() > 0 {
			// Clerk may take a moment to notice that the way is clear.
			again, last = true, true
		}
		if again && Sleep(ctx, pause) == nil {
			continue
		}
		w.stop(false)
		return nil, err
	}
}

// count returns the number of finished writes that may have cleared the way.
func (w *Waiter) count() int {
	w.Transport.handOvers.mu.Lock()
	defer w.Transport.handOvers.mu.Unlock()
	return w.countLocked()
}

func (w *Waiter) countLocked() int {
	if w.gaveUp {
		return sum(w.Transport.handOvers.released, w.Areas)
	}
	return sum(w.Transport.handOvers.written, w.Areas)
}

func sum(counts map[string]int, areas []string) (n int) {
	for _, area := range areas {
		n += counts[area]
	}
	return n
}

// start registers a request that waits for the holder to clear the way; it does nothing if it waits already.
func (w *Waiter) start(ctx context.Context, refusal error) {
	if !w.deadline.IsZero() {
		return
	}
	if w.op != nil && w.holderOf != nil {
		w.holder = w.holderOf(ctx, refusal)
	}
	w.Transport.handOvers.update(func() {
		w.deadline = time.Now().Add(handOverWait)
		if w.Transport.handOvers.waitedInVain[w.What] {
			w.deadline = time.Now()
		}
		if w.op != nil && w.holder != "" && w.holder != w.op.id {
			w.Transport.handOvers.waitsFor[w.op.id] = w.holder
		}
	})
}

// stop ends the wait; cleared says that the request has succeeded.
func (w *Waiter) stop(cleared bool) {
	if w.deadline.IsZero() || w.op == nil || !cleared {
		return
	}
	w.Transport.handOvers.update(func() { delete(w.Transport.handOvers.waitsFor, w.op.id) })
}

// waitForRelease waits until more writes than seen have finished that may have cleared the way. It returns false if no such write
// can be expected any more: all operations that could have done so have ended, and none has begun within handOverWait, or within that
// time after one that waited has yielded to it.
func (w *Waiter) waitForRelease(ctx context.Context, seen int) bool {
	timer := time.NewTimer(time.Until(w.deadline))
	defer timer.Stop()
	if w.op != nil {
		w.Transport.handOvers.update(func() { w.op.waiting = true })
		defer w.Transport.handOvers.update(func() { w.op.waiting = false })
	}
	for {
		w.Transport.handOvers.mu.Lock()
		changed, more := w.Transport.handOvers.changed, w.countLocked() > seen
		w.exchange = w.Transport.handOvers.exchangeLocked(w.op)
		deadline := w.deadline
		if w.Transport.handOvers.waitUntil.After(deadline) {
			deadline = w.Transport.handOvers.waitUntil
		}
		overdue := !time.Now().Before(deadline)
		hopeless := overdue && !w.underWayLocked()
		switch {
		case !overdue:
			timer.Reset(time.Until(deadline))
		case !hopeless || more:
		case w.yields && len(w.Transport.handOvers.operations) >= operationsAtOnce:
			w.yielded, w.seen, w.Transport.handOvers.waitUntil = true, seen, time.Now().Add(handOverWait)
		default:
			w.Transport.handOvers.waitedInVain[w.What] = true
		}
		w.Transport.handOvers.mu.Unlock()
		switch {
		case more:
			return true
		case w.exchange, hopeless:
			return false
		}
		select {
		case <-changed:
		case <-timer.C:
		case <-ctx.Done():
			return false
		}
	}
}

// underWayLocked reports whether another operation is under way and not waiting itself. Unless the waiter waits for later ones, only one
// that began before the deadline counts.
func (w *Waiter) underWayLocked() bool {
	for op := range w.Transport.handOvers.operations {
		if op != w.op && !op.waiting && (w.waitsForLater || op.began.Before(w.deadline)) {
			return true
		}
	}
	return false
}

// exchangeLocked reports whether the object of an operation waits for itself, directly or through other objects.
func (h *handOvers) exchangeLocked(op *operation) bool {
	if op == nil {
		return false
	}
	var visited []string
	for id := h.waitsFor[op.id]; id != "" && !slices.Contains(visited, id); id = h.waitsFor[id] {
		if id == op.id {
			return true
		}
		visited = append(visited, id)
	}
	return false
}
