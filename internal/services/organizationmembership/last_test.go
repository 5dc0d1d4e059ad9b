package organizationmembership_test

import (
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// keepsLast is the assumption that Clerk keeps the last member who can manage an
// organization.
func keepsLast(o *clerksim.Options) {
	o.Assume = map[string]string{"last_admin_removable": "false"}
}

func TestLeavesTheLastAdminAndSaysSo(t *testing.T) {
	t.Parallel()
	inAcme(t, func(t *testing.T, a *acme) {
		both := a.member("ada", "org:admin") + a.member("grace", "org:member")
		a.Drive(
			acctest.Step{Config: both},
			acctest.Step{
				Config: a.member("grace", "org:member"), Plan: []string{ada + ": delete"}, Check: a.holds("ada org:admin", "grace org:member"),
				Warns: []string{`WARNING: Clerk keeps the organization membership "ada@example.com in Acme"`, "organization_minimum_permissions_needed", "it goes with them", "import it, as " + a.adasAt},
			},
			// The next run knows nothing of it.
			acctest.Step{Config: both, Fails: []string{"already_a_member_in_organization", "import {"}},
			acctest.Step{Import: map[string]string{ada: a.adasAt}, Config: both, Plan: acctest.Nothing},
		)
		if err := a.Clerk.Organizations.Delete(t.Context(), a.id); err != nil {
			t.Error(err)
		}
	}, keepsLast)
}

// Whoever becomes one who can manage the organization, the last one before goes then.
func TestDeletesTheLastAdminOnceThereIsAnother(t *testing.T) {
	t.Parallel()
	for what, others := range map[string][2]string{"a new member": {"", "org:admin"}, "another role": {"org:member", "org:admin"}} {
		inAcme(t, func(t *testing.T, a *acme) {
			before := a.member("ada", "org:admin")
			if others[0] != "" {
				before += a.member("grace", others[0])
			}
			t.Log(what)
			a.Drive(
				acctest.Step{Config: before},
				acctest.Step{Config: a.member("grace", others[1]), Check: a.holds("grace org:admin")},
			)
			a.holds("grace org:admin")(nil)
		}, keepsLast)
	}
}

// One that is replaced is kept, and set as the configuration says.
func TestKeepsTheLastAdminThatReplacesItself(t *testing.T) {
	t.Parallel()
	inAcme(t, func(t *testing.T, a *acme) {
		var id string
		again := a.member("ada_again", "org:admin", `public_metadata = jsonencode({ title = "Chair" })`)
		a.Drive(
			acctest.Step{Config: a.member("ada", "org:admin", titled), Check: func(s acctest.States) { id = s.Get(ada, "id") }},
			acctest.Step{Config: again, Plan: []string{ada + ": delete", ada + "_again: create"}, Check: func(s acctest.States) {
				if now := s.Get(ada+"_again", "id"); now != id {
					t.Errorf("the id is %s, and was %s", now, id)
				}
				a.has(`{"title":"Chair"}`, `{}`)(s)
			}},
		)
	}, keepsLast)
}

func TestSaysThatTheLastAdminKeepsTheRole(t *testing.T) {
	t.Parallel()
	inAcme(t, func(t *testing.T, a *acme) {
		a.Drive(
			acctest.Step{Config: a.member("ada", "org:admin")},
			acctest.Step{
				Config: a.member("ada", "org:member"), Check: a.holds("ada org:admin"),
				Fails: []string{`Could not update organization membership "ada@example.com in Acme"`, "organization_minimum_permissions_needed", "Give another member a role that can"},
			},
			acctest.Step{Config: a.member("ada", "org:admin"), Plan: acctest.Nothing},
		)
	}, keepsLast)
}
