package phonenumber_test

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

func planned(action plancheck.ResourceActionType, changes ...string) resource.ConfigPlanChecks {
	checks := []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}
	if len(changes) > 0 {
		checks = append(checks, acctest.ExpectChanges(address, changes...))
	}
	return resource.ConfigPlanChecks{PreApply: checks}
}

// clerkHolds is holds as the check of a CLI's step.
func clerkHolds(t *testing.T, i *acctest.Instance, want map[string]string) resource.TestCheckFunc {
	t.Helper()
	return func(*terraform.State) error {
		holds(t, i, want)(nil)
		return nil
	}
}

func TestAccManagesAPhoneNumber(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	both := clerkHolds(t, i, map[string]string{own: "verified", desk: "primary verified second factor"})
	steps := []resource.TestStep{
		{
			Config:           full,
			ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(address, tfjsonpath.New("primary"), knownvalue.Bool(true)),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("reserved_for_second_factor"), knownvalue.Bool(true)),
			},
			Check: both,
		},
		{
			PreConfig:        update(t, i, own, clerk.UpdateIdentifierParams{Primary: clerk.Value(true)}),
			Config:           full,
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, "primary"),
			Check:            both,
		},
		{
			PreConfig: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				return c.PhoneNumbers.Delete(ctx, id(t, i, desk))
			}),
			Config:           full,
			ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
			Check:            both,
		},
	}
	i.Run(steps...)
}
