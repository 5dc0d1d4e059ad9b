package rest

import (
	"cmp"
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
// writes of this run that may give up the value, and is then repeated. So do deletes of what other objects still use (inuse.go), and
// lookups of what does not exist yet (latekeys.go).

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
	written      map[string]int          // the number of finished writes of any kind, by area
	operations   map[*operation]struct{} // the updates and deletes that are under way
	waitsFor     map[string]string       // maps the id of a waiting object to the id of the object that has the value
	waitedInVain map[string]bool         // what was waited for in vain, by Waiter.what
	postponed    []*postponed            // see inuse.go
	waitUntil    time.Time               // until when those that wait go on, because a delete has yielded to what may begin
}

// operation is an update or a delete of an object, from its first to its last request.
type operation struct {
	id      string
	began   time.Time
	waiting bool
}

func newHandOvers() *handOvers {
	return &handOvers{
		changed: make(chan struct{}), released: map[string]int{}, written: map[string]int{}, operations: map[*operation]struct{}{},
		waitsFor: map[string]string{}, waitedInVain: map[string]bool{},
	}
}

type operationKey struct{}

// Operation registers an update or a delete of the object with the id, until end is called.
func (t *Transport) Operation(ctx context.Context, id string) (operating context.Context, end func()) {
	h := t.handOvers
	op := &operation{id: id, began: time.Now()}
	h.update(func() { h.operations[op] = struct{}{} })
	return context.WithValue(ctx, operationKey{}, op), func() {
		h.deleteAllPostponed(ctx)
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

// noteResult is called with the result of each call. A delete or an update of an object may have given up a unique value, and any
// write may have let go of another object or made one, unless Clerk refused it. What a delete does not find is gone.
func (h *handOvers) noteResult(c Call, err error) {
	deletes := c.Method == http.MethodDelete || c.Deletes
	answer, answered := AsError(err)
	refused := answered && answer.Status < http.StatusInternalServerError && !(deletes && IsNotFound(err))
	if refused || c.Method == http.MethodGet {
		return
	}
	h.update(func() {
		h.written[areaOf(c.Path)]++
		// An object's path has as many ids as names of areas.
		if deletes || c.Method == http.MethodPatch && len(c.Path)%2 == 0 {
			h.released[areaOf(c.Path)]++
		}
	})
}

func (h *handOvers) releaseCount(area string) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.released[area]
}

// UniqueWrite is a write that takes a unique value.
type UniqueWrite[T any] struct {
	Transport *Transport
	Area      string // see areaOf
	// Holder returns the id of the object that has the refused value, or "".
	Holder func(ctx context.Context, refusal error) string
	// Write carries out the write.
	Write func() (*T, error)
}

// Do carries out the write, and repeats it after each write of this run that may have given up the value. It fails with a *Taken
// if another object keeps the value.
func (k UniqueWrite[T]) Do(ctx context.Context) (*T, error) {
	w := &Waiter{Transport: k.Transport, What: k.Area, Areas: []string{k.Area}, gaveUp: true, Refused: isTaken, holderOf: k.Holder}
	object, err := WaitAndRepeat(ctx, w, k.Write)
	if _, met := AsConflict(err); !isTaken(err) || met && !w.exchange {
		return object, err
	}
	w.holder = cmp.Or(w.holder, existingID(err))
	if w.holder == "" && ctx.Err() == nil {
		w.holder = k.Holder(ctx, err)
	}
	return nil, &Taken{Err: err, Holder: w.holder, Exchange: w.exchange}
}

// isTaken reports whether Clerk refused a write because another object has the value, and no attempt of the write can have been
// carried out.
// The code conflict is not among them: it may be about another change at the same time.
func isTaken(err error) bool {
	var lost *Lost
	e, ok := AsError(err)
	return (existingID(err) != "" || ok && slices.ContainsFunc(existsCodes, e.Has)) && !errors.As(err, &lost)
}
