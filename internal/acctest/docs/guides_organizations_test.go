package docs_test

import (
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

func TestAccTheGuideOrganizationsRuns(t *testing.T) {
	t.Parallel()
	sim := acctest.Start(t)
	p, api := openOn(t, sim, "organizations"), acctest.Client(t, sim)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	p.follow(0)

	analyst, err := api.OrganizationRoles.Find(t.Context(), "org:analyst")
	must(err)
	read, err := api.OrganizationPermissions.IDs(t.Context(), []string{"org:sys_memberships:read"})
	must(err)
	_, err = api.OrganizationRoles.Update(t.Context(), analyst.ID, clerk.OrganizationRoleParams{Permissions: rest.Value(read)})
	must(err)
	p.follow(2)
	p.follow(0)

	grace, err := api.Users.Create(t.Context(), clerk.CreateUserParams{EmailAddresses: []string{"grace@example.com"}})
	must(err)
	acme, err := api.Organizations.Find(t.Context(), "acme")
	must(err)
	_, err = api.OrganizationMemberships.Create(t.Context(), clerk.CreateMembershipParams{OrganizationID: acme.ID, UserID: grace.ID, Role: "org:analyst"})
	must(err)
	p.follow(0)

	p.follow(0)
	p.read()
	if _, err := api.OrganizationRoles.Find(t.Context(), "org:admin"); err != nil {
		t.Errorf("the role of every instance: %v", err)
	}
}
