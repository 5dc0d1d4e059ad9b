package phonenumber_test

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

func TestAccCreatesANumberWithEveryArgument(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	i.Run(
		resource.TestStep{
			Config:           full,
			ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{
				value("phone_number", knownvalue.StringExact(desk)),
				value("verified", knownvalue.Bool(true)),
				value("primary", knownvalue.Bool(true)),
				value("reserved_for_second_factor", knownvalue.Bool(true)),
				value("id", knownvalue.NotNull()),
			},
			Check: func(s *terraform.State) error {
				i.ExpectWrites(nil, map[string]int{"POST /users": 1, "POST /phone_numbers": 1})
				return holds(t, i, map[string]string{own: "verified", desk: "primary verified second factor"})(s)
			},
		},
		resource.TestStep{Config: full, ConfigPlanChecks: unchanged()},
		resource.TestStep{Config: ada, Check: holds(t, i, map[string]string{own: "primary verified"})},
	)
	if left := i.Users(); i.Sim != nil && len(left) > 0 {
		t.Errorf("destroy left %v", left)
	}
}

func TestAccCreatesAMinimalNumberAndMentionsNothingElse(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	i.Run(
		resource.TestStep{
			Config: number(""),
			ConfigStateChecks: []statecheck.StateCheck{
				value("verified", knownvalue.Bool(false)),
				value("primary", knownvalue.Bool(false)),
				value("reserved_for_second_factor", knownvalue.Bool(false)),
			},
			Check: holds(t, i, map[string]string{own: "primary verified", desk: "unverified"}),
		},
		resource.TestStep{Config: number(""), ConfigPlanChecks: unchanged()},
	)
}

func TestAccUpdatesEachArgumentWithOneRequest(t *testing.T) {
	t.Parallel()
	for title, change := range map[string]struct {
		before, after string
		changes       []string
		own, desk     string
	}{
		"verified":               {"", "verified = true", []string{"verified"}, "primary verified", "verified"},
		"primary":                {"verified = true", "primary = true", []string{"primary"}, "verified", "primary verified"},
		"a second factor":        {"verified = true", "reserved_for_second_factor = true", []string{"reserved_for_second_factor"}, "primary verified", "verified second factor"},
		"no second factor":       {"verified = true\nreserved_for_second_factor = true", "reserved_for_second_factor = false", []string{"reserved_for_second_factor"}, "primary verified", "verified"},
		"all that there is":      {"", "verified = true\nprimary = true\nreserved_for_second_factor = true", []string{"primary", "reserved_for_second_factor", "verified"}, "verified", "primary verified second factor"},
		"nothing that is stated": {"", "verified = false\nprimary = false\nreserved_for_second_factor = false", nil, "primary verified", "unverified"},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			i := acctest.New(t)
			var before map[string]int
			writes := map[string]int{"PATCH /phone_numbers/{phone_number_id}": 1}
			plan := planned(plancheck.ResourceActionUpdate, change.changes...)
			if change.changes == nil {
				writes, plan = map[string]int{}, unchanged()
			}
			i.Run(
				resource.TestStep{Config: number(change.before), Check: func(*terraform.State) error {
					before = i.Writes()
					return nil
				}},
				resource.TestStep{
					Config:           number(change.after),
					ConfigPlanChecks: plan,
					Check: func(s *terraform.State) error {
						i.ExpectWrites(before, writes)
						return holds(t, i, map[string]string{own: change.own, desk: change.desk})(s)
					},
				},
			)
		})
	}
}

func TestAccReplacesANumberThatIsAnother(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	another := acctest.Replace(t, full, `"`+desk+`"`, `"+15555570100"`)
	i.Run(
		resource.TestStep{Config: full},
		resource.TestStep{Config: acctest.Replace(t, full, `"`+desk+`"`, `" `+desk+` "`), ConfigPlanChecks: unchanged()},
		resource.TestStep{
			Config:           another,
			ConfigPlanChecks: planned(plancheck.ResourceActionDestroyBeforeCreate, "phone_number", "id"),
			Check:            holds(t, i, map[string]string{own: "verified", "+15555570100": "primary verified second factor"}),
		},
		resource.TestStep{Config: another, ConfigPlanChecks: unchanged()},
	)
}

func TestAccReplacesANumberThatIsAnotherUsers(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	const grace = "\nresource \"clerk_user\" \"grace\" {\n  email_addresses = [\"grace@example.com\"]\n}\n"
	i.Run(
		resource.TestStep{Config: full + grace},
		resource.TestStep{
			Config:           acctest.Replace(t, full, "clerk_user.ada.id", "clerk_user.grace.id") + grace,
			ConfigPlanChecks: planned(plancheck.ResourceActionDestroyBeforeCreate, "user_id", "id"),
			Check: func(s *terraform.State) error {
				if u := i.User("grace@example.com"); u.PrimaryPhoneNumber() != desk {
					t.Errorf("Clerk holds %+v", u)
				}
				return holds(t, i, map[string]string{own: "primary verified"})(s)
			},
		},
	)
}

func TestAccShowsTheDriftOfEachArgument(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t, func(o *clerksim.Options) { o.Assume = map[string]string{"unverify": "unverifies"} })
	both := holds(t, i, map[string]string{own: "verified", desk: "primary verified second factor"})
	for argument, drift := range map[string]struct {
		number string
		change clerk.UpdateIdentifierParams
	}{
		"primary":                    {own, clerk.UpdateIdentifierParams{Primary: clerk.Value(true)}},
		"verified":                   {desk, clerk.UpdateIdentifierParams{Verified: clerk.Value(false)}},
		"reserved_for_second_factor": {desk, clerk.UpdateIdentifierParams{ReservedForSecondFactor: clerk.Value(false)}},
	} {
		i.Run(
			resource.TestStep{Config: full},
			resource.TestStep{
				PreConfig:        update(t, i, drift.number, drift.change),
				Config:           full,
				ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, argument),
				Check:            both,
			},
		)
	}
}

func TestAccLeavesOmittedArgumentsAlone(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	i.Run(
		resource.TestStep{Config: number("")},
		resource.TestStep{
			PreConfig: update(t, i, desk, clerk.UpdateIdentifierParams{
				Verified: clerk.Value(true), Primary: clerk.Value(true), ReservedForSecondFactor: clerk.Value(true),
			}),
			Config:           number(""),
			ConfigPlanChecks: unchanged(),
			Check:            holds(t, i, map[string]string{own: "verified", desk: "primary verified second factor"}),
		},
	)
}

func TestAccRecreatesANumberDeletedOutsideTerraform(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	gone := i.Outside(func(ctx context.Context, c *clerk.Client) error {
		return c.PhoneNumbers.Delete(ctx, id(t, i, desk))
	})
	i.Run(
		resource.TestStep{Config: full},
		resource.TestStep{PreConfig: gone, Config: full, ConfigPlanChecks: planned(plancheck.ResourceActionCreate)},
		resource.TestStep{
			PreConfig: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				return c.Users.Delete(ctx, i.User("ada@example.com").ID)
			}),
			Config:           full,
			ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
		},
		resource.TestStep{Config: full, ConfigPlanChecks: unchanged()},
		resource.TestStep{PreConfig: gone, Config: full, Destroy: true},
	)
}

// Beside a clerk_user that manages other numbers of the same user, neither
// touches what the other mentions.
func TestAccDoesNotFightWithTheUsersOwnSet(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	config := func(set, arguments string) string {
		return acctest.Replace(t, number(arguments), `phone_numbers   = ["+15555550100"]`, "primary_phone_number = \"+15555550100\"\n  phone_numbers = "+set)
	}
	i.Run(
		resource.TestStep{Config: config(`["+15555550100", "+15555580100"]`, "verified = true")},
		resource.TestStep{Config: config(`["+15555550100", "+15555580100"]`, "verified = true"), ConfigPlanChecks: unchanged()},
		resource.TestStep{
			Config: config(`["+15555550100", "+15555590100"]`, "verified = true\nreserved_for_second_factor = true"),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction("clerk_user.ada", plancheck.ResourceActionUpdate),
				plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate),
			}},
			Check: holds(t, i, map[string]string{own: "primary verified", "+15555590100": "verified", desk: "verified second factor"}),
		},
		resource.TestStep{Config: config(`["+15555550100", "+15555590100"]`, "verified = true\nreserved_for_second_factor = true"), ConfigPlanChecks: unchanged()},
	)
}
