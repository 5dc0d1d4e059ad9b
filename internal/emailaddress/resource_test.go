package emailaddress_test

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

func TestAccCreatesAnAddressWithEveryArgument(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	i.Run(
		resource.TestStep{
			Config:           full,
			ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{
				value("email_address", knownvalue.StringExact("work@example.com")),
				value("verified", knownvalue.Bool(true)),
				value("primary", knownvalue.Bool(true)),
				value("notify_primary_email_address_changed", knownvalue.Null()),
				value("id", knownvalue.NotNull()),
			},
			Check: func(s *terraform.State) error {
				i.ExpectWrites(nil, map[string]int{"POST /users": 1, "POST /email_addresses": 1})
				return holds(t, i, map[string]string{"ada@example.com": "verified", "work@example.com": "primary verified"})(s)
			},
		},
		resource.TestStep{Config: full, ConfigPlanChecks: unchanged()},
		resource.TestStep{Config: ada, Check: holds(t, i, map[string]string{"ada@example.com": "primary verified"})},
	)
	if left := i.Users(); i.Sim != nil && len(left) > 0 {
		t.Errorf("destroy left %v", left)
	}
}

func TestAccCreatesAMinimalAddressAndMentionsNothingElse(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	i.Run(
		resource.TestStep{
			Config: work(""),
			ConfigStateChecks: []statecheck.StateCheck{
				value("verified", knownvalue.Bool(false)),
				value("primary", knownvalue.Bool(false)),
			},
			Check: holds(t, i, map[string]string{"ada@example.com": "primary verified", "work@example.com": "unverified"}),
		},
		resource.TestStep{Config: work(""), ConfigPlanChecks: unchanged()},
	)
}

func TestAccKnowsThatTheFirstAddressOfAUserIsPrimary(t *testing.T) {
	t.Parallel()
	first := acctest.Replace(t, work("verified = true"), `email_addresses = ["ada@example.com"]`, `username = "lovelace"`)
	acctest.New(t).Run(
		resource.TestStep{Config: first, ConfigStateChecks: []statecheck.StateCheck{value("primary", knownvalue.Bool(true))}},
		resource.TestStep{Config: first, ConfigPlanChecks: unchanged()},
	)
}

func TestAccUpdatesEachArgumentWithOneRequest(t *testing.T) {
	t.Parallel()
	for title, change := range map[string]struct {
		before, after string
		changes       []string
		holds         string
	}{
		"verified":             {"", "verified = true", []string{"verified"}, "verified"},
		"primary":              {"verified = true", "verified = true\nprimary = true", []string{"primary"}, "primary verified"},
		"verified and primary": {"", "verified = true\nprimary = true\nnotify_primary_email_address_changed = true", []string{"primary", "verified"}, "primary verified"},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			i := acctest.New(t)
			var before map[string]int
			others := "primary verified"
			if change.holds == others {
				others = "verified"
			}
			i.Run(
				resource.TestStep{Config: work(change.before), Check: func(*terraform.State) error {
					before = i.Writes()
					return nil
				}},
				resource.TestStep{
					Config:           work(change.after),
					ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, change.changes...),
					Check: func(s *terraform.State) error {
						i.ExpectWrites(before, map[string]int{"PATCH /email_addresses/{email_address_id}": 1})
						return holds(t, i, map[string]string{"ada@example.com": others, "work@example.com": change.holds})(s)
					},
				},
			)
		})
	}
}

func TestAccReplacesAnAddressThatIsAnother(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	another := acctest.Replace(t, full, "work@example.com", "office@example.com")
	i.Run(
		resource.TestStep{Config: full},
		resource.TestStep{
			Config:           another,
			ConfigPlanChecks: planned(plancheck.ResourceActionDestroyBeforeCreate, "email_address", "id"),
			Check:            holds(t, i, map[string]string{"ada@example.com": "verified", "office@example.com": "primary verified"}),
		},
		resource.TestStep{Config: another, ConfigPlanChecks: unchanged()},
	)
}

func TestAccReplacesAnAddressThatIsAnotherUsers(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	const grace = "\nresource \"clerk_user\" \"grace\" {\n  email_addresses = [\"grace@example.com\"]\n}\n"
	i.Run(
		resource.TestStep{Config: full + grace},
		resource.TestStep{
			Config:           acctest.Replace(t, full, "clerk_user.ada.id", "clerk_user.grace.id") + grace,
			ConfigPlanChecks: planned(plancheck.ResourceActionDestroyBeforeCreate, "user_id", "id"),
			Check: func(s *terraform.State) error {
				if u := i.User("work@example.com"); u.PrimaryEmailAddress() != "work@example.com" || len(u.EmailAddresses) != 2 {
					t.Errorf("Clerk holds %+v", u)
				}
				return holds(t, i, map[string]string{"ada@example.com": "primary verified"})(s)
			},
		},
	)
}

func TestAccTakesCaseAndSpaceForNoDifference(t *testing.T) {
	t.Parallel()
	for _, stored := range []string{"folded", "kept"} {
		t.Run(stored, func(t *testing.T) {
			t.Parallel()
			i := acctest.New(t, func(o *clerksim.Options) { o.Assume = map[string]string{"email_case": stored} })
			spelled := func(s string) string { return acctest.Replace(t, full, "work@example.com", s) }
			i.Run(
				resource.TestStep{Config: spelled(" Work@Example.com "), ConfigStateChecks: []statecheck.StateCheck{value("email_address", knownvalue.StringExact(" Work@Example.com "))}},
				resource.TestStep{Config: spelled(" Work@Example.com "), ConfigPlanChecks: unchanged()},
				resource.TestStep{Config: spelled("WORK@example.com"), ConfigPlanChecks: unchanged()},
			)
		})
	}
}

func TestAccShowsTheDriftOfEachArgument(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t, func(o *clerksim.Options) { o.Assume = map[string]string{"unverify": "unverifies"} })
	both := map[string]string{"ada@example.com": "verified", "work@example.com": "primary verified"}
	i.Run(
		resource.TestStep{Config: full},
		resource.TestStep{
			PreConfig:        update(t, i, "ada@example.com", clerk.UpdateIdentifierParams{Primary: clerk.Value(true)}),
			Config:           full,
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, "primary"),
			Check:            holds(t, i, both),
		},
		resource.TestStep{
			PreConfig:        update(t, i, "work@example.com", clerk.UpdateIdentifierParams{Verified: clerk.Value(false)}),
			Config:           full,
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, "verified"),
			Check:            holds(t, i, both),
		},
	)
}

func TestAccLeavesOmittedArgumentsAlone(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	i.Run(
		resource.TestStep{Config: work("")},
		resource.TestStep{
			PreConfig:        update(t, i, "work@example.com", clerk.UpdateIdentifierParams{Verified: clerk.Value(true), Primary: clerk.Value(true)}),
			Config:           work(""),
			ConfigPlanChecks: unchanged(),
		},
		resource.TestStep{
			PreConfig:        add(i, "own@example.com", true),
			Config:           work(""),
			ConfigPlanChecks: unchanged(),
			Check:            holds(t, i, map[string]string{"ada@example.com": "verified", "work@example.com": "verified", "own@example.com": "primary verified"}),
		},
	)
}

func TestAccRecreatesAnAddressDeletedOutsideTerraform(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	i.Run(
		resource.TestStep{Config: full},
		resource.TestStep{
			PreConfig: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				return c.EmailAddresses.Delete(ctx, id(t, i, "work@example.com"))
			}),
			Config:           full,
			ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
		},
		resource.TestStep{Config: full, ConfigPlanChecks: unchanged()},
		resource.TestStep{
			PreConfig: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				return c.Users.Delete(ctx, i.User("ada@example.com").ID)
			}),
			Config:           full,
			ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
		},
		resource.TestStep{Config: full, ConfigPlanChecks: unchanged()},
	)
}

func TestAccDestroysAnAddressThatIsGone(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	i.Run(
		resource.TestStep{Config: full},
		resource.TestStep{
			PreConfig: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				return c.EmailAddresses.Delete(ctx, id(t, i, "work@example.com"))
			}),
			Config:  full,
			Destroy: true,
		},
	)
}
