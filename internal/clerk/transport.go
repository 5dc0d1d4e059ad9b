package clerk

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

// call is one operation of the API.
type call struct {
	method string
	path   []string // segments below /v1, not escaped
	query  url.Values
	body   any    // encoded as JSON; nil sends none
	raw    []byte // a body that is not JSON, of the type below
	mime   string
	// once marks a create. When its answer is lost (the connection broke, the time
	// ran out, or Clerk answered 500, 502, 503 or 504) it may have happened, and
	// doing it twice could leave an object that nobody knows of: only its creation
	// knows whether it may be repeated. Everything else is a read, or a write that
	// is the same when done twice, and is repeated.
	once bool
	// tried counts on over the repetitions of a create; nil counts this call alone.
	tried *tries
	// date takes the server's time of a successful answer, unless it is nil.
	date *time.Time
	// anonymous says that the answer to a write does not show the object that the path
	// names, since it is about something else: whether a password is right, say.
	anonymous bool
	// confirms marks the call that tells whether the server is Clerk.
	confirms bool
	// accept says what is wrong with the object of a successful answer, unless it is
	// nil.
	accept func(object any) error
}

// tries are the attempts of one operation, and how many of them failed for the
// network or for Clerk.
type tries struct {
	attempts, failures int
	age                uint64 // of the operation, for the gate; 0: it has not begun
	last               error  // why the last one failed for the network or for Clerk
}

type transport struct {
	base       string
	key        string
	userAgent  string
	maxRetries int
	timeout    time.Duration
	gate       *gate
	pace       *rate.Limiter // nil: not paced
	made       sync.Map      // ids of what creations have given back
	own        *instanceMemory
	handOvers  *handOvers
	// wire sends one request and follows no redirect: it would carry the secret
	// key elsewhere, or turn a write into a read. A 3xx comes back as an error.
	wire http.RoundTripper
}

// do carries out a call and decodes its answer into out, unless that is nil.
func (t *transport) do(ctx context.Context, c call, out any) error {
	err := t.repeat(ctx, c, out)
	t.handOvers.ended(c, err)
	return err
}

// repeat carries out a call as often as that takes.
func (t *transport) repeat(ctx context.Context, c call, out any) error {
	path, err := joinPath(c.path...)
	if err != nil {
		return err
	}
	body, mime := c.raw, c.mime
	if c.body != nil {
		mime = "application/json"
		if body, err = json.Marshal(c.body); err != nil {
			return fmt.Errorf("encode the body of %s %s: %w", c.method, path, err)
		}
	}
	// A client serves many calls; the logger belongs to this one.
	ctx = withLogger(ctx)
	tried := c.tried
	if tried == nil {
		tried = &tries{}
	}
	if tried.age == 0 {
		tried.age = t.gate.number()
	}
	class := classOf(c.method, c.path)
	var limitedSince time.Time
	for {
		if err := t.enter(ctx, &turn{method: c.method, path: path, class: class, age: tried.age}); err != nil {
			return tried.stopped(fmt.Errorf("%s %s: %w", c.method, path, err))
		}
		tried.attempts++
		sent := time.Now()
		got, err := t.attempt(ctx, c, path, mime, body, tried.attempts)
		limited := hasStatus(err, http.StatusTooManyRequests)
		if limited {
			// The gate closes before the slot is free, or the slot's next holder
			// would still find it open.
			t.gate.close(class, got.retryAfter)
		}
		t.gate.leave()
		if e, ok := AsError(err); ok && IsNotFound(err) && !c.confirms {
			if err = t.confirm(ctx, e); !IsNotFound(err) {
				return err
			}
		}
		switch {
		case err == nil:
			if c.date != nil {
				*c.date = got.date
			}
			err := got.decode(out)
			if err == nil {
				err = c.shows(got.body)
			}
			if err == nil && c.accept != nil {
				err = c.accept(out)
			}
			return c.finish(path, sent, err)
		case limited:
			if limitedSince.IsZero() {
				limitedSince = time.Now()
			}
			if time.Since(limitedSince) > maxWait {
				return tried.stopped(because(OutOfPatience, fmt.Errorf("%s %s: refused by Clerk's rate limit again and again for more than %s; try again later, or with fewer requests at once", c.method, path, maxWait)))
			}
			continue
		case tried.failures > 0 && c.method == http.MethodDelete && out == nil && IsNotFound(err):
			// An attempt whose answer was lost has deleted it.
			return nil
		case !isLost(err):
			return err
		case c.once && !neverSent(err):
			return &Lost{Method: c.method, Path: path, Err: err, sent: sent}
		}
		tried.last = err
		if tried.failures++; tried.failures > t.maxRetries {
			return err
		}
		if stop := sleep(ctx, backoff(tried.failures)); stop != nil {
			return tried.stopped(stop)
		}
	}
}

// finish gives back what decoding a successful answer gave. A create whose
// answer cannot be read has made an object of unknown id.
func (c call) finish(path string, sent time.Time, err error) error {
	if err == nil {
		return nil
	}
	err = fmt.Errorf("%s %s: %w", c.method, path, err)
	if c.once {
		return &Lost{Method: c.method, Path: path, Err: err, sent: sent}
	}
	return err
}

// stopped is the error of an operation that ended before an attempt, with what is
// known of the attempts before it.
func (t *tries) stopped(err error) error {
	switch {
	case t.failures == 0:
		return fmt.Errorf("%w; it was not carried out", err)
	case t.last == nil:
		return err
	}
	return fmt.Errorf("%w; stopped before it was repeated: %w", t.last, err)
}

// enter returns once the request may be sent.
func (t *transport) enter(ctx context.Context, w *turn) error {
	for {
		if err := t.gate.enter(ctx, w); err != nil {
			return err
		}
		err := t.paced(ctx, w)
		if err == nil && t.gate.held(w.class) <= 0 && ctx.Err() == nil {
			return nil
		}
		// The gate may have closed in the meantime; and a write that leaves after
		// its end is out of the caller's hands.
		t.gate.leave()
		if err != nil {
			return err
		}
	}
}

// paced waits until max_requests_per_second allows a request.
func (t *transport) paced(ctx context.Context, w *turn) error {
	if t.pace == nil || t.gate.held(w.class) > 0 {
		return nil
	}
	place := t.pace.Reserve()
	d := place.Delay()
	if d >= longWait {
		t.gate.tellOfTurn(ctx, w)
	}
	if err := sleep(ctx, d); err != nil {
		place.Cancel()
		return fmt.Errorf("stopped while waiting for max_requests_per_second: %w", err)
	}
	return nil
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
