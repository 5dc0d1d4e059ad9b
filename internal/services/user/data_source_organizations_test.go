package user_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

func createAda(t *testing.T, i *acctest.Instance) *clerk.User {
	t.Helper()
	u, err := i.Clerk.Users.Create(t.Context(), clerk.CreateUserParams{EmailAddresses: []string{"ada@example.com"}})
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestAccReadsTheMembershipsOfAUser(t *testing.T) {
	t.Parallel()
	i := acctest.NewLocal(t)
	ada := createAda(t, i)
	owned := i.Post("/v1/organizations", map[string]any{"name": "Engines", "slug": "engines", "created_by": ada.ID})["id"].(string)
	joined := i.Post("/v1/organizations", map[string]any{"name": "Looms", "slug": "looms"})["id"].(string)
	i.Post("/v1/organizations/"+joined+"/memberships", map[string]any{"user_id": ada.ID, "role": "org:member", "public_metadata": map[string]any{"desk": 7}})
	const memberships = "data.clerk_user_organization_memberships.ada"
	i.Run(resource.TestStep{
		Config: "data \"clerk_user_organization_memberships\" \"ada\" {\n  user_id = \"" + ada.ID + "\"\n}",
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownValue(memberships, tfjsonpath.New("total_count"), knownvalue.Int64Exact(2)),
			statecheck.ExpectKnownValue(memberships, tfjsonpath.New("organization_memberships"), knownvalue.ListExact([]knownvalue.Check{
				knownvalue.ObjectPartial(map[string]knownvalue.Check{
					"id":              knownvalue.NotNull(),
					"role":            knownvalue.StringExact("org:member"),
					"permissions":     knownvalue.SetPartial([]knownvalue.Check{knownvalue.StringExact("org:sys_memberships:read")}),
					"public_metadata": knownvalue.StringExact(`{"desk":7}`),
					"organization":    organizationIs(joined, "Looms", "looms"),
					"created_at":      knownvalue.NotNull(),
					"updated_at":      knownvalue.NotNull(),
				}),
				knownvalue.ObjectPartial(map[string]knownvalue.Check{
					"role":            knownvalue.StringExact("org:admin"),
					"public_metadata": knownvalue.StringExact(`{}`),
					"organization":    organizationIs(owned, "Engines", "engines"),
				}),
			})),
		},
	})
}

func organizationIs(id, name, slug string) knownvalue.Check {
	return knownvalue.ObjectExact(map[string]knownvalue.Check{
		"id": knownvalue.StringExact(id), "name": knownvalue.StringExact(name), "slug": knownvalue.StringExact(slug),
	})
}

func TestAccReadsTheInvitationsOfAUserByStatus(t *testing.T) {
	t.Parallel()
	i := acctest.NewLocal(t)
	ada := createAda(t, i)
	invite := func(name string, more map[string]any) (organization, id string) {
		organization = i.Post("/v1/organizations", map[string]any{"name": name, "slug": name})["id"].(string)
		body := map[string]any{"email_address": "ada@example.com", "role": "org:member", "notify": false}
		for k, v := range more {
			body[k] = v
		}
		return organization, i.Post("/v1/organizations/"+organization+"/invitations", body)["id"].(string)
	}
	looms, pending := invite("looms", map[string]any{"public_metadata": map[string]any{"desk": 7}, "expires_in_days": 300})
	engines, revoked := invite("engines", nil)
	i.Post("/v1/organizations/"+engines+"/invitations/"+revoked+"/revoke", map[string]any{})
	_, expired := invite("mills", map[string]any{"expires_in_days": 1})
	i.Sim.Advance(48 * time.Hour)

	config, checks := "", []statecheck.StateCheck{}
	for status, ids := range map[string][]string{"": {expired, revoked, pending}, "pending": {pending}, "revoked": {revoked}, "expired": {expired}, "accepted": {}} {
		name, line := "all", ""
		if status != "" {
			name, line = status, fmt.Sprintf("status = %q", status)
		}
		config += fmt.Sprintf("data \"clerk_user_organization_invitations\" %q {\n  user_id = %q\n  %s\n}\n", name, ada.ID, line) +
			fmt.Sprintf("output %q {\n  value = toset(data.clerk_user_organization_invitations.%s.organization_invitations[*].id)\n}\n", name, name)
		want := []knownvalue.Check{}
		for _, id := range ids {
			want = append(want, knownvalue.StringExact(id))
		}
		checks = append(checks,
			statecheck.ExpectKnownOutputValue(name, knownvalue.SetExact(want)),
			statecheck.ExpectKnownValue("data.clerk_user_organization_invitations."+name, tfjsonpath.New("total_count"), knownvalue.Int64Exact(int64(len(ids)))),
		)
	}
	checks = append(checks, statecheck.ExpectKnownValue("data.clerk_user_organization_invitations.pending", tfjsonpath.New("organization_invitations").AtSliceIndex(0),
		knownvalue.ObjectExact(map[string]knownvalue.Check{
			"id":              knownvalue.StringExact(pending),
			"email_address":   knownvalue.StringExact("ada@example.com"),
			"role":            knownvalue.StringExact("org:member"),
			"status":          knownvalue.StringExact("pending"),
			"public_metadata": knownvalue.StringExact(`{"desk":7}`),
			"organization":    organizationIs(looms, "looms", "looms"),
			"expires_at":      knownvalue.NotNull(),
			"created_at":      knownvalue.NotNull(),
			"updated_at":      knownvalue.NotNull(),
		})))
	i.Run(resource.TestStep{Config: config, ConfigStateChecks: checks})
}

func TestReadsAllPagesOfMembershipsAndInvitations(t *testing.T) {
	t.Parallel()
	const n = 501 // one more than a page
	i := acctest.InProcess(t)
	ada := createAda(t, i)
	for k := range n {
		i.Post("/v1/organizations", map[string]any{"name": fmt.Sprint("Member ", k), "created_by": ada.ID})
		inviting := i.Post("/v1/organizations", map[string]any{"name": fmt.Sprint("Inviting ", k)})["id"].(string)
		i.Post("/v1/organizations/"+inviting+"/invitations", map[string]any{"email_address": "ada@example.com", "role": "org:member", "notify": false})
	}
	for _, kind := range []string{"memberships", "invitations"} {
		ids := map[string]bool{}
		for _, one := range i.Read(fmt.Sprintf("data \"clerk_user_organization_%s\" \"ada\" {\n  user_id = %q\n}", kind, ada.ID)).GetAttr("organization_" + kind).AsValueSlice() {
			ids[one.GetAttr("id").AsString()] = true
		}
		if len(ids) != n {
			t.Errorf("%d %s were read", len(ids), kind)
		}
	}
}

func TestSaysThatTheUserOfOrganizationsDoesNotExist(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	for _, kind := range []string{"memberships", "invitations"} {
		i.ExpectError("data \"clerk_user_organization_"+kind+"\" \"this\" {\n  user_id = \"user_0\"\n}",
			"Could not list the organization "+kind+" of user", `user_id = "user_0"`, "404")
	}
}

func TestRefusesAnUnknownStatusAtPlanTime(t *testing.T) {
	t.Parallel()
	acctest.InProcess(t).ExpectRefused("data \"clerk_user_organization_invitations\" \"this\" {\n  user_id = \"user_0\"\n  status  = \"open\"\n}", "status =", `"pending"`)
}
