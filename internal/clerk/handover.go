package clerk

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Terraform chooses the order of a plan's operations. When a unique value (an address, a username, a name) moves from one object to
// another, the write that takes it may come before the write that gives it up, and Clerk refuses it. Such a write waits for the
// writes of this run that may give up the value, and is then repeated.

const (
	// handOverWait is how long a refused write waits for an operation that has not begun yet: the provider does not know what
	// Terraform will start next. Only the first write of an area that waits in vain waits that long.
	handOverWait = 2 * time.Second
	// The pause between two attempts of a refused write doubles from the first to the last of these.
	firstHandOverPause, lastHandOverPause = 25 * time.Millisecond, 500 * time.Millisecond
)

// Taken is Clerk's refusal of a value that another object has, after the write has waited for the operations of this run that
// might have given it up.
type Taken struct {
	Err error // Clerk's refusal
	// Holder is the id of the object that has the value, or of the user whose address it is. It is empty unless exactly one was
	// found.
	Holder string
	// Exchange says that the holder in turn waits for this object's value, directly or through other objects. No order of the
	// requests would succeed.
	Exchange bool
}

func (e *Taken) Error() string {
	if e.Exchange {
		return fmt.Sprintf("%v: %s has it, and waits for what this one has", e.Err, e.Holder)
	}
	return e.Err.Error()
}

func (e *Taken) Unwrap() error { return e.Err }

// handOvers tracks the operations of a run that take or give up unique values. Methods whose names end in Locked require the caller
// to hold mu.
type handOvers struct {
	mu           sync.Mutex
	changed      chan struct{}           // closed and replaced whenever one of the following fields changes
	released     map[string]int          // the number of finished writes that may have given up a value, by area
	operations   map[*operation]struct{} // the updates and deletes that are under way
	waitsFor     map[string]string       // maps the id of a waiting object to the id of the object that has the value
	waitedInVain map[string]bool         // the areas in which a write has waited in vain
}

// operation is an update or a delete of an object, from its first to its last request.
type operation struct {
	id      string
	began   time.Time
	waiting bool
}

func newHandOvers() *handOvers {
	return &handOvers{
		changed: make(chan struct{}), released: map[string]int{}, operations: map[*operation]struct{}{},
		waitsFor: map[string]string{}, waitedInVain: map[string]bool{},
	}
}

type operationKey struct{}

// Operation returns a context for the requests of one update or delete of the object with the id. Until end is called, writes that
// were refused a unique value wait for this operation, which may give it up.
func (c *Client) Operation(ctx context.Context, id string) (operating context.Context, end func()) {
	h, op := c.handOvers, &operation{id: id, began: time.Now()}
	h.update(func() { h.operations[op] = struct{}{} })
	return context.WithValue(ctx, operationKey{}, op), func() {
		h.update(func() { delete(h.operations, op) })
	}
}

// update calls a function that changes the fields, and wakes up those who wait for a change.
func (h *handOvers) update(change func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	change()
	close(h.changed)
	h.changed = make(chan struct{})
}

// areaOf returns the area whose unique values a call may take or give up. Email addresses and phone numbers belong to the users, and
// domains, memberships and invitations to the organizations, which take them along when they are deleted.
func areaOf(path []string) string {
	if path[0] == "email_addresses" || path[0] == "phone_numbers" {
		return "users"
	}
	return path[0]
}

// noteResult is called with the result of each call. A delete or an update of an object may have given up a unique value, unless
// Clerk refused it.
func (h *handOvers) noteResult(c call, err error) {
	answer, answered := AsError(err)
	refused := answered && answer.Status < http.StatusInternalServerError && !IsNotFound(err)
	// An object's path has as many ids as names of areas.
	if !refused && (c.method == http.MethodDelete || c.method == http.MethodPatch && len(c.path)%2 == 0) {
		h.update(func() { h.released[areaOf(c.path)]++ })
	}
}

func (h *handOvers) releaseCount(area string) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.released[area]
}

// uniqueWrite is a write that takes a unique value.
type uniqueWrite[T any] struct {
	t    *transport
	area string // see areaOf
	// holder returns the id of the object that has the refused value, or "".
	holder func(ctx context.Context, refusal error) string
	// write carries out the write.
	write func() (*T, error)
}

// do carries out the write, and repeats it after each write of this run that may have given up the value. It fails with a *Taken
// if another object keeps the value.
func (k uniqueWrite[T]) do(ctx context.Context) (*T, error) {
	h := k.t.handOvers
	op, _ := ctx.Value(operationKey{}).(*operation)
	var w *handOverWaiter
	holder := ""
	for pause, last := firstHandOverPause, false; ; pause = min(2*pause, lastHandOverPause) {
		seen := h.releaseCount(k.area)
		object, err := k.write()
		if !isTaken(err) {
			w.stop(err == nil)
			return object, err
		}
		if w == nil {
			if op != nil {
				holder = k.holder(ctx, err)
			}
			w = h.startWaiting(op, k.area, holder)
		}
		again := !last && w.waitForRelease(ctx, seen)
		if !again && !last && !w.exchange && ctx.Err() == nil && h.releaseCount(k.area) > 0 {
			// Clerk may take a moment to notice that a value was given up.
			again, last = true, true
		}
		if again && sleep(ctx, pause) == nil {
			continue
		}
		w.stop(false)
		if _, met := AsConflict(err); met && !w.exchange {
			return nil, err
		}
		if holder == "" && ctx.Err() == nil {
			holder = k.holder(ctx, err)
		}
		return nil, &Taken{Err: err, Holder: holder, Exchange: w.exchange}
	}
}

// isTaken reports whether Clerk refused a write because another object has the value, and no attempt of the write can have been
// carried out.
// The code conflict is not among them: it may be about another change at the same time.
func isTaken(err error) bool {
	var lost *Lost
	e, ok := AsError(err)
	return ok && slices.ContainsFunc(existsCodes, e.Has) && !errors.As(err, &lost)
}

// handOverWaiter is a refused write that waits.
type handOverWaiter struct {
	h        *handOvers
	op       *operation // nil: a create
	area     string
	deadline time.Time
	exchange bool
}

// startWaiting registers a write that waits for the holder to give up a value; the holder is "" if it is not known.
func (h *handOvers) startWaiting(op *operation, area, holder string) *handOverWaiter {
	w := &handOverWaiter{h: h, op: op, area: area, deadline: time.Now().Add(handOverWait)}
	h.update(func() {
		if h.waitedInVain[area] {
			w.deadline = time.Now()
		}
		if op == nil {
			return
		}
		if holder != "" && holder != op.id {
			h.waitsFor[op.id] = holder
		}
	})
	return w
}

// stop ends the wait; taken says that the write has succeeded.
func (w *handOverWaiter) stop(taken bool) {
	if w == nil {
		return
	}
	w.h.update(func() {
		if w.op != nil && taken {
			delete(w.h.waitsFor, w.op.id)
		}
	})
}

// waitForRelease waits until more writes than seen have finished that may have given up the value. It returns false if no such write
// can be expected any more: all operations that could give it up have ended, and none has begun within handOverWait.
func (w *handOverWaiter) waitForRelease(ctx context.Context, seen int) bool {
	timer := time.NewTimer(time.Until(w.deadline))
	defer timer.Stop()
	if w.op != nil {
		w.h.update(func() { w.op.waiting = true })
		defer w.h.update(func() { w.op.waiting = false })
	}
	for {
		w.h.mu.Lock()
		changed, more := w.h.changed, w.h.released[w.area] > seen
		w.exchange = w.h.exchangeLocked(w.op)
		overdue := !time.Now().Before(w.deadline)
		hopeless := overdue && !w.h.underWayLocked(w.op, w.deadline)
		if hopeless && !more {
			w.h.waitedInVain[w.area] = true
		}
		w.h.mu.Unlock()
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

// underWayLocked reports whether another operation that began before the deadline is still under way and not waiting itself.
func (h *handOvers) underWayLocked(own *operation, deadline time.Time) bool {
	for op := range h.operations {
		if op != own && !op.waiting && op.began.Before(deadline) {
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
