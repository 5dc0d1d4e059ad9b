//go:build unix

package promises_test

import (
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

const twelveUsers = `
resource "clerk_user" "this" {
  for_each        = toset([for n in range(12) : "ada${n}@example.com"])
  email_addresses = [each.key]
}
`

// expectRecorded fails the test unless the state has exactly the users that the
// local Clerk has, and those are so many.
func expectRecorded(t *testing.T, i *acctest.Instance, c *acctest.CLI, least, most int) {
	t.Helper()
	var held []string
	for _, user := range i.Held("users") {
		held = append(held, user["id"].(string))
	}
	recorded := slices.Sorted(maps.Values(c.Recorded()))
	if slices.Sort(held); !slices.Equal(recorded, held) || len(held) < least || len(held) > most {
		t.Errorf("Clerk holds %v\nthe state has %v\nexpected %d to %d users", held, recorded, least, most)
	}
}

// TestAnInterruptedApplyStopsWaitingForTheRateLimitAndSaysSo interrupts the CLI as
// a person would interrupt it from another window. That the provider stops at once
// is shown to the millisecond by TestStoppingEndsEveryWait; the CLI then still has
// to write its state and to end, on a machine that has other work: so five seconds
// are allowed here.
func TestAnInterruptedApplyStopsWaitingForTheRateLimitAndSaysSo(t *testing.T) {
	t.Parallel()
	i := acctest.NewLocal(t, acctest.Reliable)
	c := i.CLI(twelveUsers)
	i.Sim.PlaceFault(clerksim.Fault{Operation: "POST /users", Kind: "429", RetryAfter: 120})
	p := c.Start("apply", "-auto-approve")
	acctest.Eventually(t, "the gate closes", func() bool {
		return slices.ContainsFunc(i.Sim.Requests(), func(r clerksim.Request) bool { return r.Status == http.StatusTooManyRequests })
	})
	began := time.Now()
	p.Signal(syscall.SIGINT)
	out, code := p.Wait()
	if took := time.Since(began); code != 1 || took > 5*time.Second {
		t.Errorf("the CLI ended %s after the interrupt, with %d", took, code)
	}
	if !acctest.Words("Could not create user", "POST /users: stopped while waiting for Clerk's rate limit, which asks for another", "it was not carried out",
		"The run was stopped. What was done already is kept; run it again to go on.").MatchString(out) {
		t.Errorf("it does not say what it waited for:\n%s", out)
	}
	expectRecorded(t, i, c, 0, 11)
	// The limit is the client's to remember; the next process starts afresh.
	c.Must("apply", "-auto-approve")
	expectRecorded(t, i, c, 12, 12)
}

// TestAnInterruptedApplyRecordsWhatItHasSent interrupts the CLI and the provider
// together, as a terminal does, while ten creates are under way.
func TestAnInterruptedApplyRecordsWhatItHasSent(t *testing.T) {
	t.Parallel()
	i := acctest.NewLocal(t, acctest.Reliable, func(o *clerksim.Options) { o.Latency = 1500 * time.Millisecond })
	c := i.CLI(twelveUsers)
	p := c.Start("apply", "-auto-approve")
	acctest.Eventually(t, "ten creates are under way", func() bool { return i.Writes()["POST /users"] == 10 })
	p.SignalGroup(syscall.SIGINT)
	out, code := p.Wait()
	if code != 1 || strings.Contains(out, "Could not create") {
		t.Errorf("the CLI exits with %d:\n%s", code, out)
	}
	expectRecorded(t, i, c, 10, 10)
	before := i.Writes()
	c.Must("apply", "-auto-approve")
	i.ExpectWrites(before, map[string]int{"POST /users": 2})
	expectRecorded(t, i, c, 12, 12)
}

// TestAccAnInterruptedExportLeavesTheFilesAsTheyWere interrupts the export command in the midst of
// its lists.
func TestAccAnInterruptedExportLeavesTheFilesAsTheyWere(t *testing.T) {
	t.Parallel()
	sim := acctest.Start(t, func(o *clerksim.Options) { o.Users = 2000 })
	c := acctest.On(t, sim, "")
	if out, code := c.Shell("terraform-provider-clerk export"); code != 0 {
		t.Fatalf("the export exits with %d:\n%s", code, out)
	}
	before := configurations(t, c.Dir)
	sim.PlaceFault(clerksim.Fault{Operation: "GET /users", Kind: "429", RetryAfter: 120})
	p := c.StartProvider("export", "--force")
	acctest.Eventually(t, "the export waits for users", func() bool {
		return len(sim.Requests()) > 0 && sim.Requests()[len(sim.Requests())-1].Status == http.StatusTooManyRequests
	})
	p.Signal(syscall.SIGINT)
	if out, code := p.Wait(); code != 1 || !strings.Contains(out, "Error: interrupted. Nothing was written.") {
		t.Errorf("the export exits with %d:\n%s", code, out)
	}
	if after := configurations(t, c.Dir); !maps.Equal(after, before) {
		t.Errorf("the folder has %v, and had %v", slices.Sorted(maps.Keys(after)), slices.Sorted(maps.Keys(before)))
	}
	entries, err := os.ReadDir(c.Dir)
	if err != nil || slices.ContainsFunc(entries, func(e os.DirEntry) bool { return strings.Contains(e.Name(), "-") }) {
		t.Errorf("the folder has %v: %v", entries, err)
	}
}
