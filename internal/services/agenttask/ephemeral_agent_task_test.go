package agenttask_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

const creation, revocation = "POST /agents/tasks", "POST /agents/tasks/{agent_task_id}/revoke"

const byAddress = `on_behalf_of = { identifier = "ada@example.com" }`

func task(lines ...string) string {
	return "ephemeral \"clerk_agent_task\" \"this\" {\n  " + strings.Join(lines, "\n  ") + "\n}\n"
}

// whole are the arguments that a task has to have beside the user.
const whole = `agent_name       = "tests"
  task_description = "Look at the dashboard"
  redirect_url     = "https://example.com/dashboard"`

func ada(t *testing.T, i *acctest.Instance) string {
	t.Helper()
	u, err := i.Clerk.Users.Create(t.Context(), clerk.CreateUserParams{EmailAddresses: []string{"ada@example.com"}})
	if err != nil {
		t.Fatal(err)
	}
	return u.ID
}

// one is the one task that Clerk has.
func one(t *testing.T, i *acctest.Instance) map[string]any {
	t.Helper()
	held := i.Held("agent_tasks")
	if len(held) != 1 {
		t.Fatalf("Clerk has %v", held)
	}
	return held[0]
}

// A task is asked for once in each opening, and revoked when Terraform is done with it, unless it is not to be.
func TestATaskIsAskedForOnceAndRevokedOnClose(t *testing.T) {
	t.Parallel()
	for lines, test := range map[string]struct {
		status string
		writes map[string]int
	}{
		byAddress:                         {"revoked", map[string]int{creation: 1, revocation: 1}},
		`on_behalf_of = { user_id = %q }`: {"revoked", map[string]int{creation: 1, revocation: 1}},
		byAddress + "\n  session_max_duration_in_seconds = 600\n  revoke_on_close = true": {"revoked", map[string]int{creation: 1, revocation: 1}},
		byAddress + "\n  revoke_on_close = false":                                         {"pending", map[string]int{creation: 1}},
	} {
		i := acctest.InProcess(t)
		id := ada(t, i)
		if strings.Contains(lines, "%q") {
			lines = fmt.Sprintf(lines, id)
		}
		before := i.Writes()
		i.Open(task(lines, whole), func(given map[string]any) {
			held := one(t, i)
			if !strings.HasPrefix(fmt.Sprint(given["url"]), "https://") || given["agent_task_id"] != held["id"] || given["agent_id"] != held["agent_id"] || given["agent_id"] == "" {
				t.Errorf("%s gives %v", lines, given)
			}
			seconds := 1800.0
			if strings.Contains(lines, "600") {
				seconds = 600
			}
			if held["status"] != "pending" || held["user_id"] != id || held["session_max_duration_in_seconds"] != seconds || held["url"] != nil {
				t.Errorf("%s: while it is used, Clerk has %v", lines, held)
			}
		})
		i.ExpectWrites(before, test.writes)
		if got := one(t, i)["status"]; got != test.status {
			t.Errorf("%s: it is %v, expected %s", lines, got, test.status)
		}
	}
}

// A task whose URL was opened, or that was revoked, has nothing left to revoke: whatever Clerk says to that is no error.
func TestATaskThatIsNotPendingIsClosed(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{"400", "404"} {
		i := acctest.InProcess(t, func(o *clerksim.Options) { o.Assume = map[string]string{"agent_task_not_pending": answer} })
		ada(t, i)
		before := i.Writes()
		i.Open(task(byAddress, whole), func(given map[string]any) {
			if err := i.Clerk.AgentTasks.Revoke(t.Context(), fmt.Sprint(given["agent_task_id"])); err != nil {
				t.Error(err)
			}
		})
		i.ExpectWrites(before, map[string]int{creation: 1, revocation: 2})
	}
}

// A lost answer is an error, and no second task is asked for.
func TestATaskWhoseAnswerIsLostIsNotAskedForAgain(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	ada(t, i)
	i.Sim.PlaceFault(clerksim.Fault{Operation: creation, Kind: "lost", Times: 9})
	i.ExpectError(task(byAddress, whole), `Could not create a task of the agent "tests"`, "the answer was lost")
	if n := i.Sim.Stats().ByOperation[creation]; n != 1 {
		t.Errorf("it was asked for %d times", n)
	}
}

// What cannot be is refused before anything is sent, on the argument.
func TestBadArgumentsAreRefused(t *testing.T) {
	t.Parallel()
	for lines, words := range map[string][]string{
		"on_behalf_of = {}": {"on_behalf_of", "Give user_id, or identifier"},
		`on_behalf_of = { user_id = "user_1", identifier = "a@example.com" }`: {"on_behalf_of", "not both"},
		`on_behalf_of = { user_id = "" }`:                                     {"user_id", "at least 1"},
		`on_behalf_of = { identifier = "" }`:                                  {"identifier", "at least 1"},
		byAddress + "\n  session_max_duration_in_seconds = 0":                 {"session_max_duration_in_seconds", "at least 1"},
	} {
		acctest.InProcess(t).ExpectRefused(task(lines, whole), words...)
	}
	for was, words := range map[string][]string{
		`"tests"`:                         {"agent_name", "at least 1"},
		`"Look at the dashboard"`:         {"task_description", "at least 1"},
		`"https://example.com/dashboard"`: {"redirect_url", "not a URL that begins with https://"},
	} {
		acctest.InProcess(t).ExpectRefused(task(byAddress, strings.Replace(whole, was, `""`, 1)), words...)
	}
}

// A user who is not there is the fault of on_behalf_of, whatever names them.
func TestAUserWhoIsNotThereIsSaidOnTheArgument(t *testing.T) {
	t.Parallel()
	for _, status := range []string{"404", "422"} {
		i := acctest.InProcess(t, func(o *clerksim.Options) { o.Assume = map[string]string{"agent_task_unknown_identifier": status} })
		i.ExpectError(task(byAddress, whole), "on_behalf_of", status)
	}
	acctest.InProcess(t).ExpectError(task(`on_behalf_of = { user_id = "user_nobody" }`, whole), "on_behalf_of", "404")
}
