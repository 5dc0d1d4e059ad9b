package clerk_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"strconv"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

type sending = func(context.Context, *clerk.Client) error

// sendings are calls of all areas, of what need not exist.
func sendings(choose ...func(area) map[string]call) map[string]sending {
	out := map[string]sending{}
	for name, o := range calls(choose...) {
		out[name] = func(ctx context.Context, c *clerk.Client) error {
			_, err := o.call(ctx, c, about(name, "made_1"))
			return err
		}
	}
	return out
}

// once are the calls that may not be repeated when their answer is lost.
func once() map[string]sending {
	out := sendings(onceOf)
	out["create a user without a key"] = create
	return out
}

// findable are the creates whose object can be found again when their answer is lost.
func findable() map[string]sending {
	out := map[string]sending{"give a machine access": func(ctx context.Context, c *clerk.Client) error {
		_, err := c.MachineScopes.Create(ctx, scope("mch_1", "mch_2"))
		return err
	}}
	for name, object := range makes() {
		out[name] = func(ctx context.Context, c *clerk.Client) error {
			_, err := object.create(ctx, c, "user_1")
			return err
		}
	}
	return out
}

// again are reads, and writes that are the same when done twice.
func again() map[string]sending {
	return sendings(bareOf, againOf, getsOf)
}

func joined(all ...map[string]sending) map[string]sending {
	out := map[string]sending{}
	for _, one := range all {
		maps.Copy(out, one)
	}
	return out
}

// losses are the ways in which an answer is lost.
func losses() map[string]transport {
	all := map[string]transport{
		"a reset":   func(*http.Request) (*http.Response, error) { return nil, syscall.ECONNRESET },
		"a hang-up": func(*http.Request) (*http.Response, error) { return nil, io.EOF },
		"a time-out": func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		},
		"half an answer": func(*http.Request) (*http.Response, error) {
			res, err := reply(http.StatusOK, "")
			res.Body = io.NopCloser(brokenOff{})
			return res, err
		},
	}
	for _, status := range []int{500, 502, 503, 504, 520, 524} {
		all[strconv.Itoa(status)] = func(*http.Request) (*http.Response, error) { return reply(status, gateway) }
	}
	return all
}

type brokenOff struct{}

func (brokenOff) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestReadsAndIdempotentWritesAreRepeated(t *testing.T) {
	t.Parallel()
	for loss, lose := range losses() {
		for name, call := range again() {
			synctest.Test(t, func(t *testing.T) {
				seen := newRecord()
				client := fake(t, func(r *http.Request) (*http.Response, error) {
					seen.add(r)
					if len(seen.all()) < 3 {
						return lose(r)
					}
					return reply(http.StatusOK, anyAnswer(r.URL.EscapedPath()))
				})
				if err := call(t.Context(), client); err != nil {
					t.Errorf("%s after %s: %v", name, loss, err)
				}
				requests := seen.all()
				if len(requests) != 3 || requests[0].body != requests[2].body {
					t.Errorf("%s after %s: %+v, want the same three times", name, loss, requests)
				}
			})
		}
	}
}

// madeAnswer answers a create, whatever it makes.
func madeAnswer() (*http.Response, error) {
	now := time.Now()
	return reply(http.StatusOK, fmt.Sprintf(`{"id":"made_1","created_at":%d,"organization_id":"org_1","secret":"mk_1","client_secret":"s","api_key":"k","url":"u","token":"mt_1","agent_task_id":"agttsk_1","from_machine_id":"mch_1","to_machine_id":"mch_2"}`, now.UnixMilli()), "Date", now.UTC().Format(http.TimeFormat))
}

func TestACreateThatCanBeFoundAgainIsRepeated(t *testing.T) {
	t.Parallel()
	all := losses()
	// It has made something, and does not say what.
	all["nonsense"] = func(*http.Request) (*http.Response, error) { return reply(http.StatusOK, gateway) }
	for loss, lose := range all {
		for name, call := range findable() {
			synctest.Test(t, func(t *testing.T) {
				var bodies []string
				client := fake(t, func(r *http.Request) (*http.Response, error) {
					if r.Method == http.MethodGet {
						return reply(http.StatusOK, `{"id":"user_1","data":[]}`)
					}
					body, _ := io.ReadAll(r.Body)
					if bodies = append(bodies, string(body)); len(bodies) < 3 {
						return lose(r)
					}
					return madeAnswer()
				})
				if err := call(t.Context(), client); err != nil || len(bodies) != 3 || bodies[0] != bodies[2] {
					t.Errorf("%s after %s: sent %q, want the same three times: %v", name, loss, bodies, err)
				}
			})
		}
	}
}

func TestACreateThatCannotBeFoundAgainIsSentOnceAndSaysSo(t *testing.T) {
	t.Parallel()
	for loss, lose := range losses() {
		for name, call := range once() {
			synctest.Test(t, func(t *testing.T) {
				seen := newRecord()
				client := fake(t, func(r *http.Request) (*http.Response, error) {
					if r.Method == http.MethodPost { // what mails somebody is looked for
						seen.add(r)
					}
					return lose(r)
				})
				err := call(t.Context(), client)
				if !isLost(err) || len(seen.all()) != 1 {
					t.Errorf("%s after %s: sent %d times, %v", name, loss, len(seen.all()), err)
				}
				mentions(t, err, "POST /", "may have been carried out")
			})
		}
	}
}

func TestACreateThatDidNotHappenIsRepeated(t *testing.T) {
	t.Parallel()
	for name, refuse := range map[string]transport{
		"no connection": func(*http.Request) (*http.Response, error) {
			return nil, &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}
		},
		"a rate limit": func(*http.Request) (*http.Response, error) { return reply(http.StatusTooManyRequests, limited) },
	} {
		for operation, call := range joined(once(), findable()) {
			synctest.Test(t, func(t *testing.T) {
				seen := newRecord()
				client := fake(t, func(r *http.Request) (*http.Response, error) {
					seen.add(r)
					if len(seen.all()) < 3 {
						return refuse(r)
					}
					return madeAnswer()
				})
				if err := call(t.Context(), client); err != nil || len(seen.all()) != 3 {
					t.Errorf("%s after %s: sent %d times, %v", operation, name, len(seen.all()), err)
				}
			})
		}
	}
}

func TestMaxRetriesIsHowOftenARequestIsRepeated(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		options []option
		want    int
	}{{nil, 6}, {[]option{maxRetries(0)}, 1}, {[]option{maxRetries(1)}, 2}, {[]option{maxRetries(8)}, 9}} {
		synctest.Test(t, func(t *testing.T) {
			seen := newRecord()
			client := fake(t, func(r *http.Request) (*http.Response, error) {
				seen.add(r)
				return nil, syscall.ECONNRESET
			}, test.options...)
			err := get(t.Context(), client)
			if !errors.Is(err, syscall.ECONNRESET) || len(seen.all()) != test.want {
				t.Errorf("%d attempts, want %d: %v", len(seen.all()), test.want, err)
			}
			pauses(t, seen.all())
		})
	}
}

// pauses checks that they double up to ten seconds, less up to half of them.
func pauses(t *testing.T, requests []request) {
	t.Helper()
	most := 250 * time.Millisecond
	for i := 1; i < len(requests); i++ {
		if d := requests[i].at - requests[i-1].at; d < most/2 || d > most {
			t.Errorf("pause %d took %s, want between half and all of %s", i, d, most)
		}
		most = min(2*most, 10*time.Second)
	}
}

func TestWhatClerkRefusedIsNotRepeated(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 400, 401, 402, 403, 404, 409, 422, 501} {
		seen := newRecord()
		client := fake(t, anInstance(func(r *http.Request) (*http.Response, error) {
			seen.add(r)
			return reply(status, notFound)
		}))
		if err := get(t.Context(), client); statusOf(err) != status {
			t.Errorf("%d: %v", status, err)
		}
		if err := create(t.Context(), client); statusOf(err) != status || isLost(err) {
			t.Errorf("%d: %v", status, err)
		}
		if n := len(seen.all()); n != 2 {
			t.Errorf("%d: %d requests, want 2", status, n)
		}
	}
}

func TestADeleteThatFindsNothingSucceedsOnlyAfterALostAnswer(t *testing.T) {
	t.Parallel()
	for _, lost := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			client := fake(t, anInstance(func(*http.Request) (*http.Response, error) {
				if lost {
					lost = false
					return nil, io.EOF
				}
				return reply(http.StatusNotFound, notFound)
			}))
			want := !lost
			if err := client.Users.Delete(t.Context(), "user_1"); rest.IsNotFound(err) != want {
				t.Errorf("got %v", err)
			}
		})
	}
}
