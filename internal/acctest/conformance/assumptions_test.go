package conformance_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// whole has every type of resource, and what depends most on how Clerk is assumed to be:
// users who can be found by nothing but addresses that are resources themselves, domains
// that their owner has proved, spellings that Clerk changes, an invitation that is mailed.
var whole = written(variant(true), 3) + `
resource "clerk_user" "augusta" {
  first_name      = "Augusta"
  public_metadata = jsonencode({ seats = 3 })
}
resource "clerk_email_address" "augusta" {
  user_id       = clerk_user.augusta.id
  email_address = "augusta@example.com"
  verified      = true
}
resource "clerk_phone_number" "augusta" {
  user_id                    = clerk_user.augusta.id
  phone_number               = "+15555580100"
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
resource "clerk_user" "hopper" {
  email_addresses       = ["murray@example.com", "hopper@example.com"]
  primary_email_address = "hopper@example.com"
  phone_numbers         = ["+15555570100"]
  banned                = true
}
resource "clerk_organization" "initech" {
  name                 = "Initech"
  created_by           = clerk_user.hopper.id
  admin_delete_enabled = false
}
resource "clerk_organization_membership" "byron" {
  organization_id = clerk_organization.initech.id
  user_id         = clerk_user.byron.id
  role            = "org:member"
}
resource "clerk_organization_domain" "initech" {
  organization_id    = clerk_organization.initech.id
  name               = "example.com"
  ownership_verified = true
}
resource "clerk_organization_domain" "other" {
  organization_id = clerk_organization.initech.id
  name            = "example.org"
  enrollment_mode = "automatic_suggestion"
  verified        = false
}
resource "clerk_organization_invitation" "initech" {
  organization_id = clerk_organization.initech.id
  email_address   = "mailed@example.com"
  role            = "org:member"
}
resource "clerk_enterprise_connection" "globex" {
  name              = "Globex"
  identity_provider = "oidc_gitlab"
  domains           = ["globex.example.com"]
  active            = true
  oidc = {
    client_id     = "clerk"
    requires_pkce = true
  }
}
resource "clerk_allowlist_identifier" "spelled" {
  identifier = "*@Example.org"
}
`

// Whatever Clerk does where its documents are silent, a configuration can be applied
// and destroyed, and nothing is left.
func TestDestroysWholeConfigurationsWhateverIsAssumed(t *testing.T) {
	t.Parallel()
	destroys := func(t *testing.T, config string, between func(*clerksim.Server), options ...func(*clerksim.Options)) {
		t.Helper()
		i := acctest.InProcess(t, options...)
		before := acctest.NewWorld(t, i.Sim).Everything()
		i.Drive(acctest.Step{Config: config}, acctest.Step{Outside: func() { between(i.Sim) }})
		for kind, objects := range acctest.NewWorld(t, i.Sim).Everything() {
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
			switch a.Name {
			case "user_without_identifier":
				config = strings.NewReplacer(`= "Augusta"`, "= \"Augusta\"\n  username = \"augusta\"", `"Byron"`, "\"Byron\"\n  username = \"byron\"").Replace(whole)
			case "role_in_set_deletable": // the error of a role in the initial role set, which nothing here manages, says what to do
				config = strings.NewReplacer("include_in_initial_role_set = true", "", "clerk_organization_role.editor.key", `"org:member"`).Replace(whole)
			}
			t.Run(a.Name+"="+value, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					destroys(t, config, func(*clerksim.Server) {}, func(o *clerksim.Options) { o.Assume = map[string]string{a.Name: value} })
				})
			})
		}
	}
	t.Run("an email address is required", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			destroys(t, whole, func(sim *clerksim.Server) {
				if err := sim.Switch("email_required", true); err != nil {
					t.Error(err)
				}
			})
		})
	})
}
