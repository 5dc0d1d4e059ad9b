package user_test

import (
	"context"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

func withEmails(set, primary string) string {
	config := "resource \"clerk_user\" \"ada\" {\n  external_id     = \"42\"\n  email_addresses = " + set + "\n"
	if primary != "" {
		config += "  primary_email_address = \"" + primary + "\"\n"
	}
	return config + "}"
}

func TestAccMovesThePrimaryAddressAndRemovesTheOldOneInOneApply(t *testing.T) {
	t.Parallel()
	for title, step := range map[string]struct{ set, primary string }{
		"chosen":       {`["new@example.com", "other@example.com"]`, "new@example.com"},
		"the only one": {`["new@example.com"]`, ""},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			i := acctest.New(t)
			i.Run(
				resource.TestStep{Config: withEmails(`["old@example.com", "other@example.com"]`, "old@example.com")},
				resource.TestStep{
					Config:            withEmails(step.set, step.primary),
					ConfigPlanChecks:  planned(plancheck.ResourceActionUpdate),
					ConfigStateChecks: []statecheck.StateCheck{value("primary_email_address", knownvalue.StringExact("new@example.com"))},
					Check: func(*terraform.State) error {
						u := i.User("new@example.com")
						if u.PrimaryEmailAddress() != "new@example.com" || slices.Contains(emails(u), "old@example.com") {
							t.Errorf("Clerk holds %v, primary %s", emails(u), u.PrimaryEmailAddress())
						}
						return nil
					},
				},
				resource.TestStep{Config: withEmails(step.set, step.primary), ConfigPlanChecks: unchanged()},
			)
		})
	}
}

func TestAccAddsAddressesAsVerified(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	i.Run(
		resource.TestStep{Config: withEmails(`["ada@example.com"]`, "")},
		resource.TestStep{
			Config: withEmails(`["ada@example.com", "new@example.com"]`, "ada@example.com"),
			Check: func(*terraform.State) error {
				for _, e := range i.User("ada@example.com").EmailAddresses {
					if e.Verification == nil || e.Verification.Status != "verified" {
						t.Errorf("%s is not verified", e.EmailAddress)
					}
				}
				return nil
			},
		},
	)
}

func TestAccTakesCaseAndSpaceForNoDifference(t *testing.T) {
	t.Parallel()
	acctest.New(t).Run(
		resource.TestStep{Config: withEmails(`["Ada@Example.com", "b@example.com"]`, "ada@example.com")},
		resource.TestStep{Config: withEmails(`["Ada@Example.com", "b@example.com"]`, "ada@example.com"), ConfigPlanChecks: unchanged()},
		resource.TestStep{Config: withEmails(`[" ada@example.com ", "B@EXAMPLE.COM"]`, "ADA@example.com"), ConfigPlanChecks: unchanged()},
	)
}

func TestAccTakesInAnAddressThatTheUserHasAlready(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	i.Run(
		resource.TestStep{Config: withEmails(`["ada@example.com"]`, "")},
		resource.TestStep{
			PreConfig: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				_, err := c.EmailAddresses.Create(ctx, clerk.CreateEmailAddressParams{
					UserID: i.User("ada@example.com").ID, EmailAddress: "own@example.com", Verified: clerk.Value(true),
				})
				return err
			}),
			Config: withEmails(`["ada@example.com", "own@example.com"]`, "ada@example.com"),
		},
		resource.TestStep{Config: withEmails(`["ada@example.com"]`, "ada@example.com"), Check: func(*terraform.State) error {
			if got := emails(i.User("ada@example.com")); !slices.Equal(got, []string{"ada@example.com"}) {
				t.Errorf("the address that left the set is still there: %v", got)
			}
			return nil
		}},
	)
}

func TestAccLeavesAddressesAloneWhenTheirSetLeavesTheConfiguration(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	i.Run(
		resource.TestStep{Config: withEmails(`["ada@example.com"]`, "")},
		resource.TestStep{
			Config:           "resource \"clerk_user\" \"ada\" {\n  external_id = \"42\"\n}",
			ConfigPlanChecks: unchanged(),
		},
	)
}

func TestAccNamesAnAddressThatAnotherUserHas(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	taken := `
resource "clerk_user" "grace" {
  email_addresses = ["grace@example.com"]
}
`
	i.Run(
		resource.TestStep{Config: taken + withEmails(`["ada@example.com"]`, "")},
		resource.TestStep{
			Config: taken + withEmails(`["ada@example.com", "grace@example.com"]`, "ada@example.com"),
			ExpectError: acctest.Words(`Could not update user "ada@example.com" "user_`, "with clerk_user.ada",
				"email_addresses =", "POST /email_addresses", "422", "form_identifier_exists", "Trace id:"),
		},
		resource.TestStep{Config: taken + withEmails(`["ada@example.com"]`, ""), ConfigPlanChecks: unchanged()},
	)
}

func TestAccSavesWhatAFailedUpdateReached(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t)
	config := func(name, banned string) string {
		return `
resource "clerk_user" "ada" {
  email_addresses = ["ada@example.com"]
  first_name      = "` + name + `"
  banned          = ` + banned + `
}`
	}
	i.Run(
		resource.TestStep{Config: config("Ada", "false")},
		resource.TestStep{
			PreConfig: func() {
				if err := i.Sim.Switch("ban", false); err != nil {
					t.Fatal(err)
				}
			},
			Config: config("Augusta", "true"),
			ExpectError: acctest.Words(`Could not update user "ada@example.com"`, "banned          = true",
				"POST /users/user_", "/ban", "402", "unsupported_subscription_plan_features", "plan does not include this"),
		},
		resource.TestStep{
			RefreshState:       true,
			ExpectNonEmptyPlan: true,
			RefreshPlanChecks: resource.RefreshPlanChecks{PostRefresh: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate),
				acctest.ExpectChanges(address, "banned"),
			}},
		},
		resource.TestStep{
			PreConfig: func() {
				if err := i.Sim.Switch("ban", true); err != nil {
					t.Fatal(err)
				}
			},
			Config:           config("Augusta", "true"),
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, "banned"),
		},
	)
}
