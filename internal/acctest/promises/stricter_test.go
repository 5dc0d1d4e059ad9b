package promises_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// Rules that an instance got later do not keep what is older from being made in another one.
func TestAccWhatLaterRulesRefuseIsCarriedToAnotherInstance(t *testing.T) {
	t.Parallel()
	assume := func(o *clerksim.Options) { o.Assume = map[string]string{"restrictions_on_users": "both"} }
	sim, other := acctest.Start(t, assume), acctest.Start(t, assume)
	api, ctx := acctest.Client(t, sim), t.Context()
	must := func(_ any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(api.OrganizationSettings.Update(ctx, clerk.UpdateOrganizationSettingsParams{DomainsEnabled: rest.Value(true), AdminDeleteEnabled: rest.Value(true)}))
	for _, address := range []string{"ada+tests@example.com", "hedy@example.net"} {
		must(api.Users.Create(ctx, clerk.CreateUserParams{EmailAddresses: []string{address}, Account: clerk.Account{FirstName: rest.Value(address)}}))
	}
	must(api.Invitations.Create(ctx, clerk.CreateInvitationParams{EmailAddress: "grace+tests@example.com"}))
	acme, err := api.Organizations.Create(ctx, clerk.CreateOrganizationParams{Name: "Acme", Slug: rest.Value("acme")})
	must(acme, err)
	must(api.OrganizationDomains.Create(ctx, clerk.CreateOrganizationDomainParams{OrganizationID: acme.ID, Name: "acme.example.com", EnrollmentMode: "manual_invitation"}))
	connection, err := api.EnterpriseConnections.Create(ctx, clerk.CreateEnterpriseConnectionParams{
		Name: "Okta", Provider: "saml_okta", Domains: []string{"globex.example.com"}, SAML: &clerk.SAMLParams{IDPMetadataURL: rest.Value("https://idp.example.com/metadata")},
	})
	must(connection, err)
	must(api.EnterpriseConnections.Update(ctx, connection.ID, clerk.UpdateEnterpriseConnectionParams{Active: rest.Value(true)}))
	must(api.OrganizationDomains.Create(ctx, clerk.CreateOrganizationDomainParams{OrganizationID: acme.ID, Name: "globex.example.com", EnrollmentMode: "manual_invitation"}))
	// What is there stays, whatever comes now.
	must(api.Blocklist.Create(ctx, clerk.CreateListedIdentifierParams{Identifier: "*@example.net"}))
	must(api.Restrictions.Update(ctx, clerk.UpdateInstanceRestrictionsParams{Blocklist: rest.Value(true), BlockEmailSubaddresses: rest.Value(true)}))
	must(api.OrganizationSettings.Update(ctx, clerk.UpdateOrganizationSettingsParams{SlugDisabled: rest.Value(true), AdminDeleteEnabled: rest.Value(false)}))

	here := acctest.On(t, sim, "")
	exportAll(t, here, "")
	here.Must("apply", "-auto-approve")
	here.PlansNothing("the import")
	if has, err := api.Organizations.Get(ctx, acme.ID); err != nil || has.Slug != "acme" {
		t.Errorf("the import of an organization left the slug %q: %v", has.Slug, err)
	}

	there := acctest.On(t, other, "")
	files, err := filepath.Glob(filepath.Join(here.Dir, "*.tf"))
	if err != nil || len(files) == 0 {
		t.Fatalf("the export wrote %v: %v", files, err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, ".imports.tf") {
			continue
		}
		text, err := os.ReadFile(file)
		must(text, err)
		writeFile(t, filepath.Join(there.Dir, filepath.Base(file)), string(text))
	}
	domains, err := rest.Collect(acctest.Client(t, other).Domains.List(ctx))
	must(domains, err)
	variable := "-var=primary_domain=" + domains[0].Name
	// Roles can be read, and so imported, only where organizations are on.
	must(acctest.Client(t, other).OrganizationSettings.Update(ctx, clerk.UpdateOrganizationSettingsParams{Enabled: rest.Value(false)}))
	if out, code := there.Run("plan", variable); code == 0 || !strings.Contains(out, "organization_not_enabled_in_instance") {
		t.Errorf("a plan where organizations are off exits with %d: %s", code, acctest.LastLines(out))
	}
	there.Must("apply", "-auto-approve", variable, "-target=clerk_instance_organization_settings.this")
	there.Must("apply", "-auto-approve", variable)
	there.PlansNothing("the apply to another instance", variable)
	copied, err := rest.Collect(acctest.Client(t, other).Organizations.List(ctx, clerk.OrganizationFilter{}))
	if err != nil || len(copied) != 1 || !copied[0].AdminDeleteEnabled {
		t.Errorf("the other instance has the organizations %+v: %v", copied, err)
	}
	if users, err := rest.Collect(acctest.Client(t, other).Users.List(ctx, clerk.UserFilter{})); err != nil || len(users) != 2 {
		t.Errorf("the other instance has the users %v: %v", users, err)
	}
}
