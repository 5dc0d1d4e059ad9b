package export_test

import (
	"context"
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

func TestWritesWhatAPersonWouldHaveWritten(t *testing.T) {
	t.Parallel()
	d := newShell(t)
	ada := named("Ada", "Lovelace")
	ada.EmailAddresses = []string{"ada@example.com", "countess@example.com"}
	ada.PublicMetadata = json.RawMessage(`{"role":"analyst","limits":{"requests per minute":1e3,"burst":10},"greeting":"${hello}"}`)
	ada.PrivateMetadata = json.RawMessage(`{"payroll_id":1007}`)
	ada.Password, ada.Locked = rest.Value("a password of Ada's"), rest.Value(true)
	ada.CreateOrganizationsLimit = rest.Value[int64](3)
	d.user(ada)
	d.user(clerk.CreateUserParams{PhoneNumbers: []string{"+15555550100"}, Banned: rest.Value(true)})
	d.template()
	d.must()
	if got, want := d.read("users.tf"), `# Written by terraform-provider-clerk export.

# Left out of clerk_user, as secrets: backup_codes_wo, password_digest_wo, password_wo, private_metadata_wo, totp_secret_wo.
# Left out of clerk_user, since Clerk does not return it: identification_status, notify_primary_email_address_changed, password_hasher, profile_image, sign_out_of_other_sessions, skip_legal_checks, skip_password_checks, skip_password_requirement.

resource "clerk_user" "ada_lovelace" {
  create_organizations_limit = 3
  email_addresses            = ["ada@example.com", "countess@example.com"]
  first_name                 = "Ada"
  last_name                  = "Lovelace"
  primary_email_address      = "ada@example.com"
  public_metadata = jsonencode({
    greeting = "$${hello}"
    limits   = { burst = 10, "requests per minute" = 1e3 }
    role     = "analyst"
  })
}

resource "clerk_user" "user_15555550100" {
  banned        = true
  phone_numbers = ["+15555550100"]
}
`; got != want {
		t.Errorf("the users are\n%s\nwant\n%s", got, want)
	}
	if got, want := d.read("users.imports.tf"), `# Written by terraform-provider-clerk export, for the instance that it was run on. The file can go when it is applied.

import {
  to = clerk_user.ada_lovelace
  id = "user_…"
}

import {
  to = clerk_user.user_15555550100
  id = "user_…"
}
`; got != want {
		t.Errorf("the imports are\n%s\nwant\n%s", got, want)
	}
	if got := d.read("sessions_and_tokens.tf"); !strings.HasSuffix(got, `
resource "clerk_jwt_template" "api" {
  claims = jsonencode({ aud = "api" })
  name   = "api"
}
`) {
		t.Errorf("the templates are\n%s", got)
	}
	if files := d.files(); files != "instance.tf organizations.tf sessions_and_tokens.imports.tf sessions_and_tokens.tf users.imports.tf users.tf" {
		t.Errorf("the folder has %s", files)
	}
	for _, line := range []string{"1 × clerk_jwt_template in ", "2 × clerk_user in "} {
		if !strings.Contains(d.stdout.String(), line) {
			t.Errorf("%q is not in %q", line, d.stdout.String())
		}
	}
}

// Addresses that are resources of their own stand in no user, and name theirs.
func TestNoAddressIsExportedTwice(t *testing.T) {
	t.Parallel()
	d := newShell(t)
	ada := named("Ada", "")
	ada.EmailAddresses, ada.PhoneNumbers = []string{"ada@example.com", "countess@example.com"}, []string{"+15555550100"}
	ada.EmailAddressStatuses = []string{"verified", "reserved"}
	d.user(ada)
	d.must("--types", "clerk_email_address,clerk_user")
	if users := d.blocks("users.tf", "clerk_user"); strings.Contains(users, "@") || !strings.Contains(users, "phone_numbers = [") {
		t.Errorf("the users are\n%s", users)
	}
	if got := d.read("users.imports.tf"); !strings.Contains(got, `
import {
  to = clerk_email_address.ada_example_com
  id = "user_…/idn_…"
}
`) {
		t.Errorf("the imports of the addresses are\n%s", got)
	}
	if got := d.read("users.tf"); !strings.Contains(got, `
resource "clerk_email_address" "ada_example_com" {
  email_address = "ada@example.com"
  user_id       = clerk_user.ada.id
  primary       = true
  verified      = true
}
`) || !strings.Contains(got, `
resource "clerk_email_address" "countess_example_com" {
  email_address = "countess@example.com"
  user_id       = clerk_user.ada.id
}
`) {
		t.Errorf("the addresses are\n%s", got)
	}
	d.must("--types", "clerk_phone_number", "--force")
	if got := d.read("users.tf"); !strings.Contains(got, `user_id      = "user_…"`) {
		t.Errorf("without its user, a number is\n%s", got)
	}
}

// Roles name the permissions that are exported, too. System permissions, which nobody can
// manage, stay keys.
func TestRolesReferToPermissionsByKey(t *testing.T) {
	t.Parallel()
	d := newShell(t)
	read, err := d.api.OrganizationPermissions.Create(t.Context(), clerk.OrganizationPermissionParams{Key: rest.Value("org:reports:read"), Name: rest.Value("Read reports")})
	if err != nil {
		t.Fatal(err)
	}
	ids, err := d.api.OrganizationPermissions.IDs(t.Context(), []string{"org:sys_domains:read"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.api.OrganizationRoles.Create(t.Context(), clerk.OrganizationRoleParams{
		Key: rest.Value("org:editor"), Name: rest.Value("Editor"), Permissions: rest.Value(append(ids, read.ID)),
	}); err != nil {
		t.Fatal(err)
	}
	d.must()
	if got := d.read("organizations.tf"); strings.Contains(d.blocks("organizations.tf", "clerk_organization_permission"), "org:sys_") || !strings.Contains(got, `
resource "clerk_organization_permission" "read_reports" {
  key  = "org:reports:read"
  name = "Read reports"

  depends_on = [clerk_instance_organization_settings.this]
}
`) {
		t.Errorf("the permissions are\n%s", got)
	}
	if got := d.read("organizations.tf"); !strings.Contains(got, `
resource "clerk_organization_role" "editor" {
  key  = "org:editor"
  name = "Editor"
  permissions = [
    "org:sys_domains:read",
    clerk_organization_permission.read_reports.key,
  ]

  depends_on = [clerk_instance_organization_settings.this]
}
`) {
		t.Errorf("the roles are\n%s", got)
	}
	d.must("--types", "clerk_organization_role", "--force", "--filter", "query=editor")
	if got := d.read("organizations.tf"); !strings.Contains(got, `permissions = ["org:reports:read", "org:sys_domains:read"]`) || strings.Contains(got, "org:admin") {
		t.Errorf("without the permissions, the roles are\n%s", got)
	}
}

// Organizations name the role sets that are exported, too, and these their roles.
func TestOrganizationsReferToRoleSetsAndTheseToRoles(t *testing.T) {
	t.Parallel()
	d := newShell(t)
	if _, err := d.api.OrganizationRoles.Create(t.Context(), clerk.OrganizationRoleParams{Key: rest.Value("org:editor"), Name: rest.Value("Editor")}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.api.RoleSets.Create(t.Context(), clerk.CreateRoleSetParams{
		Key: "role_set:partners", Name: "Partners", Roles: []string{"org:admin", "org:editor"}, DefaultRoleKey: "org:editor", CreatorRoleKey: "org:admin",
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.api.Organizations.Create(t.Context(), clerk.CreateOrganizationParams{Name: "Acme", RoleSetKey: rest.Value("role_set:partners")}); err != nil {
		t.Fatal(err)
	}
	d.must()
	plain := func(file string) string { return strings.Join(strings.Fields(d.read(file)), " ") }
	set := plain("organizations.tf")
	for _, line := range []string{"default_role = clerk_organization_role.editor.key", "roles = [ clerk_organization_role.admin.key, clerk_organization_role.editor.key, ]"} {
		if !strings.Contains(set, line) {
			t.Errorf("%q is not in\n%s", line, set)
		}
	}
	if got := plain("organizations.tf"); !strings.Contains(got, "role_set = clerk_role_set.partners.key") {
		t.Errorf("the organizations are\n%s", got)
	}
}

// A membership is named after the two that it joins, and refers to them and to its role.
func TestMembershipsReferToOrganizationsUsersAndRoles(t *testing.T) {
	t.Parallel()
	d := newShell(t)
	p := named("Ada", "")
	p.EmailAddresses = []string{"ada@example.com"}
	ada := d.user(p)
	editor := clerk.OrganizationRoleParams{Key: rest.Value("org:editor"), Name: rest.Value("Editor"), IncludeInInitialRoleSet: rest.Value(true)}
	if _, err := d.api.OrganizationRoles.Create(t.Context(), editor); err != nil {
		t.Fatal(err)
	}
	acme, err := d.api.Organizations.Create(t.Context(), clerk.CreateOrganizationParams{Name: "Acme"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.api.OrganizationMemberships.Create(t.Context(), clerk.CreateMembershipParams{
		OrganizationID: acme.ID, UserID: ada.ID, Role: "org:editor", PublicMetadata: []byte(`{"seats":3}`), PrivateMetadata: []byte(`{"payroll_id":1007}`),
	}); err != nil {
		t.Fatal(err)
	}
	d.must()
	if got := d.read("organizations.imports.tf"); !strings.Contains(got, `
import {
  to = clerk_organization_membership.ada_example_com_in_acme
  id = "org_…/user_…"
}
`) {
		t.Errorf("the imports of the memberships are\n%s", got)
	}
	if got, want := d.blocks("organizations.tf", "clerk_organization_membership"), `resource "clerk_organization_membership" "ada_example_com_in_acme" {
  organization_id = clerk_organization.acme.id
  role            = clerk_organization_role.editor.key
  user_id         = clerk_user.ada.id
  public_metadata = jsonencode({ seats = 3 })
}
`; got != want {
		t.Errorf("the memberships are\n%s", got)
	}
	d.must("--types", "clerk_organization_membership", "--force", "--filter", "organization_id="+acme.ID, "--filter", "roles=org:editor")
	for _, line := range []string{`organization_id = "org_…"`, `role            = "org:editor"`, `user_id         = "user_…"`} {
		if got := d.read("organizations.tf"); !strings.Contains(got, line) {
			t.Errorf("by themselves, without %s, the memberships are\n%s", line, got)
		}
	}
}

// Settings are exported as far as Clerk returns them, and each where it belongs.
func TestExportsTheSettingsOfTheInstance(t *testing.T) {
	t.Parallel()
	d := newShell(t)
	if _, err := d.api.Restrictions.Update(t.Context(), clerk.UpdateInstanceRestrictionsParams{Allowlist: rest.Value(true)}); err != nil {
		t.Fatal(err)
	}
	d.must()
	if got := d.read("instance.tf"); !strings.Contains(got, `
import {
  to = clerk_instance_restrictions.this
  id = "this"
}
`) {
		t.Errorf("the import of the restrictions is\n%s", got)
	}
	if got := d.blocks("instance.tf", "clerk_instance_restrictions"); !regexp.MustCompile(`(?m)^  allowlist += true$`).MatchString(got) {
		t.Errorf("the restrictions are\n%s", got)
	}
	// Nobody can write that there are no origins; what Clerk does not tell is named.
	if got := d.blocks("instance.tf", "clerk_instance_settings"); strings.Contains(got, "allowed_origins") || strings.Contains(got, "allowlist") || strings.Contains(got, "hibp =") ||
		!strings.Contains(got, "# Left out, since Clerk does not return it: clerk_js_version, development_origin, hibp, ") {
		t.Errorf("the settings are\n%s", got)
	}
	if got := d.blocks("instance.tf", "clerk_instance_organization_settings"); strings.Contains(got, "role") || !strings.Contains(got, "slug_disabled") {
		t.Errorf("the settings of organizations have the roles of the initial role set\n%s", got)
	}
	// What the instance's plan does not have is left out.
	if err := d.sim.Switch("restrictions", false); err != nil {
		t.Fatal(err)
	}
	d.must("--force")
	if !strings.Contains(d.stdout.String(), "0 × clerk_instance_restrictions") {
		t.Errorf("the export says\n%s", d.stdout.String())
	}
}

// Where there are no organizations, and no lists of who may sign up, there is nothing of them to export.
func TestExportsWhereOrganizationsAndRestrictionsAreTurnedOff(t *testing.T) {
	t.Parallel()
	d := newShell(t)
	d.user(named("Ada", ""))
	for _, name := range []string{"organizations", "restrictions"} {
		if err := d.sim.Switch(name, false); err != nil {
			t.Fatal(err)
		}
	}
	d.must()
	if files := d.files(); files != "instance.tf users.imports.tf users.tf" {
		t.Errorf("the folder has %s", files)
	}
}

// Neither what the API lists first nor who comes later decides on a name.
func TestNamesStayFromRunToRun(t *testing.T) {
	t.Parallel()
	d := newShell(t)
	made := func(text, at string) {
		p := named("Ada", "Lovelace")
		p.Username, p.CreatedAt = rest.Value(text), rest.Value(at)
		d.user(p)
	}
	made("second", "2020-01-01T00:00:00Z")
	made("first", "2010-01-01T00:00:00Z")
	d.must()
	before := d.read("users.tf")
	if !strings.Contains(before[strings.Index(before, "ada_lovelace_2"):], `"first"`) {
		t.Errorf("the second to be made is not the second:\n%s", before)
	}
	d.must("--force")
	if again := d.read("users.tf"); again != before {
		t.Errorf("the next run writes\n%s\nafter\n%s", again, before)
	}
	made("third", "2000-01-01T00:00:00Z")
	d.must("--force")
	if after := d.read("users.tf"); !strings.HasPrefix(after, before) || !strings.Contains(after, "ada_lovelace_3") {
		t.Errorf("with one more user it writes\n%s\nafter\n%s", after, before)
	}
}

func TestUsersAreNamedAfterTheirNamesOrElseTheirKeys(t *testing.T) {
	t.Parallel()
	d := newShell(t)
	external := clerk.CreateUserParams{Account: clerk.Account{ExternalID: rest.Value("emp-7")}}
	username := named("李", "四")
	username.Username = rest.Value("li_si")
	d.user(named("Zoë", "O’Neil"))
	d.user(username)
	d.user(clerk.CreateUserParams{EmailAddresses: []string{"Grace.Brightwater+work@example.com"}})
	d.user(clerk.CreateUserParams{PhoneNumbers: []string{"+15555550100"}})
	d.user(external)
	d.user(named("李", "四"))
	d.must()
	if got := d.resources("users.tf"); !strings.HasPrefix(got, "zoe_oneil li_si grace_brightwater_work user_15555550100 emp_7 user_…") {
		t.Errorf("the names are %s", got)
	}
}

// blunt is a provider that generates configuration of all that it has.
type blunt struct {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	typ tftypes.Type
}

func (b *blunt) GenerateResourceConfig(_ context.Context, req *tfprotov6.GenerateResourceConfigRequest) (*tfprotov6.GenerateResourceConfigResponse, error) {
	var all map[string]tftypes.Value
	state, err := req.State.Unmarshal(b.typ)
	if err == nil {
		err = state.As(&all)
	}
	for _, secret := range []string{"private_metadata", "password_wo"} {
		all[secret] = tftypes.NewValue(tftypes.String, "a secret")
	}
	config, newErr := tfprotov6.NewDynamicValue(b.typ, tftypes.NewValue(b.typ, all))
	return &tfprotov6.GenerateResourceConfigResponse{Config: &config}, errors.Join(err, newErr)
}

// A type may have no way to say what a person would have written.
func TestSecretsAndWhatClerkAloneSetsAreNeverWritten(t *testing.T) {
	t.Parallel()
	d := newShell(t)
	d.user(named("Ada", ""))
	d.serve = func(server tfprotov6.ProviderServer) tfprotov6.ProviderServer {
		schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
		if err != nil {
			t.Fatal(err)
		}
		return &blunt{server, server.(tfprotov6.ListResourceServer), schemas.ResourceSchemas["clerk_user"].ValueType()}
	}
	d.must("--types", "clerk_user")
	got := d.read("users.tf")
	for _, never := range []string{"secret", "image_url", "  id ", "\n\n\n", "null"} {
		if strings.Contains(strings.SplitAfter(got, "resource")[1], never) {
			t.Errorf("%q is in\n%s", never, got)
		}
	}
	if !strings.Contains(got, "locked ") {
		t.Errorf("what may be written is not:\n%s", got)
	}
}
