package clerk_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

const invite = "POST /organizations/{organization_id}/invitations"

var _ = tested(area{
	name: "organization_invitations", nameFollows: true, operation: invite, remove: "POST /organizations/{organization_id}/invitations/{invitation_id}/revoke",
	create: func(ctx context.Context, c *clerk.Client, of ids, name string) (string, error) {
		return idOf(c.OrganizationInvitations.Create(ctx, invitationOf(of("organizations"), name+"@example.com")))
	},
	writes: map[string]call{
		"POST /organizations/{organization_id}/invitations/{invitation_id}/revoke": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return nil, c.OrganizationInvitations.Revoke(ctx, at.parent(), at.own())
		},
	},
	get: func(ctx context.Context, c *clerk.Client, id string) (any, error) {
		organization, own, _ := strings.Cut(id, "/")
		return c.OrganizationInvitations.Get(ctx, organization, own)
	},
	sentOnce: true,
	keyed: map[string]keyed{
		"an invited person's role": {operation: invite, write: func(ctx context.Context, c *clerk.Client, organization, _ string) error {
			p := invitationOf(organization, "grace@example.com")
			p.Role = "org:editor"
			_, err := c.OrganizationInvitations.Create(ctx, p)
			return err
		}},
	},
	uniques: map[string]unique{"invited address": {has: func(ctx context.Context, c *clerk.Client, value string) (string, error) {
		organization, err := anAcme(ctx, c)
		if err != nil {
			return "", err
		}
		return idOf(c.OrganizationInvitations.Create(ctx, invitationOf(organization, value+"@example.com")))
	}}},
	pages: map[string]paged{"invitations of a user": {list: func(ctx context.Context, c *clerk.Client) ([]string, error) {
		return idsIn(c.Users.OrganizationInvitations(ctx, "user_1", "pending"))
	}}},
})

// anAcme is the organization of this slug, which is made if it is not there.
func anAcme(ctx context.Context, c *clerk.Client) (string, error) {
	o, err := c.Organizations.Find(ctx, "acme")
	if errors.Is(err, clerk.ErrNoOrganization) {
		o, err = c.Organizations.Create(ctx, clerk.CreateOrganizationParams{Name: "Acme", Slug: rest.Value("acme")})
	}
	return idOf(o, err)
}

func (l *local) acme() string {
	l.t.Helper()
	o, err := l.client().Organizations.Create(l.t.Context(), clerk.CreateOrganizationParams{Name: "Acme"})
	if err != nil {
		l.t.Fatal(err)
	}
	return o.ID
}

func invitationOf(organization, address string) clerk.CreateOrganizationInvitationParams {
	return clerk.CreateOrganizationInvitationParams{
		OrganizationID: organization, EmailAddress: address, Role: "org:member", PublicMetadata: []byte(`{"b":1.0,"a":[1,2]}`),
		PrivateMetadata: []byte(`{"crm":"a-17"}`), RedirectURL: rest.Value("https://example.com"), ExpiresInDays: rest.Value(int64(7)), Notify: rest.Value(false),
	}
}

// invited are the ids of all invitations that there are.
func (l *local) invited() []string {
	l.t.Helper()
	return mustList(l, l.client().OrganizationInvitations.List(l.t.Context(), clerk.OrganizationInvitationFilter{}))
}

// An invitation is sent once, whatever becomes of the answer. What was made is taken for the answer, also where lists lag.
func TestAnInvitationIsSentOnceAndFoundAgain(t *testing.T) {
	t.Parallel()
	sentOnce{
		operation: invite, prepare: (*local).acme, has: (*local).invited,
		create: func(ctx context.Context, c *clerk.Client, organization string) (string, error) {
			return idOf(c.OrganizationInvitations.Create(ctx, invitationOf(organization, " Grace@example.com")))
		},
	}.check(t)
}

// What is older, or otherwise, is somebody else's.
func TestAnInvitationOfSomebodyElseIsNotTaken(t *testing.T) {
	t.Parallel()
	for what, change := range map[string]func(*clerk.CreateOrganizationInvitationParams){
		"older":                    func(*clerk.CreateOrganizationInvitationParams) {},
		"for another role":         func(p *clerk.CreateOrganizationInvitationParams) { p.Role = "org:admin" },
		"with other metadata":      func(p *clerk.CreateOrganizationInvitationParams) { p.PrivateMetadata = []byte(`{"crm":"b-18"}`) },
		"into another one":         nil,
		"accepted in the meantime": func(*clerk.CreateOrganizationInvitationParams) {},
	} {
		inMadeUpTime(t, func(t *testing.T, l *local) {
			organization, theirs := l.acme(), invitationOf(l.acme(), "grace@example.com")
			if change != nil {
				theirs.OrganizationID = organization
				change(&theirs)
			}
			other, err := l.client().OrganizationInvitations.Create(t.Context(), theirs)
			if err != nil {
				t.Fatal(err)
			}
			switch what {
			case "older":
				l.Advance(4 * time.Second)
			case "accepted in the meantime":
				l.seed(`{"accepted_invitations":["` + other.ID + `"]}`)
			}
			l.lose(invite, "reset", 1)
			if got, err := l.client().OrganizationInvitations.Create(t.Context(), invitationOf(organization, "grace@example.com")); !isLost(err) {
				t.Errorf("%s: took %+v: %v", what, got, err)
			}
			if has := l.invited(); len(has) != 1 || has[0] != other.OrganizationID+"/"+other.ID {
				t.Errorf("%s: Clerk has %v", what, has)
			}
		})
	}
}

// A list that lags may still show an invitation that was revoked, and that is alike.
func TestARevokedInvitationIsNotTaken(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		organization, theirs := l.acme(), l.client()
		revoked, err := theirs.OrganizationInvitations.Create(t.Context(), invitationOf(organization, "grace@example.com"))
		if err != nil {
			t.Fatal(err)
		}
		<-time.After(time.Second)
		if err := theirs.OrganizationInvitations.Revoke(t.Context(), organization, revoked.ID); err != nil {
			t.Fatal(err)
		}
		l.lose(invite, "lost", 1)
		got, err := l.client().OrganizationInvitations.Create(t.Context(), invitationOf(organization, "grace@example.com"))
		if err != nil || got.ID == revoked.ID {
			t.Errorf("took %+v, and %s was revoked: %v", got, revoked.ID, err)
		}
	}, lagging(time.Second))
}

// A stop ends the wait for a list that lags.
func TestAStopEndsTheSearchForALostInvitation(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		organization := l.acme()
		l.lose(invite, "lost", 1)
		took, err := canceled(t, func(ctx context.Context) error {
			_, err := l.client().OrganizationInvitations.Create(ctx, invitationOf(organization, "grace@example.com"))
			return err
		})
		if !isLost(err) || took > 3*time.Second {
			t.Errorf("it took %s: %v", took, err)
		}
	}, lagging(time.Hour))
}

func TestAPendingInvitationIsNamed(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		organization := l.acme()
		first, err := l.client().OrganizationInvitations.Create(t.Context(), invitationOf(organization, "grace@example.com"))
		if err != nil {
			t.Fatal(err)
		}
		_, err = l.client().OrganizationInvitations.Create(t.Context(), invitationOf(organization, "Grace@example.com"))
		var taken *rest.Taken
		if !errors.As(err, &taken) || taken.Holder != organization+"/"+first.ID || statusOf(err) != http.StatusBadRequest {
			t.Errorf("%#v", err)
		}
	})
}

// An answer need not say of which organization an invitation is: the list of the instance does, and the path.
func TestAnInvitationIsReadWhateverItSaysOfItsOrganization(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		organization := l.acme()
		l.PlaceFault(clerksim.Fault{Kind: "lacking", Field: "organization_id", Times: 99})
		var ids []string
		for n := range 12 {
			made, err := l.client().OrganizationInvitations.Create(t.Context(), invitationOf(organization, fmt.Sprintf("g%d@example.com", n)))
			if err != nil || made.OrganizationID != organization {
				t.Fatalf("made %+v: %v", made, err)
			}
			ids = append(ids, made.ID)
		}
		c := l.fresh()
		if n := tens(l, ids, func(ctx context.Context, id string) error {
			got, err := c.OrganizationInvitations.Get(ctx, organization, id)
			if err == nil && (got.ID != id || got.OrganizationID != organization) {
				err = fmt.Errorf("asked for %s, got %+v", id, got)
			}
			return err
		}); n > 2 {
			t.Errorf("reading %d invitations took %d requests", len(ids), n)
		}
	})
}

// A few of many invitations are read one by one; most of them by the page.
func TestInvitationsAreReadByThePageWhereThatIsCheaper(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		organization, c := l.acme(), l.client()
		var ids []string
		for n := range 1200 {
			made, err := c.OrganizationInvitations.Create(t.Context(), invitationOf(organization, fmt.Sprintf("g%d@example.com", n)))
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, made.ID)
		}
		for managed, most := range map[int]int{1: 1, 2: 3, 3: 4, 1000: 4} {
			c := l.fresh()
			if n := tens(l, ids[:managed], func(ctx context.Context, id string) error {
				_, err := c.OrganizationInvitations.Get(ctx, organization, id)
				return err
			}); n > most {
				t.Errorf("reading %d of %d invitations took %d requests, expected at most %d", managed, len(ids), n, most)
			}
		}
	})
}

func TestWhatIsNotPendingNeedsNoRevocation(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		organization, c := l.acme(), l.client()
		for what, end := range map[string]func(id string){
			"accepted": func(id string) { l.seed(`{"accepted_invitations":["` + id + `"]}`) },
			"expired":  func(string) { l.Advance(8 * 24 * time.Hour) },
			"revoked":  func(string) {},
		} {
			made, err := c.OrganizationInvitations.Create(t.Context(), invitationOf(organization, what+"@example.com"))
			if err != nil {
				t.Fatal(err)
			}
			end(made.ID)
			for range 2 {
				if err := c.OrganizationInvitations.Revoke(t.Context(), organization, made.ID); err != nil {
					t.Errorf("%s: %v", what, err)
				}
			}
			if got, err := c.OrganizationInvitations.Get(t.Context(), organization, made.ID); err != nil || got.Status != what {
				t.Errorf("%s: %+v, %v", what, got, err)
			}
		}
		if err := c.OrganizationInvitations.Revoke(t.Context(), organization, "orginv_0"); !rest.IsNotFound(err) {
			t.Errorf("one that there is not: %v", err)
		}
	})
}
