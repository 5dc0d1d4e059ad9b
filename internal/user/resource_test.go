package user_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

const address = "clerk_user.ada"

const minimal = `
resource "clerk_user" "ada" {
  email_addresses = ["ada@example.com"]
}`

// full mentions every argument that Clerk returns.
const full = `
resource "clerk_user" "ada" {
  email_addresses             = ["ada@example.com", "countess@example.com"]
  primary_email_address       = "ada@example.com"
  phone_numbers               = ["+15555550100"]
  primary_phone_number        = "+15555550100"
  web3_wallets                = ["0x00000000000000000000000000000000000000a1", "0x00000000000000000000000000000000000000b2"]
  primary_web3_wallet         = "0x00000000000000000000000000000000000000a1"
  username                    = "lovelace"
  external_id                 = "42"
  first_name                  = "Ada"
  last_name                   = "Lovelace"
  locale                      = "en-GB"
  profile_image               = "testdata/green.png"
  public_metadata             = jsonencode({ plan = "pro", seats = 3 })
  private_metadata            = jsonencode({ crm = "a-17" })
  unsafe_metadata             = jsonencode({ theme = "dark" })
  banned                      = true
  locked                      = true
  delete_self_enabled         = false
  create_organization_enabled = false
  create_organizations_limit  = 5
  bypass_client_trust         = true
  legal_accepted_at           = "2026-01-31T09:29:00Z"
  created_at                  = "2026-01-31T09:30:00Z"
}`

func value(attribute string, want knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), want)
}

func planned(action plancheck.ResourceActionType, changes ...string) resource.ConfigPlanChecks {
	checks := []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}
	if len(changes) > 0 {
		checks = append(checks, acctest.ExpectChanges(address, changes...))
	}
	return resource.ConfigPlanChecks{PreApply: checks}
}

func unchanged() resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
}

func emails(u *clerk.User) []string {
	var out []string
	for _, e := range u.EmailAddresses {
		out = append(out, e.EmailAddress)
	}
	slices.Sort(out)
	return out
}

func text(s *string) string {
	if s == nil {
		return "<null>"
	}
	return *s
}

func TestAccCreatesAUserWithEveryArgument(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	i.Run(
		resource.TestStep{
			Config:           full,
			ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
			Check: func(*terraform.State) error {
				u := i.User("ada@example.com")
				if !slices.Equal(emails(u), []string{"ada@example.com", "countess@example.com"}) || u.PrimaryEmailAddress() != "ada@example.com" ||
					u.PrimaryPhoneNumber() != "+15555550100" || text(u.Username) != "lovelace" || text(u.ExternalID) != "42" ||
					text(u.FirstName) != "Ada" || text(u.LastName) != "Lovelace" || text(u.Locale) != "en-GB" ||
					!tf.SameJSON(string(u.PublicMetadata), `{"plan":"pro","seats":3}`) ||
					!tf.SameJSON(string(u.PrivateMetadata), `{"crm":"a-17"}`) ||
					!tf.SameJSON(string(u.UnsafeMetadata), `{"theme":"dark"}`) ||
					u.PrimaryWeb3Wallet() != "0x00000000000000000000000000000000000000a1" || len(u.Web3Wallets) != 2 ||
					!u.HasImage || u.DeleteSelfEnabled || u.CreateOrganizationEnabled || u.CreateOrganizationsLimit == nil || *u.CreateOrganizationsLimit != 5 ||
					!u.BypassClientTrust || u.LegalAcceptedAt == nil || *u.LegalAcceptedAt != time.Date(2026, 1, 31, 9, 29, 0, 0, time.UTC).UnixMilli() ||
					!u.Banned || !u.Locked || u.CreatedAt != time.Date(2026, 1, 31, 9, 30, 0, 0, time.UTC).UnixMilli() {
					t.Errorf("Clerk holds %+v", u)
				}
				i.ExpectWrites(nil, map[string]int{"POST /users": 1, "POST /users/{user_id}/profile_image": 1})
				return nil
			},
		},
		resource.TestStep{Config: full, ConfigPlanChecks: unchanged()},
	)
	if left := i.Users(); i.Sim != nil && len(left) > 0 {
		t.Errorf("destroy left %v", left)
	}
}

func TestAccCreatesAMinimalUserAndMentionsNothingElse(t *testing.T) {
	t.Parallel()
	acctest.New(t).Run(
		resource.TestStep{
			Config: minimal,
			ConfigStateChecks: []statecheck.StateCheck{
				value("first_name", knownvalue.StringExact("")),
				value("phone_numbers", knownvalue.SetSizeExact(0)),
				value("primary_email_address", knownvalue.StringExact("ada@example.com")),
				value("public_metadata", knownvalue.StringExact("{}")),
				value("private_metadata", knownvalue.Null()),
				value("banned", knownvalue.Bool(false)),
			},
		},
		resource.TestStep{Config: minimal, ConfigPlanChecks: unchanged()},
	)
}

func TestAccLeavesOmittedArgumentsAlone(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	i.Run(
		resource.TestStep{Config: minimal},
		resource.TestStep{
			PreConfig: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				u := i.User("ada@example.com")
				if _, err := c.Users.Update(ctx, u.ID, clerk.UpdateUserParams{Account: clerk.Account{FirstName: clerk.Value("Outside"), Username: clerk.Value("outside")}}); err != nil {
					return err
				}
				if _, err := c.Users.MergeMetadata(ctx, u.ID, clerk.Metadata{
					Public: json.RawMessage(`{"app":1}`), Private: json.RawMessage(`{"app":"secret"}`), Unsafe: json.RawMessage(`{"app":2}`),
				}); err != nil {
					return err
				}
				if _, err := c.EmailAddresses.Create(ctx, clerk.CreateEmailAddressParams{UserID: u.ID, EmailAddress: "own@example.com", Verified: clerk.Value(true)}); err != nil {
					return err
				}
				_, err := c.PhoneNumbers.Create(ctx, clerk.CreatePhoneNumberParams{UserID: u.ID, PhoneNumber: "+15555570100", Verified: clerk.Value(true)})
				return err
			}),
			Config:           minimal,
			ConfigPlanChecks: unchanged(),
		},
		resource.TestStep{
			Config: `
resource "clerk_user" "ada" {
  email_addresses = ["new@example.com"]
  last_name       = "Lovelace"
}`,
			ConfigStateChecks: []statecheck.StateCheck{value("private_metadata", knownvalue.Null())},
			Check: func(*terraform.State) error {
				u := i.User("new@example.com")
				if !slices.Equal(emails(u), []string{"new@example.com", "own@example.com"}) || len(u.PhoneNumbers) != 1 ||
					text(u.FirstName) != "Outside" || text(u.Username) != "outside" || string(u.PrivateMetadata) == "{}" {
					t.Errorf("an update changed what is not mentioned: %+v", u)
				}
				return nil
			},
		},
	)
}

func TestAccRecreatesAUserDeletedOutsideTerraform(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	i.Run(
		resource.TestStep{Config: minimal},
		resource.TestStep{
			PreConfig: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				return c.Users.Delete(ctx, i.User("ada@example.com").ID)
			}),
			Config:           minimal,
			ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
		},
		resource.TestStep{Config: minimal, ConfigPlanChecks: unchanged()},
	)
}

func TestAccShowsThatALockExpired(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t, func(o *clerksim.Options) { o.RateLimit = "development" })
	const locked = `
resource "clerk_user" "ada" {
  email_addresses = ["ada@example.com"]
  locked          = true
}`
	i.Run(
		resource.TestStep{Config: locked},
		resource.TestStep{
			PreConfig:        func() { i.Sim.Advance(61 * time.Minute) },
			Config:           locked,
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, "locked"),
		},
	)
}
