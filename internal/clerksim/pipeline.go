package clerksim

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerksim/ratelimit"
)

// operation is one operation of the API: its zero value is a path that the
// API does not have.
type operation struct {
	pattern string // such as "PATCH /users/{user_id}"
	body    *shape // nil if the operation reads none, or reads it itself
	handle  func(*call) (any, *failure)
	class   func(*call) rateClass // nil if only the general limit applies
	free    bool                  // no limit applies
	created bool                  // a success is a 201

	machines access // whether the secret key of a machine is taken
}

// call is one request while it is answered, under the server's lock.
type call struct {
	*Server
	r      *http.Request
	body   []byte
	now    time.Time
	params params

	asMachine *machine // the caller, if it has shown the secret key of a machine
}

func (c *call) id(name string) string { return c.r.PathValue(name) }

// noContent is the answer of an operation that has none.
type noContent struct{}

// webPage is the answer of something before the API: its status.
type webPage int

// reply is what goes back, or that nothing does.
type reply struct {
	status     int
	body       []byte
	html       bool
	retryAfter int  // seconds, or -1
	limited    bool // throttled by a rate limit
	reset      bool // the connection is reset instead
	fault      Fault
}

// maxBody leaves room around the largest image that is accepted.
const maxBody = maxImage + 1<<20

// serve runs a request through everything that operations have in common:
// faults, authentication, version, limits, body, contract, record.
func (s *Server) serve(op *operation) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		traceID := randomHex(16)
		body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
		if err != nil {
			return // the client went away
		}
		now := s.clock.now()
		out := s.reply(op, r, body, now, traceID)
		s.note(op, r, body, out, now, traceID)

		header := w.Header()
		header.Set("Date", now.UTC().Format(http.TimeFormat))
		header.Set("Clerk-Trace-Id", traceID)
		header.Set("X-Clerk-Trace-Id", traceID)
		if out.html {
			header.Set("Content-Type", "text/html; charset=utf-8")
		} else if out.body != nil {
			header.Set("Content-Type", "application/json")
		}
		if out.retryAfter >= 0 {
			header.Set("Retry-After", strconv.Itoa(out.retryAfter))
		}
		if s.contract != nil && !slices.Contains(unchecked, out.fault.Kind) {
			for _, violation := range s.contract.Check(r, body, out.status, header, out.body) {
				if s.options.OnViolation != nil {
					s.options.OnViolation(fmt.Sprintf("%s %s → %d: %s", r.Method, r.URL, out.status, violation))
				}
			}
		}
		if s.options.Latency > 0 {
			select {
			case <-time.After(s.options.Latency):
			case <-r.Context().Done():
			}
		}
		if out.reset {
			resetConnection(w)
			return
		}
		w.WriteHeader(out.status)
		_, _ = w.Write(out.body)
	}
}

// unchecked are the faults whose answers are not Clerk's.
var unchecked = []string{"502", "reset", "lost_502", "late", "404", "another", "lacking"}

// reply decides what is answered.
func (s *Server) reply(op *operation, r *http.Request, body []byte, now time.Time, traceID string) reply {
	out, answer, failed := s.decide(op, r, body, now)
	if failed != nil {
		out.status, out.body = failed.status, s.named(failed).body(traceID)
		return out
	}
	switch answer := answer.(type) {
	case nil:
	case webPage:
		out.status, out.html = int(answer), true
		title := fmt.Sprintf("%d %s", out.status, http.StatusText(out.status))
		out.body = []byte("<html><head><title>" + title + "</title></head><body>" + title + "</body></html>\n")
	case noContent:
		out.status = http.StatusNoContent
	default:
		// The stored versions that the answer points into never change, so
		// this needs no lock.
		if out.status = http.StatusOK; op.created {
			out.status = http.StatusCreated
		}
		out.body, _ = json.Marshal(answer)
		switch out.fault.Kind {
		case "another":
			out.body = ofAnother(out.body)
		case "lacking":
			out.body = lacking(out.body, strings.Split(out.fault.Field, "."), out.fault.Null)
		}
	}
	return out
}

// decide does what needs the lock: it draws the fault, or does the work.
func (s *Server) decide(op *operation, r *http.Request, body []byte, now time.Time) (out reply, answer any, failed *failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var fault Fault
	if r.Context().Value(aside{}) == nil {
		fault = s.faults.next(op.pattern, r, body)
	}
	out = reply{retryAfter: -1, fault: fault}
	if fault.Kind != "" {
		s.stats.Faults++
	}
	c := &call{Server: s, r: r, body: body, now: now}
	late := s.late
	s.late = nil
	switch fault.Kind {
	case "reset":
		out.reset = true
	case "late":
		out.reset = true
		s.late = append(s.late, func() { _, _, _ = c.answer(op) })
	case "502":
		answer = webPage(http.StatusBadGateway)
	case "404":
		answer = webPage(http.StatusNotFound)
	case "429":
		failed, out.retryAfter = tooManyRequests(), fault.RetryAfter
	default:
		out.reset = fault.Kind == "lost"
		var wait time.Duration
		if answer, wait, failed = c.answer(op); wait > 0 {
			out.retryAfter, out.limited = ratelimit.Seconds(wait), true
			s.stats.Throttled++
		}
		if fault.Kind == "lost_502" {
			answer, failed = webPage(http.StatusBadGateway), nil
		}
	}
	for _, work := range late {
		work()
	}
	return out, answer, failed
}

// answer does the work of one call. A wait says that a limit refused it.
func (c *call) answer(op *operation) (any, time.Duration, *failure) {
	if f := c.authenticate(op.machines); f != nil {
		return nil, 0, f
	}
	if f := c.version(); f != nil {
		return nil, 0, f
	}
	if op.handle == nil {
		return nil, 0, fail(http.StatusNotFound, "resource_not_found", "Resource not found", "There is no "+c.r.Method+" "+c.r.URL.Path+".")
	}
	if !op.free {
		if wait, ok := c.limits.allow(c, op); !ok {
			return nil, wait, tooManyRequests()
		}
	}
	if f := malformed(c.r); f != nil {
		return nil, 0, f
	}
	if len(c.body) > maxBody {
		return nil, 0, fail(http.StatusRequestEntityTooLarge, "request_body_too_large", "Request body too large", "The request body is too large.")
	}
	if op.body != nil {
		if f := c.jsonBody(); f != nil {
			return nil, 0, f
		}
		s := *op.body
		s.open = s.open && c.assume[cmp.Or(s.openBy, "extra_fields")] == "ignored"
		var f *failure
		if c.params, f = s.decode(c.body); f != nil && s.as400 {
			f = documentedAs400(f)
		}
		if f != nil {
			return nil, 0, f
		}
		c.respell(s)
	}
	answer, f := op.handle(c)
	return answer, 0, f
}

// versions are those that Clerk has published. All are answered alike, as the
// latest one.
var versions = []string{"2021-02-05", "2024-10-01", "2025-04-10", "2025-11-10", "2026-05-12"}

func (c *call) version() *failure {
	header, inHeader := c.r.Header["Clerk-Api-Version"]
	values, _ := url.ParseQuery(c.r.URL.RawQuery)
	given, inQuery := values["__clerk_api_version"]
	all := append(append([]string{}, header...), given...)
	if inHeader && inQuery || len(all) > 1 {
		return fail(http.StatusBadRequest, "api_version_invalid", "Invalid API version", "The API version must be given once: as a header or as a query parameter.")
	}
	if len(all) == 1 && !contains(versions, all[0]) {
		return fail(http.StatusBadRequest, "api_version_invalid", "Invalid API version", "There is no API version "+all[0]+".")
	}
	return nil
}

func (c *call) jsonBody() *failure {
	kind, _, _ := strings.Cut(c.r.Header.Get("Content-Type"), ";")
	if len(bytes.TrimSpace(c.body)) == 0 || kind == "" || strings.EqualFold(strings.TrimSpace(kind), "application/json") {
		return nil
	}
	return fail(http.StatusUnsupportedMediaType, "unsupported_content_type", "Unsupported content type", "The request body must be application/json.")
}

// named gives an error its code where an assumption chooses it.
func (s *Server) named(f *failure) *failure {
	for i := range f.items {
		if f.items[i].Code == rangeCode {
			f.items[i].Code = s.assume["range_error_code"]
		}
	}
	return f
}

func (s *Server) note(op *operation, r *http.Request, body []byte, out reply, now time.Time, traceID string) {
	seen := Request{
		Method: r.Method, Path: strings.TrimPrefix(r.URL.EscapedPath(), "/v1"), Query: r.URL.RawQuery,
		Operation: op.pattern, Body: string(body), Status: out.status, Fault: out.fault.Kind, TraceID: traceID, At: now,
	}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		seen.Body = fmt.Sprintf("(%d bytes of multipart/form-data)", len(body))
	}
	if out.reset {
		seen.Status = 0
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.record(seen)
}
