package clerk_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

const createMachine = "POST /machines"

var _ = tested(area{
	name: "machines",
	create: func(ctx context.Context, c *clerk.Client, _ ids, name string) (string, error) {
		return idOf(c.Machines.Create(ctx, clerk.CreateMachineParams{Name: name}))
	},
	get: func(ctx context.Context, c *clerk.Client, id string) (any, error) { return c.Machines.Get(ctx, id) },
	writes: map[string]call{
		"PATCH /machines/{machine_id}": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.Machines.Update(ctx, at.id, clerk.UpdateMachineParams{Name: rest.Value("c"), DefaultTokenTTL: rest.Value(int64(60))})
		},
		"DELETE /machines/{machine_id}": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return nil, c.Machines.Delete(ctx, at.id)
		},
	},
	again: map[string]call{
		"GET /machines/{machine_id}/secret_key": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return c.Machines.SecretKey(ctx, at.id)
		},
	},
	once: map[string]call{
		"POST /machines/{machine_id}/secret_key/rotate": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return nil, c.Machines.RotateSecretKey(ctx, at.id, 60)
		},
	},
	sentOnce: true,
})

func (l *local) machine(name string) string { return l.objects(name).id("machines") }

// machines are the ids of all that there are.
func (l *local) machines() []string {
	l.t.Helper()
	return mustList(l, l.client().Machines.List(l.t.Context(), clerk.Search{}))
}

// A machine has no unique key. So its create is sent once, whatever becomes of the answer, and what was made is taken for the answer
// where nothing else has the name.
func TestAMachineIsMadeOnceAndFoundAgain(t *testing.T) {
	t.Parallel()
	sentOnce{
		operation: createMachine, has: (*local).machines,
		create: func(ctx context.Context, c *clerk.Client, _ string) (string, error) {
			return idOf(c.Machines.Create(ctx, clerk.CreateMachineParams{Name: "Reports", DefaultTokenTTL: rest.Value(int64(60))}))
		},
		remove: func(ctx context.Context, c *clerk.Client, id string) error { return c.Machines.Delete(ctx, id) },
	}.check(t)
}

// What is older, or otherwise, or not the only one of the name, may be somebody else's.
func TestAMachineOfSomebodyElseIsNotTaken(t *testing.T) {
	t.Parallel()
	for what, test := range map[string]struct {
		name  string
		ttl   int64
		later time.Duration
		loss  string
	}{
		"older":                       {"Reports", 60, 4 * time.Second, "reset"},
		"with other tokens":           {"Reports", 61, 0, "reset"},
		"of a name that has this one": {"Old Reports", 60, 0, "reset"},
		"in another case":             {"reports", 60, 0, "reset"},
		"beside what was made":        {"Reports", 60, time.Hour, "lost"},
	} {
		inMadeUpTime(t, func(t *testing.T, l *local) {
			if _, err := l.client().Machines.Create(t.Context(), clerk.CreateMachineParams{Name: test.name, DefaultTokenTTL: rest.Value(test.ttl)}); err != nil {
				t.Fatal(err)
			}
			l.Advance(test.later)
			l.lose(createMachine, test.loss, 1)
			if got, err := l.client().Machines.Create(t.Context(), clerk.CreateMachineParams{Name: "Reports", DefaultTokenTTL: rest.Value(int64(60))}); !isLost(err) {
				t.Errorf("%s: took %+v: %v", what, got, err)
			}
			if has := l.machines(); len(has) != map[string]int{"reset": 1, "lost": 2}[test.loss] {
				t.Errorf("%s: Clerk has %v", what, has)
			}
		})
	}
}

// Several machines of one name that one run makes are told apart, whichever answers are lost.
func TestMachinesOfOneNameAreToldApart(t *testing.T) {
	t.Parallel()
	for _, loss := range []string{"lost", "late", "reset"} {
		inMadeUpTime(t, func(t *testing.T, l *local) {
			c := l.client()
			l.PlaceFault(clerksim.Fault{Operation: createMachine, Kind: loss, Times: 3})
			var all errgroup.Group
			ids := make([]string, 8)
			for n := range ids {
				all.Go(func() error {
					m, err := c.Machines.Create(t.Context(), clerk.CreateMachineParams{Name: "worker"})
					if err == nil {
						ids[n] = m.ID
					} else if !isLost(err) {
						t.Error(err)
					}
					return nil
				})
			}
			_ = all.Wait()
			known := slices.DeleteFunc(ids, func(id string) bool { return id == "" })
			slices.Sort(known)
			has := l.machines()
			if len(slices.Compact(slices.Clone(known))) != len(known) {
				t.Errorf("%s: one machine was taken twice: %v", loss, known)
			}
			if want := map[string]int{"lost": 8, "late": 8, "reset": 5}[loss]; len(has) != want || loss != "late" && len(known) != want {
				t.Errorf("%s: Clerk has %d, of which %d are known", loss, len(has), len(known))
			}
		}, func(o *clerksim.Options) { o.Latency = 20 * time.Millisecond })
	}
}

func TestACreateThatWaitsForItsNameCanBeStopped(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		c := l.client()
		var all errgroup.Group
		all.Go(func() error {
			_, err := c.Machines.Create(t.Context(), clerk.CreateMachineParams{Name: "worker"})
			return err
		})
		<-time.After(10 * time.Millisecond)
		_, err := canceled(t, func(ctx context.Context) error {
			_, err := c.Machines.Create(ctx, clerk.CreateMachineParams{Name: "worker"})
			return err
		})
		mentions(t, err, "POST /machines", `"worker"`, "it was not carried out")
		if err := all.Wait(); err != nil || len(l.machines()) != 1 {
			t.Errorf("Clerk has %v: %v", l.machines(), err)
		}
	}, func(o *clerksim.Options) { o.Latency = 30 * time.Second })
}

func TestAMachineIsFoundByItsName(t *testing.T) {
	t.Parallel()
	inMadeUpTime(t, func(t *testing.T, l *local) {
		one, c := l.machine("Reports"), l.client()
		l.machine("Reports of yesterday")
		if m, err := c.Machines.Find(t.Context(), "Reports"); err != nil || m.ID != one {
			t.Errorf("found %+v: %v", m, err)
		}
		if _, err := c.Machines.Find(t.Context(), "reports"); !errors.Is(err, clerk.ErrNoMachine) {
			t.Errorf("found one of another name: %v", err)
		}
		other := l.machine("Reports")
		_, err := c.Machines.Find(t.Context(), "Reports")
		mentions(t, err, `2 machines have the name "Reports"`, one, other)
	})
}

func TestARotationThatMayHaveHappenedIsNotRepeated(t *testing.T) {
	t.Parallel()
	const rotate = "POST /machines/{machine_id}/secret_key/rotate"
	for _, loss := range []string{"lost", "502"} {
		inMadeUpTime(t, func(t *testing.T, l *local) {
			id, c := l.machine("a"), l.client()
			before, err := c.Machines.SecretKey(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			l.lose(rotate, loss, 9)
			if err := c.Machines.RotateSecretKey(t.Context(), id, 60); !isLost(err) || l.Stats().ByOperation[rotate] != 1 {
				t.Errorf("sent %d times: %v", l.Stats().ByOperation[rotate], err)
			}
			after, err := c.Machines.SecretKey(t.Context(), id)
			if err != nil || (after.Secret != before.Secret) != (loss == "lost") {
				t.Errorf("%s: %v", loss, err)
			}
		})
	}
}

func TestAnAnswerWithoutASecretIsAnError(t *testing.T) {
	t.Parallel()
	c := fake(t, func(*http.Request) (*http.Response, error) {
		return reply(http.StatusOK, `{"object":"machine_secret_key"}`)
	})
	_, err := c.Machines.SecretKey(t.Context(), "mch_1")
	mentions(t, err, "it has no secret")
	if rest.ReasonOf(err) != rest.Unreadable {
		t.Error(fmt.Sprint(rest.ReasonOf(err)))
	}
}
