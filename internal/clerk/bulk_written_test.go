package clerk_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
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

func readUser(c *clerk.Client) func(context.Context, string) error {
	return func(ctx context.Context, id string) error { _, err := c.Users.Get(ctx, id); return err }
}

func readTemplate(c *clerk.Client) func(context.Context, string) error {
	return func(ctx context.Context, id string) error { _, err := c.JWTTemplates.Get(ctx, id); return err }
}

// byItself reports how often an object was read by its id since so many requests.
func (l *local) byItself(since int, path string) (n int) {
	for _, r := range l.Requests()[since:] {
		if r.Method == http.MethodGet && r.Path == path {
			n++
		}
	}
	return n
}

// others makes three users and three templates beside those of the test, and returns
// their ids: a list is worth its request only where several are read.
func (l *local) others() (users, templates []string) {
	l.t.Helper()
	for n := range 3 {
		u, err := l.client().Users.Create(l.t.Context(), clerk.CreateUserParams{Account: clerk.Account{ExternalID: clerk.Value(fmt.Sprint(n))}})
		if err != nil {
			l.t.Fatal(err)
		}
		template, err := l.client().JWTTemplates.Create(l.t.Context(), clerk.JWTTemplateParams{Name: fmt.Sprint("other-", n), Claims: json.RawMessage(`{}`)})
		if err != nil {
			l.t.Fatal(err)
		}
		users, templates = append(users, u.ID), append(templates, template.ID)
	}
	return users, templates
}

// written are the writes to users, their addresses and templates.
func written() map[string]func(context.Context, *clerk.Client, things) error {
	out := map[string]func(context.Context, *clerk.Client, things) error{
		"POST /email_addresses": func(ctx context.Context, c *clerk.Client, th things) error {
			_, err := c.EmailAddresses.Create(ctx, clerk.CreateEmailAddressParams{UserID: th.user, EmailAddress: "new@example.com"})
			return err
		},
		"POST /phone_numbers": func(ctx context.Context, c *clerk.Client, th things) error {
			_, err := c.PhoneNumbers.Create(ctx, clerk.CreatePhoneNumberParams{UserID: th.user, PhoneNumber: "+15555570100"})
			return err
		},
	}
	for operation, write := range writes {
		for _, area := range []string{" /users/", " /email_addresses/", " /phone_numbers/", " /jwt_templates/"} {
			if strings.Contains(operation, area) {
				out[operation] = write
			}
		}
	}
	return out
}

// What a client has written it reads by itself from then on, whatever the write and
// however long lists lag: also while a list is under way that was asked for before.
func TestEveryWriteEndsWhatListsMaySay(t *testing.T) {
	t.Parallel()
	for operation, write := range written() {
		t.Run(operation, func(t *testing.T) {
			t.Parallel()
			for _, underWay := range []bool{false, true} {
				inMadeUpTime(t, func(t *testing.T, l *local) {
					th := l.begin()
					if prepare, ok := writes[first[operation]]; ok {
						if err := prepare(t.Context(), l.client(), th); err != nil {
							t.Fatal(err)
						}
					}
					users, templates := l.others()
					l.Advance(time.Hour)
					c := l.fresh()
					path, ids, read := "/users/"+th.user, append(users, th.user), readUser(c)
					if strings.Contains(operation, "jwt_templates") {
						path, ids, read = "/jwt_templates/"+th.template, append(templates, th.template), readTemplate(c)
					}
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
						read = readUser(c)
						if strings.Contains(operation, "jwt_templates") {
							read = readTemplate(c)
						} else if _, err := c.Users.Current(t.Context(), th.user); err != nil { // whose the addresses are
							t.Fatal(err)
						}
						before = len(l.Requests())
					}
					reads := make(chan error, 1)
					if underWay {
						go func() { reads <- together(t.Context(), ids, read) }()
						<-time.After(60 * time.Millisecond) // it has left, and takes 100 ms
					}
					if err := write(t.Context(), c, th); err != nil {
						t.Fatal(err)
					}
					if underWay {
						if err := <-reads; err != nil && !clerk.IsNotFound(err) {
							t.Fatal(err)
						}
					} else if err := together(t.Context(), ids, read); err != nil && !clerk.IsNotFound(err) {
						t.Fatal(err)
					}
					if n := l.byItself(before, path); n != 1 {
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
	for operation, write := range written() {
		if !strings.Contains(operation, "_addresses/{") && !strings.Contains(operation, "_numbers/{") {
			continue
		}
		inMadeUpTime(t, func(t *testing.T, l *local) {
			th := l.begin()
			users, _ := l.others()
			l.Advance(time.Hour)
			c := l.fresh()
			if err := together(t.Context(), users, readUser(c)); err != nil {
				t.Fatal(err)
			}
			if err := write(t.Context(), c, th); err != nil {
				t.Fatal(err)
			}
			before := len(l.Requests())
			if err := together(t.Context(), append(users, th.user), readUser(c)); err != nil {
				t.Fatal(err)
			}
			for _, id := range append(users, th.user) {
				if n := l.byItself(before, "/users/"+id); n != 1 {
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
			return reply(http.StatusOK, anyAnswer(r.URL.Path))
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
