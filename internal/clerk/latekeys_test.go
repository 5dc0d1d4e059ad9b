package clerk_test

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"testing"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// keyed is a write that names a role or a role set by its key.
type keyed struct {
	// write names org:editor or role_set:partners, of an organization and a user, who is a member where the write is an update.
	write     func(ctx context.Context, c *clerk.Client, organization, user string) error
	update    bool
	operation string
}

// keyedWrites are those of all areas.
func keyedWrites() map[string]keyed {
	out := map[string]keyed{}
	for _, a := range areas {
		maps.Copy(out, a.keyed)
	}
	return out
}

// late makes, while the write waits, what it names: a role set, and a role that is in the initial role set at once or is added to it
// later. The channel is closed when that is done.
func (l *local) late(c *clerk.Client, included bool) (done chan struct{}) {
	l.t.Helper()
	done = make(chan struct{})
	time.AfterFunc(time.Second, func() {
		defer close(done)
		role := aRole("org:editor")
		role.IncludeInInitialRoleSet = rest.Value(included)
		_, err := c.OrganizationRoles.Create(l.t.Context(), role)
		_, failed := c.RoleSets.Create(l.t.Context(), aRoleSet("role_set:partners"))
		if err = errors.Join(err, failed); err != nil {
			l.t.Error(err)
		}
		if included {
			return
		}
		<-time.After(500 * time.Millisecond)
		initial, err := c.RoleSets.Initial(l.t.Context())
		if err == nil {
			_, err = c.RoleSets.AddRoles(l.t.Context(), initial.ID, []string{"org:editor"})
		}
		if err != nil {
			l.t.Error(err)
		}
	})
	return done
}

func TestARoleAndARoleSetThatTheRunMakesAreWaitedFor(t *testing.T) {
	t.Parallel()
	for what, n := range keyedWrites() {
		for _, outside := range []string{"404", "422"} {
			for _, included := range []bool{true, false} {
				inMadeUpTime(t, func(t *testing.T, l *local) {
					user, organization := l.owner(), l.ask("POST /organizations", `{"name":"Acme"}`)
					if n.update {
						l.ask("POST /organizations/"+organization+"/memberships", `{"user_id":"`+user+`","role":"org:member"}`)
					}
					c := l.client()
					made := l.late(c, included)
					if err := operate(t.Context(), c, organization, func(ctx context.Context) error { return n.write(ctx, c, organization, user) }); err != nil {
						t.Errorf("%s, %s, in the set at once: %t: %v", what, outside, included, err)
					}
					<-made
				}, assuming("role_outside_set", outside))
			}
		}
	}
}

// What nobody makes costs two seconds, once, and the error says which keys there are beside what Clerk answered.
func TestARoleAndARoleSetThatDoNotExistCostTwoSecondsOnce(t *testing.T) {
	t.Parallel()
	for what, n := range keyedWrites() {
		inMadeUpTime(t, func(t *testing.T, l *local) {
			user, organization := l.owner(), l.ask("POST /organizations", `{"name":"Acme"}`)
			if n.update {
				l.ask("POST /organizations/"+organization+"/memberships", `{"user_id":"`+user+`","role":"org:member"}`)
			}
			c := l.client()
			for k, want := range []time.Duration{2 * time.Second, 0} {
				before, began := l.Stats().ByOperation[n.operation], time.Now()
				err := n.write(t.Context(), c, organization, user)
				var unknown *rest.UnknownKeys
				if status := statusOf(err); !errors.As(err, &unknown) || status != http.StatusNotFound && status != http.StatusUnprocessableEntity {
					t.Errorf("%s: %v", what, err)
				}
				if took, sent := time.Since(began), l.Stats().ByOperation[n.operation]-before; took < want || took > want+time.Second || sent > 2 {
					t.Errorf("%s: attempt %d took %s, and was sent %d times", what, k+1, took, sent)
				}
			}
		})
	}
}

// A refusal because of something else is not waited for.
func TestAWriteThatNamesAKeyFailsAtOnceForAnyOtherReason(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		c, began := l.client(), time.Now()
		<-l.late(l.client(), true)
		organization := l.ask("POST /organizations", `{"name":"Acme"}`)
		for what, ids := range map[string][2]string{"no user": {organization, "user_0"}, "no organization": {"org_0", l.owner()}} {
			if err := keyedWrites()["a new member's role"].write(t.Context(), c, ids[0], ids[1]); !rest.IsNotFound(err) {
				t.Errorf("%s: %v", what, err)
			}
		}
		if _, err := c.Organizations.Create(t.Context(), clerk.CreateOrganizationParams{Name: "a < b", RoleSetKey: rest.Value("role_set:partners")}); statusOf(err) != http.StatusUnprocessableEntity {
			t.Error(err)
		}
		if took := time.Since(began); took > 3*time.Second {
			t.Errorf("it took %s", took)
		}
	})
}
