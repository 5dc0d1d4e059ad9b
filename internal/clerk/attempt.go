package clerk

import (
	"bytes"
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
	// maxBody is the largest answer that is read: 500 users with all their
	// metadata stay well below it.
	maxBody = 64 << 20
	// firstBackoff doubles with each repetition up to maxBackoff, with jitter.
	firstBackoff = 250 * time.Millisecond
	maxBackoff   = 10 * time.Second
	// minWait is the shortest pause after a 429, so that a Retry-After of 0, or
	// none at all, does not set off a storm of requests.
	minWait = time.Second
)

// answer is what came back.
type answer struct {
	body       []byte
	retryAfter time.Duration // of a 429
	date       time.Time     // the server's, to the second; zero if it does not say
}

// decode reads the answer into out; nil wants nothing of it. Even then it has to
// be empty or JSON: a portal's page with status 200 has deleted nothing.
func (a answer) decode(out any) error {
	text := bytes.TrimSpace(a.body)
	switch {
	case len(a.body) > maxBody:
		return because(Unreadable, fmt.Errorf("the answer is larger than %d MiB", maxBody>>20))
	case out == nil && len(text) == 0:
		return nil
	case out == nil:
		out = new(json.RawMessage)
	case string(text) == "null":
		return because(Unreadable, errors.New("the answer is null"))
	}
	if err := unmarshal(text, out); err != nil {
		return because(Unreadable, fmt.Errorf("the answer is not what Clerk sends: %w", err))
	}
	return nil
}

// attempt sends the request once. Its error is an *Error where Clerk answered
// with one; otherwise no answer came.
func (t *transport) attempt(ctx context.Context, c call, path, mime string, body []byte, number int) (answer, error) {
	if c.method != http.MethodGet {
		// A write that was sent may happen, so its answer is awaited.
		ctx = context.WithoutCancel(ctx)
	}
	send, cancel := context.WithTimeout(ctx, t.timeout)
	defer cancel()
	var conn connection
	req, err := t.request(conn.watch(send), c, path, mime, body)
	if err != nil {
		return answer{}, fmt.Errorf("build the request %s %s: %w", c.method, path, err)
	}
	start := time.Now()
	entry := logEntry{method: c.method, path: path, attempt: number, mime: mime, sent: body}
	defer func() { entry.duration = time.Since(start); entry.write(ctx) }()
	fail := func(err error) (answer, error) {
		if send.Err() != nil && ctx.Err() == nil {
			err = fmt.Errorf("no answer within the request timeout of %s: %w", t.timeout, err)
		}
		entry.failure = err
		return answer{}, because(Unanswered, fmt.Errorf("%s %s: %w", c.method, path, err))
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
		// The status says enough, even if the body broke off.
		failed := newError(c.method, path, t.key, res, entry.received)
		entry.trace = failed.TraceID
		return answer{retryAfter: retryAfter(res.Header)}, failed
	}
	if err != nil {
		return fail(fmt.Errorf("the answer broke off: %w", err))
	}
	date, _ := http.ParseTime(res.Header.Get("Date"))
	return answer{body: entry.received, date: date}, nil
}

func (t *transport) request(ctx context.Context, c call, path, mime string, body []byte) (*http.Request, error) {
	target := t.base + path
	if len(c.query) > 0 {
		target += "?" + c.query.Encode()
	}
	var reader io.Reader
	if body != nil {
		reader = bytes.NewReader(body)
	}
	req, err := http.NewRequestWithContext(ctx, c.method, target, reader)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+t.key)
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

// connection watches net/http look for a connection. Until it has one nothing
// was sent, whether it was the name, the dial, a proxy, TLS or time that failed.
type connection struct{ sought, made atomic.Bool }

func (c *connection) watch(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { c.sought.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { c.made.Store(true) },
	})
}

func (c *connection) failed() bool { return c.sought.Load() && !c.made.Load() }

// unsent is an error from before there was a connection.
type unsent struct{ error }

func (u unsent) Unwrap() error { return u.error }

// neverSent reports whether the connection could not even be made. A transport
// that is not net/http's tells by the error alone.
func neverSent(err error) bool {
	var u unsent
	var op *net.OpError
	return errors.As(err, &u) || errors.As(err, &op) && op.Op == "dial"
}

// isLost reports whether a failed request may have been carried out, or could
// succeed when it is repeated.
func isLost(err error) bool {
	if e, ok := AsError(err); ok {
		switch e.Status {
		case http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
			return true
		}
		// A content delivery network's own: it could not reach the server, or
		// lost it on the way.
		return e.Status >= 520 && e.Status <= 524
	}
	// These are the same next time.
	var certificate *tls.CertificateVerificationError
	var notTLS tls.RecordHeaderError
	return !errors.Is(err, context.Canceled) && !errors.As(err, &certificate) && !errors.As(err, &notTLS)
}

// retryAfter reads the header in its two forms, seconds and a date. The date is
// the server's, so it is measured from the server's own.
func retryAfter(h http.Header) time.Duration {
	v := h.Get("Retry-After")
	if s, err := strconv.ParseFloat(v, 64); err == nil && s > 0 {
		// Bounded, since a Duration that overflows would be no wait at all.
		return max(minWait, time.Duration(min(s, math.MaxInt32)*float64(time.Second)))
	}
	if at, err := http.ParseTime(v); err == nil {
		now, err := http.ParseTime(h.Get("Date"))
		if err != nil {
			now = time.Now()
		}
		return max(minWait, at.Sub(now))
	}
	return minWait
}

func backoff(failures int) time.Duration {
	d := min(firstBackoff<<min(failures-1, 10), maxBackoff)
	return d/2 + rand.N(d/2+1) //nolint:gosec // jitter needs no secrecy
}
