package clerk_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// tens looks each of them up, ten at a time, and returns how many requests that took.
func tens[T any](l *local, all []T, find func(context.Context, T) error) int {
	l.t.Helper()
	before := l.Stats().Requests
	var workers errgroup.Group
	workers.SetLimit(10)
	for _, one := range all {
		workers.Go(func() error { return find(l.t.Context(), one) })
	}
	if err := workers.Wait(); err != nil {
		l.t.Error(err)
	}
	return l.Stats().Requests - before
}

func byAddress(c *clerk.Client, want int) func(context.Context, string) error {
	return func(ctx context.Context, address string) error {
		users, err := c.Users.Find(ctx, clerk.ByEmailAddress, address)
		if err == nil && len(users) != want {
			err = fmt.Errorf("%d users are found by %s, expected %d", len(users), address, want)
		}
		return err
	}
}

// A lookup after a write is answered by a list that was asked for after it.
func TestALookupSeesWhatWasWritten(t *testing.T) {
	t.Parallel()
	for what, write := range map[string]func(ctx context.Context, c *clerk.Client, u clerk.User) error{
		"an address that comes": func(ctx context.Context, c *clerk.Client, u clerk.User) error {
			_, err := c.EmailAddresses.Create(ctx, clerk.CreateEmailAddressParams{UserID: u.ID, EmailAddress: "New@example.com", Verified: rest.Value(true)})
			return err
		},
		"an address that goes": func(ctx context.Context, c *clerk.Client, u clerk.User) error {
			return c.EmailAddresses.Delete(ctx, u.EmailAddresses[0].ID)
		},
		"a user who goes": func(ctx context.Context, c *clerk.Client, u clerk.User) error { return c.Users.Delete(ctx, u.ID) },
		"a user who comes": func(ctx context.Context, c *clerk.Client, _ clerk.User) error {
			_, err := c.Users.Create(ctx, clerk.CreateUserParams{EmailAddresses: []string{"new@example.com"}})
			return err
		},
	} {
		inMadeUpTime(t, func(t *testing.T, l *local) {
			c := l.fresh()
			users, err := rest.Collect(c.Users.List(t.Context(), clerk.UserFilter{}))
			if err != nil {
				t.Fatal(err)
			}
			addresses := idsOf(users, func(u clerk.User) string { return u.EmailAddresses[0].EmailAddress })
			tens(l, addresses, byAddress(c, 1))
			if n := tens(l, addresses, byAddress(c, 1)); n != 0 {
				t.Errorf("once everybody was read, looking them up took %d requests", n)
			}
			if err := write(t.Context(), c, users[0]); err != nil {
				t.Fatal(err)
			}
			if n := tens(l, addresses[1:], byAddress(c, 1)); n > 6 {
				t.Errorf("after %s, looking 59 users up took %d requests", what, n)
			}
			for address, comes := range map[string]bool{addresses[0]: false, "nEW@example.com": true} {
				if strings.HasSuffix(what, "comes") == comes {
					want := map[bool]int{true: 1}[comes]
					if err := byAddress(c, want)(t.Context(), address); err != nil {
						t.Errorf("after %s: %v", what, err)
					}
				}
			}
		}, func(o *clerksim.Options) { o.Users = 60 })
	}
	inMadeUpTime(t, func(t *testing.T, l *local) {
		c := l.fresh()
		var names []string
		for n := range 30 {
			names = append(names, fmt.Sprintf("t-%d", n))
			if _, err := c.JWTTemplates.Create(t.Context(), clerk.JWTTemplateParams{Name: names[n], Claims: json.RawMessage(`{}`)}); err != nil {
				t.Fatal(err)
			}
		}
		c = l.fresh()
		find := func(ctx context.Context, name string) error {
			got, err := c.JWTTemplates.Find(ctx, name)
			if err == nil && got.Name != name {
				err = fmt.Errorf("asked for %s, got %s", name, got.Name)
			}
			return err
		}
		tens(l, names, find)
		got, err := c.JWTTemplates.Find(t.Context(), names[3])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.JWTTemplates.Update(t.Context(), got.ID, clerk.JWTTemplateParams{Name: "renamed", Claims: json.RawMessage(`{}`)}); err != nil {
			t.Fatal(err)
		}
		if n := tens(l, append(names[4:], "renamed"), find); n > 3 {
			t.Errorf("after a write, looking 27 templates up took %d requests", n)
		}
		if _, err := c.JWTTemplates.Find(t.Context(), names[3]); !errors.Is(err, clerk.ErrNoTemplate) {
			t.Errorf("a template is found by its former name: %v", err)
		}
	})
}

// Addresses that are not verified may be of several users, and a value may be nobody's.
func TestALookupTellsNobodyFromSeveral(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		c := l.fresh()
		for range 2 {
			u, err := c.Users.Create(t.Context(), clerk.CreateUserParams{})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := c.EmailAddresses.Create(t.Context(), clerk.CreateEmailAddressParams{UserID: u.ID, EmailAddress: "shared@example.com", Verified: rest.Value(false)}); err != nil {
				t.Fatal(err)
			}
		}
		for range 2 { // a batch, and then everybody
			tens(l, []int{2, 0, 2, 0}, func(ctx context.Context, want int) error {
				address := map[int]string{0: "nobody@example.com", 2: " SHARED@example.com"}[want]
				users, err := c.Users.Find(ctx, clerk.ByEmailAddress, address)
				if err == nil && len(users) != want {
					err = fmt.Errorf("%s is of %d users", address, len(users))
				}
				for n := range users {
					if users[n].ID == "" {
						t.Errorf("another caller has changed what %s is answered", address)
					}
					users[n] = clerk.User{}
				}
				return err
			})
		}
	}, func(o *clerksim.Options) { o.Assume = map[string]string{"unverified_addresses_unique": "false"} })
}

// Whose an address is, is never asked for without saying which.
func TestAddressesThatDoNotExistAreNotLookedUpAmongEverybody(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		c := l.fresh()
		tens(l, []string{"idn_1", "idn_2", "idn_3", "idn_4", "idn_5"}, func(ctx context.Context, id string) error {
			if _, err := c.EmailAddresses.Owner(ctx, id); !rest.IsNotFound(err) {
				return fmt.Errorf("%s: %w", id, err)
			}
			return nil
		})
		for _, r := range l.Requests() {
			if r.Operation == "GET /users" {
				t.Errorf("GET /users?%s was sent", r.Query)
			}
		}
	}, func(o *clerksim.Options) { o.Users = 1200 })
}

// A failure of Clerk is everybody's error, and nobody asks again.
func TestALookupOfOwnersFailsAsAWhole(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		c := l.client(bulkReads, maxRetries(0))
		const read = "GET /email_addresses/{email_address_id}"
		l.lose(read, "502", 99)
		before := l.Stats().ByOperation[read]
		tens(l, []string{"idn_1", "idn_2", "idn_3", "idn_4", "idn_5"}, func(ctx context.Context, id string) error {
			if _, err := c.EmailAddresses.Owner(ctx, id); statusOf(err) != http.StatusBadGateway {
				return fmt.Errorf("%s: %w", id, err)
			}
			return nil
		})
		if n := l.Stats().ByOperation[read] - before; n != 5 {
			t.Errorf("five addresses were read %d times", n)
		}
	})
}

func TestAnAddressThatNoListShowsHasNoOwner(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		c := l.fresh()
		var ids []string
		for n := range 4 {
			u, err := c.Users.Create(t.Context(), clerk.CreateUserParams{PhoneNumbers: []string{fmt.Sprintf("+15559%02d0100", n)}})
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, u.PhoneNumbers[0].ID)
		}
		tens(l, ids, func(ctx context.Context, id string) error {
			if _, err := c.PhoneNumbers.Owner(ctx, id); !errors.Is(err, clerk.ErrNoOwner) {
				return fmt.Errorf("%s: %w", id, err)
			}
			return nil
		})
		l.Advance(time.Hour)
		tens(l, ids, func(ctx context.Context, id string) error {
			u, err := c.PhoneNumbers.Owner(ctx, id)
			if err == nil && u.PhoneNumbers[0].ID != id {
				err = fmt.Errorf("%s is of %s", id, u.ID)
			}
			return err
		})
	}, lagging(time.Minute))
}

// What one lookup waits for, it says; and it fails with the error of its request.
func TestALookupFailsAsItsRequestDoes(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		c := l.fresh()
		l.PlaceFault(clerksim.Fault{Operation: "GET /users", Kind: "429", RetryAfter: 60})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		var all errgroup.Group
		for n := range 3 {
			all.Go(func() error {
				_, err := c.Users.Find(ctx, clerk.ByUsername, fmt.Sprint("ada", n))
				if err == nil || !strings.Contains(err.Error(), "GET /users: stopped while waiting for Clerk's rate limit") {
					t.Errorf("it says %v", err)
				}
				return nil
			})
		}
		_ = all.Wait()
	})
}
