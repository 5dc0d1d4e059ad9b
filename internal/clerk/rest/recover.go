package rest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

const (
	// MaxListLag is how long the client looks for a lost object in lists, which may lag.
	MaxListLag = 10 * time.Second
	// clockTolerance is how much older than the operation an object may seem: the server's time has a resolution of one second,
	// and so may the object's.
	clockTolerance = 2 * time.Second
	// LastFindTimeout bounds the last search for a lost object, after the retries.
	LastFindTimeout = 1500 * time.Millisecond
)

// Creation is the create of an object that can be found again, by a unique key or in the user whom it belongs to. It can therefore
// be repeated when its answer is lost. If a lost attempt did create the object, that object is adopted: it is returned as if it were
// the answer.
type Creation[T any] struct {
	Transport *Transport
	Call      Call
	ID        func(*T) string
	// Find looks for the object that the call creates, and returns the server's time as well. exists is Clerk's refusal because the
	// object exists, or nil. If find is nil, the object cannot be found, and the call is never repeated.
	Find func(ctx context.Context, isExists error) ([]T, time.Time, error)
	// Compare notes the fields in which the object differs from what the call sent. createdAt is the time of the object's creation
	// according to the server, in Unix milliseconds; 0 means that it is not known.
	Compare func(*T, *Differences) (createdAt int64)
	// Before are the ids of what find found before the call was sent, in place of the ages of objects that do not say when they were
	// made; nil: it was not called, or failed.
	Before map[string]bool
	// FindBeforeRetry calls find before each repetition, because Clerk may accept a second such object.
	FindBeforeRetry bool
	// ListsOnly says that find reads lists alone: an object that is not what the call creates may be one that was there before it, which
	// the list still shows.
	ListsOnly bool
	// AwaitLists says that what find shows is adopted once no list can show it for something that was deleted before: with ListsOnly, an
	// object that was deleted a moment ago may be just like the one that has taken its place.
	AwaitLists bool
	// Once says that the call mails somebody, and is never repeated: what a lost attempt made is looked for instead.
	Once bool
	// AnswersExisting says that Clerk answers with an object that is there already, in place of refusing the call.
	AnswersExisting bool
	// Holder is the id of the object that has what Clerk refuses to give, or "".
	Holder func(ctx context.Context, refusal error) string
	// HeldByOther is a clause that says whose object it is if Clerk refuses the create because the object exists, and find does not
	// find it. It is empty if find reads lists, which may lag.
	HeldByOther string
}

// Create carries out the create. Before it fails with a *Lost it searches for the object a last time, even if the run was
// interrupted or max_retries is used up: a second of waiting is better than an object that nobody knows of.
func (c Creation[T]) Create(ctx context.Context) (*T, error) {
	object, err := UniqueWrite[T]{c.Transport, areaOf(c.Call.Path), c.Holder, func() (*T, error) { return c.createWithRetries(ctx) }}.Do(ctx)
	var lost *Lost
	if err == nil || c.Find == nil || !errors.As(err, &lost) {
		return object, err
	}
	began := time.Now()
	candidate := candidate{knownFrom: began.Add(MaxListLag)}
	for n := 1; ; n++ {
		look, cancel := context.WithTimeout(context.WithoutCancel(ctx), LastFindTimeout)
		found, now, failed := c.Find(look, nil)
		cancel()
		if failed == nil && len(found) == 1 {
			if why, _ := c.whyNotOurs(&found[0], now, lost, &candidate); why == "" && !c.lookAgain(ctx, &candidate) {
				return c.logAdopted(ctx, &found[0]), nil
			} else if why == "" {
				continue
			}
		}
		// What is repeated was looked for while it was refused.
		left := MaxListLag - time.Since(began)
		if !c.Once || left <= 0 || Sleep(ctx, min(Backoff(n), left)) != nil {
			if c.Once && len(found) > 1 {
				err = lost.withError(fmt.Errorf("%w; which of these it made, if any, is not known: %s", lost.Err, c.idsOf(found)))
			}
			return nil, err
		}
	}
}

// createWithRetries repeats the create while its answers are lost. From the first lost answer on, a refusal may be the effect of
// that attempt.
func (c Creation[T]) createWithRetries(ctx context.Context) (*T, error) {
	var attempts AttemptCounts
	c.Call.IsCreate, c.Call.Attempts = true, &attempts
	c.Call.Check = Has("id", func(made *T) bool { return c.ID(made) != "" })
	var first *Lost
	var sent, now time.Time
	c.Call.sent, c.Call.Date = &sent, &now
	for {
		released := c.Transport.handOvers.releaseCount(areaOf(c.Call.Path))
		object, err := One[T](ctx, c.Transport, c.Call)
		var lost *Lost
		switch {
		case err == nil && c.AnswersExisting:
			return c.ownOrExisting(ctx, object, now, cmp.Or(first, &Lost{sent: sent}))
		case err == nil:
			c.Transport.createdIDs.Store(c.ID(object), true)
			return object, nil
		case errors.As(err, &lost):
			if first == nil {
				first = lost
			}
		case first == nil:
			return nil, err
		case isExists(err), IsClerkStatus(err, http.StatusConflict):
			if object, err = c.adoptOrConflict(ctx, first, err, MaxListLag, released); errors.Is(err, errGivenUp) {
				continue
			}
			return object, err
		case IsClerkStatus(err, http.StatusBadRequest), IsClerkStatus(err, http.StatusUnprocessableEntity):
			// Either the lost attempt was refused in the same way, or this is an undocumented form of the refusal that the object
			// exists, which is so if the object is found.
			object, doubt := c.adoptOrConflict(ctx, first, err, 0, released)
			if found, ok := AsConflict(doubt); object != nil || ok && found.ID != "" && errors.As(doubt, &lost) {
				return object, doubt
			}
			return nil, err
		case IsClerkStatus(err, http.StatusNotFound):
			return nil, err
		default:
			return nil, first.stoppedBy(err)
		}
		if attempts.Failures++; c.Find == nil || c.Once || attempts.Failures > c.Transport.maxRetries {
			return nil, first.withError(lost.Err)
		}
		if stop := Sleep(ctx, Backoff(attempts.Failures)); stop != nil {
			return nil, first.stoppedBy(fmt.Errorf("stopped before it was repeated: %w", stop))
		}
		if !c.FindBeforeRetry {
			continue
		}
		found, now, err := c.Find(ctx, nil)
		if err != nil {
			return nil, first.stoppedBy(err)
		}
		if len(found) == 1 {
			if why, _ := c.whyNotOurs(&found[0], now, first, new(candidate)); why == "" {
				return c.logAdopted(ctx, &found[0]), nil
			}
		}
	}
}

// idsOf are the ids of what was found.
func (c Creation[T]) idsOf(found []T) string {
	ids := make([]string, len(found))
	for i := range found {
		ids[i] = c.ID(&found[i])
	}
	return strings.Join(ids, ", ")
}

// errGivenUp says that the object because of which a create was refused may be gone, or have given up the value, by now.
var errGivenUp = errors.New("what had the value may have given it up")

// adoptOrConflict looks for the object because of which a repetition was refused, for at most maxLag. It returns the object if the
// lost attempt has created it, and a *Conflict otherwise. If there is none, and more writes than released have given up a value, it
// is errGivenUp.
func (c Creation[T]) adoptOrConflict(ctx context.Context, first *Lost, refusal error, maxLag time.Duration, released int) (*T, error) {
	doubtful := func(why string, cause error) error {
		if cause != nil {
			why = fmt.Sprintf("%s: %v", why, cause)
		}
		return first.withError(&Conflict{Err: refusal, Why: why, cause: cause})
	}
	began := time.Now()
	candidate := candidate{knownFrom: began.Add(MaxListLag)}
	var former *Conflict // an object that is known not to be the attempt's, and may be gone: lists may show it some time longer than what took its place
	for n := 1; ; n++ {
		left := maxLag - time.Since(began)
		found, now, err := c.Find(ctx, refusal)
		if err != nil {
			return nil, doubtful("what exists could not be looked up", err)
		}
		if len(found) == 1 {
			why, known := c.whyNotOurs(&found[0], now, first, &candidate)
			if why == "" && c.lookAgain(ctx, &candidate) {
				continue
			}
			if why == "" {
				return c.logAdopted(ctx, &found[0]), nil
			}
			conflict := &Conflict{Err: refusal, ID: c.ID(&found[0]), Why: fmt.Sprintf("%s, which exists, %s", c.ID(&found[0]), why)}
			if known && c.ListsOnly && left > 0 && Sleep(ctx, min(Backoff(n), left)) == nil {
				former = conflict
				continue
			}
			if !known {
				return nil, first.withError(conflict)
			}
			return nil, conflict
		}
		if len(found) > 1 {
			return nil, doubtful(fmt.Sprintf("%d objects have a part of what it sent: %s", len(found), c.idsOf(found)), nil)
		}
		if c.HeldByOther != "" {
			return nil, &Conflict{Err: refusal, Why: c.HeldByOther}
		}
		if left <= 0 && former != nil {
			return nil, former // it has gone since
		}
		if left > 0 && c.Transport.handOvers.releaseCount(areaOf(c.Call.Path)) > released {
			return nil, errGivenUp
		}
		if left <= 0 {
			return nil, doubtful(fmt.Sprintf("Clerk shows no such object within %s: it may be what that attempt made, or somebody else's", maxLag), nil)
		}
		if stop := Sleep(ctx, min(Backoff(n), left)); stop != nil {
			return nil, doubtful("what exists could not be looked up", stop)
		}
	}
}

// happened reports whether the answer of the attempt was lost, which is not so of one that was answered.
func (e *Lost) happened() bool { return e.Err != nil }

// withError returns a *Lost of the same attempt with another error.
func (e *Lost) withError(err error) *Lost { return &Lost{e.Method, e.Path, err, e.sent} }

// stoppedBy returns a *Lost of the same attempt that also has the error which ended the repetitions.
func (e *Lost) stoppedBy(err error) *Lost {
	return e.withError(fmt.Errorf("%w; before that: %w", err, e.Err))
}

// existsCodes are those of Clerk's refusals of a value that another object has, and of an object that is there.
var existsCodes = []string{"form_identifier_exists", "duplicate_record", "already_a_member_in_organization", "organization_domain_already_exists", "organization_invitation_not_unique"}

// isExists reports whether Clerk refused a create because the object exists.
func isExists(err error) bool {
	e, ok := AsError(err)
	return ok && (e.Has("conflict") || slices.ContainsFunc(existsCodes, e.Has))
}

// GetWithDate reads an object by a request of its own, and returns the server's time as well. An object that does not exist is nil.
func GetWithDate[T any](ctx context.Context, t *Transport, path []string) (*T, time.Time, error) {
	var now time.Time
	object, err := One[T](ctx, t, Call{Method: http.MethodGet, Path: path, Date: &now})
	if IsNotFound(err) {
		return nil, now, nil
	}
	return object, now, err
}

// HasMade reports whether a create of this client has returned the object with the id.
func (t *Transport) HasMade(id string) bool {
	_, made := t.createdIDs.Load(id)
	return made
}

// ForgetMade is for an id that another object may have once this one is deleted.
func (t *Transport) ForgetMade(id string) { t.createdIDs.Delete(id) }
