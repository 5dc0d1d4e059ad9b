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
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

func planned(action plancheck.ResourceActionType, changes ...string) resource.ConfigPlanChecks {
	checks := []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}
	if len(changes) > 0 {
		checks = append(checks, acctest.ExpectChanges(address, changes...))
	}
	return resource.ConfigPlanChecks{PreApply: checks}
}

// isFull fails the test unless Clerk holds all that full mentions.
func isFull(t *testing.T, i *acctest.Instance) {
	t.Helper()
	u := i.User("ada@example.com")
	if !slices.Equal(emails(u), []string{"ada@example.com", "countess@example.com"}) || u.PrimaryEmailAddress() != "ada@example.com" ||
		u.PrimaryPhoneNumber() != "+15555550100" || text(u.Username) != "lovelace" || text(u.ExternalID) != "42" ||
		text(u.FirstName) != "Ada" || text(u.LastName) != "Lovelace" || text(u.Locale) != "en-GB" ||
		!attr.SameJSON(string(u.PublicMetadata), `{"plan":"pro","seats":3}`) ||
		!attr.SameJSON(string(u.PrivateMetadata), `{"crm":"a-17"}`) ||
		!attr.SameJSON(string(u.UnsafeMetadata), `{"theme":"dark"}`) ||
		u.PrimaryWeb3Wallet() != "0x00000000000000000000000000000000000000a1" || len(u.Web3Wallets) != 2 ||
		!u.HasImage || u.DeleteSelfEnabled || u.CreateOrganizationEnabled || u.CreateOrganizationsLimit == nil || *u.CreateOrganizationsLimit != 5 ||
		!u.BypassClientTrust || u.LegalAcceptedAt == nil || *u.LegalAcceptedAt != time.Date(2026, 1, 31, 9, 29, 0, 0, time.UTC).UnixMilli() ||
		!u.Banned || !u.Locked || u.CreatedAt != time.Date(2026, 1, 31, 9, 30, 0, 0, time.UTC).UnixMilli() {
		t.Errorf("Clerk holds %+v", u)
	}
}

func TestAccManagesAUser(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	whole := func(*terraform.State) error {
		isFull(t, i)
		return nil
	}
	verify := func(id string) resource.TestStep {
		return resource.TestStep{
			ResourceName: address, ImportState: true, ImportStateId: id, ImportStateVerify: true,
			ImportStateVerifyIgnore: []string{"profile_image", "profile_image_sha256"}, // what an import cannot know
		}
	}
	steps := []resource.TestStep{
		{
			Config: full, ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(address, tfjsonpath.New("first_name"), knownvalue.StringExact("Ada")),
				statecheck.ExpectSensitiveValue(address, tfjsonpath.New("private_metadata")),
			},
			Check: func(*terraform.State) error {
				i.ExpectWrites(nil, map[string]int{"POST /users": 1, "POST /users/{user_id}/profile_image": 1})
				isFull(t, i)
				return nil
			},
		},
		verify("email:Countess@example.com"),
		{
			PreConfig: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				u := i.User("ada@example.com")
				if _, err := c.Users.Unban(ctx, u.ID); err != nil {
					return err
				}
				if _, err := c.Users.MergeMetadata(ctx, u.ID, clerk.Metadata{Private: json.RawMessage(`{"added":true}`)}); err != nil {
					return err
				}
				return second(c.Users.Update(ctx, u.ID, clerk.UpdateUserParams{Account: clerk.Account{FirstName: rest.Value("X"), ExternalID: rest.Null[string]()}}))
			}),
			Config:           full,
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, "banned", "external_id", "first_name", "private_metadata"),
			Check:            whole,
		},
		{
			PreConfig: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				return c.Users.Delete(ctx, i.User("ada@example.com").ID)
			}),
			Config: full, ConfigPlanChecks: planned(plancheck.ResourceActionCreate), Check: whole,
		},
		{Config: other, ConfigPlanChecks: planned(plancheck.ResourceActionUpdate)},
	}
	i.Run(steps...)
	if left := i.Users(); i.Sim != nil && len(left) > 0 {
		t.Errorf("the destroy left %v", left)
	}
}
