//go:build linux

package conformance_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// killedAtOnce is how many objects the CLI takes at once in these tests: as many may be
// under way when the provider is killed.
const killedAtOnce = 5

// wholeRun is a run of the CLI over a configuration with every type.
type wholeRun struct {
	name    string
	begins  string // the configuration that an undisturbed apply has made before; "" is nothing
	becomes string // "" destroys everything
	writes  int    // that it takes at least
}

// TestAKilledProviderLosesNothingOfAWholeConfiguration ends the provider by kill -9 in the
// midst of a run that creates, changes or destroys objects of every type.
//
// The state knows every object but those that were under way. Once these are deleted, as a
// person does who finds them, the same run again reaches what was wanted, and the next plan
// is empty.
func TestAKilledProviderLosesNothingOfAWholeConfiguration(t *testing.T) {
	t.Parallel()
	kills, random := acctest.Kills(t)
	first, second, changed, destroyed := variant(true), variant(false), 0, 0
	for _, b := range drawnBlocks {
		if first[b.address()] != second[b.address()] {
			changed++
		}
		if subjectOf(b.address()).merges == "" {
			destroyed++
		}
	}
	runs := []wholeRun{
		{"create", "", written(first, 3), len(drawnBlocks)},
		{"update", written(first, 3), written(second, 3), changed},
		{"destroy", written(second, 3), "", destroyed},
	}
	for n := range kills {
		run := runs[n%len(runs)]
		// Any write may be the last, and any moment between it and its answer.
		part, delay := random.Float64(), time.Duration(random.Int64N(int64(60*time.Millisecond)))
		t.Run(fmt.Sprintf("%d, %s, after %.2f", n, run.name, part), func(t *testing.T) {
			t.Parallel()
			killWhole(t, run, part, delay)
		})
	}
}

func killWhole(t *testing.T, run wholeRun, part float64, delay time.Duration) {
	i := acctest.NewLocal(t, acctest.Reliable, func(o *clerksim.Options) { o.Latency, o.Environment = 30*time.Millisecond, "production" })
	w := &acctest.World{Clerk: i.Clerk, Sim: i.Sim, TB: t}
	before := w.Everything()
	c := i.CLI(run.begins)
	if run.begins != "" {
		c.Must("apply", "-auto-approve", "-parallelism=20")
	}
	args := []string{"apply", "-auto-approve"}
	if run.becomes == "" {
		args = []string{"destroy", "-auto-approve"}
	} else {
		c.Write(acctest.Header + run.becomes)
	}
	had, began := c.Recorded(), i.Written()
	p := c.Start(append(slices.Clone(args), fmt.Sprintf("-parallelism=%d", killedAtOnce))...)
	last := int(part * float64(run.writes))
	acctest.Eventually(t, "the run is so far", func() bool { return i.Written()-began >= last && (last > 0 || p.Providers() > 0) })
	<-time.After(delay)
	p.KillProviders()
	out, _ := p.Wait()

	unknown := unknownOf(w, before, c.Recorded())
	if len(unknown) > killedAtOnce {
		t.Fatalf("the state does not know %v, which are more than can have been under way (it had %v):\n%s", unknown, had, out)
	}
	for _, u := range unknown {
		w.Must(u.remove(w, u.id))
	}
	c.Must(args...)
	if run.becomes != "" {
		if out, code := c.Run("plan", "-detailed-exitcode"); code != 0 {
			t.Errorf("the plan after the next run exits with %d:\n%s", code, out)
		}
	} else if left := c.Recorded(); len(left) > 0 {
		t.Errorf("the state after the next run has %v", left)
	}
	if unknown := unknownOf(w, before, c.Recorded()); len(unknown) > 0 {
		t.Errorf("after the next run the state does not know %v", unknown)
	}
}
