package clerk_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

func bulkReads(c *rest.Config) { c.SingleReads = false }

// simulated is a local Clerk and a client that reads it by the page.
func simulated(t *testing.T, o clerksim.Options) (*clerksim.Server, *clerk.Client) {
	t.Helper()
	sim, err := clerksim.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sim.Close)
	client, err := clerk.New(rest.Config{BaseURL: sim.URL(), SecretKey: sim.SecretKey()})
	if err != nil {
		t.Fatal(err)
	}
	return sim, client
}

// someIDs are the ids of the first n users.
func someIDs(t *testing.T, c *clerk.Client, n int) []string {
	t.Helper()
	var ids []string
	for u, err := range c.Users.List(t.Context(), clerk.UserFilter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if ids = append(ids, u.ID); len(ids) == n {
			break
		}
	}
	return ids
}

// refresh reads users as Terraform does: ten at a time.
func refresh(t *testing.T, c *clerk.Client, ids []string) {
	t.Helper()
	var workers errgroup.Group
	workers.SetLimit(10)
	for _, id := range ids {
		workers.Go(func() error {
			u, err := c.Users.Get(t.Context(), id)
			if err == nil && u.ID != id {
				err = fmt.Errorf("asked for %s, got %s", id, u.ID)
			}
			return err
		})
	}
	if err := workers.Wait(); err != nil {
		t.Error(err)
	}
}

func TestAThousandUsersAreReadInAHandfulOfRequests(t *testing.T) {
	t.Parallel()
	for _, instance := range []struct {
		users   int
		managed map[int]int // the most requests, by how many users are managed
	}{
		{1000, map[int]int{1000: 6}},
		{10_000, map[int]int{10_000: 45, 200: 25}},
		{100_000, map[int]int{100: 14, 1000: 110}},
	} {
		sim, lister := simulated(t, clerksim.Options{Users: instance.users})
		for managed, most := range instance.managed {
			ids := someIDs(t, lister, managed)
			before := sim.Stats().Requests
			// In a bubble, where gathering takes as long as it is meant to, however
			// busy the machine is.
			synctest.Test(t, func(t *testing.T) {
				// A fresh client, as each of Terraform's walks has.
				c, err := clerk.New(rest.Config{BaseURL: "http://localhost", SecretKey: sim.SecretKey(), Transport: sim})
				if err != nil {
					t.Fatal(err)
				}
				refresh(t, c, ids)
			})
			if n := sim.Stats().Requests - before; n > most {
				t.Errorf("reading %d of %d users took %d requests, expected at most %d", managed, instance.users, n, most)
			}
		}
	}
}

func TestTemplatesAreReadAsAWholeList(t *testing.T) {
	t.Parallel()
	sim, c := simulated(t, clerksim.Options{})
	var ids []string
	for n := range 100 {
		template, err := c.JWTTemplates.Create(t.Context(), clerk.JWTTemplateParams{Name: fmt.Sprintf("t-%d", n), Claims: json.RawMessage(`{}`)})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, template.ID)
	}
	c, err := clerk.New(rest.Config{BaseURL: sim.URL(), SecretKey: sim.SecretKey()})
	if err != nil {
		t.Fatal(err)
	}
	before := sim.Stats().Requests
	var workers errgroup.Group
	workers.SetLimit(10)
	for _, id := range ids {
		workers.Go(func() error {
			template, err := c.JWTTemplates.Get(t.Context(), id)
			if err == nil && template.ID != id {
				err = fmt.Errorf("asked for %s, got %s", id, template.ID)
			}
			return err
		})
	}
	if err := workers.Wait(); err != nil {
		t.Error(err)
	}
	if n := sim.Stats().Requests - before; n > 2 {
		t.Errorf("reading 100 templates took %d requests", n)
	}
}

// A list shows a write only a while later. What this client has written is never
// served from one.
func TestWhatWasWrittenIsNotServedFromAList(t *testing.T) {
	t.Parallel()
	sim, c := simulated(t, clerksim.Options{Users: 600, Lag: time.Hour})
	sim.Advance(2 * time.Hour)
	ids := someIDs(t, c, 600)
	refresh(t, c, ids)
	for what, write := range map[string]func(id string) error{
		"an update": func(id string) error {
			_, err := c.Users.Update(t.Context(), id, clerk.UpdateUserParams{Account: clerk.Account{FirstName: rest.Value("New")}})
			return err
		},
		"metadata": func(id string) error {
			_, err := c.Users.ReplaceMetadata(t.Context(), id, clerk.Metadata{Public: json.RawMessage(`{"new":true}`)})
			return err
		},
		"a ban": func(id string) error { _, err := c.Users.Ban(t.Context(), id); return err },
		"an address": func(id string) error {
			_, err := c.EmailAddresses.Create(t.Context(), clerk.CreateEmailAddressParams{UserID: id, EmailAddress: "new-" + id + "@example.com"})
			return err
		},
		"an address that goes": func(id string) error {
			u, err := c.Users.Get(t.Context(), id)
			if err != nil {
				return err
			}
			return c.EmailAddresses.Delete(t.Context(), u.EmailAddresses[0].ID)
		},
	} {
		id := ids[len(what)*7]
		if err := write(id); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		got, err := c.Users.Get(t.Context(), id)
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		seen := map[string]bool{
			"an update": got.FirstName != nil && *got.FirstName == "New",
			"metadata":  strings.Contains(string(got.PublicMetadata), "new"),
			"a ban":     got.Banned, "an address": len(got.EmailAddresses) == 2, "an address that goes": len(got.EmailAddresses) == 0,
		}
		if !seen[what] {
			t.Errorf("%s was not seen by the read after it: %+v", what, got)
		}
	}
	made, err := c.Users.Create(t.Context(), clerk.CreateUserParams{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Users.Get(t.Context(), made.ID); err != nil {
		t.Errorf("a user who was just made is not found: %v", err)
	}
	if err := c.Users.Delete(t.Context(), ids[1]); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Users.Get(t.Context(), ids[1]); !rest.IsNotFound(err) {
		t.Errorf("a user who was just deleted is read as %v", err)
	}
}

func TestAUserThatAListDoesNotShowIsReadByItself(t *testing.T) {
	t.Parallel()
	// Lists lag: nobody is in one yet.
	sim, c := simulated(t, clerksim.Options{Lag: time.Hour})
	var ids []string
	for range 30 {
		u, err := c.Users.Create(t.Context(), clerk.CreateUserParams{})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, u.ID)
	}
	c, err := clerk.New(rest.Config{BaseURL: sim.URL(), SecretKey: sim.SecretKey()})
	if err != nil {
		t.Fatal(err)
	}
	refresh(t, c, ids)
	if _, err := c.Users.Get(t.Context(), "user_gone"); !rest.IsNotFound(err) {
		t.Errorf("a user who is gone is read as %v", err)
	}
}

func TestReadsOfTheirOwn(t *testing.T) {
	t.Parallel()
	for title, test := range map[string]struct {
		ids     []string
		options []option
		want    string // in the URI of each request
	}{
		"a lone read":              {[]string{"user_1"}, nil, "/users/user_1"},
		"ids that hold operators":  {[]string{"-user_1", "+user_2"}, nil, "/users/"},
		"with bulk reads off":      {[]string{"user_1", "user_2"}, []option{func(c *rest.Config) { c.SingleReads = true }}, "/users/"},
		"the same user many times": {[]string{"user_1", "user_1", "user_1"}, nil, "/users/user_1"},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			l := newRecord()
			c := fake(t, func(r *http.Request) (*http.Response, error) {
				l.add(r)
				return reply(200, anyAnswer(r.URL.EscapedPath()))
			}, append([]option{bulkReads}, test.options...)...)
			var callers sync.WaitGroup
			for _, id := range test.ids {
				callers.Go(func() {
					if _, err := c.Users.Get(t.Context(), id); err != nil {
						t.Error(err)
					}
				})
			}
			callers.Wait()
			for _, r := range l.all() {
				if !strings.Contains(r.uri, test.want) {
					t.Errorf("%s was sent", r.uri)
				}
			}
		})
	}
}

func TestReadsAndWritesAtOnceSeeTheirOwnWrites(t *testing.T) {
	t.Parallel()
	_, c := simulated(t, clerksim.Options{Users: 700, Latency: time.Millisecond})
	ids := someIDs(t, c, 700)
	var workers errgroup.Group
	workers.SetLimit(20)
	for i, id := range ids {
		workers.Go(func() error {
			if i%5 != 0 {
				_, err := c.Users.Get(t.Context(), id)
				return err
			}
			name := "New" + id
			if _, err := c.Users.Update(t.Context(), id, clerk.UpdateUserParams{Account: clerk.Account{FirstName: rest.Value(name)}}); err != nil {
				return err
			}
			u, err := c.Users.Get(t.Context(), id)
			if err == nil && *u.FirstName != name {
				err = fmt.Errorf("%s is called %s after it was named %s", id, *u.FirstName, name)
			}
			return err
		})
	}
	if err := workers.Wait(); err != nil {
		t.Error(err)
	}
}
