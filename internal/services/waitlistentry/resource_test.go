package waitlistentry_test

import (
	"fmt"
	"maps"
	"testing"
	"testing/synctest"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

const (
	address = "clerk_waitlist_entry.ada"
	config  = "resource \"clerk_waitlist_entry\" \"ada\" {\n  email_address = \"ada@example.com\"\n  %s\n}\n"
	none    = "provider \"clerk\" {}\n"

	remove = "DELETE /waitlist_entries/{waitlist_entry_id}"
	invite = "POST /waitlist_entries/{waitlist_entry_id}/invite"
	reject = "POST /waitlist_entries/{waitlist_entry_id}/reject"
)

func of(lines string) string { return fmt.Sprintf(config, lines) }

// decided puts an address on the waitlist, and decides on it: as "invite", "reject", or
// not at all.
func decided(t *testing.T, i *acctest.Instance, email string, decisions ...string) (id string) {
	t.Helper()
	e, err := i.Clerk.WaitlistEntries.Create(t.Context(), clerk.CreateWaitlistEntryParams{EmailAddress: email})
	if err != nil {
		t.Fatal(err)
	}
	for _, decision := range decisions {
		decide(t, i, e.ID, decision)
	}
	return e.ID
}

func decide(t *testing.T, i *acctest.Instance, id, decision string) {
	t.Helper()
	var err error
	if decision == "invite" {
		_, err = i.Clerk.WaitlistEntries.Invite(t.Context(), id, false)
	} else {
		err = i.Clerk.WaitlistEntries.Reject(t.Context(), id)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheConfirmationCountsWhenTheEntryIsCreatedOnly(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{Config: of("notify = false"), State: map[string]string{address + ".status": "pending"}},
		acctest.Step{Config: of("notify = true"), Plan: acctest.Nothing, Writes: map[string]int{}},
		acctest.Step{Config: of(""), Plan: acctest.Nothing, Writes: map[string]int{}},
		acctest.Step{Config: none, Writes: map[string]int{remove: 1}},
	)
}

func TestAnEntryThatSomebodyHasMadeIsNotTakenOver(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	id := decided(t, i, "ada@example.com")
	i.Sim.Advance(time.Hour)
	i.Drive(
		acctest.Step{Config: of(""), Fails: []string{id + ", which", "it is older", "import {", id}},
		acctest.Step{Config: none},
	)
	if held := i.Held("waitlist_entries"); len(held) != 1 {
		t.Errorf("the waitlist is %v", held)
	}
}

func TestWhatIsDecidedStaysAsItIs(t *testing.T) {
	t.Parallel()
	for status, decision := range map[string]string{"invited": "invite", "rejected": "reject"} {
		for deletable, left := range map[string]int{"pending": 1, "all": 0} {
			synctest.Test(t, func(t *testing.T) {
				i := acctest.InProcess(t, func(o *clerksim.Options) { o.Assume = map[string]string{"waitlist_entries_deletable": deletable} })
				var id string
				i.Drive(
					acctest.Step{Config: of(""), Check: func(s acctest.States) { id = s.Get(address, "id") }},
					acctest.Step{
						Outside: func() { decide(t, i, id, decision) }, Config: of(""),
						Plan: acctest.Nothing, Writes: map[string]int{}, State: map[string]string{address + ".status": status},
					},
					acctest.Step{Config: none, Writes: map[string]int{remove: 1}},
				)
				if held := i.Held("waitlist_entries"); len(held) != left {
					t.Errorf("%s, deletable %s: the waitlist is %v", status, deletable, held)
				}
			})
		}
	}
}

// deed is one case of an action: what was decided before, and what it says and sends.
type deed struct {
	verb, lines string
	before      []string
	says        string
	writes      map[string]int
	fails       []string
}

func TestDecidesOnAnEntry(t *testing.T) {
	t.Parallel()
	for title, d := range map[string]deed{
		"invites":                     {verb: "invite", says: "Invited", writes: map[string]int{invite: 1}},
		"invites who was rejected":    {verb: "invite", before: []string{"reject"}, says: "Invited", writes: map[string]int{invite: 1}},
		"invites nobody twice":        {verb: "invite", before: []string{"invite"}, says: "is invited already; nothing was sent", writes: map[string]int{}},
		"rejects":                     {verb: "reject", says: "Rejected", writes: map[string]int{reject: 1}},
		"rejects nobody twice":        {verb: "reject", before: []string{"reject"}, says: "is rejected already; nothing was changed", writes: map[string]int{}},
		"rejects nobody who was sent": {verb: "reject", before: []string{"invite"}, fails: []string{"Could not reject", "409", "Its status is invited"}, writes: map[string]int{reject: 1}},
	} {
		synctest.Test(t, func(t *testing.T) {
			i := acctest.InProcess(t)
			id := decided(t, i, "ada@example.com", d.before...)
			before := maps.Clone(i.Writes())
			out, errs := i.Invoke(fmt.Sprintf("action \"clerk_waitlist_entry_%s\" \"this\" {\n  config {\n    waitlist_entry_id = %q\n    %s\n  }\n}\n", d.verb, id, d.lines))
			if d.fails == nil && errs != "" || d.fails != nil && !acctest.Words(d.fails...).MatchString(errs) || !acctest.Words(d.says).MatchString(out) {
				t.Errorf("%s: %s %s", title, out, errs)
			}
			i.ExpectWrites(before, d.writes)
		})
	}
}

func TestInvitesAnAddressAgainWhereThatIsAskedFor(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	id := decided(t, i, "ada@example.com")
	i.Post("/v1/invitations", map[string]any{"email_address": "ada@example.com"})
	block := "action \"clerk_waitlist_entry_invite\" \"this\" {\n  config {\n    waitlist_entry_id = %q\n    ignore_existing = %t\n  }\n}\n"
	i.ExpectError(fmt.Sprintf(block, id, false), "duplicate_record", "ignore_existing = true")
	if out, errs := i.Invoke(fmt.Sprintf(block, id, true)); errs != "" {
		t.Error(out, errs)
	}
}
