package emailaddress_test

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

func TestAccManagesAnEmailAddress(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	both := clerkHolds(t, i, map[string]string{"ada@example.com": "verified", "work@example.com": "primary verified"})
	steps := []resource.TestStep{
		{
			Config:           full,
			ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(address, tfjsonpath.New("primary"), knownvalue.Bool(true)),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("notify_primary_email_address_changed"), knownvalue.Null()),
			},
			Check: both,
		},
		{
			PreConfig:        update(t, i, "ada@example.com", clerk.UpdateIdentifierParams{Primary: clerk.Value(true)}),
			Config:           full,
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, "primary"),
			Check:            both,
		},
		{
			PreConfig: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				return c.EmailAddresses.Delete(ctx, id(t, i, "work@example.com"))
			}),
			Config:           full,
			ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
			Check:            both,
		},
	}
	i.Run(steps...)
}

// What the error of a delete that Clerk refuses advises: it goes once there is
// another.
func TestAccReplacesTheLastAddressByCreatingTheNextOneFirst(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t)
	if err := i.Sim.Switch("email_required", true); err != nil {
		t.Fatal(err)
	}
	u, err := i.Clerk.Users.Create(t.Context(), clerk.CreateUserParams{EmailAddresses: []string{"ada@example.com"}})
	if err != nil {
		t.Fatal(err)
	}
	config := func(email string) string {
		return "resource \"clerk_email_address\" \"work\" {\n  user_id       = \"" + u.ID + "\"\n  email_address = \"" + email + "\"\n  verified      = true\n  lifecycle {\n    create_before_destroy = true\n  }\n}\n"
	}
	i.Run(
		resource.TestStep{Config: config("work@example.com")},
		resource.TestStep{
			PreConfig: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				return c.EmailAddresses.Delete(ctx, u.EmailAddresses[0].ID)
			}),
			Config: config("office@example.com"), ConfigPlanChecks: planned(plancheck.ResourceActionCreateBeforeDestroy),
		},
		resource.TestStep{
			PreConfig: i.Outside(func(ctx context.Context, c *clerk.Client) error { return c.Users.Delete(ctx, u.ID) }),
			Config:    config("office@example.com"), Destroy: true,
		},
	)
}
