package clerk_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// edited are roles, each of which a user has, who is nobody else's.
func (l *local) edited(n int) (roles, users []string) {
	l.t.Helper()
	for k := range n {
		key := fmt.Sprintf("org:role%d", k)
		r, err := l.client().OrganizationRoles.Create(l.t.Context(), aRole(key))
		if err != nil {
			l.t.Fatal(err)
		}
		l.ask("POST /role_sets", fmt.Sprintf(`{"name":"Set %d","key":"role_set:s%[1]d","roles":["org:admin",%[2]q],"default_role_key":"org:admin","creator_role_key":"org:admin"}`, k, key))
		organization := l.ask("POST /organizations", fmt.Sprintf(`{"name":"Acme %d","role_set_key":"role_set:s%[1]d"}`, k))
		user := l.ask("POST /users", fmt.Sprintf(`{"username":"member%d"}`, k))
		l.ask("POST /organizations/"+organization+"/memberships", fmt.Sprintf(`{"user_id":%q,"role":%q}`, user, key))
		roles, users = append(roles, r.ID), append(users, user)
	}
	return roles, users
}

// inTen carries out operations in their order, ten at the same time, as Terraform does.
func inTen(operations ...func()) {
	var all sync.WaitGroup
	places := make(chan struct{}, 10)
	for _, operation := range operations {
		places <- struct{}{}
		all.Go(func() {
			defer func() { <-places }()
			operation()
		})
	}
	all.Wait()
}

// deletes are the operations that delete some roles, and tell their errors.
func deletes(t *testing.T, c *clerk.Client, roles []string, tell func(error)) (all []func()) {
	t.Helper()
	var mu sync.Mutex
	for _, id := range roles {
		all = append(all, func() {
			err := remove(t.Context(), c, id)
			mu.Lock()
			defer mu.Unlock()
			tell(err)
		})
	}
	return all
}

func (l *local) left() int {
	l.t.Helper()
	all, err := rest.Collect(l.client().OrganizationRoles.List(l.t.Context()))
	if err != nil {
		l.t.Fatal(err)
	}
	return len(all) - 2 // those that every instance has
}

// Where all that Terraform runs at once waits, one after another yields, until something begins that lets go of what is in use.
func TestADeleteThatWaitsYieldsWhereAllOthersWaitAsWell(t *testing.T) {
	t.Parallel()
	for _, fault := range []string{"", "502", "lost_502"} {
		inMadeUpTime(t, func(t *testing.T, l *local) {
			c := l.client()
			roles, users := l.edited(12)
			postponed := 0
			operations := deletes(t, c, roles, func(err error) {
				var used *rest.InUse
				switch {
				case err == nil:
				case errors.As(err, &used) && used.Postponed:
					postponed++
				default:
					t.Error(err)
				}
			})
			for k, user := range users {
				operations = append(operations, func() {
					if err := operate(t.Context(), c, user, func(ctx context.Context) error {
						if k == 0 && fault != "" { // the first role is one that yielded
							l.lose("DELETE /organization_roles/{organization_role_id}", fault, 1)
						}
						return c.Users.Delete(ctx, user)
					}); err != nil {
						t.Error(err)
					}
				})
			}
			began := time.Now()
			inTen(operations...)
			if took := time.Since(began); l.left() != 0 || postponed == 0 || postponed > 3 || took > 10*time.Second {
				t.Errorf("%d roles are left, %d were postponed, and it took %s", l.left(), postponed, took)
			}
		}, func(o *clerksim.Options) {
			o.Assume = map[string]string{"custom_role_quota": "20", "role_set_quota": "20"}
		})
	}
}

// Where nothing begins in that place, one was postponed in vain, and the others fail. Fewer than ten wait for nobody's place.
func TestADeleteYieldsOnlyWhereTenWait(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]int{9: 0, 10: 1} {
		inMadeUpTime(t, func(t *testing.T, l *local) {
			c := l.client()
			roles, users := l.edited(n)
			postponed, kept := 0, 0
			began := time.Now()
			inTen(deletes(t, c, roles, func(err error) {
				var used *rest.InUse
				if !errors.As(err, &used) {
					t.Errorf("%v", err)
					return
				}
				if kept++; used.Postponed {
					postponed++
				}
			})...)
			if took := time.Since(began); postponed != want || kept != n || l.left() != n || took > 5*time.Second {
				t.Errorf("of %d roles, %d were kept, %d were postponed, and %d are left, after %s", n, kept, postponed, l.left(), took)
			}
			// What is postponed goes as soon as this client lets go of it, and nothing else does.
			for _, user := range users {
				_ = operate(t.Context(), c, user, func(ctx context.Context) error { return c.Users.Delete(ctx, user) })
			}
			if left := l.left(); left != n-want {
				t.Errorf("of %d roles, %d are left in the end", n, left)
			}
		}, func(o *clerksim.Options) { o.Assume = map[string]string{"role_set_quota": "20"} })
	}
}
