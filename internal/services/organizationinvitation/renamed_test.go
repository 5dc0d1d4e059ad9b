package organizationinvitation_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

const roleAddress = "clerk_organization_role.editor"

// invitesEditor is a role with the key, and an invitation of Ada for it.
func (a *acme) invitesEditor(key string) string {
	return "resource \"clerk_organization_role\" \"editor\" {\n  key = \"" + key + "\"\n  name = \"Editor\"\n  include_in_initial_role_set = true\n}\n" +
		strings.Replace(a.invites(), `"org:member"`, roleAddress+".key", 1)
}

// leave takes Ada out of Acme, if she is its member.
func (a *acme) leave() {
	a.t.Helper()
	for range a.Memberships() {
		if err := a.Clerk.OrganizationMemberships.Delete(a.t.Context(), a.id+"/"+a.adaID); err != nil {
			a.t.Error(err)
		}
	}
}

// Clerk gives invitations of every status the new key of their role.
func TestAnInvitationThatIsOverStaysAsItIsWhenItsRoleIsRenamed(t *testing.T) {
	t.Parallel()
	for status, end := range map[string]func(a *acme){
		"accepted": (*acme).accept,
		"expired":  func(a *acme) { a.Sim.Advance(month + time.Minute) },
	} {
		t.Run(status, func(t *testing.T) {
			t.Parallel()
			inAcme(t, func(_ *testing.T, a *acme) {
				rename := func(to string) func() {
					return a.Outside(func(ctx context.Context, c *clerk.Client) error {
						r, err := c.OrganizationRoles.Find(ctx, "org:writer")
						if err == nil {
							_, err = c.OrganizationRoles.Update(ctx, r.ID, clerk.OrganizationRoleParams{Key: rest.Value(to)})
						}
						return err
					})
				}
				role := func(is string) map[string]string {
					return map[string]string{address + ".status": status, address + ".role": is}
				}
				onlyTheRole := map[string]int{"PATCH /organization_roles/{organization_role_id}": 1}
				a.Drive(
					acctest.Step{Config: a.invitesEditor("org:editor"), Writes: map[string]int{sends: 1, "POST /organization_roles": 1}},
					acctest.Step{
						Outside: func() { end(a) }, Config: a.invitesEditor("org:writer"), Plan: []string{roleAddress + ": update key"},
						Writes: onlyTheRole, Check: a.statuses(status),
					},
					acctest.Step{Config: a.invitesEditor("org:writer"), Plan: acctest.Nothing, Writes: none, State: role("org:writer")},
					// In the dashboard, too.
					acctest.Step{
						Outside: rename("org:author"), Config: a.invitesEditor("org:writer"), Plan: []string{roleAddress + ": update key"},
						Writes: onlyTheRole, Check: a.statuses(status),
					},
					acctest.Step{
						Outside: rename("org:author"), Config: strings.Replace(a.invitesEditor("org:author"), roleAddress+".key", `"org:writer"`, 1),
						Plan: acctest.Nothing, Writes: none, State: role("org:author"),
					},
					// Another address is another invitation, for the role that the configuration has.
					acctest.Step{
						Config: strings.Replace(a.invitesEditor("org:author"), "ada@", "countess@", 1), Writes: map[string]int{sends: 1, revokes: 1},
						State: map[string]string{address + ".role": "org:author", address + ".status": "pending"},
						Check: func(acctest.States) { a.leave() }, // Clerk keeps a role that a member has
					},
				)
			})
		})
	}
}

// A plan does not know that the role is the same one.
func TestAPendingInvitationIsSentAgainWhenItsRoleIsRenamed(t *testing.T) {
	t.Parallel()
	inAcme(t, func(_ *testing.T, a *acme) {
		a.Drive(
			acctest.Step{Config: a.invitesEditor("org:editor")},
			acctest.Step{
				Config: a.invitesEditor("org:writer"), Plan: []string{address + ": replace expires_at id role status", roleAddress + ": update key"},
				Writes: map[string]int{sends: 1, revokes: 1, "PATCH /organization_roles/{organization_role_id}": 1}, Check: a.statuses("revoked", "pending"),
			},
		)
	})
}
