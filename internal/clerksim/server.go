package clerksim

import (
	"context"
	"encoding/base64"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerksim/contract"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim/token"
)

// Server is one simulated Clerk instance. It serves the Backend API under /v1
// and its own control under /_sim.
type Server struct {
	options    Options
	assume     assumed
	clock      clock
	keys       *token.Keys
	instanceID string
	frontend   string // host of the Frontend API
	mux        *http.ServeMux
	contract   *contract.Checker // nil if unchecked

	listener net.Listener
	web      *http.Server

	mu sync.Mutex // guards everything below
	store
	limits   *limits
	faults   *faults
	late     []func() // work that is done after the next request
	switches switches
	spelling map[string]string // rules by field
	stats    Stats
	requests []Request
}

// New makes a server that does not listen: use it as an http.Handler.
func New(options Options) (*Server, error) {
	if err := options.check(); err != nil {
		return nil, err
	}
	assume, err := newAssumed(options.Assume)
	if err != nil {
		return nil, err
	}
	s := &Server{options: options, assume: assume, instanceID: newID("ins", time.Now())}
	s.frontend = "clerk.example.com"
	if options.Environment == development {
		s.frontend = "sim-" + randomHex(4) + ".clerk.accounts.dev"
	}
	if _, _, err := options.rate(); err != nil {
		return nil, err
	}
	if s.keys, err = token.NewKeys(s.instanceID); err != nil {
		return nil, fmt.Errorf("signing key: %w", err)
	}
	if options.Contract != "" {
		if s.contract, err = contract.Load(options.Contract); err != nil {
			return nil, fmt.Errorf("contract: %w", err)
		}
	}
	s.mux = http.NewServeMux()
	s.route()
	s.begin()
	return s, nil
}

// Start makes a server that listens on a free port of 127.0.0.1.
func Start(options Options) (*Server, error) { return StartOn("127.0.0.1:0", options) }

// StartOn makes a server that listens on an address such as "127.0.0.1:4000".
func StartOn(address string, options Options) (*Server, error) {
	s, err := New(options)
	if err != nil {
		return nil, err
	}
	var config net.ListenConfig
	if s.listener, err = config.Listen(context.Background(), "tcp", address); err != nil {
		return nil, err
	}
	s.web = &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = s.web.Serve(s.listener) }() // always ends with ErrServerClosed, by Close
	return s, nil
}

// begin puts the instance into the state it has at the start.
func (s *Server) begin() {
	s.store = newStore(s.options.Lag, s.options.Environment, s.assume)
	s.limits = newLimits(&s.options)
	s.faults = newFaults(&s.options)
	s.late = nil
	s.switches = newSwitches()
	s.spelling = map[string]string{}
	s.stats = Stats{ByOperation: map[string]int{}}
	s.requests = nil
	s.furnish()
	s.makeUpUsers(s.options.Users)
	s.users.settle()
}

// Reset puts the instance into the state it had at the start: objects,
// clock, switches, spelling, faults, limits, statistics. Its id and keys stay.
func (s *Server) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clock.reset()
	s.begin()
}

// URL is where the server listens, without /v1; empty if it does not listen.
func (s *Server) URL() string {
	if s.listener == nil {
		return ""
	}
	return "http://" + s.listener.Addr().String()
}

// SecretKey is the key that the API accepts.
func (s *Server) SecretKey() string { return s.options.SecretKey }

// PublishableKey names the instance's Frontend API, as Clerk's keys do.
func (s *Server) PublishableKey() string {
	prefix := "pk_test_"
	if s.options.Environment == production {
		prefix = "pk_live_"
	}
	return prefix + base64.StdEncoding.EncodeToString([]byte(s.frontend+"$"))
}

// InstanceID is the id that GET /instance returns; it is also the key id of
// session tokens.
func (s *Server) InstanceID() string { return s.instanceID }

// Advance moves the clock: locks, sessions and tokens expire by it, rate
// limits reopen, lagging lists catch up.
func (s *Server) Advance(d time.Duration) { s.clock.advance(d) }

// Close stops listening, and ends open connections after a short while.
func (s *Server) Close() {
	if s.web == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if s.web.Shutdown(ctx) != nil {
		_ = s.web.Close()
	}
}

// ServeHTTP serves the API and the control.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// ServeMux would redirect an unclean path; Clerk does not know it.
	if path := r.URL.EscapedPath(); strings.Contains(path, "//") || hasDotSegment(path) {
		s.serve(&operation{})(w, r)
		return
	}
	s.mux.ServeHTTP(w, r)
}

func hasDotSegment(path string) bool {
	for segment := range strings.SplitSeq(path, "/") {
		if segment == "." || segment == ".." {
			return true
		}
	}
	return false
}

// Stats counts the requests to the API since the start or the last reset.
type Stats struct {
	Requests    int            `json:"requests"`     // all requests to the API
	Throttled   int            `json:"throttled"`    // those answered 429 by a rate limit
	Faults      int            `json:"faults"`       // those that met a fault
	ByOperation map[string]int `json:"by_operation"` // keyed by such as "GET /users/{user_id}"
}

// Stats gives a copy of the counts.
func (s *Server) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := s.stats
	out.ByOperation = make(map[string]int, len(s.stats.ByOperation))
	for k, v := range s.stats.ByOperation {
		out.ByOperation[k] = v
	}
	return out
}

// Request is one request to the API. Its Authorization is not recorded.
type Request struct {
	Method    string    `json:"method"`
	Path      string    `json:"path"`      // without /v1, escaped as it came
	Query     string    `json:"query"`     // raw
	Operation string    `json:"operation"` // such as "GET /users/{user_id}"; "" if there is none
	Body      string    `json:"body"`      // as it was sent; of a file upload, its length
	Status    int       `json:"status"`    // 0 if the connection was reset
	Fault     string    `json:"fault,omitempty"`
	TraceID   string    `json:"trace_id"`
	At        time.Time `json:"at"` // by the simulator's clock
}

// keptRequests bounds the memory of a long run.
const keptRequests = 200_000

// Requests gives the requests to the API in the order in which they were
// answered, the latest 200,000.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Request{}, s.requests...)
}

func (s *Server) record(r Request) {
	if len(s.requests) >= keptRequests {
		s.requests = append([]Request{}, s.requests[keptRequests/10:]...)
	}
	s.requests = append(s.requests, r)
	s.stats.Requests++
	name := r.Operation
	if name == "" {
		name = r.Method + " unknown"
	}
	s.stats.ByOperation[name]++
}
