package organizationmembership_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/acctest/driver"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

const titled = `public_metadata = jsonencode({ title = "Analyst", desk = { floor = 3 } })`

// A field that is mentioned is owned whole; the other one is left alone.
func TestOwnsTheMetadataThatItMentions(t *testing.T) {
	t.Parallel()
	inAcme(t, func(t *testing.T, a *acme) {
		a.Drive(
			acctest.Step{
				Config: a.member("ada", "org:member", titled), Writes: map[string]int{"POST /organizations/{organization_id}/memberships": 1},
				Check: a.has(`{"desk":{"floor":3},"title":"Analyst"}`, `{}`),
			},
			acctest.Step{
				Outside: a.merge(`{"theirs":1,"desk":{"lamp":true}}`, `{"payroll":"a-17"}`),
				Config:  a.member("ada", "org:member", titled), Plan: []string{ada + ": update public_metadata"}, Writes: map[string]int{merges: 1},
				Check: a.has(`{"desk":{"floor":3},"title":"Analyst"}`, `{"payroll":"a-17"}`),
			},
			acctest.Step{
				Outside: a.merge(`{"theirs":1}`, `{}`), Config: a.member("ada", "org:admin"), Plan: []string{ada + ": update role"},
				Writes: map[string]int{"PATCH /organizations/{organization_id}/memberships/{user_id}": 1},
				Check:  a.has(`{"desk":{"floor":3},"theirs":1,"title":"Analyst"}`, `{"payroll":"a-17"}`),
			},
			acctest.Step{
				Config: a.member("ada", "org:member", `public_metadata = jsonencode({})`), Plan: []string{ada + ": update public_metadata role"},
				Writes: map[string]int{merges: 1, "PATCH /organizations/{organization_id}/memberships/{user_id}": 1}, Check: a.has(`{}`, `{"payroll":"a-17"}`),
			},
		)
	})
}

// What is written only is owned whole as well, and neither read nor stored.
func TestReplacesPrivateMetadataThatNoStateHas(t *testing.T) {
	t.Parallel()
	inAcme(t, func(t *testing.T, a *acme) {
		secret := func(version int, value string) string {
			return a.member("ada", "org:member", "private_metadata_wo = jsonencode("+value+")", fmt.Sprint("private_metadata_wo_version = ", version))
		}
		stored := map[string]string{ada + ".private_metadata": "null", ada + ".private_metadata_wo": "null"}
		a.Drive(
			acctest.Step{Config: secret(1, `{ payroll = "a-17" }`), State: stored, Check: a.has(`{}`, `{"payroll":"a-17"}`)},
			acctest.Step{Outside: a.merge(`{}`, `{"theirs":1}`), Config: secret(1, `{ payroll = "a-18" }`), Plan: acctest.Nothing},
			acctest.Step{Config: secret(2, `{ payroll = "a-18" }`), State: stored, Writes: map[string]int{merges: 1}, Check: a.has(`{}`, `{"payroll":"a-18"}`)},
			acctest.Step{
				Config: a.member("ada", "org:member", `private_metadata = jsonencode({ payroll = "a-18" })`), Writes: map[string]int{},
				State: map[string]string{ada + ".private_metadata": `{"payroll":"a-18"}`},
			},
			acctest.Step{Config: secret(1, `{}`), State: stored, Writes: map[string]int{merges: 1}, Check: a.has(`{}`, `{}`)},
		)
	})
}

// Where one change is made and the next one fails, the state has the first.
func TestAnUpdateThatFailsHalfWayKeepsWhatItReached(t *testing.T) {
	t.Parallel()
	inAcme(t, func(t *testing.T, a *acme) {
		after := a.member("ada", "org:admin", `public_metadata = jsonencode({ title = "Chair" })`)
		a.Drive(
			acctest.Step{Config: a.member("ada", "org:member", titled)},
			acctest.Step{
				Outside: func() { a.Sim.PlaceFault(clerksim.Fault{Operation: merges, Kind: "404"}) }, Config: after, Fails: []string{"Could not update", "404"},
				State: map[string]string{ada + ".role": "org:admin", ada + ".public_metadata": `{"desk":{"floor":3},"title":"Analyst"}`},
			},
			acctest.Step{Config: after, Plan: []string{ada + ": update public_metadata"}},
		)
	})
}

func TestRecreatesAMembershipRemovedOutsideTerraform(t *testing.T) {
	t.Parallel()
	inAcme(t, func(t *testing.T, a *acme) {
		both := a.member("ada", "org:admin") + a.member("grace", "org:member")
		a.Drive(
			acctest.Step{Config: both, Check: a.holds("ada org:admin", "grace org:member")},
			acctest.Step{
				Outside: func() {
					if err := a.Clerk.OrganizationMemberships.Delete(t.Context(), a.adasAt); err != nil {
						t.Error(err)
					}
				},
				Config: both, Plan: []string{ada + ": create"}, Check: a.holds("ada org:admin", "grace org:member"),
			},
		)
	})
}

// An organization takes its memberships along, and so does a user: what is gone is
// destroyed, whether the plan knows of it or not.
func TestDestroysWhatIsGoneWithItsOrganizationOrUser(t *testing.T) {
	t.Parallel()
	for what, remove := range map[string]func(*acme) error{
		"organization": func(a *acme) error { return a.Clerk.Organizations.Delete(a.t.Context(), a.id) },
		"user":         func(a *acme) error { return a.Clerk.Users.Delete(a.t.Context(), a.adaID) },
	} {
		inAcme(t, func(t *testing.T, a *acme) {
			gone := func() {
				if err := remove(a); err != nil {
					t.Errorf("%s: %v", what, err)
				}
			}
			a.Drive(acctest.Step{Config: a.member("ada", "org:admin")}, acctest.Step{Outside: gone, Plan: acctest.Nothing})
		})
		inAcme(t, func(t *testing.T, a *acme) {
			destroy := a.plan(a.made(a.member("ada", "org:admin")), "")
			if err := remove(a); err != nil {
				t.Fatal(err)
			}
			if state, err := destroy(a.walk()); err != nil || state != nil {
				t.Errorf("without its %s, the destroy ends with %v and leaves %v", what, err, state)
			}
		})
	}
}

// A membership that moves to another address of the configuration is destroyed under the
// one and created under the other, in any order.
func TestAMembershipMovesToAnotherAddress(t *testing.T) {
	t.Parallel()
	for _, after := range [][2]time.Duration{{time.Second, 0}, {0, time.Second}, {0, 0}} {
		inAcme(t, func(t *testing.T, a *acme) {
			both := []func(*driver.Walk) (*driver.State, error){a.plan(a.made(a.member("ada", "org:admin")), ""), a.plan(nil, a.member("ada", "org:member"))}
			w := a.walk()
			for n, err := range driver.Together(2, func(n int) error {
				<-time.After(after[n])
				_, err := both[n](w)
				return err
			}) {
				if err != nil {
					t.Errorf("%v: operation %d ends with %v", after, n, err)
				}
			}
			a.holds("ada org:member")(nil)
		})
	}
}

// The user whom created_by names is a member already.
func TestSaysWhatToDoAboutAMembershipThatIsThere(t *testing.T) {
	t.Parallel()
	inAcme(t, func(t *testing.T, a *acme) {
		a.id = a.Post("/v1/organizations", map[string]any{"name": "Globex", "created_by": a.adaID})["id"].(string)
		config := a.member("ada", "org:member")
		a.Drive(
			acctest.Step{Config: config, Fails: []string{
				`Could not create organization membership "ada@example.com in Globex"`, "already_a_member_in_organization",
				"import it", "to = clerk_organization_membership.NAME", a.id + "/" + a.adaID, "created_by", "leave created_by out",
			}, Check: a.holds("ada org:admin")},
			acctest.Step{Import: map[string]string{ada: a.id + "/" + a.adaID}, Config: config, Plan: []string{ada + ": update role"}, Check: a.holds("ada org:member")},
		)
	})
}

func TestSaysThatTheRoleSetOfTheOrganizationLacksTheRole(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{"404", "422"} {
		inAcme(t, func(t *testing.T, a *acme) {
			if _, err := a.Clerk.OrganizationRoles.Create(t.Context(), clerk.OrganizationRoleParams{Key: rest.Value("org:editor"), Name: rest.Value("Editor")}); err != nil {
				t.Fatal(err)
			}
			words := []string{`"ada@example.com in Acme"`, "role", answer, "The instance has the role org:editor, so the role set of the organization lacks it"}
			a.Drive(
				acctest.Step{Config: a.member("ada", "org:editor"), Fails: words},
				acctest.Step{Config: a.member("ada", "org:member")},
				acctest.Step{Config: a.member("ada", "org:editor"), Fails: words, Check: a.holds("ada org:member")},
			)
		}, func(o *clerksim.Options) { o.Assume = map[string]string{"role_outside_set": answer} })
	}
}

func TestPutsARefusalOnItsArgumentAndNamesTheMember(t *testing.T) {
	t.Parallel()
	inAcme(t, func(t *testing.T, a *acme) {
		config := a.member("ada", "org:member")
		for _, test := range []struct {
			config string
			words  []string
		}{
			{acctest.Replace(t, config, a.adaID, "user_0"), []string{`"user_0 in Acme"`, "user_id", "404", "has no such object"}},
			{acctest.Replace(t, config, a.id, "org_0"), []string{`"ada@example.com in org_0"`, "organization_id", "404", "has no such object"}},
			{acctest.Replace(t, config, "org:member", "org:king"), []string{`"ada@example.com in Acme"`, "role", "404", "The nearest that there are: org:admin, org:member"}},
		} {
			a.Drive(acctest.Step{Config: test.config, Fails: test.words})
		}
		a.Post("/v1/organizations", map[string]any{"name": "Globex", "slug": "globex", "max_allowed_memberships": 1, "created_by": a.graceID})
		globex, err := a.Clerk.Organizations.Find(t.Context(), "globex")
		if err != nil {
			t.Fatal(err)
		}
		a.Drive(acctest.Step{Config: acctest.Replace(t, config, a.id, globex.ID), Fails: []string{`"ada@example.com in Globex"`, "organization_membership_quota_exceeded", "max_allowed_memberships"}})
		a.Drive(
			acctest.Step{Config: config},
			acctest.Step{Config: acctest.Replace(t, config, "org:member", "org:king"), Fails: []string{`Could not update organization membership "ada@example.com in Acme"`, "role", "404"}},
		)
	})
}

func TestRefusesWhatIsWrongAtPlanTime(t *testing.T) {
	t.Parallel()
	for line, words := range map[string][]string{
		`organization_id = "acme"`: {"organization_id", "may be a slug", "clerk_organization.acme.id"},
		`organization_id = "a/b"`:  {"organization_id"},
		`user_id = ""`:             {"user_id"},
		`role = "role_2abc"`:       {"role", "not the key of a role", "org:editor"},
		`public_metadata = jsonencode({ a = { b = null } })`:                                                           {"public_metadata", "A key of the object is null"},
		`private_metadata = jsonencode({ a = null })`:                                                                  {"private_metadata", "A key of the object is null"},
		"private_metadata_wo = jsonencode({ a = null })\n  private_metadata_wo_version = 1":                            {"private_metadata_wo", "A key of the object is null"},
		`public_metadata = jsonencode([1])`:                                                                            {"public_metadata", "not an object"},
		"private_metadata = jsonencode({})\n  private_metadata_wo = jsonencode({})\n  private_metadata_wo_version = 1": {"private_metadata"},
	} {
		lines := map[string]string{"organization_id": `organization_id = "org_1"`, "user_id": `user_id = "user_1"`, "role": `role = "org:member"`}
		name, _, _ := strings.Cut(line, " ")
		lines[name] = line
		config := ""
		for _, one := range lines {
			config += "  " + one + "\n"
		}
		acctest.InProcess(t).ExpectRefused("resource \"clerk_organization_membership\" \"this\" {\n"+config+"}", words...)
	}
}

// What lists do not show yet is no reason to plan anything, nor is what they still show.
func TestBelievesNoListThatLags(t *testing.T) {
	t.Parallel()
	inAcme(t, func(t *testing.T, a *acme) {
		// After each apply, the plan has to be empty.
		a.Drive(
			acctest.Step{Config: a.member("ada", "org:member", titled) + a.member("grace", "org:member")},
			acctest.Step{Config: a.member("ada", "org:admin", titled) + a.member("grace", "org:admin")},
			acctest.Step{Config: a.member("ada", "org:admin", `public_metadata = jsonencode({})`)},
		)
	}, func(o *clerksim.Options) { o.Lag = 5 * time.Second })
}
