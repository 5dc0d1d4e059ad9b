package export_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// What every instance has from the beginning is imported by its key, which holds in
// whatever instance; the domain, which each has under another name, is a variable.
func TestWhatEveryInstanceHasIsImportedByItsKey(t *testing.T) {
	t.Parallel()
	d := newShell(t)
	d.must()
	for file, blocks := range map[string][]string{
		"organizations.tf": {
			"import {\n  to = clerk_organization_role.admin\n  id = \"org:admin\"\n}\n", "import {\n  to = clerk_organization_role.member\n  id = \"org:member\"\n}\n",
			"import {\n  to = clerk_role_set.primary_role_set\n  id = \"role_set:default\"\n}\n",
		},
		"instance.tf": {
			"import {\n  to = clerk_domain.primary_domain\n  id = var.primary_domain\n}\n", "resource \"clerk_domain\" \"primary_domain\" {\n  name = var.primary_domain\n}\n",
			"variable \"primary_domain\" {\n  type    = string\n  default = \"",
			"import {\n  to = clerk_instance_restrictions.this\n  id = \"this\"\n}\n",
		},
	} {
		for _, block := range blocks {
			if got := d.read(file); !strings.Contains(got, block) {
				t.Errorf("%s lacks\n%s\nand is\n%s", file, block, got)
			}
		}
	}
	if files := d.files(); files != "instance.tf organizations.tf" {
		t.Errorf("the folder has imports by id of what every instance has: %s", files)
	}
	// A role of the instance's own is another matter.
	if _, err := d.api.OrganizationRoles.Create(t.Context(), clerk.OrganizationRoleParams{Key: rest.Value("org:editor"), Name: rest.Value("Editor")}); err != nil {
		t.Fatal(err)
	}
	d.must("--force")
	if got := d.read("organizations.imports.tf"); strings.Count(got, "import {") != 1 || !strings.Contains(got, "clerk_organization_role.editor") {
		t.Errorf("the imports by id are\n%s", got)
	}
}

// What Clerk does not return, and the object cannot be made without, is a comment in its block.
func TestWhatClerkDoesNotReturnIsAComment(t *testing.T) {
	t.Parallel()
	d := newShell(t)
	d.template()
	if _, err := d.api.JWTTemplates.Create(t.Context(), clerk.JWTTemplateParams{
		Name: "signed", Claims: []byte(`{}`), CustomSigningKey: rest.Value(true), SigningAlgorithm: rest.Value("HS256"), SigningKey: rest.Value(strings.Repeat("a-key-of-mine-", 5)),
	}); err != nil {
		t.Fatal(err)
	}
	connect := func(p clerk.CreateEnterpriseConnectionParams) string {
		t.Helper()
		p.Domains = []string{strings.ToLower(p.Name) + ".example.com"}
		c, err := d.api.EnterpriseConnections.Create(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		return c.ID
	}
	acme := connect(clerk.CreateEnterpriseConnectionParams{Name: "Acme", Provider: "saml_okta", SAML: &clerk.SAMLParams{IDPEntityID: rest.Value("https://idp.example.com")}})
	connect(clerk.CreateEnterpriseConnectionParams{Name: "Globex", Provider: "oidc_custom", OIDC: &clerk.OIDCParams{ClientID: rest.Value("clerk"), ClientSecret: rest.Value("a secret of mine")}})
	directory, err := d.api.Directories.Create(t.Context(), clerk.CreateDirectoryParams{EnterpriseConnectionID: acme, Provider: "okta"})
	if err == nil {
		_, err = d.api.Directories.Update(t.Context(), directory.ID, clerk.UpdateDirectoryParams{GroupRoleMappingEnabled: rest.Value(true)})
	}
	if err == nil {
		_, err = d.api.Directories.ReplaceGroupRoleMappings(t.Context(), directory.ID, []clerk.GroupRoleMapping{{GroupID: "everyone", RoleKey: "org:member"}})
	}
	if err != nil {
		t.Fatal(err)
	}
	d.must()
	for file, want := range map[string]string{
		"sessions_and_tokens.tf": "\n  # Left out, since Clerk does not return it: signing_key_wo and signing_key_wo_version.\n}\n",
		"single_sign_on.tf":      "\n  # Left out, since Clerk does not return it: oidc.client_secret_wo and oidc.client_secret_wo_version.\n}\n",
	} {
		if got := d.read(file); strings.Count(got, want) != 1 {
			t.Errorf("%s is\n%s", file, got)
		}
	}
	if got := d.read("single_sign_on.tf"); !strings.Contains(got, "\n  # Left out, since Clerk does not return it: saml.idp_certificate and saml.idp_metadata.\n}\n") {
		t.Errorf("the connections are\n%s", got)
	}
	// What stands within an argument refers to others as well.
	if got := strings.Join(strings.Fields(d.read("single_sign_on.tf")), " "); !strings.Contains(got, `role = clerk_organization_role.member.key`) {
		t.Errorf("the directory is\n%s", got)
	}
}

// Some types can be listed with a filter only.
func TestATypeThatClerkListsByAFilterOnlyNamesIt(t *testing.T) {
	t.Parallel()
	d := newShell(t)
	ada := d.user(named("Ada", ""))
	if code := d.export(t.Context(), "--types", "clerk_api_key"); code != 2 || !strings.Contains(d.stderr.String(), "by their subject only: give it with --filter subject=…") {
		t.Errorf("exits with %d: %s", code, d.stderr.String())
	}
	if _, err := d.api.APIKeys.Create(t.Context(), clerk.CreateAPIKeyParams{Subject: ada.ID, Name: "reports"}); err != nil {
		t.Fatal(err)
	}
	d.must("--types", "clerk_api_key", "--filter", "subject="+ada.ID)
	if got := d.resources("machines.tf"); got != "reports" {
		t.Errorf("the keys are %s", got)
	}

	// Or it is exported with those that its objects are listed by.
	acme, err := d.api.Organizations.Create(t.Context(), clerk.CreateOrganizationParams{Name: "Acme"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.api.APIKeys.Create(t.Context(), clerk.CreateAPIKeyParams{Subject: acme.ID, Name: "invoices", CreatedBy: rest.Value(ada.ID)}); err != nil {
		t.Fatal(err)
	}
	d.must("--types", "all", "--force")
	if files := d.files(); strings.Contains(d.read("users.tf"), "clerk_email_address") || !strings.Contains(d.read("instance.tf"), "clerk_domain") {
		t.Errorf("the folder has %s", files)
	}
	if got := d.read("machines.tf"); !strings.Contains(got, "# Left out of clerk_api_key, since Clerk does not return it: seconds_until_expiration.\n") {
		t.Errorf("the keys are\n%s", got)
	}
	got := strings.Join(strings.Fields(d.read("machines.tf")), " ")
	for _, want := range []string{
		`resource "clerk_api_key" "reports" { name = "reports" subject = clerk_user.ada.id }`,
		`resource "clerk_api_key" "invoices" { name = "invoices" subject = clerk_organization.acme.id created_by = clerk_user.ada.id }`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the keys are %s, without %s", got, want)
		}
	}
}

// Users and members are read by the page.
func TestExportsByThePage(t *testing.T) {
	t.Parallel()
	d := newShell(t)
	users := make([]*clerk.User, 1100)
	for n := range users {
		p := named(fmt.Sprintf("User %d", n), "")
		p.EmailAddresses = []string{fmt.Sprintf("user-%d@example.com", n)}
		users[n] = d.user(p)
	}
	for _, name := range []string{"Acme", "Globex"} {
		o, err := d.api.Organizations.Create(t.Context(), clerk.CreateOrganizationParams{Name: name, MaxAllowedMemberships: rest.Value(int64(0))})
		if err != nil {
			t.Fatal(err)
		}
		for n := range 300 {
			if _, err := d.api.OrganizationMemberships.Create(t.Context(), clerk.CreateMembershipParams{OrganizationID: o.ID, UserID: users[n].ID, Role: "org:member"}); err != nil {
				t.Fatal(err)
			}
		}
	}
	before := len(d.sim.Requests())
	d.must("--types", "clerk_user,clerk_organization,clerk_organization_membership")
	if n := len(d.sim.Requests()) - before; n > 8 { // 3 pages of users, 2 of memberships, one of organizations
		t.Errorf("1,100 users and 600 memberships took %d requests", n)
	}
	if n := strings.Count(d.read("organizations.tf"), "= clerk_user."); n != 600 {
		t.Errorf("%d memberships refer to their users", n)
	}
}
