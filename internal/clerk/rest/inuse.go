package rest

import (
	"context"
	"net/http"
	"time"
)

// Clerk refuses to delete some objects while others use them: a role that a member has, say. Terraform may delete both in one run,
// and in any order unless the configuration of one refers to the other. So a delete that is refused is repeated after each write of
// this run that may have let go of the object, for as long as updates or deletes are under way.
//
// Terraform runs no more than ten operations at the same time. If ten deletes wait, nothing that they wait for can begin. One of them
// then yields: it is postponed, and repeated at the end of each operation of this run that may have let go of the object.

// InUse is Clerk's refusal to delete an object that others use, after the delete has waited for the operations of this run that
// might have let go of it.
type InUse struct {
	Err error // Clerk's refusal
	// Postponed says that the delete has yielded to other operations: the client repeats it until it succeeds, or the run ends.
	Postponed bool
}

func (e *InUse) Error() string { return e.Err.Error() }

func (e *InUse) Unwrap() error { return e.Err }

// isInUse reports whether Clerk refused a delete because of what the object is to others. A delete has no body that could be wrong,
// so that the statuses 409 and 422 mean nothing else; the codes differ, and may grow.
func isInUse(err error) bool {
	return IsClerkStatus(err, http.StatusConflict) || IsClerkStatus(err, http.StatusUnprocessableEntity)
}

// operationsAtOnce is how many operations Terraform runs at the same time, unless -parallelism says otherwise. The provider is not told.
const operationsAtOnce = 10

// DeleteUnused carries out the delete of an object of an area, whose users are the objects of other areas. It fails with an *InUse
// if one of them keeps it.
func (t *Transport) DeleteUnused(ctx context.Context, area string, usedBy []string, remove func(context.Context) error) error {
	w := &Waiter{Transport: t, What: area + " in use", Areas: usedBy, Refused: isInUse, waitsForLater: true, yields: true}
	_, err := WaitAndRepeat(ctx, w, func() (*struct{}, error) { return nil, remove(ctx) })
	if !isInUse(err) {
		return err
	}
	if w.yielded && t.handOvers.deletePostponed(ctx, &postponed{w.Areas, w.seen, remove}) {
		return nil
	}
	return &InUse{err, w.yielded}
}

// postponed is a delete that has yielded to other operations.
type postponed struct {
	usedBy []string
	seen   int // how many writes had finished that may have let go of the object
	remove func(context.Context) error
}

// deletePostponed repeats a delete as long as there are writes since it was refused that may have let go of the object. It reports
// whether the object is deleted; otherwise the delete is postponed.
func (h *handOvers) deletePostponed(ctx context.Context, p *postponed) bool {
	for {
		h.mu.Lock()
		now := sum(h.written, p.usedBy)
		if now == p.seen {
			h.postponed = append(h.postponed, p)
			h.mu.Unlock()
			return false
		}
		h.mu.Unlock()
		p.seen = now
		if err := p.remove(ctx); err == nil || IsNotFound(err) {
			return true
		}
	}
}

// postponedTime bounds how long the deletes take that are repeated at the end of an operation.
const postponedTime = 30 * time.Second

// deleteAllPostponed repeats the postponed deletes that an operation may have cleared the way for. It is called at the end of the
// operation, also if that was stopped.
func (h *handOvers) deleteAllPostponed(ctx context.Context) {
	h.mu.Lock()
	all := h.postponed
	h.postponed = nil
	h.mu.Unlock()
	if all == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), postponedTime)
	defer cancel()
	for _, p := range all {
		h.deletePostponed(ctx, p)
	}
}
