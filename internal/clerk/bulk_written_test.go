package clerk_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// fresh is a client that has read nothing yet, and reads by the page.
func (l *local) fresh() *clerk.Client {
	l.t.Helper()
	return l.client(bulkReads)
}

// together reads objects at once, so that they come from lists where they may.
func together(ctx context.Context, ids []string, read func(context.Context, string) error) error {
	var all errgroup.Group
	for _, id := range ids {
		all.Go(func() error { return read(ctx, id) })
	}
	return all.Wait()
}

// reading is a read whose answer nobody looks at.
func reading[T any](get func(context.Context, string) (*T, error)) func(context.Context, string) error {
	return func(ctx context.Context, id string) error { _, err := get(ctx, id); return err }
}

// reading is that of the area's objects.
func (a area) reading(c *clerk.Client) func(context.Context, string) error {
	return func(ctx context.Context, id string) error { _, err := a.get(ctx, c, id); return err }
}

// byItself reports how often an object was read by its id since so many requests: a
// membership is, where the list of its organization has to show one user.
func (l *local) byItself(since int, area, id string) (n int) {
	path, query := "/"+area+"/"+id, ""
	if organization, own, ok := strings.Cut(id, "/"); ok {
		path = "/organizations/" + organization + "/" + strings.TrimPrefix(area, "organization_")
		if area == "organization_memberships" {
			query = "limit=100&user_id=" + own
		} else {
			path += "/" + own
		}
	}
	for _, r := range l.Requests()[since:] {
		if r.Method == http.MethodGet && r.Path == path && r.Query == query {
			n++
		}
	}
	return n
}

// others makes three more of an area, and returns their ids: a list is worth its request only where several are read.
func (l *local) others(of area) (ids []string) {
	l.t.Helper()
	for n := range 3 {
		ids = append(ids, l.objects(fmt.Sprint("other", n)).id(of.name))
	}
	return ids
}

// written are the writes to what lists show, with the areas that show it.
func written(t *testing.T) map[string]operation {
	t.Helper()
	out := calls(writesOf, func(a area) map[string]call {
		if a.partOf == "" || a.create == nil {
			return nil
		}
		return map[string]call{a.operation: func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return a.create(ctx, c, at.of, "made")
		}}
	})
	for name, write := range out {
		switch shown := write.area.shownBy(); {
		case shown.get == nil && !shown.unlisted:
			t.Errorf("%s is of an area that has no get, and that is not unlisted, as one is if Get reads nothing from a list", name)
			fallthrough
		case shown.get == nil:
			delete(out, name)
		}
	}
	return out
}

// What a client has written it reads by itself from then on, whatever the write and
// however long lists lag: also while a list is under way that was asked for before.
func TestEveryWriteEndsWhatListsMaySay(t *testing.T) {
	t.Parallel()
	for operation, write := range written(t) {
		t.Run(operation, func(t *testing.T) {
			t.Parallel()
			for _, underWay := range []bool{false, true} {
				inMadeUpTime(t, func(t *testing.T, l *local) {
					all := l.begin()
					at, shown := all.target(write.area), write.area.shownBy()
					write.prepare(l, operation, at)
					id := all.id(shown.name)
					ids := append(l.others(shown), id)
					l.Advance(time.Hour)
					c := l.fresh()
					read := shown.reading(c)
					// So that the client knows whose the addresses are, and has its lists.
					for range 4 {
						if err := together(t.Context(), ids, read); err != nil {
							t.Fatal(err)
						}
					}
					before := len(l.Requests())
					if err := together(t.Context(), ids, read); err != nil || len(l.Requests()) != before {
						t.Fatalf("nothing is served from a list: %v", err)
					}
					if underWay {
						c = l.fresh()
						read = shown.reading(c)
						if shown.name == usersArea.name {
							if _, err := c.Users.Current(t.Context(), id); err != nil { // whose the addresses are
								t.Fatal(err)
							}
						}
						before = len(l.Requests())
					}
					reads := make(chan error, 1)
					if underWay {
						go func() { reads <- together(t.Context(), ids, read) }()
						<-time.After(60 * time.Millisecond) // it has left, and takes 100 ms
					}
					if _, err := write.call(t.Context(), c, at); err != nil {
						t.Fatal(err)
					}
					if underWay {
						if err := <-reads; err != nil && !rest.IsNotFound(err) {
							t.Fatal(err)
						}
					} else if err := together(t.Context(), ids, read); err != nil && !rest.IsNotFound(err) {
						t.Fatal(err)
					}
					if n := l.byItself(before, shown.name, id); n != 1 {
						t.Errorf("under way %t: after the write, the object was read by itself %d times, expected once", underWay, n)
					}
				}, lagging(30*time.Minute), func(o *clerksim.Options) { o.Latency = 100 * time.Millisecond })
			}
		})
	}
}

// Whose an address is that a client has not read, it does not know. So no list serves
// any user after a write to it.
func TestAWriteToAnAddressOfNobodyKnowsWhomEndsAllLists(t *testing.T) {
	t.Parallel()
	for operation, write := range written(t) {
		if !strings.Contains(operation, "_addresses/{") && !strings.Contains(operation, "_numbers/{") {
			continue
		}
		inMadeUpTime(t, func(t *testing.T, l *local) {
			all := l.begin()
			user, users := all.id("users"), l.others(usersArea)
			l.Advance(time.Hour)
			c := l.fresh()
			if err := together(t.Context(), users, usersArea.reading(c)); err != nil {
				t.Fatal(err)
			}
			if _, err := write.call(t.Context(), c, all.target(write.area)); err != nil {
				t.Fatal(err)
			}
			before := len(l.Requests())
			if err := together(t.Context(), append(users, user), usersArea.reading(c)); err != nil {
				t.Fatal(err)
			}
			for _, id := range append(users, user) {
				if n := l.byItself(before, "users", id); n != 1 {
					t.Errorf("after %s, %s was read by itself %d times", operation, id, n)
				}
			}
		}, lagging(30*time.Minute))
	}
}

// Where the length of the list is not to be had, batches go on.
func TestAnErrorOfTheCountEndsPagingForGood(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newRecord()
		c := fake(t, func(r *http.Request) (*http.Response, error) {
			l.add(r)
			switch r.URL.Path {
			case "/v1/users/count":
				return reply(http.StatusForbidden, `{"errors":[{"code":"x","message":"no"}]}`)
			case "/v1/users":
				var users []string
				for _, id := range r.URL.Query()["user_id"] {
					users = append(users, `{"id":"`+id+`"}`)
				}
				return reply(http.StatusOK, "["+strings.Join(users, ",")+"]")
			}
			return reply(http.StatusOK, anyAnswer(r.URL.EscapedPath()))
		}, bulkReads)
		for range 9 {
			for _, err := range many(t.Context(), c, 10) {
				if err != nil {
					t.Error(err)
				}
			}
		}
		sent := map[string]int{}
		for _, r := range l.all() {
			path, _, _ := strings.Cut(r.uri, "?")
			sent[path]++
		}
		if sent["/v1/users/count"] != 1 || sent["/v1/users"] != 9 || len(sent) != 2 {
			t.Errorf("the requests were %v, expected one count and nine batches", sent)
		}
	})
}
