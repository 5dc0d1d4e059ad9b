package clerk_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"path"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// many reads n users at once and returns the errors.
func many(ctx context.Context, c *clerk.Client, n int) []error {
	errs := make([]error, n)
	var callers sync.WaitGroup
	for i := range n {
		callers.Go(func() { _, errs[i] = c.Users.Get(ctx, fmt.Sprintf("user_%d", i)) })
	}
	callers.Wait()
	return errs
}

func TestAFailedSharedRequestFailsEachOfItsCallers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sent := newRecord()
		c := fake(t, func(r *http.Request) (*http.Response, error) {
			sent.add(r)
			return reply(502, gateway)
		}, bulkReads, func(c *rest.Config) { c.MaxRetries = new(int) })
		for _, err := range many(t.Context(), c, 10) {
			if e, ok := rest.AsError(err); !ok || e.Status != 502 {
				t.Errorf("a caller got %v", err)
			}
		}
		if n := len(sent.all()); n != 1 {
			t.Errorf("%d requests were sent, expected one for all", n)
		}
	})
}

func TestABatchThatClerkRefusesFallsBackToSingleReads(t *testing.T) {
	t.Parallel()
	c := fake(t, func(r *http.Request) (*http.Response, error) {
		if r.URL.Path == "/v1/users" {
			return reply(422, `{"errors":[{"code":"form_param_value_invalid","message":"no"}]}`)
		}
		return reply(200, anyAnswer(r.URL.EscapedPath()))
	}, bulkReads)
	for _, err := range many(t.Context(), c, 10) {
		if err != nil {
			t.Error(err)
		}
	}
}

func TestAnErrorWhilePagingEndsPagingForGood(t *testing.T) {
	t.Parallel()
	l := newRecord()
	c := fake(t, func(r *http.Request) (*http.Response, error) {
		l.add(r)
		switch {
		case r.URL.Path == "/v1/users/count":
			return reply(200, `{"object":"total_count","total_count":10}`)
		case r.URL.Path == "/v1/users" && r.URL.Query().Get("user_id") == "":
			return reply(403, `{"errors":[{"code":"x","message":"no"}]}`)
		case r.URL.Path == "/v1/users":
			var users []string
			for _, id := range r.URL.Query()["user_id"] {
				users = append(users, `{"id":"`+id+`"}`)
			}
			return reply(200, "["+strings.Join(users, ",")+"]")
		}
		return reply(200, anyAnswer(r.URL.EscapedPath()))
	}, bulkReads)
	for range 9 {
		for _, err := range many(t.Context(), c, 10) {
			if err != nil {
				t.Error(err)
			}
		}
	}
	paged := 0
	for _, r := range l.all() {
		if strings.HasPrefix(r.uri, "/v1/users?limit=500") {
			paged++
		}
	}
	if paged != 1 {
		t.Errorf("the whole list was tried %d times", paged)
	}
}

func TestTemplatesWhoseListFailsAreReadOneByOne(t *testing.T) {
	t.Parallel()
	c := fake(t, func(r *http.Request) (*http.Response, error) {
		if r.URL.Path == "/v1/jwt_templates" {
			return reply(403, `{"errors":[{"code":"x","message":"no"}]}`)
		}
		return reply(200, anyAnswer(r.URL.EscapedPath()))
	}, bulkReads)
	var callers sync.WaitGroup
	for i := range 150 {
		callers.Go(func() {
			if _, err := c.JWTTemplates.Get(t.Context(), fmt.Sprintf("jtmp_%d", i)); err != nil {
				t.Error(err)
			}
		})
	}
	callers.Wait()
}

func TestASharedRequestRunsUntilItsLastCallerHasLeft(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ended := make(chan error, 1)
		c := fake(t, func(r *http.Request) (*http.Response, error) {
			err := pause(r, time.Minute)
			ended <- err
			if err != nil {
				return nil, err
			}
			return reply(200, `[{"id":"user_0"},{"id":"user_1"}]`)
		}, bulkReads, func(c *rest.Config) { c.RequestTimeout = time.Hour; c.MaxRetries = new(int) })
		first, leave := context.WithCancel(t.Context())
		var callers sync.WaitGroup
		callers.Go(func() {
			if _, err := c.Users.Get(first, "user_0"); !errors.Is(err, context.Canceled) {
				t.Errorf("the caller who left got %v", err)
			}
		})
		callers.Go(func() {
			if u, err := c.Users.Get(t.Context(), "user_1"); err != nil || u.ID != "user_1" {
				t.Errorf("the caller who stayed got %v, %v", u, err)
			}
		})
		<-time.After(time.Second)
		leave()
		callers.Wait()
		if err := <-ended; err != nil {
			t.Errorf("the request ended early: %v", err)
		}

		both, leave := context.WithCancel(t.Context())
		for _, id := range []string{"user_0", "user_1"} {
			callers.Go(func() { _, _ = c.Users.Get(both, id) })
		}
		<-time.After(time.Second)
		leave()
		callers.Wait()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("the request that nobody waits for ended with %v", err)
		}
	})
}

// One object that cannot be read is an error of its own reads alone, and what one
// caller gets no other can change.
func TestABatchWithAnUnreadableObjectServesTheOthers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := fake(t, func(r *http.Request) (*http.Response, error) {
			var users []string
			for _, id := range append(r.URL.Query()["user_id"], path.Base(r.URL.Path)) {
				switch id {
				case "users":
				case "user_3":
					users = append(users, `{"id":"user_3","created_at":"x"}`)
				default:
					users = append(users, `{"id":"`+id+`"}`)
				}
			}
			if r.URL.Path == "/v1/users" {
				return reply(http.StatusOK, "["+strings.Join(users, ",")+"]")
			}
			return reply(http.StatusOK, users[0])
		}, bulkReads)
		for n, err := range many(t.Context(), c, 6) {
			if unreadable := rest.ReasonOf(err) == rest.Unreadable && strings.Contains(err.Error(), "user_3"); unreadable != (n == 3) {
				t.Errorf("user_%d: %v", n, err)
			}
		}
	})
	synctest.Test(t, func(t *testing.T) {
		c := fake(t, func(*http.Request) (*http.Response, error) { return reply(http.StatusOK, `{"id":"user_1"}`) }, bulkReads)
		var users [2]*clerk.User
		var all sync.WaitGroup
		for n := range users {
			all.Go(func() { users[n], _ = c.Users.Get(t.Context(), "user_1") })
		}
		all.Wait()
		if users[0] == nil || users[0] == users[1] {
			t.Errorf("two reads of one user gave %p and %p", users[0], users[1])
		}
	})
}
