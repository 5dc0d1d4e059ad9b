package conformance_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// whole has every type of resource. Two of its users can be found by nothing but
// addresses that are resources themselves.
const whole = `
resource "clerk_user" "ada" {
  first_name      = "Ada"
  public_metadata = jsonencode({ seats = 3 })
}
resource "clerk_email_address" "ada" {
  user_id       = clerk_user.ada.id
  email_address = "ada@example.com"
  verified      = true
}
resource "clerk_phone_number" "ada" {
  user_id                    = clerk_user.ada.id
  phone_number               = "+15555550100"
  verified                   = true
  reserved_for_second_factor = true
}
resource "clerk_user" "byron" {
  last_name = "Byron"
}
resource "clerk_email_address" "byron" {
  user_id       = clerk_user.byron.id
  email_address = "byron@example.com"
}
resource "clerk_user" "grace" {
  username              = "grace"
  external_id           = "4711"
  email_addresses       = ["grace@example.com", "hopper@example.com"]
  primary_email_address = "hopper@example.com"
  phone_numbers         = ["+15555560100"]
  banned                = true
}
resource "clerk_user_metadata" "grace" {
  user_id         = clerk_user.grace.id
  public_metadata = jsonencode({ plan = "pro" })
}
resource "clerk_organization_metadata" "acme" {
  organization_id = "{acme}"
  public_metadata = jsonencode({ plan = "pro" })
}
resource "clerk_organization_domain" "acme" {
  organization_id    = clerk_organization.acme.id
  name               = "example.com"
  ownership_verified = true
}
resource "clerk_organization_domain" "globex" {
  organization_id = clerk_organization.globex.id
  name            = "example.org"
  enrollment_mode = "automatic_suggestion"
  verified        = false
}
resource "clerk_organization_invitation" "ada" {
  organization_id = clerk_organization.acme.id
  email_address   = "countess@example.com"
  role            = "org:member"
}
resource "clerk_invitation" "guest" {
  email_address = "guest@example.com"
}
resource "clerk_waitlist_entry" "patient" {
  email_address = "patient@example.com"
}
resource "clerk_svix_app" "this" {}
resource "clerk_enterprise_connection" "initech" {
  name              = "Initech"
  identity_provider = "saml_okta"
  domains           = ["initech.example.com"]
  active            = true
  saml = {
    idp_metadata_url = "https://idp.example.com/metadata"
  }
}
resource "clerk_enterprise_connection" "globex" {
  name              = "Globex"
  identity_provider = "oidc_gitlab"
  domains           = ["globex.example.com"]
  oidc = {
    client_id     = "clerk"
    requires_pkce = true
  }
}
resource "clerk_directory" "initech" {
  enterprise_connection_id   = clerk_enterprise_connection.initech.id
  identity_provider          = "okta"
  group_role_mapping_enabled = true
  group_role_mappings        = [{ group_id = "everyone", role = "org:member" }]
}
resource "clerk_oauth_application" "docs" {
  name          = "docs"
  scopes        = ["profile", "email"]
  redirect_uris = ["my-app://callback", "https://docs.example.com/callback"]
}
resource "clerk_machine" "reports" {
  name = "reports"
}
resource "clerk_machine" "billing" {
  name = "billing"
}
resource "clerk_api_key" "ada" {
  subject = clerk_user.ada.id
  name    = "reports"
}
resource "clerk_machine_scope" "reports" {
  from_machine_id = clerk_machine.reports.id
  to_machine_id   = clerk_machine.billing.id
}
resource "clerk_machine_scope" "billing" {
  from_machine_id = clerk_machine.billing.id
  to_machine_id   = clerk_machine.reports.id
}
resource "clerk_instance_settings" "this" {
  hibp = true
}
resource "clerk_instance_restrictions" "this" {
  block_disposable_email_domains = true
}
resource "clerk_instance_organization_settings" "this" {
  max_allowed_memberships = 100
}
resource "clerk_instance_protect" "this" {
  rules_enabled = true
}
resource "clerk_instance_communication" "this" {
  blocked_country_codes = ["DE"]
}
resource "clerk_instance_oauth_application_settings" "this" {
  oauth_jwt_access_tokens = true
}
resource "clerk_jwt_template" "reports" {
  name   = "reports"
  claims = jsonencode({ aud = "reports" })
}
resource "clerk_redirect_url" "app" {
  url = "my-app://callback"
}
resource "clerk_domain" "satellite" {
  name = "satellite.example.com"
}
resource "clerk_allowlist_identifier" "company" {
  identifier = "*@Example.com"
}
resource "clerk_blocklist_identifier" "number" {
  identifier = "+15555590100"
}
resource "clerk_organization" "acme" {
  name                 = "Acme"
  admin_delete_enabled = false
  public_metadata      = jsonencode({ plan = "pro" })
}
resource "clerk_organization" "globex" {
  name       = "Globex"
  slug       = "globex-2"
  created_by = clerk_user.grace.id
}
resource "clerk_organization_permission" "read" {
  key  = "org:reports:read"
  name = "Read reports"
}
resource "clerk_organization_role" "editor" {
  key         = "org:editor"
  name        = "Editor"
  permissions = [clerk_organization_permission.read.key, "org:sys_memberships:read"]
}
resource "clerk_organization_role" "reader" {
  key  = "org:reader"
  name = "Reader"
}
resource "clerk_role_set" "partners" {
  key          = "role_set:partners"
  name         = "Partners"
  roles        = [clerk_organization_role.editor.key, clerk_organization_role.reader.key, "org:admin"]
  default_role = clerk_organization_role.reader.key
  creator_role = "org:admin"
}
resource "clerk_organization" "partner" {
  name     = "Partner"
  role_set = clerk_role_set.partners.key
}
resource "clerk_organization_membership" "ada" {
  organization_id = clerk_organization.acme.id
  user_id         = clerk_user.ada.id
  role            = "org:admin"
}
resource "clerk_organization_membership" "byron" {
  organization_id = clerk_organization.acme.id
  user_id         = clerk_user.byron.id
  role            = "org:member"
}
`

// Whatever Clerk does where its documents are silent, a configuration can be applied
// and destroyed, and nothing is left.
func TestDestroysWholeConfigurationsWhateverIsAssumed(t *testing.T) {
	t.Parallel()
	destroys := func(t *testing.T, i *acctest.Instance, config string, between func()) {
		t.Helper()
		world := acctest.NewWorld(t, i.Sim)
		acme, err := world.Clerk.Organizations.Create(t.Context(), clerk.CreateOrganizationParams{Name: "Acme"})
		world.Must(err)
		config = strings.ReplaceAll(config, "{acme}", acme.ID)
		before := world.Everything()
		for typ := range world.Core.Types() {
			if !strings.Contains(config, `"`+typ+`"`) {
				t.Errorf("the configuration has no %s", typ)
			}
		}
		i.Drive(acctest.Step{Config: config}, acctest.Step{Outside: between})
		for kind, objects := range world.Everything() {
			if kind == "invitations" { // Clerk keeps those that were revoked
				maps.DeleteFunc(objects, func(_, text string) bool { return parsed(text).text("status") == "revoked" })
			}
			if has, had := slices.Sorted(maps.Keys(objects)), slices.Sorted(maps.Keys(before[kind])); !slices.Equal(has, had) {
				t.Errorf("Clerk holds the %s %q, and before the apply %q", kind, has, had)
			}
		}
	}
	for _, a := range clerksim.Assumptions {
		for _, value := range a.Values {
			config := whole
			switch value {
			case a.Default:
				continue
			case "N":
				value = "32"
			}
			if a.Name == "user_without_identifier" {
				config = strings.NewReplacer(`"Ada"`, "\"Ada\"\n  username = \"lovelace\"", `"Byron"`, "\"Byron\"\n  username = \"byron\"").Replace(whole)
			}
			t.Run(a.Name+"="+value, func(t *testing.T) {
				t.Parallel()
				destroys(t, acctest.InProcess(t, func(o *clerksim.Options) { o.Assume = map[string]string{a.Name: value} }), config, nil)
			})
		}
	}
	t.Run("an email address is required", func(t *testing.T) {
		t.Parallel()
		i := acctest.InProcess(t)
		destroys(t, i, whole, func() {
			if err := i.Sim.Switch("email_required", true); err != nil {
				t.Error(err)
			}
		})
	})
}
