package clerk_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// A server at a mistyped address may answer 404 in Clerk's words, to everything.
func TestA404OfAServerThatIsNotClerkSaysNothingOfAnObject(t *testing.T) {
	t.Parallel()
	for name, instance := range map[string]transport{
		"a 404, too":       func(*http.Request) (*http.Response, error) { return reply(http.StatusNotFound, notFound) },
		"a page":           func(*http.Request) (*http.Response, error) { return reply(http.StatusOK, "<html></html>") },
		"something else":   func(*http.Request) (*http.Response, error) { return reply(http.StatusOK, `{"version":"2.0"}`) },
		"no access":        func(*http.Request) (*http.Response, error) { return reply(http.StatusForbidden, gateway) },
		"somebody's array": func(*http.Request) (*http.Response, error) { return reply(http.StatusOK, `[]`) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			asked := 0
			client := fake(t, func(r *http.Request) (*http.Response, error) {
				if r.URL.Path == "/v1/instance" {
					asked++
					return instance(r)
				}
				return reply(http.StatusNotFound, notFound)
			})
			for what, call := range map[string]func() error{
				"a read":   func() error { return get(t.Context(), client) },
				"a delete": func() error { return client.Users.Delete(t.Context(), "user_1") },
				"a create": func() error { return create(t.Context(), client) },
			} {
				err := call()
				if err == nil || rest.IsNotFound(err) || isLost(err) || rest.ReasonOf(err) != rest.Unreadable {
					t.Errorf("%s: %v", what, err)
				}
				mentions(t, err, "did not answer GET /instance as Clerk does")
			}
			if asked != 1 {
				t.Errorf("GET /instance was asked for %d times, not once", asked)
			}
		})
	}
}

func TestWhichInstanceItIsIsAskedForOnceAndOnlyWhenSomethingSeemsGone(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	asked := 0
	client := fake(t, func(r *http.Request) (*http.Response, error) {
		switch {
		case r.URL.Path == "/v1/instance":
			mu.Lock()
			defer mu.Unlock()
			asked++
			return reply(http.StatusOK, `{"object":"instance","id":"ins_1"}`)
		case strings.HasSuffix(r.URL.Path, "user_1"):
			return reply(http.StatusOK, aUser)
		}
		return reply(http.StatusNotFound, notFound)
	})
	if err := get(t.Context(), client); err != nil || asked != 0 {
		t.Errorf("%v; GET /instance was asked for %d times while nothing was gone", err, asked)
	}
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if _, err := client.Users.Get(t.Context(), "user_2"); !rest.IsNotFound(err) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if asked != 1 {
		t.Errorf("GET /instance was asked for %d times, not once", asked)
	}
}

// An interruption while the question is open is nobody else's answer.
func TestAnInterruptedQuestionIsAskedAgain(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	client := fake(t, func(r *http.Request) (*http.Response, error) {
		if r.URL.Path != "/v1/instance" {
			return reply(http.StatusNotFound, notFound)
		}
		cancel()
		if err := r.Context().Err(); err != nil {
			return nil, err
		}
		return reply(http.StatusOK, `{"object":"instance","id":"ins_1"}`)
	})
	if err := get(ctx, client); err == nil || rest.IsNotFound(err) {
		t.Errorf("interrupted: %v", err)
	}
	if err := get(t.Context(), client); !rest.IsNotFound(err) {
		t.Errorf("afterwards: %v", err)
	}
}
