package export_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// In another instance, the restrictions would refuse whom they do not mind here, since they were there before.
func TestRestrictionsComeAfterWhatTheyWouldRefuse(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		restrictions clerk.UpdateInstanceRestrictionsParams
		want         string
	}{
		"none":         {clerk.UpdateInstanceRestrictionsParams{}, ""},
		"subaddresses": {clerk.UpdateInstanceRestrictionsParams{BlockEmailSubaddresses: rest.Value(true)}, "depends_on = [ clerk_invitation.grace_sales_example_com, clerk_user.ada, ]"},
		"blocklist": {
			clerk.UpdateInstanceRestrictionsParams{Blocklist: rest.Value(true)},
			"depends_on = [ clerk_organization_invitation.edith_sub_example_org, clerk_user.hedy, ]",
		},
		"allowlist": {
			clerk.UpdateInstanceRestrictionsParams{Allowlist: rest.Value(true)},
			"depends_on = [ clerk_organization_invitation.edith_sub_example_org, clerk_user.desk, clerk_user.hedy, ]",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, ctx := newShell(t), t.Context()
			ada, hedy, desk := named("Ada", ""), named("Hedy", ""), named("Desk", "")
			ada.EmailAddresses, hedy.EmailAddresses, desk.PhoneNumbers = []string{"ada+tests@example.com"}, []string{"hedy@example.net"}, []string{"+15555550100"}
			for _, u := range []clerk.CreateUserParams{ada, hedy, desk} {
				d.user(u)
			}
			acctest.Present[clerk.Invitation](t)(d.api.Invitations.Create(ctx, clerk.CreateInvitationParams{EmailAddress: "grace+sales@example.com"}))
			acme := acctest.Present[clerk.Organization](t)(d.api.Organizations.Create(ctx, clerk.CreateOrganizationParams{Name: "Acme"}))
			acctest.Present[clerk.OrganizationInvitation](t)(d.api.OrganizationInvitations.Create(ctx, clerk.CreateOrganizationInvitationParams{OrganizationID: acme.ID, EmailAddress: "edith@sub.example.org", Role: "org:member"}))
			acctest.Present[clerk.ListedIdentifier](t)(d.api.Blocklist.Create(ctx, clerk.CreateListedIdentifierParams{Identifier: "hedy@example.net"}))
			acctest.Present[clerk.ListedIdentifier](t)(d.api.Blocklist.Create(ctx, clerk.CreateListedIdentifierParams{Identifier: "*@*.example.org"}))
			acctest.Present[clerk.ListedIdentifier](t)(d.api.Allowlist.Create(ctx, clerk.CreateListedIdentifierParams{Identifier: "*@example.com"}))
			acctest.Present[clerk.InstanceRestrictions](t)(d.api.Restrictions.Update(ctx, c.restrictions))
			d.must()
			got := blockOf(d.read("instance.tf"), "clerk_instance_restrictions", "this")
			if c.want == "" && strings.Contains(got, "depends_on") || !strings.Contains(got, c.want) {
				t.Errorf("the restrictions are\n%s\nand lack\n%s", got, c.want)
			}
		})
	}
}

// blockOf is a resource block, its space folded.
func blockOf(text, typ, name string) string {
	_, block, _ := strings.Cut(text, fmt.Sprintf("resource %q %q {", typ, name))
	block, _, _ = strings.Cut(block, "\n}\n")
	return strings.Join(strings.Fields(block), " ")
}

// What the settings of organizations no longer allow is left out, and said to be: a new one could not have it.
func TestWhatSettingsNoLongerAllowIsLeftOut(t *testing.T) {
	t.Parallel()
	d, ctx := newShell(t), t.Context()
	acctest.Present[clerk.OrganizationSettings](t)(d.api.OrganizationSettings.Update(ctx, clerk.UpdateOrganizationSettingsParams{
		DomainsEnabled: rest.Value(true), DomainsEnrollmentModes: rest.Value([]string{"automatic_invitation", "automatic_suggestion"}),
	}))
	acme := acctest.Present[clerk.Organization](t)(d.api.Organizations.Create(ctx, clerk.CreateOrganizationParams{Name: "Acme", Slug: rest.Value("acme")}))
	for name, mode := range map[string]string{"one.example.com": "automatic_invitation", "two.example.com": "automatic_suggestion"} {
		acctest.Present[clerk.OrganizationDomain](t)(d.api.OrganizationDomains.Create(ctx, clerk.CreateOrganizationDomainParams{OrganizationID: acme.ID, Name: name, EnrollmentMode: mode}))
	}
	d.must()
	if got := blockOf(d.read("organizations.tf"), "clerk_organization", "acme"); !strings.Contains(got, `slug = "acme"`) || strings.Contains(got, "# Left out") {
		t.Errorf("the organization is\n%s", got)
	}
	acctest.Present[clerk.OrganizationSettings](t)(d.api.OrganizationSettings.Update(ctx, clerk.UpdateOrganizationSettingsParams{
		SlugDisabled: rest.Value(true), DomainsEnrollmentModes: rest.Value([]string{"automatic_invitation"}),
	}))
	d.must("--force")
	got := blockOf(d.read("organizations.tf"), "clerk_organization", "acme")
	if strings.Contains(got, "slug =") || !strings.Contains(got, "# Left out, since clerk_instance_organization_settings.this does not allow it to a new object: slug.") {
		t.Errorf("the organization is\n%s", got)
	}
	for name, said := range map[string]bool{"one_example_com": false, "two_example_com": true} {
		got := blockOf(d.read("organizations.tf"), "clerk_organization_domain", name)
		if strings.Contains(got, "enrollment_mode = ") == said || strings.Contains(got, "# Left out, since clerk_instance_organization_settings.this does not allow it to a new object: enrollment_mode.") != said {
			t.Errorf("the domain %s is\n%s", name, got)
		}
	}
}

// To turn a connection on deletes the domains of organizations that have its name: they are made after it.
func TestADomainComesAfterTheConnectionThatSharesItsName(t *testing.T) {
	t.Parallel()
	d, ctx := newShell(t), t.Context()
	acctest.Present[clerk.OrganizationSettings](t)(d.api.OrganizationSettings.Update(ctx, clerk.UpdateOrganizationSettingsParams{DomainsEnabled: rest.Value(true)}))
	acme := acctest.Present[clerk.Organization](t)(d.api.Organizations.Create(ctx, clerk.CreateOrganizationParams{Name: "Acme"}))
	c := acctest.Present[clerk.EnterpriseConnection](t)(d.api.EnterpriseConnections.Create(ctx, clerk.CreateEnterpriseConnectionParams{
		Name: "Okta of Acme", Provider: "saml_okta", Domains: []string{"acme.example.com", "shared.example.com"}, SAML: &clerk.SAMLParams{IDPMetadataURL: rest.Value("https://idp.example.com/metadata")},
	}))
	acctest.Present[clerk.EnterpriseConnection](t)(d.api.EnterpriseConnections.Update(ctx, c.ID, clerk.UpdateEnterpriseConnectionParams{Active: rest.Value(true)}))
	for _, name := range []string{"shared.example.com", "other.example.com"} {
		acctest.Present[clerk.OrganizationDomain](t)(d.api.OrganizationDomains.Create(ctx, clerk.CreateOrganizationDomainParams{OrganizationID: acme.ID, Name: name, EnrollmentMode: "manual_invitation"}))
	}
	d.must()
	for name, want := range map[string]string{"shared_example_com": "depends_on = [clerk_enterprise_connection.okta_of_acme]", "other_example_com": ""} {
		got := blockOf(d.read("organizations.tf"), "clerk_organization_domain", name)
		if !strings.Contains(got, want) || want == "" && strings.Contains(got, "depends_on") {
			t.Errorf("the domain %s is\n%s", name, got)
		}
	}
}

// Whoever carries an instance over does not mean to write to everybody who was invited.
func TestAnExportMailsNobody(t *testing.T) {
	t.Parallel()
	d, ctx := newShell(t), t.Context()
	acctest.Present[clerk.Invitation](t)(d.api.Invitations.Create(ctx, clerk.CreateInvitationParams{EmailAddress: "ada@example.com"}))
	acctest.Present[clerk.WaitlistEntry](t)(d.api.WaitlistEntries.Create(ctx, clerk.CreateWaitlistEntryParams{EmailAddress: "grace@example.com"}))
	acme := acctest.Present[clerk.Organization](t)(d.api.Organizations.Create(ctx, clerk.CreateOrganizationParams{Name: "Acme"}))
	acctest.Present[clerk.OrganizationInvitation](t)(d.api.OrganizationInvitations.Create(ctx, clerk.CreateOrganizationInvitationParams{OrganizationID: acme.ID, EmailAddress: "edith@example.com", Role: "org:member"}))
	d.must()
	var all string
	for _, file := range strings.Fields(d.files()) {
		all += d.read(file)
	}
	for _, typ := range []string{"clerk_invitation", "clerk_waitlist_entry", "clerk_organization_invitation"} {
		_, block, found := strings.Cut(all, fmt.Sprintf("\nresource %q ", typ))
		if block, _, _ = strings.Cut(block, "\n}\n"); !found || !strings.Contains(strings.Join(strings.Fields(block), " "), "notify = false") {
			t.Errorf("the block of %s is\n%s", typ, block)
		}
		if want := "# Clerk would send mail for each " + typ + " that is made. It sends none where notify is false.\n"; strings.Count(all, want) != 1 {
			t.Errorf("nothing is said of the mail of %s", typ)
		}
	}
}
