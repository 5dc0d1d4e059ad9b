package rest

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"sync/atomic"
	"time"
)

const (
	// maxBody is the size of the largest answer that is read. A page of 500 users with all their metadata is well below it.
	maxBody = 64 << 20
	// The pause before a retry begins with firstBackoff and doubles up to maxBackoff, with jitter.
	firstBackoff = 250 * time.Millisecond
	maxBackoff   = 10 * time.Second
	// minRetryAfter is the shortest pause after a 429, so that requests are not repeated without a pause if Retry-After is 0 or
	// missing.
	minRetryAfter = time.Second
)

// answer is a successful answer, or what the headers of a refusal say.
type answer struct {
	body       []byte
	retryAfter time.Duration // how long a 429 asks the client to wait
	date       time.Time     // the header Date, to the second; zero if there is none
}

// decode decodes the answer into out. If out is nil, the answer is ignored, but it still has to be empty or JSON: the HTML page of a
// captive portal with status 200 does not mean that an object was deleted.
func (a answer) decode(out any) error {
	text := bytes.TrimSpace(a.body)
	switch {
	case len(a.body) > maxBody:
		return WithReason(Unreadable, fmt.Errorf("the answer is larger than %d MiB", maxBody>>20))
	case out == nil && len(text) == 0:
		return nil
	case out == nil:
		out = new(json.RawMessage)
	case string(text) == "null":
		return WithReason(Unreadable, errors.New("the answer is null"))
	}
	if err := unmarshal(text, out); err != nil {
		return WithReason(Unreadable, fmt.Errorf("the answer is not what Clerk sends: %w", err))
	}
	return nil
}

// attempt sends the request once. The error is an *Error if the status was not 2xx; otherwise there was no complete answer.
func (t *Transport) attempt(ctx context.Context, c Call, path, mime string, body []byte, number int) (answer, error) {
	if c.Method != http.MethodGet {
		// A write that was sent may be carried out, so its answer is awaited even if the caller stops.
		ctx = context.WithoutCancel(ctx)
	}
	send, cancel := context.WithTimeout(ctx, t.timeout)
	defer cancel()
	var conn connection
	req, err := t.request(conn.watch(send), c, path, mime, body)
	if err != nil {
		return answer{}, fmt.Errorf("build the request %s %s: %w", c.Method, path, err)
	}
	start := time.Now()
	entry := logEntry{method: c.Method, path: path, attempt: number, mime: mime, sent: body}
	defer func() { entry.duration = time.Since(start); entry.write(ctx) }()
	fail := func(err error) (answer, error) {
		if send.Err() != nil && ctx.Err() == nil {
			err = fmt.Errorf("no answer within the request timeout of %s: %w", t.timeout, err)
		}
		entry.failure = err
		return answer{}, WithReason(Unanswered, fmt.Errorf("%s %s: %w", c.Method, path, err))
	}
	res, err := t.wire.RoundTrip(req)
	if err != nil {
		if conn.failed() {
			err = unsent{err}
		}
		return fail(err)
	}
	defer res.Body.Close()
	entry.status, entry.trace = res.StatusCode, traceID(res.Header)
	entry.received, err = io.ReadAll(io.LimitReader(res.Body, maxBody+1))
	if res.StatusCode < 200 || res.StatusCode > 299 {
		// The status is enough, even if the body is incomplete.
		failed := newError(c.Method, path, cmp.Or(c.Key, t.key), res, entry.received)
		entry.trace = failed.TraceID
		return answer{retryAfter: retryAfter(res.Header)}, failed
	}
	if err != nil {
		return fail(fmt.Errorf("the answer broke off: %w", err))
	}
	date, _ := http.ParseTime(res.Header.Get("Date"))
	return answer{body: entry.received, date: date}, nil
}

func (t *Transport) request(ctx context.Context, c Call, path, mime string, body []byte) (*http.Request, error) {
	target := t.base + path
	if len(c.Query) > 0 {
		target += "?" + c.Query.Encode()
	}
	var reader io.Reader
	if body != nil {
		reader = bytes.NewReader(body)
	}
	req, err := http.NewRequestWithContext(ctx, c.Method, target, reader)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+cmp.Or(c.Key, t.key))
	req.Header.Set("Clerk-API-Version", Version)
	req.Header.Set("Accept", "application/json")
	if t.userAgent != "" {
		req.Header.Set("User-Agent", t.userAgent)
	}
	if body != nil {
		req.Header.Set("Content-Type", mime)
	}
	return req, nil
}

// connection records whether net/http obtained a connection. If it did not, nothing was sent, whether name resolution, dialling, a
// proxy, TLS or a timeout was the reason.
type connection struct{ sought, made atomic.Bool }

func (c *connection) watch(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { c.sought.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { c.made.Store(true) },
	})
}

func (c *connection) failed() bool { return c.sought.Load() && !c.made.Load() }

// unsent is an error that happened before there was a connection.
type unsent struct{ error }

func (u unsent) Unwrap() error { return u.error }

// neverSent reports whether no connection could be made. For transports other than net/http's, the type of the error has to tell.
func neverSent(err error) bool {
	var u unsent
	var op *net.OpError
	return errors.As(err, &u) || errors.As(err, &op) && op.Op == "dial"
}

// isLost reports whether a failed request may have been carried out, or may succeed when it is repeated.
func isLost(err error) bool {
	if e, ok := AsError(err); ok {
		switch e.Status {
		case http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
			return true
		}
		// Statuses of a content delivery network that could not reach the server or lost the connection to it.
		return e.Status >= 520 && e.Status <= 524
	}
	// A retry would fail in the same way.
	var certificate *tls.CertificateVerificationError
	var notTLS tls.RecordHeaderError
	return !errors.Is(err, context.Canceled) && !errors.As(err, &certificate) && !errors.As(err, &notTLS)
}

// retryAfter reads the header Retry-After, which has seconds or a date. A date is compared with the server's Date, since the clocks
// may differ.
func retryAfter(h http.Header) time.Duration {
	v := h.Get("Retry-After")
	if s, err := strconv.ParseFloat(v, 64); err == nil && s > 0 {
		// Bounded, since a Duration that overflows would be negative.
		return max(minRetryAfter, time.Duration(min(s, math.MaxInt32)*float64(time.Second)))
	}
	if at, err := http.ParseTime(v); err == nil {
		now, err := http.ParseTime(h.Get("Date"))
		if err != nil {
			now = time.Now()
		}
		return max(minRetryAfter, at.Sub(now))
	}
	return minRetryAfter
}

// Backoff is the pause after so many failures: it doubles up to ten seconds, with jitter.
func Backoff(failures int) time.Duration {
	d := min(firstBackoff<<min(failures-1, 10), maxBackoff)
	return d/2 + rand.N(d/2+1) //nolint:gosec // jitter needs no secrecy
}
