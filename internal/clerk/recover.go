package clerk

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

const (
	// lagging is how long a lost object is looked for in lists that lag.
	maxListLag = 10 * time.Second
	// tolerance is what an object's age may exceed its operation's by: the
	// server's time has a resolution of one second, and so may the object's.
	clockTolerance = 2 * time.Second
	// lastLook bounds the look for a lost object when nothing else is tried.
	lastFindTimeout = 1500 * time.Millisecond
)

// creation is the create of an object that can be found again: by a unique key, or
// in the user whom it belongs to. So it is repeated when its answer is lost, and
// what an attempt has made all the same is taken for the answer.
type creation[T any] struct {
	t    *transport
	call call
	id   func(*T) string
	// find looks for what the call makes; the error is Clerk's that it exists, or
	// nil. It answers the server's time, too. A nil find means that it cannot be
	// found, and the call is never repeated.
	find func(ctx context.Context, isExists error) ([]T, time.Time, error)
	// compare notes what differs from what the call sent. born is when the server
	// says that the object was made, in Unix milliseconds; 0 if nothing tells.
	compare func(*T, *differences) (born int64)
	// early looks before each repetition, because that need not be refused.
	findBeforeRetry bool
	// holder is the id of the object that has what Clerk refuses to give, or "".
	holder func(ctx context.Context, refusal error) string
	// elsewhere says of what is refused as existing, and is not found, whose it is, as
	// a clause. It is empty if find reads lists, which may lag.
	heldByOther string
}

// create carries out the create. It fails with a *Lost only after a last look, which
// neither an interruption nor max_retries ends: an object that nobody knows of is
// worse than a second of waiting.
func (c creation[T]) create(ctx context.Context) (*T, error) {
	object, err := uniqueWrite[T]{c.t, areaOf(c.call.path), c.holder, func() (*T, error) { return c.createWithRetries(ctx) }}.do(ctx)
	var lost *Lost
	if err == nil || c.find == nil || !errors.As(err, &lost) {
		return object, err
	}
	look, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastFindTimeout)
	defer cancel()
	if found, now, failed := c.find(look, nil); failed == nil && len(found) == 1 {
		if why, _ := c.whyNotOurs(&found[0], now, lost); why == "" {
			return c.logAdopted(ctx, &found[0]), nil
		}
	}
	return nil, err
}

func (c creation[T]) createWithRetries(ctx context.Context) (*T, error) {
	var attempts attemptCounts
	c.call.isCreate, c.call.attempts = true, &attempts
	c.call.check = func(object any) error {
		if made, ok := object.(*T); ok && c.id(made) != "" {
			return nil
		}
		return withReason(Unreadable, errors.New("the answer is not what Clerk sends: it has no id"))
	}
	var first *Lost
	for {
		object, err := one[T](ctx, c.t, c.call)
		var lost *Lost
		switch {
		case err == nil:
			c.t.createdIDs.Store(c.id(object), true)
			return object, nil
		case errors.As(err, &lost):
			if first == nil {
				first = lost
			}
		case first == nil:
			return nil, err
		case isExists(err), isClerkStatus(err, http.StatusConflict):
			return c.adoptOrConflict(ctx, first, err, maxListLag)
		case isClerkStatus(err, http.StatusBadRequest), isClerkStatus(err, http.StatusUnprocessableEntity):
			// The lost attempt met the same refusal, unless this is one that Clerk
			// does not document for what exists.
			object, doubt := c.adoptOrConflict(ctx, first, err, 0)
			if found, ok := AsConflict(doubt); object != nil || ok && found.ID != "" && errors.As(doubt, &lost) {
				return object, doubt
			}
			return nil, err
		case isClerkStatus(err, http.StatusNotFound):
			return nil, err
		default:
			return nil, first.stoppedBy(err)
		}
		if attempts.failures++; c.find == nil || attempts.failures > c.t.maxRetries {
			return nil, first.withError(lost.Err)
		}
		if stop := sleep(ctx, backoff(attempts.failures)); stop != nil {
			return nil, first.stoppedBy(fmt.Errorf("stopped before it was repeated: %w", stop))
		}
		if !c.findBeforeRetry {
			continue
		}
		found, now, err := c.find(ctx, nil)
		if err != nil {
			return nil, first.stoppedBy(err)
		}
		if len(found) == 1 {
			if why, _ := c.whyNotOurs(&found[0], now, first); why == "" {
				return c.logAdopted(ctx, &found[0]), nil
			}
		}
	}
}

// take looks for the object that a repetition has met, for as long as lists may
// lag, and gives it back if the lost attempt has made it.
func (c creation[T]) adoptOrConflict(ctx context.Context, first *Lost, refusal error, maxLag time.Duration) (*T, error) {
	doubtful := func(why string, cause error) error {
		if cause != nil {
			why = fmt.Sprintf("%s: %v", why, cause)
		}
		return first.withError(&Conflict{Err: refusal, Why: why, cause: cause})
	}
	began := time.Now()
	for n := 1; ; n++ {
		found, now, err := c.find(ctx, refusal)
		if err != nil {
			return nil, doubtful("what exists could not be looked up", err)
		}
		if len(found) == 1 {
			why, known := c.whyNotOurs(&found[0], now, first)
			if why == "" {
				return c.logAdopted(ctx, &found[0]), nil
			}
			conflict := &Conflict{Err: refusal, ID: c.id(&found[0]), Why: fmt.Sprintf("%s, which exists, %s", c.id(&found[0]), why)}
			if !known {
				return nil, first.withError(conflict)
			}
			return nil, conflict
		}
		if len(found) > 1 {
			ids := make([]string, len(found))
			for i := range found {
				ids[i] = c.id(&found[i])
			}
			return nil, doubtful(fmt.Sprintf("%d objects have a part of what it sent: %s", len(found), strings.Join(ids, ", ")), nil)
		}
		if c.heldByOther != "" {
			return nil, &Conflict{Err: refusal, Why: c.heldByOther}
		}
		left := maxLag - time.Since(began)
		if left <= 0 {
			return nil, doubtful(fmt.Sprintf("Clerk shows no such object within %s: it may be what that attempt made, or somebody else's", maxLag), nil)
		}
		if stop := sleep(ctx, min(backoff(n), left)); stop != nil {
			return nil, doubtful("what exists could not be looked up", stop)
		}
	}
}

// foreign says why an object is not what the call made, as a clause, and whether
// that is known rather than doubtful. It is empty if the object is.
func (c creation[T]) whyNotOurs(object *T, now time.Time, first *Lost) (why string, known bool) {
	elapsed := time.Since(first.sent)
	var d differences
	createdAt := c.compare(object, &d)
	age := now.Sub(time.UnixMilli(createdAt))
	switch {
	case len(d) > 0:
		return "is not what it made: " + strings.Join(d, ", "), true
	case createdAt == 0:
		return "is like what it made, but does not say when it was made, since created_at was given", false
	case now.IsZero():
		return "is like what it made, but Clerk's answer has no Date to tell its age by", false
	case age > elapsed+clockTolerance:
		return fmt.Sprintf("is not what it made: it is older, by %s", (age - elapsed).Round(time.Second)), true
	case age < -clockTolerance:
		return fmt.Sprintf("is like what it made, but its age cannot be told: it was made %s after the Date of Clerk's answer", (-age).Round(time.Second)), false
	}
	if _, adopted := c.t.createdIDs.LoadOrStore(c.id(object), true); adopted {
		return "is not what it made: another operation of this run made it", true
	}
	return "", true
}

func (c creation[T]) logAdopted(ctx context.Context, object *T) *T {
	tflog.SubsystemInfo(withLogger(ctx), subsystem, "took the object that a request whose answer was lost had made", map[string]any{
		"method": c.call.method, "path": "/" + strings.Join(c.call.path, "/"), "id": c.id(object),
	})
	return object
}

// of is the same loss, with a better error.
func (e *Lost) withError(err error) *Lost { return &Lost{e.Method, e.Path, err, e.sent} }

// after is the same loss, and what ended the repetitions.
func (e *Lost) stoppedBy(err error) *Lost {
	return e.withError(fmt.Errorf("%w; before that: %w", err, e.Err))
}

// exists reports whether Clerk refused to make what there is.
func isExists(err error) bool {
	e, ok := AsError(err)
	return ok && (e.Has("form_identifier_exists") || e.Has("duplicate_record") || e.Has("conflict"))
}

// dated reads an object by itself, and when that was by the server's clock. One
// that does not exist is nil.
func getWithDate[T any](ctx context.Context, t *transport, area, id string) (*T, time.Time, error) {
	var now time.Time
	object, err := one[T](ctx, t, call{method: http.MethodGet, path: []string{area, id}, date: &now})
	if IsNotFound(err) {
		return nil, now, nil
	}
	return object, now, err
}
