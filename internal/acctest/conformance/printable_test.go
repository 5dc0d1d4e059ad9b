package conformance_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// End users choose their names and those of their organizations, and terraform query
// prints what a list resource calls an object as it is.
func TestWhatAQueryPrintsOfANameDoesNotActOnTheTerminal(t *testing.T) {
	t.Parallel()
	const name = "\x1b[2J\a\u202eAda\nBright"
	w := acctest.NewWorld(t, acctest.NewSim(t))
	user, err := w.Clerk.Users.Create(t.Context(), clerk.CreateUserParams{Account: clerk.Account{FirstName: rest.Value(name), LastName: rest.Value("water"), Username: rest.Value("ada_1")}})
	w.Must(err)
	organization, err := w.Clerk.Organizations.Create(t.Context(), clerk.CreateOrganizationParams{Name: name})
	w.Must(err)
	_, err = w.Clerk.OrganizationMemberships.Create(t.Context(), clerk.CreateMembershipParams{OrganizationID: organization.ID, UserID: user.ID, Role: "org:member"})
	w.Must(err)
	_, err = w.Clerk.Machines.Create(t.Context(), clerk.CreateMachineParams{Name: name})
	w.Must(err)
	_, err = w.Clerk.OAuthApplications.Create(t.Context(), clerk.CreateOAuthApplicationParams{Name: name})
	w.Must(err)
	connection, err := w.Clerk.EnterpriseConnections.Create(t.Context(), clerk.CreateEnterpriseConnectionParams{Name: name, Provider: "saml_custom", Domains: []string{"example.com"}})
	w.Must(err)
	_, err = w.Clerk.Directories.Create(t.Context(), clerk.CreateDirectoryParams{EnterpriseConnectionID: connection.ID, Provider: "saml_custom", Name: rest.Value(name)})
	w.Must(err)

	walk, err := w.Core.Walk()
	w.Must(err)
	for _, typ := range []string{"clerk_user", "clerk_organization", "clerk_organization_membership", "clerk_machine", "clerk_oauth_application", "clerk_enterprise_connection", "clerk_directory"} {
		listed, err := walk.List(w.Core.Type(typ), nil, 0)
		w.Must(err)
		if len(listed) != 1 {
			t.Fatalf("listed of %s are %v", typ, listed)
		}
		shown := listed[0].DisplayName
		if strings.ContainsFunc(shown, func(r rune) bool { return !unicode.IsPrint(r) }) || typ != "clerk_organization_membership" && !strings.Contains(shown, "Ada") {
			t.Errorf("the name of a %s is %q", typ, shown)
		}
	}
}
