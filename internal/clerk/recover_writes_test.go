package clerk_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"

	"golang.org/x/sync/errgroup"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// pixel is a picture.
var pixel = []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89")

func TestAWriteWhoseAnswerIsLostIsRepeatedAndIsTheSame(t *testing.T) {
	t.Parallel()
	for operation, write := range calls(writesOf) {
		t.Run(operation, func(t *testing.T) {
			t.Parallel()
			var want string
			for _, kind := range []string{"", "reset", "502", "lost", "lost_502", "late"} {
				inMadeUpTime(t, func(t *testing.T, l *local) {
					at := l.begin().target(write.area)
					write.prepare(l, operation, at)
					before := l.holding()
					if kind != "" {
						l.lose(operation, kind, 1)
					}
					if _, err := write.call(t.Context(), l.client(), at); err != nil {
						t.Errorf("%s: %v", kind, err)
					}
					// The work of the late one is done after a request.
					if _, err := l.client().Instance.Get(t.Context()); err != nil {
						t.Error(err)
					}
					got := l.holding()
					if kind == "" {
						if want = got; want == before {
							t.Error("it changes nothing, so nothing is shown here")
						}
					}
					if got != want {
						t.Errorf("%s: Clerk holds\n%s\nnot\n%s", kind, got, want)
					}
				})
			}
		})
	}
}

func TestWhatWasTakenIsLoggedAndNeverReadFromAList(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		c := l.client()
		var ids []string
		entries, _ := logged(t, func(ctx context.Context) {
			for _, name := range []string{"countess", "augusta"} {
				l.lose("POST /users", "lost", 1)
				u, err := c.Users.Create(ctx, clerk.CreateUserParams{Account: clerk.Account{Username: rest.Value(name)}})
				if err != nil {
					t.Fatal(err)
				}
				ids = append(ids, u.ID)
			}
		})
		taken := []string{}
		for _, e := range entries {
			if e["@message"] == "took the object that a request whose answer was lost had made" && e["@level"] == "info" && e["path"] == "/users" {
				taken = append(taken, fmt.Sprint(e["id"]))
			}
		}
		if !slices.Equal(taken, ids) {
			t.Errorf("logged %v, took %v", taken, ids)
		}
		lists := l.Stats().ByOperation["GET /users"]
		var together errgroup.Group
		for _, id := range ids {
			together.Go(func() error { _, err := c.Users.Get(t.Context(), id); return err })
		}
		synctest.Wait()
		if err := together.Wait(); err != nil || l.Stats().ByOperation["GET /users"] != lists {
			t.Errorf("read from a list: %v", err)
		}
	})
}
