package promises_test

import (
	"fmt"
	"slices"
	"strings"
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

// makeDirectory makes an enterprise connection and its directory.
func makeDirectory(t *testing.T, c *clerk.Client, name string) {
	t.Helper()
	e, err := c.EnterpriseConnections.Create(t.Context(), clerk.CreateEnterpriseConnectionParams{Name: name, Provider: "saml_okta", Domains: []string{name + ".example.com"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Directories.Create(t.Context(), clerk.CreateDirectoryParams{EnterpriseConnectionID: e.ID, Provider: "okta", Name: rest.Value(name)}); err != nil {
		t.Fatal(err)
	}
}

// makeMachine makes the nth machine, and another one that it has access to.
func makeMachine(t *testing.T, c *clerk.Client, n int) {
	t.Helper()
	worker := ""
	for _, name := range []string{"worker-", "store-"} {
		m, err := c.Machines.Create(t.Context(), clerk.CreateMachineParams{Name: fmt.Sprint(name, n), DefaultTokenTTL: rest.Value(int64(60 + n))})
		if err != nil {
			t.Fatal(err)
		}
		if name == "worker-" {
			worker = m.ID
		} else if _, err := c.MachineScopes.Create(t.Context(), clerk.CreateMachineScopeParams{From: worker, To: m.ID}); err != nil {
			t.Fatal(err)
		}
	}
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
	makeMachine(t, c, 1)
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

func TestAListedObjectIsWhatAnImportOfItsIdentityReads(t *testing.T) {
	t.Parallel()
	sim, _ := clerkWithUsers(t, 61)
	users, err := rest.Collect(acctest.Client(t, sim).Users.List(t.Context(), clerk.UserFilter{}))
	if err != nil {
		t.Fatal(err)
	}
	for n := range 12 {
		if _, err := acctest.Client(t, sim).RedirectURLs.Create(t.Context(), clerk.CreateRedirectURLParams{URL: fmt.Sprintf("app-%d://callback", n)}); err != nil {
			t.Fatal(err)
		}
		if _, err := acctest.Client(t, sim).Domains.Create(t.Context(), clerk.CreateDomainParams{Name: fmt.Sprintf("satellite-%d.example.com", n), IsSatellite: true}); err != nil {
			t.Fatal(err)
		}
		for _, list := range []*clerk.IdentifierList{acctest.Client(t, sim).Allowlist, acctest.Client(t, sim).Blocklist} {
			if _, err := list.Create(t.Context(), clerk.CreateListedIdentifierParams{Identifier: fmt.Sprintf("*@team-%d.example.com", n)}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := acctest.Client(t, sim).Invitations.Create(t.Context(), clerk.CreateInvitationParams{EmailAddress: fmt.Sprintf("guest-%d@example.com", n)}); err != nil {
			t.Fatal(err)
		}
		if _, err := acctest.Client(t, sim).WaitlistEntries.Create(t.Context(), clerk.CreateWaitlistEntryParams{EmailAddress: fmt.Sprintf("patient-%d@example.com", n)}); err != nil {
			t.Fatal(err)
		}
		makeMachine(t, acctest.Client(t, sim), n)
		if _, err := acctest.Client(t, sim).OAuthApplications.Create(t.Context(), clerk.CreateOAuthApplicationParams{Name: fmt.Sprint("docs-", n), RedirectURIs: rest.Value([]string{"b:c", "a:c"})}); err != nil {
			t.Fatal(err)
		}
		makeDirectory(t, acctest.Client(t, sim), fmt.Sprint("tenant-", n))
		if _, err := acctest.Client(t, sim).APIKeys.Create(t.Context(), clerk.CreateAPIKeyParams{Subject: users[0].ID, Name: fmt.Sprint("key-", n), Scopes: rest.Value([]string{"b", "a"})}); err != nil {
			t.Fatal(err)
		}
		o := clerk.CreateOrganizationParams{Name: fmt.Sprint("Acme ", n), PrivateMetadata: []byte(`{"crm":1}`)}
		acme, err := acctest.Client(t, sim).Organizations.Create(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		m := clerk.CreateMembershipParams{OrganizationID: acme.ID, UserID: users[n].ID, Role: "org:admin", PublicMetadata: []byte(`{"z":1.50}`), PrivateMetadata: []byte(`{"crm":1}`)}
		if _, err := acctest.Client(t, sim).OrganizationMemberships.Create(t.Context(), m); err != nil {
			t.Fatal(err)
		}
		acctest.MakeParts(t, acctest.Client(t, sim), acme.ID, n)
	}
	if err := acctest.Client(t, sim).SvixApp.Create(t.Context()); err != nil {
		t.Fatal(err)
	}
	s := newListServer(t, sim.URL())
	for name := range s.schemas.ListResourceSchemas {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			typ := s.schemas.ResourceSchemas[name].ValueType()
			config := map[string]tftypes.Value{"include_private_metadata": tftypes.NewValue(tftypes.Bool, true)}
			if name == "clerk_api_key" { // of which Clerk lists those of one subject
				config = map[string]tftypes.Value{"subject": tftypes.NewValue(tftypes.String, users[0].ID)}
			}
			results := s.all(t, name, config)
			few := 12
			if strings.HasPrefix(name, "clerk_instance_") || name == "clerk_svix_app" {
				few = 1 // each instance has them once
			}
			if len(results) < few {
				t.Fatalf("%d results", len(results))
			}
			for _, result := range results {
				imported, err := s.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: name, Identity: result.Identity})
				if err != nil || len(imported.Diagnostics) > 0 {
					t.Fatal(err, imported.Diagnostics)
				}
				object := imported.ImportedResources[0]
				read, err := s.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{TypeName: name, CurrentState: object.State, CurrentIdentity: object.Identity, Private: object.Private})
				if err != nil || len(read.Diagnostics) > 0 {
					t.Fatal(err, read.Diagnostics)
				}
				want, err := read.NewState.Unmarshal(typ)
				if err != nil {
					t.Fatal(err)
				}
				listed, err := result.Resource.Unmarshal(typ)
				if err != nil {
					t.Fatal(err)
				}
				if diff, err := want.Diff(listed); err != nil || len(diff) > 0 {
					t.Errorf("%s: %v %v", result.DisplayName, diff, err)
				}
			}
		})
	}
}
