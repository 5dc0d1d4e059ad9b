package clerk_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

var (
	_ = tested(allowlist())
	_ = tested(blocklist())
)

func allowlist() area {
	a := identifierArea("allowlist_identifiers", "an allowed identifier")
	a.once = map[string]call{"POST /allowlist_identifiers": func(ctx context.Context, c *clerk.Client, _ target) (any, error) {
		return c.Allowlist.Create(ctx, clerk.CreateListedIdentifierParams{Identifier: "ada@example.com", Notify: rest.Value(true)})
	}}
	a.pages = map[string]paged{"allowed identifiers": {paginated: true}}
	return a
}

func blocklist() area {
	a := identifierArea("blocklist_identifiers", "a blocked identifier")
	a.uniques = map[string]unique{"blocked identifier": {}}
	return a
}

func identifierArea(name, what string) area {
	list := identifierLists[name].of
	return area{
		name: name, unlisted: true,
		create: func(ctx context.Context, c *clerk.Client, _ ids, name string) (string, error) {
			return idOf(list(c).Create(ctx, clerk.CreateListedIdentifierParams{Identifier: " Ada-" + name + "@example.com"}))
		},
		list: func(ctx context.Context, c *clerk.Client) ([]string, error) { return idsIn(list(c).List(ctx)) },
		writes: map[string]call{"DELETE /" + name + "/{identifier_id}": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return nil, list(c).Delete(ctx, at.id)
		}},
		recovered: map[string]recovered{what: {awaits: true}},
	}
}

// identifierLists are both lists, by their areas.
var identifierLists = map[string]struct {
	of      func(*clerk.Client) *clerk.IdentifierList
	missing error
}{
	"allowlist_identifiers": {func(c *clerk.Client) *clerk.IdentifierList { return c.Allowlist }, clerk.ErrNotAllowed},
	"blocklist_identifiers": {func(c *clerk.Client) *clerk.IdentifierList { return c.Blocklist }, clerk.ErrNotBlocked},
}

// listing puts n identifiers on a list.
func (l *local) listing(list *clerk.IdentifierList, n int) (all []clerk.ListedIdentifier) {
	l.t.Helper()
	for n := range n {
		made, err := list.Create(l.t.Context(), clerk.CreateListedIdentifierParams{Identifier: fmt.Sprintf("Ada%d@example.com", n)})
		if err != nil {
			l.t.Fatal(err)
		}
		all = append(all, *made)
	}
	return all
}

func TestAnIdentifierIsFoundInAnyCase(t *testing.T) {
	t.Parallel()
	for area, list := range identifierLists {
		inMadeUpTime(t, func(t *testing.T, l *local) {
			c := list.of(l.fresh())
			made, err := c.Create(t.Context(), clerk.CreateListedIdentifierParams{Identifier: " *@Example.com"})
			if err != nil {
				t.Fatal(err)
			}
			if found, err := c.Find(t.Context(), "*@EXAMPLE.com "); err != nil || found.ID != made.ID || found.Identifier != "*@example.com" || found.IdentifierType != "email_address" {
				t.Errorf("%s: found %+v: %v", area, found, err)
			}
			if read, err := c.Get(t.Context(), made.ID); err != nil || read.ID != made.ID || read.CreatedAt == 0 {
				t.Errorf("%s: read %+v: %v", area, read, err)
			}
			if err := c.Delete(t.Context(), made.ID); err != nil {
				t.Error(err)
			}
			_, err = c.Find(t.Context(), "*@Example.com")
			mentions(t, err, `does not have "*@example.com"`)
			if !errors.Is(err, list.missing) {
				t.Errorf("%s: %v", area, err)
			}
		})
	}
}

// What is on a list is read by the page, and so is what was taken off it: whose look at the list comes late shares one with others.
func TestIdentifiersAreReadByThePage(t *testing.T) {
	t.Parallel()
	for area, list := range identifierLists {
		inMadeUpTime(t, func(t *testing.T, l *local) {
			all := l.listing(list.of(l.client()), 1000)
			read := func(c *clerk.Client, gone bool) func(context.Context, clerk.ListedIdentifier) error {
				return func(ctx context.Context, want clerk.ListedIdentifier) error {
					got, err := list.of(c).Get(ctx, want.ID)
					if gone && rest.IsNotFound(err) {
						return nil
					}
					if err == nil && (gone || got.Identifier != want.Identifier) {
						err = fmt.Errorf("asked for %+v, got %+v", want, got)
					}
					return err
				}
			}
			pages := map[bool]int{true: 1, false: 2}[area == "blocklist_identifiers"]
			if n := tens(l, all, read(l.fresh(), false)); n > 2*pages {
				t.Errorf("%s: reading %d identifiers took %d requests", area, len(all), n)
			}
			for _, one := range all {
				if err := list.of(l.client()).Delete(t.Context(), one.ID); err != nil {
					t.Fatal(err)
				}
			}
			// Ten read at a time, and each of them twice.
			if n := tens(l, all, read(l.fresh(), true)); n > len(all)/10*2+5 {
				t.Errorf("%s: missing %d identifiers took %d requests", area, len(all), n)
			}
		})
	}
}

// Lists that lag do not show what was made, and are believed ten seconds after the client began.
func TestAnIdentifierIsGoneOnceListsCanBeBelieved(t *testing.T) {
	t.Parallel()
	for area, list := range identifierLists {
		for _, deleted := range []bool{false, true} {
			inMadeUpTime(t, func(t *testing.T, l *local) {
				one := l.listing(list.of(l.client()), 1)[0]
				if deleted {
					if err := list.of(l.client()).Delete(t.Context(), one.ID); err != nil {
						t.Fatal(err)
					}
				}
				c := l.fresh()
				for n, want := range []time.Duration{10 * time.Second, 0} {
					began := time.Now()
					if _, err := list.of(c).Get(t.Context(), one.ID); rest.IsNotFound(err) != deleted || !deleted && err != nil {
						t.Errorf("%s, deleted %t: %v", area, deleted, err)
					}
					if took := time.Since(began); took < want || took > want+time.Second {
						t.Errorf("%s, deleted %t: read %d took %s, expected %s", area, deleted, n+1, took, want)
					}
				}
			}, lagging(9*time.Second))
		}
	}
}

// An allowed identifier that is invited with it gets one message, whatever becomes of the answer.
func TestAnAllowedIdentifierIsInvitedOnce(t *testing.T) {
	t.Parallel()
	for _, loss := range []string{"lost", "lost_502", "late"} {
		inMadeUpTime(t, func(t *testing.T, l *local) {
			l.lose("POST /allowlist_identifiers", loss, 9)
			got, err := l.client().Allowlist.Create(t.Context(), clerk.CreateListedIdentifierParams{Identifier: "ada@example.com", Notify: rest.Value(true)})
			if sent := l.Stats().ByOperation["POST /allowlist_identifiers"]; err != nil || sent != 1 || got.InvitationID == "" {
				t.Errorf("%s: sent %d times, got %+v: %v", loss, sent, got, err)
			}
		})
	}
}

// A list of objects without ids says nothing of what there is not.
func TestAnIdentifierWithoutItsIDIsNotGone(t *testing.T) {
	t.Parallel()
	for area, list := range identifierLists {
		synctest.Test(t, func(t *testing.T) {
			client := fake(t, func(*http.Request) (*http.Response, error) {
				return reply(http.StatusOK, `{"data":[{"object":"x","identifier":"ada@example.com"}],"total_count":1}`)
			})
			_, err := list.of(client).Get(t.Context(), "alid_1")
			if err == nil || rest.IsNotFound(err) || rest.ReasonOf(err) != rest.Unreadable || !strings.Contains(err.Error(), "GET /"+area) {
				t.Errorf("%s: %v", area, err)
			}
		})
	}
}
