// Package rest is what all areas of Clerk's Backend API stand on: it sends requests inside the rate limits, repeats what is safe to
// repeat, finds what a request whose answer was lost has made, pages through lists, reads many objects by the page, and lets one
// operation of a run take a unique value that another gives up. It knows no area of the API.
package rest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Call is one operation of the API.
type Call struct {
	Method string
	Path   []string // segments below /v1, not escaped
	Query  url.Values
	Body   any    // encoded as JSON; nil sends none
	Raw    []byte // a body that is not JSON, of the type below
	Mime   string
	Key    string // the secret key that is shown, if it is not the instance's
	// IsCreate marks a call that must not be repeated when its answer is lost (the connection broke, a timeout, or status 500, 502,
	// 503 or 504): the object may exist, and a repetition could leave a second one that nobody knows of. The type Creation
	// decides whether it may be repeated. All other calls are reads or idempotent writes, and are repeated.
	IsCreate bool
	// Attempts is shared by the repetitions of a create; nil means that only this call is counted.
	Attempts *AttemptCounts
	// Date, unless it is nil, receives the server's time of a successful answer, and sent when its request was sent.
	Date, sent *time.Time
	// AnswersOther says that the answer to a write does not contain the object that the path names, but something else, such as
	// whether a password is right.
	AnswersOther bool
	// Shows returns an error if the body of an answer to a write is not about what the path names. nil: the answer has an id that the
	// path has.
	Shows func(path []string, body []byte) error
	// Deletes marks a write that deletes the object which the path names, although its method is not DELETE.
	Deletes bool
	// confirmsServer marks the call that confirms that the server is Clerk, whose own 404 needs no confirmation.
	confirmsServer bool
	// Check, unless it is nil, returns an error if the decoded object of a successful answer cannot be used.
	Check func(object any) error
}

// AttemptCounts counts the attempts of one operation.
type AttemptCounts struct {
	sent, Failures int    // Failures counts those that failed because of the network or a 5xx
	ticket         uint64 // of the operation, for the gate; 0 means that it has not begun
	lastFailure    error  // the last of the failures
}

// Transport sends the requests of one client to one instance. It is safe for concurrent use.
type Transport struct {
	base        string
	key         string
	Environment string // "development" or "production", as the key says
	userAgent   string
	maxRetries  int
	timeout     time.Duration
	gate        *gate
	pace        *rate.Limiter // nil: not paced
	createdIDs  sync.Map      // ids of the objects that creates of this client have returned
	ownInstance *instanceCache
	began       time.Time // when the client was made
	handOvers   *handOvers
	// wire sends one request and does not follow redirects, which could send the secret key to another server, or turn a write
	// into a read. A 3xx is returned as an error.
	wire http.RoundTripper
}

// Do carries out a call and decodes its answer into out, unless that is nil.
func (t *Transport) Do(ctx context.Context, c Call, out any) error {
	err := t.doWithRetries(ctx, c, out)
	t.handOvers.noteResult(c, err)
	return err
}

// doWithRetries sends a call until it is answered, refused, or out of retries.
func (t *Transport) doWithRetries(ctx context.Context, c Call, out any) error {
	path, err := JoinPath(c.Path...)
	if err != nil {
		return err
	}
	body, mime := c.Raw, c.Mime
	if c.Body != nil {
		mime = "application/json"
		if body, err = json.Marshal(c.Body); err != nil {
			return fmt.Errorf("encode the body of %s %s: %w", c.Method, path, err)
		}
	}
	// The logger is set up for each call, since its fields differ from call to call.
	ctx = withLogger(ctx)
	attempts := c.Attempts
	if attempts == nil {
		attempts = &AttemptCounts{}
	}
	if attempts.ticket == 0 {
		attempts.ticket = t.gate.nextTicket()
	}
	class := classOf(c.Method, c.Path)
	var limitedSince time.Time
	for {
		if err := t.enter(ctx, &queuedCall{method: c.Method, path: path, class: class, ticket: attempts.ticket}); err != nil {
			return attempts.stoppedError(fmt.Errorf("%s %s: %w", c.Method, path, err))
		}
		attempts.sent++
		sent := time.Now()
		got, err := t.attempt(ctx, c, path, mime, body, attempts.sent)
		limited := hasStatus(err, http.StatusTooManyRequests)
		if limited {
			// The gate is closed before the slot is freed, or the next call could still pass.
			t.gate.close(class, got.retryAfter)
		}
		t.gate.leave()
		if e, ok := AsError(err); ok && IsNotFound(err) && !c.confirmsServer {
			if err = t.confirmNotFound(ctx, e); !IsNotFound(err) {
				return err
			}
		}
		switch {
		case err == nil:
			if c.Date != nil {
				*c.Date = got.date
			}
			if c.sent != nil {
				*c.sent = sent
			}
			err := got.decode(out)
			if err == nil {
				err = c.checkAnswerID(got.body)
			}
			if err == nil && c.Check != nil {
				err = c.Check(out)
			}
			return c.finish(path, sent, err)
		case limited:
			if limitedSince.IsZero() {
				limitedSince = time.Now()
			}
			if time.Since(limitedSince) > maxWait {
				return attempts.stoppedError(WithReason(RateLimitTooLong, fmt.Errorf("%s %s: refused by Clerk's rate limit again and again for more than %s; try again later, or with fewer requests at once", c.Method, path, maxWait)))
			}
			continue
		case attempts.Failures > 0 && c.Method == http.MethodDelete && out == nil && IsNotFound(err):
			// An earlier attempt, whose answer was lost, has deleted it.
			return nil
		case !isLost(err):
			return err
		case c.IsCreate && !neverSent(err):
			return &Lost{Method: c.Method, Path: path, Err: err, sent: sent}
		}
		attempts.lastFailure = err
		if attempts.Failures++; attempts.Failures > t.maxRetries {
			return err
		}
		if stop := Sleep(ctx, Backoff(attempts.Failures)); stop != nil {
			return attempts.stoppedError(stop)
		}
	}
}

// finish wraps the error, if any, of decoding a successful answer. A create whose answer cannot be decoded is a *Lost, since it has
// made an object whose id is unknown.
func (c Call) finish(path string, sent time.Time, err error) error {
	if err == nil {
		return nil
	}
	err = fmt.Errorf("%s %s: %w", c.Method, path, err)
	if c.IsCreate {
		return &Lost{Method: c.Method, Path: path, Err: err, sent: sent}
	}
	return err
}

// stoppedError is the error of an operation that was stopped between two attempts.
func (t *AttemptCounts) stoppedError(err error) error {
	switch {
	case t.Failures == 0:
		return fmt.Errorf("%w; it was not carried out", err)
	case t.lastFailure == nil:
		return err
	}
	return fmt.Errorf("%w; stopped before it was repeated: %w", t.lastFailure, err)
}

// enter returns once the request may be sent.
func (t *Transport) enter(ctx context.Context, w *queuedCall) error {
	for {
		if err := t.gate.enter(ctx, w); err != nil {
			return err
		}
		err := t.waitForPace(ctx, w)
		if err == nil && t.gate.closedFor(w.class) <= 0 && ctx.Err() == nil {
			return nil
		}
		// The gate may have closed in the meantime. If ctx has ended, the request must not be sent: a write could not be stopped
		// any more.
		t.gate.leave()
		if err != nil {
			return err
		}
	}
}

// waitForPace waits until max_requests_per_second allows a request.
func (t *Transport) waitForPace(ctx context.Context, w *queuedCall) error {
	if t.pace == nil || t.gate.closedFor(w.class) > 0 {
		return nil
	}
	place := t.pace.Reserve()
	d := place.Delay()
	if d >= minLoggedWait {
		t.gate.logTurn(ctx, w)
	}
	if err := Sleep(ctx, d); err != nil {
		place.Cancel()
		return fmt.Errorf("stopped while waiting for max_requests_per_second: %w", err)
	}
	return nil
}

// Sleep waits for d, or returns the context's error as soon as that ends.
func Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// PauseAfter waits before what has failed so often is tried again. It returns false if that is not to be: max_retries is used up, or
// ctx has ended.
func (t *Transport) PauseAfter(ctx context.Context, failures int) bool {
	return failures <= t.maxRetries && Sleep(ctx, Backoff(failures)) == nil
}
