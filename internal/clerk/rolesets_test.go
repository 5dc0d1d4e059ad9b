package clerk_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

var _ = tested(area{
	name: "role_sets", remove: "POST /role_sets/{role_set_key_or_id}/replace",
	create: func(ctx context.Context, c *clerk.Client, _ ids, name string) (string, error) {
		p := aRoleSet("role_set:" + name)
		p.Description = rest.Value("For partners")
		return idOf(c.RoleSets.Create(ctx, p))
	},
	get: func(ctx context.Context, c *clerk.Client, id string) (any, error) { return c.RoleSets.Get(ctx, id) },
	list: func(ctx context.Context, c *clerk.Client) ([]string, error) {
		return idsIn(c.RoleSets.Search(ctx, clerk.Search{Query: "role_set:made"}))
	},
	writes: map[string]call{
		"PATCH /role_sets/{role_set_key_or_id}": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.RoleSets.Update(ctx, at.id, clerk.UpdateRoleSetParams{Key: rest.Value("role_set:b"), DefaultRoleKey: rest.Value("org:admin")})
		},
		"POST /role_sets/{role_set_key_or_id}/roles": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.RoleSets.AddRoles(ctx, at.id, []string{"org:acme"})
		},
		"POST /role_sets/{role_set_key_or_id}/roles/replace": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.RoleSets.ReplaceRole(ctx, at.id, "org:member", "org:admin")
		},
		"POST /role_sets/{role_set_key_or_id}/replace": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return nil, c.RoleSets.Delete(ctx, at.id, "role_set:"+at.name, clerk.ReplaceRoleSetParams{DestRoleSetKey: "role_set:default"})
		},
	},
	recovered: map[string]recovered{"a role set": {read: true}},
	uniques: map[string]unique{"role set's key": {takes: func(ctx context.Context, c *clerk.Client, id, value string) (any, error) {
		return c.RoleSets.Update(ctx, id, clerk.UpdateRoleSetParams{Key: rest.Value("role_set:" + value)})
	}}},
})

// aRoleSet is a role set of the roles that every instance has.
func aRoleSet(key string) clerk.CreateRoleSetParams {
	return clerk.CreateRoleSetParams{Key: key, Name: key, Roles: []string{"org:member", "org:admin"}, DefaultRoleKey: "org:member", CreatorRoleKey: "org:admin"}
}

func assuming(name, value string) func(*clerksim.Options) {
	return func(o *clerksim.Options) { o.Assume = map[string]string{name: value} }
}

func (l *local) roleSet(p clerk.CreateRoleSetParams) *clerk.RoleSet {
	l.t.Helper()
	s, err := l.client().RoleSets.Create(l.t.Context(), p)
	if err != nil {
		l.t.Fatal(err)
	}
	return s
}

// What another operation of the run makes, or gives its permissions, is waited for: in a create, in an update, and in what adds roles.
func TestARoleSetWaitsForItsRoles(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		ctx := t.Context()
		makes := func(c *clerk.Client, after time.Duration) {
			<-time.After(after)
			if _, err := c.OrganizationRoles.Create(ctx, aRole("org:owner")); err != nil {
				t.Error(err)
			}
		}
		owner := func() *clerk.OrganizationRole {
			r, err := l.client().OrganizationRoles.Find(ctx, "org:owner")
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		permits := func(c *clerk.Client, after time.Duration) {
			<-time.After(after)
			ids, err := c.OrganizationPermissions.IDs(ctx, []string{"org:sys_memberships:manage", "org:sys_memberships:read", "org:sys_profile:delete"})
			if err != nil {
				t.Error(err)
			}
			if _, err := c.OrganizationRoles.Update(ctx, owner().ID, clerk.OrganizationRoleParams{Permissions: rest.Value(ids)}); err != nil {
				t.Error(err)
			}
		}
		owned := aRoleSet("role_set:owned")
		owned.Roles, owned.CreatorRoleKey = []string{"org:owner", "org:member"}, "org:owner"
		creates := func(c *clerk.Client) error { _, err := c.RoleSets.Create(ctx, owned); return err }
		s := l.roleSet(aRoleSet("role_set:a"))
		for what, one := range map[string]struct {
			before func(*clerk.Client)
			write  func(*clerk.Client) error
		}{
			"a create": {func(c *clerk.Client) { makes(c, time.Second/2); permits(c, time.Second/2) }, creates},
			"an added role": {func(c *clerk.Client) { makes(c, time.Second/2) }, func(c *clerk.Client) error {
				_, err := c.RoleSets.AddRoles(ctx, s.ID, []string{"org:owner"})
				return err
			}},
			"an update": {func(c *clerk.Client) { permits(c, time.Second/2) }, func(c *clerk.Client) error {
				makes(l.client(), 0)
				if _, err := l.client().RoleSets.AddRoles(ctx, s.ID, []string{"org:owner"}); err != nil {
					return err
				}
				_, err := c.RoleSets.Update(ctx, s.ID, clerk.UpdateRoleSetParams{CreatorRoleKey: rest.Value("org:owner")})
				return err
			}},
		} {
			c := l.fresh()
			var both sync.WaitGroup
			both.Go(func() { one.before(c) })
			if err := one.write(c); err != nil {
				t.Errorf("%s: %v", what, err)
			}
			both.Wait()
			for set, err := range l.client().RoleSets.List(ctx) {
				if err == nil && set.Type != clerk.InitialRoleSet {
					err = l.client().RoleSets.Delete(ctx, set.ID, set.Key, clerk.ReplaceRoleSetParams{DestRoleSetKey: "role_set:default"})
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			if err := l.client().OrganizationRoles.Delete(ctx, owner().ID); err != nil {
				t.Fatal(err)
			}
			s = l.roleSet(aRoleSet("role_set:a"))
		}
	})
}

// A role that nobody makes is named, together with those that there are.
func TestARoleSetOfRolesThatDoNotExistCostsTwoSeconds(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		s := l.roleSet(aRoleSet("role_set:a"))
		p := aRoleSet("role_set:partners")
		p.Roles = append(p.Roles, "org:onwer", "org:x")
		for what, write := range map[string]func(*clerk.Client) error{
			"a create":     func(c *clerk.Client) error { _, err := c.RoleSets.Create(t.Context(), p); return err },
			"an added one": func(c *clerk.Client) error { _, err := c.RoleSets.AddRoles(t.Context(), s.ID, p.Roles); return err },
		} {
			c, began := l.fresh(), time.Now()
			err := write(c)
			var unknown *rest.UnknownKeys
			if !errors.As(err, &unknown) || !slices.Equal(unknown.Keys, []string{"org:onwer", "org:x"}) || len(unknown.Exist) != 2 {
				t.Errorf("%s: %v", what, err)
			}
			if took := time.Since(began); took > 2100*time.Millisecond {
				t.Errorf("%s: it took %s", what, took)
			}
		}
		// A role set that is gone is no unknown role.
		if _, err := l.client().RoleSets.AddRoles(t.Context(), "rset_gone", []string{"org:admin"}); !rest.IsNotFound(err) {
			t.Error(err)
		}
	})
}

// What an earlier attempt has reached, whose answer was lost, is reached, also where Clerk then refuses the repetition.
func TestARoleSetThatHasWhatIsAskedForIsNoError(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		c, ctx := l.client(), t.Context()
		l.role("org:editor")
		s := l.roleSet(aRoleSet("role_set:a"))
		l.lose("POST /role_sets/{role_set_key_or_id}/roles", "lost", 1)
		if got, err := c.RoleSets.AddRoles(ctx, s.ID, []string{"org:editor"}); err != nil || !got.HasRole("org:editor") {
			t.Errorf("%+v: %v", got, err)
		}
		for range 2 {
			if got, err := c.RoleSets.ReplaceRole(ctx, s.ID, "org:editor", "org:admin"); err != nil || got.HasRole("org:editor") {
				t.Errorf("%+v: %v", got, err)
			}
		}
		_, err := c.RoleSets.ReplaceRole(ctx, s.ID, "org:member", "org:editor")
		mentions(t, err, "Organization role not found: org:editor")
	}, assuming("role_added_again", "refused"))
}

// Only a role set that is gone itself is not found.
func TestWhatIsGoneAfterARoleSetIsDeleted(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		c, ctx := l.client(), t.Context()
		a, b := l.roleSet(aRoleSet("role_set:a")), l.roleSet(aRoleSet("role_set:b"))
		into := func(s *clerk.RoleSet, key string) error {
			return c.RoleSets.Delete(ctx, s.ID, s.Key, clerk.ReplaceRoleSetParams{DestRoleSetKey: key})
		}
		if err := into(a, "role_set:none"); !errors.Is(err, clerk.ErrNoRoleSet) || rest.IsNotFound(err) {
			t.Errorf("without the other one: %v", err)
		}
		if err := errors.Join(into(b, "role_set:a"), into(a, "role_set:default")); err != nil {
			t.Fatal(err)
		}
		if err := into(a, "role_set:default"); !rest.IsNotFound(err) {
			t.Errorf("again: %v", err)
		}
		for key, want := range map[string]string{"role_set:a": "role_set:default", "role_set:b": "role_set:default", "role_set:c": ""} {
			if got := c.RoleSets.Successor(key); got != want {
				t.Errorf("the successor of %s is %q, expected %q", key, got, want)
			}
		}
		if _, err := c.RoleSets.Create(ctx, aRoleSet("role_set:a")); err != nil || c.RoleSets.Successor("role_set:b") != "role_set:a" {
			t.Errorf("%q: %v", c.RoleSets.Successor("role_set:b"), err)
		}
	})
}

// Clerk may give members their roles some time after its answer. That is waited for, but not for ever.
func TestMembersGetTheirRolesBeforeItIsSettled(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		c, ctx := l.client(), t.Context()
		l.role("org:editor")
		l.editor()
		initial, err := c.RoleSets.Initial(ctx)
		if err != nil {
			t.Fatal(err)
		}
		replaced, err := c.RoleSets.ReplaceRole(ctx, initial.ID, "org:editor", "org:member")
		if err != nil || replaced.Migration == nil {
			t.Fatalf("%+v: %v", replaced, err)
		}
		if settled, err := c.RoleSets.Settled(ctx, initial.ID); !settled || err != nil {
			t.Errorf("%t: %v", settled, err)
		}
	}, assuming("role_set_migration", "next_request"))
	synctest.Test(t, func(t *testing.T) {
		reads := 0
		c := fake(t, func(*http.Request) (*http.Response, error) {
			reads++
			return reply(http.StatusOK, `{"id":"rset_1","role_set_migration":{"id":"rsmig_1","status":"in_progress"}}`)
		})
		began := time.Now()
		if settled, err := c.RoleSets.Settled(t.Context(), "rset_1"); settled || err != nil {
			t.Errorf("%t: %v", settled, err)
		}
		if took := time.Since(began); took < time.Minute || took > 62*time.Second || reads > 40 {
			t.Errorf("it took %s and %d requests", took, reads)
		}
	})
}

// Organizations get another role set when theirs is deleted, whatever a list has said before.
func TestNoListServesOrganizationsWhoseRoleSetIsDeleted(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		s := l.roleSet(aRoleSet("role_set:a"))
		var ids []string
		for n := range 4 {
			ids = append(ids, l.ask("POST /organizations", fmt.Sprintf(`{"name":"Acme %d","role_set_key":"role_set:a"}`, n)))
		}
		c := l.fresh()
		for range 3 {
			if err := together(t.Context(), ids, reading(c.Organizations.Get)); err != nil {
				t.Fatal(err)
			}
		}
		if err := c.RoleSets.Delete(t.Context(), s.ID, s.Key, clerk.ReplaceRoleSetParams{DestRoleSetKey: "role_set:default"}); err != nil {
			t.Fatal(err)
		}
		for _, id := range ids {
			if o, err := c.Organizations.Get(t.Context(), id); err != nil || *o.RoleSetKey != "role_set:default" {
				t.Errorf("%+v: %v", o, err)
			}
		}
	})
}
