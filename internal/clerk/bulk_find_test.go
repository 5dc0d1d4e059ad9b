package clerk_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// inQuiet calls test in a bubble, with a local Clerk of so many users and a client that
// reads it by the page.
func inQuiet(t *testing.T, o clerksim.Options, test func(t *testing.T, sim *clerksim.Server, c *clerk.Client)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		sim, err := clerksim.New(o)
		if err != nil {
			t.Fatal(err)
		}
		c, err := clerk.New(clerk.Config{BaseURL: "http://localhost", SecretKey: sim.SecretKey(), Transport: sim})
		if err != nil {
			t.Fatal(err)
		}
		test(t, sim, c)
	})
}

// tens looks each of them up, ten at a time, and returns how many requests that took.
func tens[T any](t *testing.T, sim *clerksim.Server, all []T, find func(context.Context, T) error) int {
	t.Helper()
	before := sim.Stats().Requests
	var workers errgroup.Group
	workers.SetLimit(10)
	for _, one := range all {
		workers.Go(func() error { return find(t.Context(), one) })
	}
	if err := workers.Wait(); err != nil {
		t.Error(err)
	}
	return sim.Stats().Requests - before
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
			_, err := c.EmailAddresses.Create(ctx, clerk.CreateEmailAddressParams{UserID: u.ID, EmailAddress: "New@example.com", Verified: clerk.Value(true)})
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
		inQuiet(t, clerksim.Options{Users: 60}, func(t *testing.T, sim *clerksim.Server, c *clerk.Client) {
			users, err := clerk.Collect(c.Users.List(t.Context(), clerk.UserFilter{}))
			if err != nil {
				t.Fatal(err)
			}
			addresses := idsOf(users, func(u clerk.User) string { return u.EmailAddresses[0].EmailAddress })
			tens(t, sim, addresses, byAddress(c, 1))
			if n := tens(t, sim, addresses, byAddress(c, 1)); n != 0 {
				t.Errorf("once everybody was read, looking them up took %d requests", n)
			}
			if err := write(t.Context(), c, users[0]); err != nil {
				t.Fatal(err)
			}
			if n := tens(t, sim, addresses[1:], byAddress(c, 1)); n > 6 {
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
		})
	}
	inQuiet(t, clerksim.Options{}, func(t *testing.T, sim *clerksim.Server, c *clerk.Client) {
		var names []string
		for n := range 30 {
			names = append(names, fmt.Sprintf("t-%d", n))
			if _, err := c.JWTTemplates.Create(t.Context(), clerk.JWTTemplateParams{Name: names[n], Claims: json.RawMessage(`{}`)}); err != nil {
				t.Fatal(err)
			}
		}
		c, err := clerk.New(clerk.Config{BaseURL: "http://localhost", SecretKey: sim.SecretKey(), Transport: sim})
		if err != nil {
			t.Fatal(err)
		}
		find := func(ctx context.Context, name string) error {
			got, err := c.JWTTemplates.Find(ctx, name)
			if err == nil && got.Name != name {
				err = fmt.Errorf("asked for %s, got %s", name, got.Name)
			}
			return err
		}
		tens(t, sim, names, find)
		got, err := c.JWTTemplates.Find(t.Context(), names[3])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.JWTTemplates.Update(t.Context(), got.ID, clerk.JWTTemplateParams{Name: "renamed", Claims: json.RawMessage(`{}`)}); err != nil {
			t.Fatal(err)
		}
		if n := tens(t, sim, append(names[4:], "renamed"), find); n > 3 {
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
	inQuiet(t, clerksim.Options{Assume: map[string]string{"unverified_addresses_unique": "false"}}, func(t *testing.T, sim *clerksim.Server, c *clerk.Client) {
		for range 2 {
			u, err := c.Users.Create(t.Context(), clerk.CreateUserParams{})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := c.EmailAddresses.Create(t.Context(), clerk.CreateEmailAddressParams{UserID: u.ID, EmailAddress: "shared@example.com", Verified: clerk.Value(false)}); err != nil {
				t.Fatal(err)
			}
		}
		for range 2 { // a batch, and then everybody
			tens(t, sim, []int{2, 0, 2, 0}, func(ctx context.Context, want int) error {
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
	})
}

// Whose an address is, is never asked for without saying which.
func TestAddressesThatDoNotExistAreNotLookedUpAmongEverybody(t *testing.T) {
	t.Parallel()
	inQuiet(t, clerksim.Options{Users: 1200}, func(t *testing.T, sim *clerksim.Server, c *clerk.Client) {
		tens(t, sim, []string{"idn_1", "idn_2", "idn_3", "idn_4", "idn_5"}, func(ctx context.Context, id string) error {
			if _, err := c.EmailAddresses.Owner(ctx, id); !clerk.IsNotFound(err) {
				return fmt.Errorf("%s: %w", id, err)
			}
			return nil
		})
		for _, r := range sim.Requests() {
			if r.Operation == "GET /users" {
				t.Errorf("GET /users?%s was sent", r.Query)
			}
		}
	})
}

func TestAnAddressThatNoListShowsHasNoOwner(t *testing.T) {
	t.Parallel()
	inQuiet(t, clerksim.Options{Lag: time.Minute}, func(t *testing.T, sim *clerksim.Server, c *clerk.Client) {
		var ids []string
		for n := range 4 {
			u, err := c.Users.Create(t.Context(), clerk.CreateUserParams{PhoneNumbers: []string{fmt.Sprintf("+15559%02d0100", n)}})
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, u.PhoneNumbers[0].ID)
		}
		tens(t, sim, ids, func(ctx context.Context, id string) error {
			if _, err := c.PhoneNumbers.Owner(ctx, id); !errors.Is(err, clerk.ErrNoOwner) {
				return fmt.Errorf("%s: %w", id, err)
			}
			return nil
		})
		sim.Advance(time.Hour)
		tens(t, sim, ids, func(ctx context.Context, id string) error {
			u, err := c.PhoneNumbers.Owner(ctx, id)
			if err == nil && u.PhoneNumbers[0].ID != id {
				err = fmt.Errorf("%s is of %s", id, u.ID)
			}
			return err
		})
	})
}

// What one lookup waits for, it says; and it fails with the error of its request.
func TestALookupFailsAsItsRequestDoes(t *testing.T) {
	t.Parallel()
	inQuiet(t, clerksim.Options{}, func(t *testing.T, sim *clerksim.Server, c *clerk.Client) {
		sim.PlaceFault(clerksim.Fault{Operation: "GET /users", Kind: "429", RetryAfter: 60})
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
