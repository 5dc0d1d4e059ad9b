package clerk_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

var _ = tested(area{
	name: "organization_roles",
	create: func(ctx context.Context, c *clerk.Client, _ ids, name string) (string, error) {
		return idOf(c.OrganizationRoles.Create(ctx, aRole("org:"+name)))
	},
	get: func(ctx context.Context, c *clerk.Client, id string) (any, error) {
		return c.OrganizationRoles.Get(ctx, id)
	},
	list: func(ctx context.Context, c *clerk.Client) ([]string, error) {
		return idsIn(c.OrganizationRoles.Search(ctx, clerk.Search{Query: "org:made"}))
	},
	writes: map[string]call{
		"PATCH /organization_roles/{organization_role_id}": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.OrganizationRoles.Update(ctx, at.id, clerk.OrganizationRoleParams{Key: rest.Value("org:b"), Permissions: rest.Value([]string{at.of("organization_permissions")})})
		},
		"DELETE /organization_roles/{organization_role_id}": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return nil, c.OrganizationRoles.Delete(ctx, at.id)
		},
	},
	recovered: map[string]recovered{"an organization role": {create: func(ctx context.Context, c *clerk.Client, _ ids, name string) (string, error) {
		p := aRole("org:" + name)
		p.IncludeInInitialRoleSet = rest.Value(true)
		return idOf(c.OrganizationRoles.Create(ctx, p))
	}}},
	uniques: map[string]unique{"role's key": {takes: func(ctx context.Context, c *clerk.Client, id, value string) (any, error) {
		return c.OrganizationRoles.Update(ctx, id, clerk.OrganizationRoleParams{Key: rest.Value("org:" + value)})
	}}},
})

func aRole(key string) clerk.OrganizationRoleParams {
	return clerk.OrganizationRoleParams{Key: rest.Value(key), Name: rest.Value(key)}
}

func aPermission(key string) clerk.OrganizationPermissionParams {
	return clerk.OrganizationPermissionParams{Key: rest.Value(key), Name: rest.Value(key)}
}

// ask sends a request that the client has no method for, and returns the id that is answered.
func (l *local) ask(operation, body string) string {
	l.t.Helper()
	method, path, _ := strings.Cut(operation, " ")
	r := httptest.NewRequest(method, "/v1"+path, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+l.SecretKey())
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	l.ServeHTTP(w, r)
	var object struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &object); err != nil || w.Code != http.StatusOK {
		l.t.Fatal(operation, w.Code, w.Body, err)
	}
	return object.ID
}

// A permission whose key is in the wrong letters is not found, and those that there are come along.
func TestKeysThatDoNotExistCostTwoSecondsOnce(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		c := l.fresh()
		for n, want := range []time.Duration{2 * time.Second, 0} {
			began := time.Now()
			_, err := c.OrganizationPermissions.IDs(t.Context(), []string{"org:reports:raed", "org:sys_profile:manage", "org:x:y"})
			var unknown *rest.UnknownKeys
			if !errors.As(err, &unknown) || !slices.Equal(unknown.Keys, []string{"org:reports:raed", "org:x:y"}) || len(unknown.Exist) != 8 {
				t.Fatalf("%v", err)
			}
			mentions(t, err, `no organization permission with the key "org:reports:raed", "org:x:y"`)
			if took := time.Since(began); took < want || took > want+100*time.Millisecond {
				t.Errorf("lookup %d took %s", n+1, took)
			}
		}
	})
}

// What the same run makes is waited for, and found though lists do not show it.
func TestKeysThatTheRunMakesAreFound(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		c := l.fresh()
		made := make(chan string, 1)
		time.AfterFunc(time.Second, func() {
			p, err := c.OrganizationPermissions.Create(t.Context(), aPermission("org:reports:read"))
			if err != nil {
				t.Error(err)
			}
			made <- p.ID
		})
		ids, err := c.OrganizationPermissions.IDs(t.Context(), []string{"org:reports:read", "org:sys_profile:manage"})
		if err != nil || len(ids) != 2 || ids[0] != <-made {
			t.Errorf("%v: %v", ids, err)
		}
		again, err := c.OrganizationPermissions.Find(t.Context(), "org:reports:read")
		if err != nil || again.ID != ids[0] {
			t.Errorf("%+v: %v", again, err)
		}
	}, lagging(time.Hour))
}

// A role with other permissions is not what a lost create made.
func TestARoleOfSomebodyElseIsNotTaken(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		c := l.client()
		ids, err := c.OrganizationPermissions.IDs(t.Context(), []string{"org:sys_profile:manage", "org:sys_domains:read"})
		if err != nil {
			t.Fatal(err)
		}
		theirs, ours := aRole("org:editor"), aRole("org:editor")
		theirs.Permissions, ours.Permissions = rest.Value(ids), rest.Value(ids[:1])
		other, err := l.client().OrganizationRoles.Create(t.Context(), theirs)
		if err != nil {
			t.Fatal(err)
		}
		l.lose("POST /organization_roles", "reset", 1)
		_, err = c.OrganizationRoles.Create(t.Context(), ours)
		refused(t, err, false, other.ID, "is not what it made: permissions differs")

		same := aRole("org:author")
		same.Permissions = rest.Value([]string{ids[1], ids[0]})
		l.lose("POST /organization_roles", "lost", 1)
		if _, err := c.OrganizationRoles.Create(t.Context(), same); err != nil {
			t.Error(err)
		}
	})
}

// role is a role that organizations may use.
func (l *local) role(key string) *clerk.OrganizationRole {
	l.t.Helper()
	p := aRole(key)
	p.IncludeInInitialRoleSet = rest.Value(true)
	r, err := l.client().OrganizationRoles.Create(l.t.Context(), p)
	if err != nil {
		l.t.Fatal(err)
	}
	return r
}

// editor is a user who has the role org:editor.
func (l *local) editor() (user string) {
	l.t.Helper()
	user = l.owner()
	organization := l.ask("POST /organizations", `{"name":"Acme"}`)
	l.ask("POST /organizations/"+organization+"/memberships", `{"user_id":"`+user+`","role":"org:editor"}`)
	return user
}

func remove(ctx context.Context, c *clerk.Client, id string) error {
	return operate(ctx, c, id, func(ctx context.Context) error { return c.OrganizationRoles.Delete(ctx, id) })
}

// A role whose last member goes in the same run is deleted, whatever order the two come in, and however long it takes.
func TestADeleteWaitsForWhatUsesTheObject(t *testing.T) {
	t.Parallel()
	for _, lost := range []bool{false, true} {
		inMadeUpTime(t, func(t *testing.T, l *local) {
			c, r := l.client(), l.role("org:editor")
			user := l.editor()
			if lost {
				l.lose("DELETE /users/{user_id}", "lost_502", 1)
			}
			var all sync.WaitGroup
			all.Go(func() {
				if err := remove(t.Context(), c, r.ID); err != nil {
					t.Error(err)
				}
			})
			// One operation after the other is under way, each longer than what has not begun is waited for.
			all.Go(func() {
				<-time.After(time.Second)
				for range 3 {
					_ = operate(t.Context(), c, "user_9", func(context.Context) error { <-time.After(3 * time.Second); return nil })
				}
				if err := operate(t.Context(), c, user, func(ctx context.Context) error { return c.Users.Delete(ctx, user) }); err != nil {
					t.Error(err)
				}
			})
			all.Wait()
			if n := l.Stats().ByOperation["DELETE /organization_roles/{organization_role_id}"]; n > 4 {
				t.Errorf("it was asked for %d times", n)
			}
		})
	}
}

// What nobody lets go of costs two seconds, once; and deletes that wait do not wait for each other.
func TestADeleteOfWhatStaysInUseCostsTwoSecondsOnce(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		c, editor, author := l.client(), l.role("org:editor"), l.role("org:author")
		user := l.editor()
		organization := l.ask("POST /organizations", `{"name":"Navy"}`)
		l.ask("POST /organizations/"+organization+"/memberships", `{"user_id":"`+user+`","role":"org:author"}`)
		l.ask("POST /organizations/"+organization+"/invitations", `{"email_address":"grace@example.com","role":"org:author"}`)
		for n, want := range []time.Duration{2 * time.Second, 0} {
			began := time.Now()
			var both sync.WaitGroup
			for _, id := range []string{editor.ID, author.ID} {
				both.Go(func() {
					err := remove(t.Context(), c, id)
					var used *rest.InUse
					if !errors.As(err, &used) || statusOf(err) != http.StatusUnprocessableEntity {
						t.Errorf("%v", err)
					}
				})
			}
			both.Wait()
			if took := time.Since(began); took != want {
				t.Errorf("delete %d took %s", n+1, took)
			}
		}
		uses := c.OrganizationRoles.UsesOf(t.Context(), "org:author")
		if got := fmt.Sprint(uses); got != "{{[owner@example.com in Navy] 1 false} {[grace@example.com to Navy] 1 false} {[] 0 false} []}" {
			t.Error(got)
		}
		uses = c.OrganizationRoles.UsesOf(t.Context(), "org:admin")
		if got := fmt.Sprint(uses); got != "{{[] 0 false} {[] 0 false} {[role_set:default, as the role of creators] 1 false} []}" {
			t.Error(got)
		}
	})
}

// A stop ends the wait, and a role that somebody else has deleted meanwhile is gone.
func TestAWaitForWhatUsesTheObjectEnds(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		c, r := l.client(), l.role("org:editor")
		user := l.editor()
		ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
		defer cancel()
		began := time.Now()
		if err := remove(ctx, c, r.ID); statusOf(err) != http.StatusUnprocessableEntity || time.Since(began) != 500*time.Millisecond {
			t.Errorf("%v, after %s", err, time.Since(began))
		}
		time.AfterFunc(time.Second, func() {
			l.ask("DELETE /users/"+user, "")
			l.ask("DELETE /organization_roles/"+r.ID, "")
			_ = operate(t.Context(), c, "user_9", func(ctx context.Context) error { return c.Users.Delete(ctx, "user_9") })
		})
		if err := remove(t.Context(), c, r.ID); !rest.IsNotFound(err) {
			t.Error(err)
		}
	})
}
