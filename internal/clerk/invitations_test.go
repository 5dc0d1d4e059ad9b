package clerk_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

const inviteUser = "POST /invitations"

var _ = tested(area{
	name: "invitations", unlisted: true, remove: "POST /invitations/{invitation_id}/revoke",
	create: func(ctx context.Context, c *clerk.Client, _ ids, name string) (string, error) {
		return idOf(c.Invitations.Create(ctx, clerk.CreateInvitationParams{EmailAddress: name + "@example.com"}))
	},
	list: func(ctx context.Context, c *clerk.Client) ([]string, error) {
		return idsIn(c.Invitations.List(ctx, clerk.InvitationFilter{OrderBy: "+expires_at"}))
	},
	writes: map[string]call{
		"POST /invitations/{invitation_id}/revoke": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return nil, c.Invitations.Revoke(ctx, at.id)
		},
	},
	sentOnce: true,
	uniques:  map[string]unique{"address that is invited to sign up": {}},
	pages:    map[string]paged{"invitations": {paginated: true}},
})

func anInvitation(address string) clerk.CreateInvitationParams {
	return clerk.CreateInvitationParams{
		EmailAddress: address, PublicMetadata: []byte(`{"b":1.0,"a":[1,2]}`), RedirectURL: rest.Value("https://example.com"),
		ExpiresInDays: rest.Value(int64(7)), Notify: rest.Value(false), TemplateSlug: rest.Value("waitlist_invitation"),
	}
}

// invitees are the ids of all invitations to sign up that there are.
func (l *local) invitees() []string {
	l.t.Helper()
	return mustList(l, l.client().Invitations.List(l.t.Context(), clerk.InvitationFilter{}))
}

// An invitation to sign up is sent once, whatever becomes of the answer. What was made is taken for the answer, also where lists lag.
func TestAnInvitationToSignUpIsSentOnceAndFoundAgain(t *testing.T) {
	t.Parallel()
	for _, ignore := range []bool{false, true} {
		once := sentOnce{
			operation: inviteUser, has: (*local).invitees,
			create: func(ctx context.Context, c *clerk.Client, _ string) (string, error) {
				p := anInvitation(" Grace@example.com")
				p.IgnoreExisting = rest.Value(ignore)
				return idOf(c.Invitations.Create(ctx, p))
			},
		}
		if ignore { // somebody else has invited the same address before
			once.prepare = func(l *local) string {
				if _, err := l.client().Invitations.Create(l.t.Context(), anInvitation("grace@example.com")); err != nil {
					l.t.Fatal(err)
				}
				l.Advance(time.Minute)
				return ""
			}
		}
		once.check(t)
	}
}

// What is older, or otherwise, is somebody else's.
func TestAnInvitationToSignUpOfSomebodyElseIsNotTaken(t *testing.T) {
	t.Parallel()
	for what, theirs := range map[string]clerk.CreateInvitationParams{
		"older":               anInvitation("grace@example.com"),
		"with other metadata": {EmailAddress: "grace@example.com", PublicMetadata: []byte(`{"plan":"free"}`)},
		"of another address":  anInvitation("xgrace@example.com"),
	} {
		inMadeUpTime(t, func(t *testing.T, l *local) {
			other, err := l.client().Invitations.Create(t.Context(), theirs)
			if err != nil {
				t.Fatal(err)
			}
			if what == "older" {
				l.Advance(4 * time.Second)
			}
			l.lose(inviteUser, "reset", 1)
			if got, err := l.client().Invitations.Create(t.Context(), anInvitation("grace@example.com")); !isLost(err) {
				t.Errorf("%s: took %+v: %v", what, got, err)
			}
			if has := l.invitees(); len(has) != 1 || has[0] != other.ID {
				t.Errorf("%s: Clerk has %v", what, has)
			}
		})
	}
}

func TestAPendingInvitationToSignUpIsNamedAndFound(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		first, err := l.client().Invitations.Create(t.Context(), anInvitation("grace@example.com"))
		if err != nil {
			t.Fatal(err)
		}
		_, err = l.client().Invitations.Create(t.Context(), anInvitation("Grace@example.com"))
		var taken *rest.Taken
		if !errors.As(err, &taken) || taken.Holder != first.ID || statusOf(err) != http.StatusBadRequest {
			t.Errorf("%#v", err)
		}
		if found, err := l.client().Invitations.Find(t.Context(), " GRACE@example.com"); err != nil || found.ID != first.ID {
			t.Errorf("found %+v: %v", found, err)
		}
		if _, err := l.client().Invitations.Find(t.Context(), "race@example.com"); !errors.Is(err, clerk.ErrNoInvitation) {
			t.Errorf("found one of another address: %v", err)
		}
	})
}

// A few of many invitations are read one by one; most of them by the page.
func TestInvitationsToSignUpAreReadByThePageWhereThatIsCheaper(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		var ids []string
		for n := range 1200 {
			made, err := l.client().Invitations.Create(t.Context(), anInvitation(fmt.Sprintf("g%d@example.com", n)))
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, made.ID)
		}
		for managed, most := range map[int]int{1: 1, 2: 3, 3: 4, 1000: 4} {
			c := l.fresh()
			if n := tens(l, ids[:managed], func(ctx context.Context, id string) error {
				got, err := c.Invitations.Get(ctx, id)
				if err == nil && got.ID != id {
					err = fmt.Errorf("asked for %s, got %+v", id, got)
				}
				return err
			}); n > most {
				t.Errorf("reading %d of %d invitations took %d requests, expected at most %d", managed, len(ids), n, most)
			}
		}
	})
}

// Lists do not show what was revoked, unless it is asked for.
func TestAnInvitationToSignUpIsReadWhateverBecameOfIt(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		c := l.client()
		for what, end := range map[string]func(id string){
			"accepted": func(id string) { l.seed(`{"accepted_invitations":["` + id + `"]}`) },
			"revoked":  func(string) {},
		} {
			made, err := c.Invitations.Create(t.Context(), anInvitation(what+"@example.com"))
			if err != nil {
				t.Fatal(err)
			}
			end(made.ID)
			for range 2 {
				if err := c.Invitations.Revoke(t.Context(), made.ID); err != nil {
					t.Errorf("%s: %v", what, err)
				}
			}
			began, fresh := time.Now(), l.fresh()
			if got, err := fresh.Invitations.Get(rest.WithRecheck(t.Context()), made.ID); err != nil || got.Status != what || time.Since(began) > time.Second {
				t.Errorf("%s, once more: %+v, %v, in %s", what, got, err, time.Since(began))
			}
			if got, err := fresh.Invitations.Get(t.Context(), made.ID); err != nil || got.Status != what || time.Since(began) > time.Second {
				t.Errorf("%s: %+v, %v, in %s", what, got, err, time.Since(began))
			}
		}
		if err := c.Invitations.Revoke(t.Context(), "inv_0"); !rest.IsNotFound(err) {
			t.Errorf("one that there is not: %v", err)
		}
		if _, err := c.Invitations.Get(t.Context(), "inv_0"); !rest.IsNotFound(err) {
			t.Errorf("one that there is not: %v", err)
		}
	})
}
