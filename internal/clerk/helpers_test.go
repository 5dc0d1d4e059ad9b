package clerk_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

const secretKey = "sk_test_cGxlYXNlTm90SW5BbnlMb2c"

// option changes the configuration of a test's client.
type option func(*rest.Config)

func maxRetries(n int) option { return func(c *rest.Config) { c.MaxRetries = &n } }

func requestTimeout(d time.Duration) option {
	return func(c *rest.Config) { c.RequestTimeout = d }
}

func perSecond(n float64) option { return func(c *rest.Config) { c.MaxRequestsPerSecond = n } }

func newClient(t testing.TB, options ...option) *clerk.Client {
	t.Helper()
	// Each call is a request of its own here; reads by the page have their own tests.
	cfg := rest.Config{SecretKey: secretKey, SingleReads: true}
	for _, o := range options {
		o(&cfg)
	}
	client, err := clerk.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// serve returns a client of a server on the loopback interface.
func serve(t testing.TB, handler http.HandlerFunc, options ...option) *clerk.Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	at := func(c *rest.Config) { c.BaseURL = server.URL }
	return newClient(t, append([]option{at}, options...)...)
}

// transport is a network that a test makes up. It works inside synctest, where
// waiting takes no time and is measured exactly.
type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func fake(t testing.TB, f transport, options ...option) *clerk.Client {
	t.Helper()
	over := func(c *rest.Config) { c.Transport = f }
	return newClient(t, append([]option{over}, options...)...)
}

// anInstance answers GET /instance, by which a client tells that a 404 is Clerk's, and
// leaves every other request to f.
func anInstance(f transport) transport {
	return func(r *http.Request) (*http.Response, error) {
		if r.URL.Path == "/v1/instance" {
			return reply(http.StatusOK, `{"object":"instance","id":"ins_1","environment_type":"development"}`)
		}
		return f(r)
	}
}

// reply makes an answer; headers alternate names and values.
func reply(status int, body string, headers ...string) (*http.Response, error) {
	h := http.Header{}
	for i := 0; i < len(headers); i += 2 {
		h.Set(headers[i], headers[i+1])
	}
	return &http.Response{
		StatusCode: status, ProtoMajor: 1, ProtoMinor: 1, Header: h,
		Body: io.NopCloser(strings.NewReader(body)),
	}, nil
}

const (
	aUser    = `{"id":"user_1","object":"user"}`
	limited  = `{"errors":[{"code":"too_many_requests","message":"Too many requests"}]}`
	gateway  = "<html><body>502 Bad Gateway</body></html>"
	notFound = `{"errors":[{"code":"resource_not_found","message":"not found","long_message":"No user was found with id user_1"}],"clerk_trace_id":"t1"}`
)

// record keeps what reached the wire.
type record struct {
	mu       sync.Mutex
	requests []request
	began    time.Time
}

type request struct {
	method, uri, body string
	header            http.Header
	at                time.Duration // since the record began
}

func newRecord() *record { return &record{began: time.Now()} }

func (l *record) add(r *http.Request) request {
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	got := request{r.Method, r.URL.RequestURI(), string(body), r.Header, time.Since(l.began)}
	if r.RequestURI != "" {
		got.uri = r.RequestURI // of a server: the very bytes
	}
	l.requests = append(l.requests, got)
	return got
}

func (l *record) all() []request {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]request{}, l.requests...)
}

// pause waits as a slow server does, until the client gives up.
func pause(r *http.Request, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-r.Context().Done():
		return r.Context().Err()
	}
}

// get and create stand for any read and any create.
func get(ctx context.Context, c *clerk.Client) error {
	_, err := c.Users.Get(ctx, "user_1")
	return err
}

func create(ctx context.Context, c *clerk.Client) error {
	_, err := c.Users.Create(ctx, clerk.CreateUserParams{})
	return err
}

func update(ctx context.Context, c *clerk.Client, id string) error {
	_, err := c.Users.Update(ctx, id, clerk.UpdateUserParams{Account: clerk.Account{FirstName: rest.Value("Ada")}})
	return err
}

func isLost(err error) bool {
	var lost *rest.Lost
	return errors.As(err, &lost)
}

// statusOf is the status of Clerk's answer in err, or 0.
func statusOf(err error) int {
	if e, ok := rest.AsError(err); ok {
		return e.Status
	}
	return 0
}

func mentions(t *testing.T, err error, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("error %q does not mention %q", err, part)
		}
	}
}
