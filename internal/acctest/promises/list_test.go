package promises_test

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// listServer is a provider's server with what lists and describes resources.
type listServer struct {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	schemas *tfprotov6.GetProviderSchemaResponse
}

func newListServer(t *testing.T, url string) listServer {
	t.Helper()
	server, _ := configured(t, url)
	lists, ok := server.(tfprotov6.ListResourceServer)
	if !ok {
		t.Fatal("the server serves no list resources")
	}
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	return listServer{server, lists, schemas}
}

// all are the results of a list resource, with these arguments.
func (s listServer) all(t *testing.T, name string, arguments map[string]tftypes.Value) []tfprotov6.ListResourceResult {
	t.Helper()
	object, ok := s.schemas.ListResourceSchemas[name].ValueType().(tftypes.Object)
	if !ok {
		t.Fatal(name, "has no schema")
	}
	values := map[string]tftypes.Value{}
	for attribute, typ := range object.AttributeTypes {
		values[attribute] = tftypes.NewValue(typ, nil)
		if v, ok := arguments[attribute]; ok {
			values[attribute] = v
		}
	}
	config := dynamic(t, object, tftypes.NewValue(object, values))
	stream, err := s.ListResource(t.Context(), &tfprotov6.ListResourceRequest{TypeName: name, Config: config, IncludeResource: true, Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	var out []tfprotov6.ListResourceResult
	for result := range stream.Results {
		if len(result.Diagnostics) > 0 || result.DisplayName == "" {
			t.Fatalf("%q: %v", result.DisplayName, result.Diagnostics)
		}
		out = append(out, result)
	}
	return out
}

func dynamic(t *testing.T, typ tftypes.Type, v tftypes.Value) *tfprotov6.DynamicValue {
	t.Helper()
	out, err := tfprotov6.NewDynamicValue(typ, v)
	if err != nil {
		t.Fatal(err)
	}
	return &out
}

// Of an organization these are the name and the slug, and of the other objects what they have in the place of a name.
func TestAListedObjectIsNamedAsAPersonWouldNameIt(t *testing.T) {
	t.Parallel()
	sim, _ := clerkWithUsers(t, 0)
	c := acctest.Client(t, sim)
	ada, err := c.Users.Create(t.Context(), clerk.CreateUserParams{EmailAddresses: []string{"ada@example.com"}})
	if err != nil {
		t.Fatal(err)
	}
	acme, err := c.Organizations.Create(t.Context(), clerk.CreateOrganizationParams{Name: "Acme", Slug: rest.Value("acme-inc"), CreatedBy: rest.Value(ada.ID)})
	if err != nil {
		t.Fatal(err)
	}
	acctest.MakeParts(t, c, acme.ID, 1)
	var machines []string
	for _, name := range []string{"worker-1", "store-1"} {
		m, err := c.Machines.Create(t.Context(), clerk.CreateMachineParams{Name: name})
		if err != nil {
			t.Fatal(err)
		}
		machines = append(machines, m.ID)
	}
	if _, err := c.MachineScopes.Create(t.Context(), clerk.CreateMachineScopeParams{From: machines[0], To: machines[1]}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.OAuthApplications.Create(t.Context(), clerk.CreateOAuthApplicationParams{Name: "docs"}); err != nil {
		t.Fatal(err)
	}
	s := newListServer(t, sim.URL())
	for name, want := range map[string]string{
		"clerk_organization": "Acme (acme-inc)", "clerk_organization_membership": "ada@example.com in Acme", "clerk_organization_invitation": "invited-1@example.com to Acme",
		"clerk_organization_domain": "team-1.example.com of Acme", "clerk_organization_permission": "org:part_1:use", "clerk_organization_role": "org:part_1", "clerk_role_set": "role_set:part_1",
		"clerk_machine": "worker-1", "clerk_oauth_application": "docs", "clerk_machine_scope": "worker-1 to store-1",
	} {
		if !slices.ContainsFunc(s.all(t, name, nil), func(r tfprotov6.ListResourceResult) bool { return r.DisplayName == want }) {
			t.Errorf("a query for %s shows no %q", name, want)
		}
	}
}
