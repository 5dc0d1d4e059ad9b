package clerk_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

const (
	joinWaitlist = "POST /waitlist_entries"
	inviteWaiter = "POST /waitlist_entries/{waitlist_entry_id}/invite"
)

var _ = tested(area{
	name: "waitlist_entries", unlisted: true,
	create: func(ctx context.Context, c *clerk.Client, _ ids, name string) (string, error) {
		return idOf(c.WaitlistEntries.Create(ctx, clerk.CreateWaitlistEntryParams{EmailAddress: name + "@waiting.example.com"}))
	},
	list: func(ctx context.Context, c *clerk.Client) ([]string, error) {
		return idsIn(c.WaitlistEntries.List(ctx, clerk.WaitlistFilter{OrderBy: "+invited_at"}))
	},
	writes: map[string]call{
		"DELETE /waitlist_entries/{waitlist_entry_id}": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return nil, c.WaitlistEntries.Delete(ctx, at.id)
		},
		"POST /waitlist_entries/{waitlist_entry_id}/reject": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return nil, c.WaitlistEntries.Reject(ctx, at.id)
		},
	},
	once: map[string]call{
		"POST /waitlist_entries/{waitlist_entry_id}/invite": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.WaitlistEntries.Invite(ctx, at.id, false)
		},
	},
	sentOnce: true, // it mails a confirmation, unless it is told not to
	recovered: map[string]recovered{"an entry of the waitlist": {
		read: true,
		create: func(ctx context.Context, c *clerk.Client, _ ids, _ string) (string, error) {
			return idOf(c.WaitlistEntries.Create(ctx, clerk.CreateWaitlistEntryParams{EmailAddress: " Ada@example.com", Notify: rest.Value(false)}))
		},
	}},
	uniques: map[string]unique{"address on the waitlist": {}},
	pages:   map[string]paged{"entries of the waitlist": {}},
})

// waiting puts an address on the waitlist.
func (l *local) waiting(address string) *clerk.WaitlistEntry {
	l.t.Helper()
	made, err := l.client().WaitlistEntries.Create(l.t.Context(), clerk.CreateWaitlistEntryParams{EmailAddress: address})
	if err != nil {
		l.t.Fatal(err)
	}
	return made
}

// waitlist is the ids of all entries.
func (l *local) waitlist() []string {
	l.t.Helper()
	return mustList(l, l.client().WaitlistEntries.List(l.t.Context(), clerk.WaitlistFilter{}))
}

// Clerk answers with the entry that an address has already: that is somebody else's, unless this very operation made it.
func TestAnEntryThatWasOnTheWaitlistBeforeIsNotTaken(t *testing.T) {
	t.Parallel()
	for age, what := range map[time.Duration]string{3 * time.Second: "it is older, by", 90 * 24 * time.Hour: "it is older, by 2160h", -time.Hour: "after the Date"} {
		for _, notify := range []bool{true, false} {
			for _, loss := range []string{"", "lost", "reset"} {
				inMadeUpTime(t, func(t *testing.T, l *local) {
					theirs := l.waiting("ada@example.com")
					client := l.client()
					if age > 0 {
						l.Advance(age)
					} else { // Clerk's clock says otherwise than the entry
						client = l.client(l.through(func(r *http.Response) {
							r.Header.Set("Date", time.Now().Add(age).UTC().Format(http.TimeFormat))
						}))
					}
					if loss != "" {
						l.lose(joinWaitlist, loss, 1)
					}
					got, err := client.WaitlistEntries.Create(t.Context(), clerk.CreateWaitlistEntryParams{EmailAddress: "Ada@example.com ", Notify: rest.Value(notify)})
					if has := l.waitlist(); got != nil || err == nil || !slices.Equal(has, []string{theirs.ID}) {
						t.Fatalf("%s, notify %t, %s: took %+v: %v; Clerk has %v", age, notify, loss, got, err, has)
					}
					if loss != "" && notify {
						return // nothing is repeated, so nothing tells that it is somebody else's
					}
					var taken *rest.Taken
					conflict, met := rest.AsConflict(err)
					if met != (loss != "") || met && conflict.ID != theirs.ID || !met && (!errors.As(err, &taken) || taken.Holder != theirs.ID) {
						t.Errorf("%s, notify %t, %s: %#v", age, notify, loss, err)
					}
					mentions(t, err, "POST /waitlist_entries was answered with "+theirs.ID, what)
				})
			}
		}
	}
}

// Without a Date nothing tells the age, and nothing is taken.
func TestAnEntryWhoseAgeCannotBeToldIsNamed(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		c := l.client(l.through(func(r *http.Response) { r.Header.Del("Date") }))
		_, err := c.WaitlistEntries.Create(t.Context(), clerk.CreateWaitlistEntryParams{EmailAddress: "ada@example.com"})
		mentions(t, err, l.waitlist()[0], "no Date to tell its age by")
	})
}

// Two operations of a run that put one address on the waitlist do not share the entry, however young it is.
func TestAnEntryOfTheWaitlistIsTakenOnce(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		c := l.client()
		first, err := c.WaitlistEntries.Create(t.Context(), clerk.CreateWaitlistEntryParams{EmailAddress: "ada@example.com"})
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.WaitlistEntries.Create(t.Context(), clerk.CreateWaitlistEntryParams{EmailAddress: "ada@example.com"})
		mentions(t, err, first.ID, "another operation of this run made it")
	})
}

// The confirmation is mailed once, whatever becomes of the answer. What was made is taken for the answer, also where lists lag.
func TestAnEntryOfTheWaitlistIsConfirmedOnceAndFoundAgain(t *testing.T) {
	t.Parallel()
	sentOnce{
		operation: joinWaitlist, has: (*local).waitlist,
		create: func(ctx context.Context, c *clerk.Client, _ string) (string, error) {
			return idOf(c.WaitlistEntries.Create(ctx, clerk.CreateWaitlistEntryParams{EmailAddress: " Grace@example.com"}))
		},
	}.check(t)
}

func TestTheWaitlistIsFilteredAndFound(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		c := l.client().WaitlistEntries
		ada, byron := l.waiting("ada@example.com"), l.waiting("byron@example.com")
		if err := c.Reject(t.Context(), byron.ID); err != nil {
			t.Fatal(err)
		}
		for want, f := range map[string]clerk.WaitlistFilter{ada.ID: {Status: "pending"}, byron.ID: {Query: "byr", OrderBy: "-email_address"}} {
			if all, err := rest.Collect(c.List(t.Context(), f)); err != nil || len(all) != 1 || all[0].ID != want {
				t.Errorf("%+v: %+v, %v", f, all, err)
			}
		}
		if found, err := c.Find(t.Context(), " ADA@example.com"); err != nil || found.ID != ada.ID {
			t.Errorf("found %+v: %v", found, err)
		}
		if _, err := c.Find(t.Context(), "da@example.com"); !errors.Is(err, clerk.ErrNotWaiting) {
			t.Errorf("found one of another address: %v", err)
		}
		if _, err := c.Get(t.Context(), "waitlist_0"); !rest.IsNotFound(err) {
			t.Errorf("one that there is not: %v", err)
		}
	})
}

func TestEntriesOfTheWaitlistAreReadByThePageWhereThatIsCheaper(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		var ids []string
		for n := range 1200 {
			ids = append(ids, l.waiting(fmt.Sprintf("g%d@example.com", n)).ID)
		}
		for managed, most := range map[int]int{1: 1, 3: 4, 1000: 4} {
			c := l.fresh()
			if n := tens(l, ids[:managed], func(ctx context.Context, id string) error {
				got, err := c.WaitlistEntries.Get(ctx, id)
				if err == nil && got.ID != id {
					err = fmt.Errorf("asked for %s, got %+v", id, got)
				}
				return err
			}); n > most {
				t.Errorf("reading %d of %d entries took %d requests, expected at most %d", managed, len(ids), n, most)
			}
		}
	})
}

// Whoever waits is sent one invitation, and a lost answer is known by what became of the entry.
func TestWhoWaitsIsInvitedOnce(t *testing.T) {
	t.Parallel()
	for loss, made := range map[string]bool{"": true, "lost": true, "lost_502": true, "late": true, "reset": false, "502": false} {
		for _, lag := range []time.Duration{0, 3 * time.Second, 15 * time.Second} {
			inMadeUpTime(t, func(t *testing.T, l *local) {
				ada := l.waiting("ada@example.com")
				l.Advance(time.Minute)
				if loss != "" {
					l.lose(inviteWaiter, loss, 9)
				}
				got, err := l.client().WaitlistEntries.Invite(t.Context(), ada.ID, false)
				if sent := l.Stats().ByOperation[inviteWaiter]; sent != 1 {
					t.Errorf("%s, %s: sent %d times", loss, lag, sent)
				}
				l.Advance(time.Minute)
				has := l.invitees()
				if (len(has) == 1) != made {
					t.Errorf("%s, %s: Clerk has %v", loss, lag, has)
				}
				switch known := made && (loss == "" || lag < 10*time.Second); {
				case known && (err != nil || got.Status != clerk.WaitlistInvited || got.Invitation == nil || got.Invitation.ID != has[0]):
					t.Errorf("%s, %s: got %+v: %v", loss, lag, got, err)
				case !known && !isLost(err):
					t.Errorf("%s, %s: got %+v: %v, expected a lost answer", loss, lag, got, err)
				}
			}, lagging(lag))
		}
	}
}

// What Clerk refuses for the status of an entry says which that is.
func TestWhatIsRefusedOfAnEntryThatIsNotPending(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		c, ctx := l.client().WaitlistEntries, t.Context()
		invited, rejected := l.waiting("ada@example.com").ID, l.waiting("byron@example.com").ID
		if _, err := c.Invite(ctx, invited, false); err != nil {
			t.Fatal(err)
		}
		for range 2 { // who is rejected can be rejected again
			if err := c.Reject(ctx, rejected); err != nil {
				t.Fatal(err)
			}
		}
		invite := func(id string) error { _, err := c.Invite(ctx, id, false); return err }
		for what, err := range map[string]error{
			"invited: delete": c.Delete(ctx, invited), "invited: reject": c.Reject(ctx, invited), "invited: invite": invite(invited),
			"rejected: delete": c.Delete(ctx, rejected), "rejected: invite": invite(rejected),
		} {
			var not *clerk.NotPending
			if !errors.As(err, &not) || statusOf(err) != http.StatusConflict || what[:len(not.Status)+1] != not.Status+":" {
				t.Errorf("%s: %#v", what, err)
			}
		}
		if err := c.Delete(ctx, "waitlist_0"); !rest.IsNotFound(err) {
			t.Errorf("one that there is not: %v", err)
		}
	}, func(o *clerksim.Options) { o.Assume = map[string]string{"rejected_can_be_invited": "false"} })
}

// A refusal that has another reason stays what it is.
func TestAnInvitationThatIsRefusedForItsAddressIsNotAboutTheStatus(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		ada := l.waiting("ada@example.com")
		if _, err := l.client().Invitations.Create(t.Context(), clerk.CreateInvitationParams{EmailAddress: "ada@example.com"}); err != nil {
			t.Fatal(err)
		}
		_, err := l.client().WaitlistEntries.Invite(t.Context(), ada.ID, false)
		if not := (*clerk.NotPending)(nil); errors.As(err, &not) || statusOf(err) != http.StatusBadRequest {
			t.Errorf("%#v", err)
		}
		if _, err := l.client().WaitlistEntries.Invite(t.Context(), ada.ID, true); err != nil {
			t.Error(err)
		}
	})
}
