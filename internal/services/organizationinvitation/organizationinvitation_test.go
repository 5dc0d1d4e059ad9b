package organizationinvitation_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

const (
	address = "clerk_organization_invitation.ada"
	sends   = "POST /organizations/{organization_id}/invitations"
	revokes = "POST /organizations/{organization_id}/invitations/{invitation_id}/revoke"

	month = 30 * 24 * time.Hour
)

// acme is an instance with the organization Acme, and Ada, who is not its member.
type acme struct {
	*acctest.Instance
	t         *testing.T
	id, adaID string
}

// inAcme runs a test in made-up time: an invitation whose answer is lost is looked for again
// and again.
func inAcme(t *testing.T, test func(t *testing.T, a *acme), options ...func(*clerksim.Options)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		i := acctest.InProcess(t, options...)
		u, err := i.Clerk.Users.Create(t.Context(), clerk.CreateUserParams{EmailAddresses: []string{"ada@example.com"}})
		if err != nil {
			t.Fatal(err)
		}
		test(t, &acme{i, t, i.Post("/v1/organizations", map[string]any{"name": "Acme", "slug": "acme"})["id"].(string), u.ID})
	})
}

// invites is an invitation of Ada.
func (a *acme) invites(lines ...string) string {
	return fmt.Sprintf("resource \"clerk_organization_invitation\" \"ada\" {\n  organization_id = %q\n  email_address = \"ada@example.com\"\n  role = \"org:member\"\n  %s\n}\n", a.id, strings.Join(lines, "\n  "))
}

// all are the invitations that Clerk holds, the newest last.
func (a *acme) all() []map[string]any {
	a.t.Helper()
	return a.Held("organization_invitations")
}

// last is the id of the newest invitation, as the state has it.
func (a *acme) last() string {
	a.t.Helper()
	all := a.all()
	return all[len(all)-1]["id"].(string)
}

// statuses fails the test unless the invitations have these, the newest last.
func (a *acme) statuses(want ...string) func(acctest.States) {
	return func(acctest.States) {
		a.t.Helper()
		var has []string
		for _, i := range a.all() {
			has = append(has, i["status"].(string))
		}
		if strings.Join(has, " ") != strings.Join(want, " ") {
			a.t.Errorf("the invitations are %q, expected %q", has, want)
		}
	}
}

func (a *acme) revoke() {
	a.t.Helper()
	if err := a.Clerk.OrganizationInvitations.Revoke(a.t.Context(), a.id, a.last()); err != nil {
		a.t.Error(err)
	}
}

func (a *acme) accept() {
	a.t.Helper()
	a.Post("/_sim/seed", map[string]any{"accepted_invitations": []string{a.last()}})
}

var none = map[string]int{}

func TestSendsAnInvitationOnce(t *testing.T) {
	t.Parallel()
	inAcme(t, func(_ *testing.T, a *acme) {
		const once = "notify = false\n  redirect_url = \"https://example.com/welcome\"\n  expires_in_days = 7"
		a.Drive(
			acctest.Step{Config: a.invites(once), Writes: map[string]int{sends: 1}, State: map[string]string{address + ".status": "pending"}},
			// Neither a refresh nor a change of what counts when it is sent only.
			acctest.Step{Config: a.invites(once), Plan: acctest.Nothing, Writes: none},
			acctest.Step{Config: a.invites("notify = true", `redirect_url = "https://example.com/other"`, "expires_in_days = 30"), Plan: acctest.Nothing, Writes: none},
			acctest.Step{Config: a.invites(), Plan: acctest.Nothing, Writes: none},
			acctest.Step{Config: strings.Replace(a.invites(), "ada@", "Ada@", 1), Plan: acctest.Nothing, Writes: none},
			// What is not there, and then mentioned as empty, is no change of it.
			acctest.Step{Config: a.invites("public_metadata = jsonencode({})"), Plan: []string{address + ": update public_metadata"}, Writes: none, Check: a.statuses("pending")},
		)
		a.statuses("revoked")(nil)
	})
}

func TestAnImportSendsNothing(t *testing.T) {
	t.Parallel()
	for form, of := range map[string]func(a *acme) string{
		"ids":               func(a *acme) string { return a.id + "/" + a.last() },
		"names":             func(*acme) string { return "acme/ada@example.com" },
		"a slug, and an id": func(a *acme) string { return "slug:acme/" + a.last() },
	} {
		t.Run(form, func(t *testing.T) {
			t.Parallel()
			inAcme(t, func(_ *testing.T, a *acme) {
				a.Post("/v1/organizations/"+a.id+"/invitations", map[string]any{"email_address": "ada@example.com", "role": "org:member", "public_metadata": map[string]any{"plan": "pro"}})
				a.Drive(
					acctest.Step{
						Import: map[string]string{address: of(a)}, Config: a.invites(`public_metadata = jsonencode({ plan = "pro" })`, "notify = true", "expires_in_days = 3"),
						Plan: acctest.Nothing, Writes: none,
					},
					acctest.Step{Config: a.invites(), Plan: acctest.Nothing, Writes: none, Check: a.statuses("pending")},
				)
			})
		})
	}
}

// What a lost answer leaves in doubt is looked for, and taken if it is there.
func TestALostAnswerSendsNoSecondInvitation(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"lost", "lost_502", "late"} {
		inAcme(t, func(t *testing.T, a *acme) {
			a.Sim.PlaceFault(clerksim.Fault{Operation: sends, Kind: kind})
			a.Drive(acctest.Step{Config: a.invites(), Writes: map[string]int{sends: 1}, Check: func(s acctest.States) {
				if a.statuses("pending")(s); s.Get(address, "id") != a.last() {
					t.Errorf("%s: the state has %s, and Clerk %s", kind, s.Get(address, "id"), a.last())
				}
			}})
		})
	}
	// Where nothing was sent, nothing is sent again by itself.
	for _, kind := range []string{"reset", "502"} {
		inAcme(t, func(_ *testing.T, a *acme) {
			a.Sim.PlaceFault(clerksim.Fault{Operation: sends, Kind: kind})
			a.Drive(
				acctest.Step{Config: a.invites(), Writes: map[string]int{sends: 1}, Fails: []string{`Could not create organization invitation "ada@example.com to org_`}, Check: a.statuses()},
				acctest.Step{Config: a.invites(), Plan: []string{address + ": create"}, Writes: map[string]int{sends: 1}, Check: a.statuses("pending")},
			)
		})
	}
}

func TestAnInvitationThatWasAcceptedStaysAsItIs(t *testing.T) {
	t.Parallel()
	inAcme(t, func(t *testing.T, a *acme) {
		a.Drive(
			acctest.Step{Config: a.invites()},
			acctest.Step{Outside: a.accept, Config: a.invites(), Plan: acctest.Nothing, Writes: none, State: map[string]string{address + ".status": "accepted"}},
			acctest.Step{Plan: []string{address + ": delete"}, Check: a.statuses("accepted")},
		)
		if members := a.Memberships(); len(members) != 1 || members[0].User.UserID != a.adaID {
			t.Errorf("the members are %+v", members)
		}
	})
}

func TestAnInvitationThatHasExpiredStaysAsItIs(t *testing.T) {
	t.Parallel()
	inAcme(t, func(_ *testing.T, a *acme) {
		a.Drive(
			acctest.Step{Config: a.invites()},
			acctest.Step{Outside: func() { a.Sim.Advance(month + time.Minute) }, Config: a.invites(), Plan: acctest.Nothing, Writes: none, State: map[string]string{address + ".status": "expired"}},
			acctest.Step{Plan: []string{address + ": delete"}, Check: a.statuses("expired")},
		)
	})
}

func TestARevokedInvitationIsSentAnewAndThePlanSaysSo(t *testing.T) {
	t.Parallel()
	warns := []string{`WARNING: The organization invitation "ada@example.com to org_`, "was revoked outside Terraform", "the next apply sends a new invitation to the address", "take the resource out of the configuration"}
	inAcme(t, func(t *testing.T, a *acme) {
		first := ""
		a.Drive(
			acctest.Step{Config: a.invites(), Check: func(acctest.States) { first = a.last() }},
			acctest.Step{Outside: a.revoke, Config: a.invites(), PlanOnly: true, Plan: []string{address + ": create"}, Warns: warns, Writes: none},
			acctest.Step{Config: a.invites(), Plan: []string{address + ": create"}, Warns: warns, Writes: map[string]int{sends: 1}, Check: func(s acctest.States) {
				if a.statuses("revoked", "pending")(s); s.Get(address, "id") != a.last() || a.last() == first {
					t.Errorf("the state has %s, and Clerk %s after %s", s.Get(address, "id"), a.last(), first)
				}
			}},
			// To leave it at that, it is taken out of the configuration.
			acctest.Step{Outside: a.revoke, Writes: none},
		)
		a.statuses("revoked", "revoked")(nil)
	})
}

func TestAChangeRevokesTheInvitationAndSendsAnother(t *testing.T) {
	t.Parallel()
	inAcme(t, func(_ *testing.T, a *acme) {
		replaces := map[string]int{sends: 1, revokes: 1}
		admin := strings.Replace(a.invites(), "org:member", "org:admin", 1)
		titled := strings.Replace(admin, "  role", "  public_metadata = jsonencode({ title = \"Countess\" })\n  role", 1)
		a.Drive(
			acctest.Step{Config: a.invites()},
			acctest.Step{Config: admin, Plan: []string{address + ": replace expires_at id role status"}, Writes: replaces, Check: a.statuses("revoked", "pending")},
			acctest.Step{Config: titled, Plan: []string{address + ": replace expires_at id public_metadata status"}, Writes: replaces},
			acctest.Step{Config: strings.Replace(titled, "ada@", "countess@", 1), Plan: []string{address + ": replace email_address expires_at id status"}, Writes: replaces},
			acctest.Step{Writes: map[string]int{revokes: 1}, Check: a.statuses("revoked", "revoked", "revoked", "revoked")},
		)
	})
}

// 250 invitations an hour are a limit of their own.
func TestAnInvitationLimitThatIsReachedHoldsUpNothingElse(t *testing.T) {
	t.Parallel()
	inAcme(t, func(t *testing.T, a *acme) {
		for n := range 250 {
			a.Post("/v1/organizations/"+a.id+"/invitations", map[string]any{"email_address": fmt.Sprintf("guest%d@example.com", n), "role": "org:member"})
		}
		began := time.Now()
		others := fmt.Sprintf("resource \"clerk_user\" \"grace\" {\n  email_addresses = [\"grace@example.com\"]\n}\n"+
			"resource \"clerk_organization_membership\" \"ada\" {\n  organization_id = %q\n  user_id = %q\n  role = \"org:member\"\n}\n", a.id, a.adaID)
		countess := strings.Replace(a.invites(), "ada@", "countess@", 1)
		a.Drive(
			acctest.Step{
				Config: countess + others, Writes: map[string]int{sends: 1, "POST /users": 1, "POST /organizations/{organization_id}/memberships": 1},
				Fails: []string{`Could not create organization invitation "countess@example.com to org_`, "the rate limit asks for a wait of 1h0m0s", "more than the 5m0s"},
				Check: func(s acctest.States) {
					if _, invited := s[address]; invited || len(s) != 2 {
						t.Errorf("the state has %v", s)
					}
					if took := time.Since(began); took > time.Minute {
						t.Errorf("it took %s", took)
					}
				},
			},
			acctest.Step{
				Outside: func() { <-time.After(time.Hour) }, Config: countess + others,
				Plan: []string{address + ": create"}, Writes: map[string]int{sends: 1}, Check: func(acctest.States) {
					if n := len(a.all()); n != 251 {
						t.Errorf("Clerk holds %d invitations", n)
					}
				},
			},
		)
	}, func(o *clerksim.Options) { o.RateLimit = "production" })
}

// An invitation waits for the role that the same apply makes, and is sent once.
func TestInvitesToARoleThatTheSameApplyMakes(t *testing.T) {
	t.Parallel()
	inAcme(t, func(_ *testing.T, a *acme) {
		editor := "resource \"clerk_organization_role\" \"editor\" {\n  key = \"org:editor\"\n  name = \"Editor\"\n  include_in_initial_role_set = true\n}\n"
		a.Drive(
			acctest.Step{Config: strings.Replace(a.invites(), "org:member", "org:editor", 1) + editor, Check: a.statuses("pending")},
			acctest.Step{Config: editor, Check: a.statuses("revoked")},
		)
	})
}

func TestWhoIsAMemberIsNotInvited(t *testing.T) {
	t.Parallel()
	inAcme(t, func(t *testing.T, a *acme) {
		if _, err := a.Clerk.OrganizationMemberships.Create(t.Context(), clerk.CreateMembershipParams{OrganizationID: a.id, UserID: a.adaID, Role: "org:member"}); err != nil {
			t.Fatal(err)
		}
		a.Drive(acctest.Step{Config: a.invites(), Fails: []string{"email_address", "already_a_member_in_organization", "clerk_organization_membership"}, Check: a.statuses()})
		if err := a.Clerk.OrganizationMemberships.Delete(context.WithoutCancel(t.Context()), a.id+"/"+a.adaID); err != nil {
			t.Error(err)
		}
	})
}
