//go:build linux

package promises_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

const (
	killedParallel = 5
	killedLatency  = 30 * time.Millisecond
	// handingOn is how many objects the others may finish while the provider hands
	// the answer for one to Terraform: one each, and as many again on a machine that
	// has other work.
	handingOn = 2 * (killedParallel - 1)
)

// killedRun is a run of the CLI in which the provider is killed.
type killedRun struct {
	name   string
	args   []string
	begins bool   // with the objects of the first stage, which an undisturbed apply has made
	ends   string // the stage of every object in the end; "" if there is to be none
	writes int    // that the whole of it takes
}

// killedRuns are half creates, and a quarter each of the others.
var killedRuns = []killedRun{
	{"create", []string{"apply", "-auto-approve"}, false, "first", killedObjects + killedPictures},
	{"update", []string{"apply", "-auto-approve", "-var=stage=second"}, true, "second", killedObjects + killedPictures},
	{"destroy", []string{"destroy", "-auto-approve"}, true, "", killedObjects},
	{"create", []string{"apply", "-auto-approve"}, false, "first", killedObjects + killedPictures},
}

// TestAKilledProviderLeavesNothingThatItCouldHaveRecorded ends the provider by
// kill -9 in the midst of a run that creates, updates or destroys everything, as
// often as CLERK_KILLS says, and repeats the run.
//
// Terraform records what became of an object when the provider answers for it. So
// what a kill may leave unrecorded is what was under way: a write that was sent, and
// for which the provider had not answered Terraform yet. Nobody can record that. There
// can be at most as many as Terraform runs at once, and none for which Clerk's answer
// came long before the kill: that the provider could have recorded, and must have.
// "Long" goes by what was done since, not by the clock, which means little on a busy
// machine.
//
// The next run does the rest. After an update everything is as the configuration says,
// and nothing is left to plan; after a destroy nothing is left at all. Of the objects
// that a killed create made and could not record, the next apply meets each as a
// conflict, on the very resource, and takes none for its own, since it lost no answer;
// metadata, which conflicts with nothing, it merges again. Nothing exists twice, and
// nothing is recorded that does not exist.
//
// A user with a picture takes two requests, and Terraform is told after the second: a
// kill between them leaves a user who exists, has no picture and is not recorded. The
// next apply leaves that user as it is, too.
func TestAKilledProviderLeavesNothingThatItCouldHaveRecorded(t *testing.T) {
	t.Parallel()
	kills, random := acctest.Kills(t)
	for n := range kills {
		run := killedRuns[n%len(killedRuns)]
		// Any write may be the last, and any moment between it and its answer.
		after, delay := random.IntN(run.writes+1), time.Duration(random.Int64N(int64(2*killedLatency)))
		next := run.args
		if run.ends == "" && random.IntN(2) == 0 {
			// So that it deletes again what is gone, which a refresh would have seen.
			next = append(slices.Clone(next), "-refresh=false")
		}
		t.Run(fmt.Sprintf("%d, %s, %s after write %d", n, run.name, delay.Round(time.Millisecond), after), func(t *testing.T) {
			t.Parallel()
			kill(t, run, after, delay, next)
		})
	}
}

func kill(t *testing.T, run killedRun, after int, delay time.Duration, next []string) {
	i := acctest.NewLocal(t, acctest.Reliable, func(o *clerksim.Options) { o.Latency = killedLatency })
	c := i.CLI(killed)
	for _, stage := range []string{"first", "second"} {
		if err := os.WriteFile(filepath.Join(c.Dir, stage+".png"), []byte("\x89PNG\r\n\x1a\n"+stage), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if run.begins {
		c.Must("apply", "-auto-approve", "-parallelism=20")
	}
	before, written := recordedObjects(t, c), i.Written()
	p := c.Start(append(slices.Clone(run.args), fmt.Sprintf("-parallelism=%d", killedParallel))...)
	acctest.Eventually(t, "the run is so far", func() bool { return i.Written()-written >= after && (after > 0 || p.Providers() > 0) })
	<-time.After(delay)
	providers := p.KillProviders()
	out, code := p.Wait()
	recorded, made := recordedObjects(t, c), madeObjects(t, i)
	if whole(run, recorded) != (code == 0) {
		t.Fatalf("%d providers were killed, the CLI exits with %d, and the state has %v:\n%s", providers, code, recorded, out)
	}

	unrecorded := expectOnlyUnderWay(t, i, before, recorded, made)
	switch run.name {
	case "create":
		expectTheRestIsMade(t, i, c, next, unrecorded, made)
		return
	case "update":
		c.Must(next...)
		c.PlansNothing("the next apply", "-var=stage="+run.ends)
	case "destroy":
		c.Must(next...)
	}
	recorded, made = recordedObjects(t, c), madeObjects(t, i)
	if !whole(run, made) || !maps.Equal(recorded, made) {
		t.Errorf("after the next run Clerk holds %v\nthe state has %v", made, recorded)
	}
	for address, o := range made {
		if first := before[address]; o.id != first.id || o.picture != "" && o.picture == first.picture {
			t.Errorf("%s was %v, and is %v after the next apply", address, first, o)
		}
	}
}

// whole reports whether a run has reached its end, by what Clerk or the state holds
// then.
func whole(run killedRun, objects map[string]heldObject) bool {
	if run.ends == "" {
		return len(objects) == 0
	}
	for address, o := range objects {
		if o.stage != run.ends || (o.picture != "") != strings.HasPrefix(address, "clerk_user.pictured") {
			return false
		}
	}
	return len(objects) == killedObjects
}

// expectOnlyUnderWay fails the test unless the state tells of each object what Clerk
// does, but for those whose last write nobody can have recorded. It returns those.
func expectOnlyUnderWay(t *testing.T, i *acctest.Instance, before, recorded, made map[string]heldObject) map[string]bool {
	t.Helper()
	all := maps.Clone(before)
	maps.Copy(all, made)
	maps.Copy(all, recorded)
	last := lastWrites(i, all)
	unrecorded := map[string]bool{}
	for address := range all {
		switch {
		case recorded[address] == made[address]:
			continue
		case recorded[address] != before[address]:
			t.Errorf("%s is %v, and recorded as %v", address, made[address], recorded[address])
			continue
		}
		unrecorded[address] = true
		since := 0
		for _, other := range last {
			// The object may take one more request: the picture, or which address is the
			// primary one.
			if other.After(last[address].Add(2 * killedLatency)) {
				since++
			}
		}
		if since > handingOn {
			t.Errorf("%s is %v, and recorded as %v, and %d objects were written after Clerk had answered for it", address, made[address], recorded[address], since)
		}
	}
	if len(unrecorded) > killedParallel {
		t.Errorf("%d objects are not recorded, more than can have been under way: %v", len(unrecorded), unrecorded)
	}
	return unrecorded
}

// expectTheRestIsMade applies again after a create was killed, and fails the test
// unless that makes all that does not exist, and leaves alone what exists unrecorded.
func expectTheRestIsMade(t *testing.T, i *acctest.Instance, c *acctest.CLI, next []string, unrecorded map[string]bool, made map[string]heldObject) {
	t.Helper()
	out, code := c.Run(append(slices.Clone(next), "-json")...)
	conflicting, blocked := map[string]bool{}, map[string]bool{}
	for address := range unrecorded {
		if !strings.HasPrefix(address, "clerk_user_metadata.") {
			conflicting[address] = true
			block, _, _ := strings.Cut(address, "[")
			blocked[block] = true
		}
	}
	if refused := conflicts(t, out); (code != 0) != (len(conflicting) > 0) || !maps.Equal(refused, conflicting) {
		t.Errorf("the next apply exits with %d and meets conflicts on %v, expected on %v:\n%s", code, refused, conflicting, out)
	}
	recorded, now := recordedObjects(t, c), madeObjects(t, i)
	for block, of := range killedBlocks {
		for n := range of.count {
			address := fmt.Sprintf("%s[%d]", block, n)
			is, known := now[address], recorded[address]
			switch {
			case conflicting[address]:
				if known != (heldObject{}) || is != made[address] {
					t.Errorf("%s was %v, and is %v after the next apply, recorded as %v", address, made[address], is, known)
				}
			case slices.ContainsFunc(of.needs, func(needed string) bool { return blocked[needed] }):
				// All objects of a block wait for all that they need.
				if known != (heldObject{}) || is != (heldObject{}) {
					t.Errorf("%s is %v after the next apply, recorded as %v, and what it needs was refused", address, is, known)
				}
			case is != known || is.stage != "first" || (is.picture != "") != (block == "clerk_user.pictured"):
				t.Errorf("%s is %v after the next apply, recorded as %v", address, is, known)
			}
		}
	}
}

// conflicts are the resources on which an apply met an object that exists. Any
// other error fails the test.
func conflicts(t *testing.T, out string) map[string]bool {
	t.Helper()
	met := map[string]bool{}
	lines := bufio.NewScanner(strings.NewReader(out))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var line struct {
			Level      string `json:"@level"`
			Diagnostic struct{ Address, Summary, Detail string }
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil || line.Level != "error" {
			continue
		}
		d := line.Diagnostic
		if !slices.ContainsFunc([]string{"form_identifier_exists", "duplicate_record", "already_a_member_in_organization"}, func(code string) bool {
			return strings.Contains(d.Detail, code)
		}) {
			t.Errorf("%s: %s\n%s", d.Address, d.Summary, d.Detail)
		}
		met[d.Address] = true
	}
	return met
}
