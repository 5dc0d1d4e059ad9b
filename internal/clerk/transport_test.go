package clerk_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

func TestEveryRequestNamesTheVersionTheKeyAndTheAgent(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"terraform-provider-clerk/1.0": "terraform-provider-clerk/1.0",
		"a/1 b\nX-Injected: c":         "a/1 b X-Injected: c", // as TF_APPEND_USER_AGENT may be
	} {
		seen := newRecord()
		client := serve(t, func(w http.ResponseWriter, r *http.Request) {
			seen.add(r)
			w.Write([]byte(aUser)) //nolint:errcheck // the client reports what it misses
		}, func(c *rest.Config) { c.UserAgent = given })
		if err := errors.Join(get(t.Context(), client), create(t.Context(), client)); err != nil {
			t.Fatal(err)
		}
		for _, r := range seen.all() {
			for name, value := range map[string]string{
				"Clerk-Api-Version": "2026-05-12", "Authorization": "Bearer " + secretKey, "User-Agent": want, "Accept": "application/json",
			} {
				if got := r.header.Values(name); len(got) != 1 || got[0] != value {
					t.Errorf("%s: %q, want %q", name, got, value)
				}
			}
			if strings.Contains(r.uri, "__clerk_api_version") {
				t.Errorf("the version is named twice: %s", r.uri)
			}
		}
	}
}

func TestARedirectIsRefusedAndTheKeyStaysHere(t *testing.T) {
	t.Parallel()
	target := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("%s %s was followed, with %q", r.Method, r.RequestURI, r.Header.Get("Authorization"))
	}))
	t.Cleanup(target.Close)
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, location := range []string{target.URL + "/v1/users/user_1", "/elsewhere", "http://%zz", ""} {
			client := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Location", location)
				w.WriteHeader(status)
			})
			for name, call := range map[string]func(context.Context, *clerk.Client) error{"read": get, "create": create} {
				if err := call(t.Context(), client); statusOf(err) != status || isLost(err) {
					t.Errorf("%d to %q, %s: %v", status, location, name, err)
				}
			}
		}
	}
}

func TestAtMostTenRequestsAreUnderWay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var now, most atomic.Int32
		client := fake(t, func(r *http.Request) (*http.Response, error) {
			n := now.Add(1)
			defer now.Add(-1)
			for {
				m := most.Load()
				if n <= m || most.CompareAndSwap(m, n) {
					break
				}
			}
			if err := pause(r, time.Second); err != nil {
				return nil, err
			}
			return reply(http.StatusOK, aUser)
		})
		began := time.Now()
		atOnce(t, 100, func() error { return get(t.Context(), client) })
		if took := time.Since(began); most.Load() != 10 || took != 10*time.Second {
			t.Errorf("%d at once, %s for 100", most.Load(), took)
		}
	})
}

func TestMaxRequestsPerSecondPacesEveryAttempt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		seen := newRecord()
		client := fake(t, func(r *http.Request) (*http.Response, error) {
			if len(seen.all()) == 10 {
				seen.add(r)
				return reply(http.StatusTooManyRequests, limited, "Retry-After", "3")
			}
			seen.add(r)
			return reply(http.StatusOK, aUser)
		}, perSecond(4))
		atOnce(t, 40, func() error { return get(t.Context(), client) })
		requests := seen.all()
		for i := 1; i < len(requests); i++ {
			d, least := requests[i].at-requests[i-1].at, 249*time.Millisecond
			if i == 11 {
				least = 3 * time.Second // the gate holds even those that have their turn
			}
			if d < least || i != 11 && d > time.Second {
				t.Errorf("request %d came %s after the one before", i, d)
			}
		}
		if len(requests) != 41 {
			t.Errorf("%d requests, want 40 and the refused one", len(requests))
		}
	})
}

// TestNetHTTPDoesNotRepeatAWriteByItself: net/http resends some requests when a
// connection that it kept turns out to be dead, out of this package's sight.
func TestNetHTTPDoesNotRepeatAWriteByItself(t *testing.T) {
	t.Parallel()
	for _, protocol := range []string{"HTTP/1.1", "HTTP/2.0"} {
		t.Run(protocol, func(t *testing.T) {
			t.Parallel()
			var sent atomic.Int32
			kept := newRecord()
			server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				kept.add(&http.Request{Method: r.Proto, URL: r.URL, RequestURI: r.RemoteAddr})
				if r.Method == http.MethodPost {
					sent.Add(1)
					panic(http.ErrAbortHandler) // hangs up, or resets the stream
				}
				w.Write([]byte(aUser)) //nolint:errcheck // the client reports what it misses
			}))
			server.Config.ErrorLog = log.New(io.Discard, "", 0)
			server.EnableHTTP2 = protocol == "HTTP/2.0"
			server.StartTLS()
			t.Cleanup(server.Close)
			client := newClient(t, func(c *rest.Config) {
				c.BaseURL, c.Transport = server.URL, server.Client().Transport
			})
			if err := get(t.Context(), client); err != nil {
				t.Fatal(err)
			}
			if err := create(t.Context(), client); !isLost(err) || sent.Load() != 1 {
				t.Errorf("sent %d times: %v", sent.Load(), err)
			}
			if r := kept.all(); r[0].method != protocol || len(r) != 2 || r[0].uri != r[1].uri {
				t.Errorf("the connection was not kept: %v", r)
			}
		})
	}
}

func TestACreateIsRepeatedAfterAFailureToConnect(t *testing.T) {
	t.Parallel()
	const timeout = time.Second
	for name, fail := range map[string]func() error{
		"refused":  func() error { return syscall.ECONNREFUSED },
		"no name":  func() error { return &net.DNSError{IsNotFound: true} },
		"too slow": func() error { <-time.After(2 * timeout); return syscall.ETIMEDOUT },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			// In a bubble with a network of its own, so that only what is meant to be is slow.
			synctest.Test(t, func(t *testing.T) {
				var dials, arrived atomic.Int32
				wire := &http.Transport{DisableKeepAlives: true, DialContext: func(context.Context, string, string) (net.Conn, error) {
					if dials.Add(1) == 1 {
						return nil, fail()
					}
					here, there := net.Pipe()
					go func() {
						defer there.Close()
						if _, err := http.ReadRequest(bufio.NewReader(there)); err == nil {
							arrived.Add(1)
						}
						fmt.Fprintf(there, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(aUser), aUser)
					}()
					return here, nil
				}}
				client := newClient(t, requestTimeout(timeout), func(c *rest.Config) { c.BaseURL, c.Transport = "http://localhost", wire })
				err := create(t.Context(), client)
				<-time.After(2 * timeout) // for the first connection, which is still being made
				if err != nil || dials.Load() != 2 || arrived.Load() != 1 {
					t.Errorf("%v, after %d connections with %d creates", err, dials.Load(), arrived.Load())
				}
			})
		})
	}
}

func TestACertificateThatIsNotTrustedIsAnErrorAtOnce(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	plain := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(plain.Close)
	for url, want := range map[string]string{
		server.URL: "certificate", "https://" + plain.Listener.Addr().String(): "TLS",
	} {
		client := newClient(t, maxRetries(1000), func(c *rest.Config) { c.BaseURL = url })
		err := create(t.Context(), client)
		mentions(t, err, "POST /users", want)
		if isLost(err) {
			t.Errorf("nothing was sent, but %v", err)
		}
	}
}

// TestHTTPSProxyIsHonoured runs itself in a process of its own, since Go reads
// HTTPS_PROXY once.
func TestHTTPSProxyIsHonoured(t *testing.T) {
	t.Parallel()
	if os.Getenv("HTTPS_PROXY") == "http://"+os.Getenv("CLERK_TEST_PROXY") {
		client := newClient(t, maxRetries(0), func(c *rest.Config) { c.BaseURL = "https://clerk.invalid" })
		err := create(t.Context(), client)
		if mentions(t, err, "I'm a teapot"); isLost(err) {
			t.Errorf("the proxy did not connect, but %v", err)
		}
		return
	}
	seen := newRecord()
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen.add(r)
		w.WriteHeader(http.StatusTeapot)
	}))
	t.Cleanup(proxy.Close)
	address := proxy.Listener.Addr().String()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$")
	child.Env = append(os.Environ(), "CLERK_TEST_PROXY="+address, "HTTPS_PROXY=http://"+address, "NO_PROXY=")
	if out, err := child.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	if r := seen.all(); len(r) != 1 || r[0].method != http.MethodConnect || r[0].uri != "clerk.invalid:443" {
		t.Errorf("the proxy saw %v", r)
	}
}
