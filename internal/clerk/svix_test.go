package clerk_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

const createSvixApp = "POST /webhooks/svix"

var _ = tested(area{
	name: "webhooks_svix", operation: "POST /webhooks/svix", unlisted: true,
	create: func(ctx context.Context, c *clerk.Client, _ ids, _ string) (string, error) {
		return "", c.SvixApp.Create(ctx)
	},
	writes: map[string]call{
		"DELETE /webhooks/svix": func(ctx context.Context, c *clerk.Client, _ target) (any, error) { return nil, c.SvixApp.Delete(ctx) },
	},
	again: map[string]call{
		"POST /webhooks/svix_url": func(ctx context.Context, c *clerk.Client, _ target) (any, error) { return c.SvixApp.URL(ctx) },
	},
})

// hasSvixApp fails the test unless the instance has an app, or none.
func (l *local) hasSvixApp(what string, want bool) {
	l.t.Helper()
	if there, err := l.client().SvixApp.Exists(l.t.Context()); err != nil || there != want {
		l.t.Errorf("%s: there is an app: %t, %v", what, there, err)
	}
}

func TestASvixAppIsCreatedAndDeleted(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		c, ctx := l.client().SvixApp, t.Context()
		l.hasSvixApp("at first", false)
		if _, err := c.URL(ctx); !clerk.IsSvixAppMissing(err) {
			t.Error(err)
		}
		if err := c.Create(ctx); err != nil {
			t.Error(err)
		}
		l.hasSvixApp("created", true)
		if url, err := c.URL(ctx); err != nil || !strings.HasPrefix(url, "https://") {
			t.Error(url, err)
		}
		if err := c.Create(ctx); !clerk.IsSvixAppExists(err) || isLost(err) {
			t.Error(err)
		}
		for range 2 {
			if err := c.Delete(ctx); err != nil {
				t.Error(err)
			}
			l.hasSvixApp("deleted", false)
		}
	})
}

// What was not there before, and is there after a lost answer, is what the create made.
func TestASvixAppWhoseCreationIsLostIsFoundAgain(t *testing.T) {
	t.Parallel()
	for _, loss := range []string{"lost", "lost_502", "reset", "502"} {
		for times, wants := range map[int]error{1: nil, 9: context.DeadlineExceeded} {
			inMadeUpTime(t, func(t *testing.T, l *local) {
				what := fmt.Sprintf("%s, %d times", loss, times)
				l.lose(createSvixApp, loss, times)
				err := l.client().SvixApp.Create(t.Context())
				if (err == nil) != (wants == nil) || err != nil && !isLost(err) {
					t.Errorf("%s: %v", what, err)
				}
				l.hasSvixApp(what, wants == nil || strings.HasPrefix(loss, "lost"))
			})
			inMadeUpTime(t, func(t *testing.T, l *local) {
				if err := l.client().SvixApp.Create(t.Context()); err != nil {
					t.Fatal(err)
				}
				l.lose(createSvixApp, loss, times)
				if err := l.client().SvixApp.Create(t.Context()); !clerk.IsSvixAppExists(err) && !isLost(err) {
					t.Errorf("%s, %d times: took what was there before: %v", loss, times, err)
				}
			})
		}
	}
}

// An answer without a URL tells nothing, and the URL of another one is in no error and in no log.
func TestTheURLOfASvixAppIsInNoErrorAndInNoLog(t *testing.T) {
	t.Parallel()
	const secret = "https://app.svix.com/login#key=planted"
	for body, fails := range map[string]bool{`{"svix_url":"` + secret + `"}`: false, `{"url":"` + secret + `"}`: true, `["` + secret + `"]`: true, `{"svix_url":"` + secret: true} {
		client := fake(t, func(*http.Request) (*http.Response, error) { return reply(http.StatusOK, body) }, func(c *rest.Config) { c.MaxRetries = new(int) })
		var failed error
		entries, _ := logged(t, func(ctx context.Context) { _, failed = client.SvixApp.Exists(ctx) })
		if (failed != nil) != fails || strings.Contains(fmt.Sprint(failed, entries), "planted") || len(entries) == 0 {
			t.Errorf("%s: %v\n%v", body, failed, entries)
		}
	}
}
