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
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

const createScope = "POST /machines/{machine_id}/scopes"

var _ = tested(area{
	name: "machine_scopes", operation: createScope, partOf: "machines",
	create: func(ctx context.Context, c *clerk.Client, of ids, name string) (string, error) {
		to, err := idOf(c.Machines.Create(ctx, clerk.CreateMachineParams{Name: name + "-to"}))
		if err != nil {
			return "", err
		}
		return idOf(c.MachineScopes.Create(ctx, scope(of("machines"), to)))
	},
	writes: map[string]call{
		"DELETE /machines/{machine_id}/scopes/{other_machine_id}": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return nil, c.MachineScopes.Delete(ctx, at.id)
		},
	},
})

func scope(from, to string) clerk.CreateMachineScopeParams {
	return clerk.CreateMachineScopeParams{From: from, To: to}
}

// scopes are the ids of all that there are.
func (l *local) scopes() []string {
	l.t.Helper()
	return mustList(l, l.client().MachineScopes.List(l.t.Context(), clerk.Search{}))
}

// What two machines have of each other, nothing had before one of them was made: so what a lost create of this client made is known.
func TestAccessBetweenMachinesOfTheSameRunIsFoundAgain(t *testing.T) {
	t.Parallel()
	for _, loss := range []string{"lost", "lost_502", "late", "reset", "502"} {
		for _, old := range []string{"from", "to", "none"} {
			inMadeUpTime(t, func(t *testing.T, l *local) {
				c := l.client()
				made := func(which string) string {
					if which == old {
						return l.machine(which)
					}
					m, err := c.Machines.Create(t.Context(), clerk.CreateMachineParams{Name: which})
					if err != nil {
						t.Fatal(err)
					}
					return m.ID
				}
				from, to := made("from"), made("to")
				l.Advance(time.Minute)
				l.lose(createScope, loss, 2)
				s, err := c.MachineScopes.Create(t.Context(), scope(from, to))
				if err != nil || s.ID() != from+"/"+to {
					t.Errorf("%s: got %+v: %v", loss, s, err)
				}
				if has := l.scopes(); len(has) != 1 || has[0] != from+"/"+to {
					t.Errorf("%s: Clerk has %v", loss, has)
				}
				// It goes, and comes again.
				if err := c.MachineScopes.Delete(t.Context(), from+"/"+to); err != nil {
					t.Fatal(err)
				}
				l.lose(createScope, loss, 1)
				if _, err := c.MachineScopes.Create(t.Context(), scope(from, to)); err != nil {
					t.Errorf("%s, again: %v", loss, err)
				}
			})
		}
	}
}

// Access has no age. Between machines that were there before, it may have been there as well.
func TestAccessThatMayHaveBeenThereIsNotTaken(t *testing.T) {
	t.Parallel()
	for _, there := range []bool{false, true} {
		inMadeUpTime(t, func(t *testing.T, l *local) {
			from, to := l.machine("a"), l.machine("b")
			loss := "lost"
			if there {
				loss = "502"
				if _, err := l.client().MachineScopes.Create(t.Context(), scope(from, to)); err != nil {
					t.Fatal(err)
				}
			}
			l.lose(createScope, loss, 1)
			_, err := l.client().MachineScopes.Create(t.Context(), scope(from, to))
			conflict, ok := rest.AsConflict(err)
			if !ok || conflict.ID != from+"/"+to || !isLost(err) {
				t.Errorf("there before %t: %v", there, err)
			}
			mentions(t, err, "Clerk does not say when it was made")
		})
	}
}

func TestAccessThatIsThereIsNamed(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"duplicate_record", "conflict", "resource_conflict"} {
		inMadeUpTime(t, func(t *testing.T, l *local) {
			from, to := l.machine("a"), l.machine("b")
			if _, err := l.client().MachineScopes.Create(t.Context(), scope(from, to)); err != nil {
				t.Fatal(err)
			}
			_, err := l.client().MachineScopes.Create(t.Context(), scope(from, to))
			var taken *rest.Taken
			if !errors.As(err, &taken) || taken.Holder != from+"/"+to || statusOf(err) != http.StatusConflict {
				t.Errorf("%s: %#v", code, err)
			}
		}, func(o *clerksim.Options) { o.Assume = map[string]string{"machine_scope_exists": code} })
	}
}

// A plan over the machines of an instance and all their access takes a handful of requests.
func TestMachinesAndScopesAreReadByThePage(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		c := l.client()
		var ids, scopes []string
		for n := range 500 {
			m, err := c.Machines.Create(t.Context(), clerk.CreateMachineParams{Name: fmt.Sprint("m-", n)})
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, m.ID)
		}
		for n, from := range ids {
			for _, next := range []int{1, 2} {
				s, err := c.MachineScopes.Create(t.Context(), scope(from, ids[(n+next)%len(ids)]))
				if err != nil {
					t.Fatal(err)
				}
				scopes = append(scopes, s.ID())
			}
		}
		c = l.fresh()
		n := tens(l, append(ids, scopes...), func(ctx context.Context, id string) error {
			if len(id) < 40 {
				_, err := c.Machines.Get(ctx, id)
				return err
			}
			s, err := c.MachineScopes.Get(ctx, id)
			if err == nil && s.ID() != id {
				err = fmt.Errorf("asked for %s, got %s", id, s.ID())
			}
			return err
		})
		if n > 10 {
			t.Errorf("an empty plan of 500 machines with 1000 scopes takes %d requests, expected at most 10", n)
		}
		if n := tens(l, scopes[:1], func(ctx context.Context, id string) error { _, err := l.fresh().MachineScopes.Get(ctx, id); return err }); n != 1 {
			t.Errorf("reading one of them takes %d requests", n)
		}
	})
}

// A list that lags shows too little, and too much. Only the machine itself may report access as gone, and what this client has
// written is read from it.
func TestAccessIsNotBelievedToBeGoneBecauseOfAList(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		a, b, d := l.machine("a"), l.machine("b"), l.machine("d")
		if _, err := l.client().MachineScopes.Create(t.Context(), scope(a, d)); err != nil {
			t.Fatal(err)
		}
		l.Advance(2 * time.Hour)
		for _, to := range []string{b, a} {
			_, _ = l.client().MachineScopes.Create(t.Context(), scope(b, to))
		}
		if _, err := l.client().MachineScopes.Create(t.Context(), scope(a, b)); err != nil {
			t.Fatal(err)
		}
		c := l.fresh()
		tens(l, []string{a + "/" + b, a + "/" + d, b + "/" + a}, func(ctx context.Context, id string) error {
			_, err := c.MachineScopes.Get(ctx, id)
			return err
		})
		if err := c.MachineScopes.Delete(t.Context(), a+"/"+d); err != nil {
			t.Fatal(err)
		}
		if _, err := c.MachineScopes.Get(t.Context(), a+"/"+d); !rest.IsNotFound(err) {
			t.Errorf("what was deleted is read: %v", err)
		}
		if err := c.Machines.Delete(t.Context(), b); err != nil {
			t.Fatal(err)
		}
		for _, id := range []string{a + "/" + b, b + "/" + a} {
			if _, err := c.MachineScopes.Get(t.Context(), id); !rest.IsNotFound(err) {
				t.Errorf("access of or to a machine that is gone is read: %v", err)
			}
			if err := c.MachineScopes.Delete(t.Context(), id); !rest.IsNotFound(err) {
				t.Errorf("access of or to a machine that is gone is deleted: %v", err)
			}
		}
	}, lagging(time.Hour))
}
