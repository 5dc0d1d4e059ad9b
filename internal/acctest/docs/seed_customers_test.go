package docs_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// customer is one of those in the file that examples/organizations reads.
type customer struct {
	Name    string            `json:"name"`
	Plan    string            `json:"plan,omitempty"`
	Seats   int               `json:"seats,omitempty"`
	Members map[string]string `json:"members"`
}

func TestAccSeedsCustomersFromAFile(t *testing.T) {
	t.Parallel()
	customers := map[string]customer{}
	for n := range 50 {
		customers[fmt.Sprintf("customer-%d", n)] = customer{
			Name: fmt.Sprintf("Customer %d", n), Plan: "pro", Seats: 5,
			Members: map[string]string{
				fmt.Sprintf("admin-%d@example.com", n): "org:admin",
				fmt.Sprintf("clerk-%d@example.com", n): "org:billing",
				"auditor@example.com":                  "org:member",
			},
		}
	}
	content, err := json.Marshal(map[string]any{
		"roles":     map[string]any{"org:billing": map[string]any{"name": "Billing", "permissions": []string{"org:invoices:read", "org:sys_memberships:read"}}},
		"customers": customers,
	})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "customers.json")
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]struct {
		organizations, members int
		destroyed              bool
	}{
		file: {50, 150, false},
		filepath.Join(acctest.Root(), "examples", "organizations", "customers.json"): {2, 5, true},
	} {
		sim := acctest.Start(t)
		c := acctest.On(t, sim, `
module "customers" {
  source         = "`+filepath.Join(acctest.Root(), "examples", "organizations")+`"
  customers_file = "`+file+`"
}`)
		c.Must("get")
		c.Must("apply", "-auto-approve")
		api := acctest.Client(t, sim)
		organizations, err := rest.Collect(api.Organizations.List(t.Context(), clerk.OrganizationFilter{}))
		if err != nil || len(organizations) != want.organizations {
			t.Errorf("%s made %d organizations: %v", file, len(organizations), err)
		}
		members, err := rest.Collect(api.OrganizationMemberships.List(t.Context(), clerk.MembershipFilter{}))
		if err != nil || len(members) != want.members {
			t.Errorf("%s made %d members: %v", file, len(members), err)
		}
		if !want.destroyed {
			expectCustomer7(t, api)
		}
		c.PlansNothing(file)
		if !want.destroyed {
			continue
		}
		c.Must("destroy", "-auto-approve")
		if left, err := rest.Collect(api.Organizations.List(t.Context(), clerk.OrganizationFilter{})); err != nil || len(left) > 0 {
			t.Errorf("the destroy of %s left %d organizations: %v", file, len(left), err)
		}
	}
}

// expectCustomer7 fails the test unless Clerk has what the file says of one of the customers.
func expectCustomer7(t *testing.T, c *clerk.Client) {
	t.Helper()
	o, err := c.Organizations.Find(t.Context(), "customer-7")
	if err != nil {
		t.Fatal(err)
	}
	if o.Name != "Customer 7" || string(o.PublicMetadata) != `{"plan":"pro"}` || o.MaxAllowedMemberships != 5 {
		t.Errorf("customer-7 is %s, with the metadata %s and room for %d members", o.Name, o.PublicMetadata, o.MaxAllowedMemberships)
	}
	members, err := rest.Collect(c.OrganizationMemberships.List(t.Context(), clerk.MembershipFilter{OrganizationID: o.ID}))
	if err != nil {
		t.Fatal(err)
	}
	has := map[string]string{}
	for _, m := range members {
		has[m.User.Identifier] = m.Role
	}
	want := map[string]string{"admin-7@example.com": "org:admin", "clerk-7@example.com": "org:billing", "auditor@example.com": "org:member"}
	if !maps.Equal(has, want) {
		t.Errorf("the members of customer-7 are %v, expected %v", has, want)
	}
	role, err := c.OrganizationRoles.Find(t.Context(), "org:billing")
	if err != nil {
		t.Fatal(err)
	}
	var permissions []string
	for _, p := range role.Permissions {
		permissions = append(permissions, p.Key)
	}
	if slices.Sort(permissions); !slices.Equal(permissions, []string{"org:invoices:read", "org:sys_memberships:read"}) {
		t.Errorf("org:billing has the permissions %q", permissions)
	}
}
