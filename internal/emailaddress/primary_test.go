package emailaddress_test

import (
	"net/http"
	"slices"
	"strings"
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

// two are two addresses of ada's; each line is an argument of theirs.
func two(workLine, homeLine string) string {
	return work("  verified = true\n"+workLine) + `
resource "clerk_email_address" "home" {
  user_id       = clerk_user.ada.id
  email_address = "home@example.com"
  verified      = true
  ` + homeLine + `
}
`
}

func TestAccMovesThePrimaryAddressInOneApply(t *testing.T) {
	t.Parallel()
	for title, after := range map[string]string{"left out of the old one": "", "false on the old one": "primary = false"} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			i := acctest.New(t)
			var before map[string]int
			i.Run(
				resource.TestStep{
					Config: two("primary = true", after),
					Check: func(s *terraform.State) error {
						before = i.Writes()
						return holds(t, i, map[string]string{"ada@example.com": "verified", "work@example.com": "primary verified", "home@example.com": "verified"})(s)
					},
				},
				resource.TestStep{
					Config: two(after, "primary = true"),
					ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
						acctest.ExpectChanges("clerk_email_address.home", "primary"),
					}},
					Check: func(s *terraform.State) error {
						// False is nothing that Clerk could be asked for.
						i.ExpectWrites(before, map[string]int{"PATCH /email_addresses/{email_address_id}": 1})
						return holds(t, i, map[string]string{"ada@example.com": "verified", "work@example.com": "verified", "home@example.com": "primary verified"})(s)
					},
				},
				resource.TestStep{
					Config: two(after, "primary = true"), ConfigPlanChecks: unchanged(),
					ConfigStateChecks: []statecheck.StateCheck{value("primary", knownvalue.Bool(false))},
				},
			)
		})
	}
}

// Clerk is asked to write to the address that was primary when another becomes
// primary, and at no other time.
func TestAccNotifiesTheAddressThatWasPrimary(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t)
	const notify = "\nnotify_primary_email_address_changed = true"
	asked := func(want ...string) resource.TestCheckFunc {
		return func(*terraform.State) error {
			var got []string
			for _, r := range i.Sim.Requests() {
				if strings.Contains(r.Body, "notify_primary_email_address_changed") {
					got = append(got, r.Method)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("a notification was asked for by %v, expected %v", got, want)
			}
			return nil
		}
	}
	i.Run(
		resource.TestStep{Config: work(notify), Check: asked()},
		resource.TestStep{Config: work("verified = true" + notify), Check: asked()},
		resource.TestStep{Config: work("verified = true\nprimary = true" + notify), Check: asked(http.MethodPatch)},
		resource.TestStep{
			Config: acctest.Replace(t, work("verified = true\nprimary = true"+notify), "work@example.com", "office@example.com"),
			Check:  asked(http.MethodPatch, http.MethodPost),
		},
	)
}

// A move outside Terraform does not make an error of a configuration that says
// which address is primary and which is not.
func TestAccMovesThePrimaryAddressBack(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	config := two("primary = true", "primary = false")
	i.Run(
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: update(t, i, "home@example.com", clerk.UpdateIdentifierParams{Primary: clerk.Value(true)}),
			Config:    config,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				acctest.ExpectChanges(address, "primary"), acctest.ExpectChanges("clerk_email_address.home", "primary"),
			}},
		},
		resource.TestStep{Config: config, ConfigPlanChecks: unchanged()},
	)
}

func TestAccSaysThatTheOnlyAddressCannotButBePrimary(t *testing.T) {
	t.Parallel()
	only := func(line string) string {
		return acctest.Replace(t, work("  verified = true\n  "+line), `email_addresses = ["ada@example.com"]`, `username = "lovelace"`)
	}
	acctest.New(t).Run(
		resource.TestStep{Config: only("primary = true")},
		resource.TestStep{
			Config: only("primary = false"), PlanOnly: true,
			ExpectError: acctest.Words("clerk_email_address.work", "primary = false", "the only email address of the user", "Set primary = true on the email address that is to be the primary one"),
		},
		resource.TestStep{Config: only(""), ConfigPlanChecks: unchanged()},
	)
}

func TestAccSaysThatAVerificationCannotBeTakenBack(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	i.Run(
		resource.TestStep{Config: work("verified = false")},
		resource.TestStep{Config: work("verified = false"), ConfigPlanChecks: unchanged()},
		resource.TestStep{
			PreConfig: update(t, i, "work@example.com", clerk.UpdateIdentifierParams{Verified: clerk.Value(true)}),
			Config:    work("verified = false"), PlanOnly: true,
			ExpectError: acctest.Words("clerk_email_address.work", "verified = false", "Clerk cannot take that back", "Leave verified out"),
		},
		// Another address begins anew.
		resource.TestStep{
			Config:           acctest.Replace(t, work("verified = false"), "work@example.com", "office@example.com"),
			ConfigPlanChecks: planned(plancheck.ResourceActionDestroyBeforeCreate, "email_address", "id", "primary", "verified"),
			Check:            holds(t, i, map[string]string{"ada@example.com": "primary verified", "office@example.com": "unverified"}),
		},
	)
}

// Whatever Clerk does when the primary address is deleted, the plan after it is
// empty.
func TestAccDeletesThePrimaryAddress(t *testing.T) {
	t.Parallel()
	for _, promotion := range []string{"oldest", "none"} {
		t.Run(promotion, func(t *testing.T) {
			t.Parallel()
			i := acctest.New(t, func(o *clerksim.Options) { o.Assume = map[string]string{"primary_promotion": promotion} })
			i.Run(
				resource.TestStep{Config: full},
				resource.TestStep{Config: ada},
				resource.TestStep{Config: ada, ConfigPlanChecks: unchanged()},
			)
		})
	}
}

// Beside a clerk_user that manages other addresses of the same user, neither
// touches what the other mentions.
func TestAccDoesNotFightWithTheUsersOwnSet(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	config := func(set, arguments string) string {
		return acctest.Replace(t, work(arguments), `email_addresses = ["ada@example.com"]`, "primary_email_address = \"ada@example.com\"\n  email_addresses = "+set)
	}
	i.Run(
		resource.TestStep{Config: config(`["ada@example.com", "old@example.com"]`, "")},
		resource.TestStep{Config: config(`["ada@example.com", "old@example.com"]`, ""), ConfigPlanChecks: unchanged()},
		resource.TestStep{
			Config: config(`["ada@example.com", "new@example.com"]`, ""),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction("clerk_user.ada", plancheck.ResourceActionUpdate),
				plancheck.ExpectResourceAction(address, plancheck.ResourceActionNoop),
			}},
			Check: holds(t, i, map[string]string{"ada@example.com": "primary verified", "new@example.com": "verified", "work@example.com": "unverified"}),
		},
		resource.TestStep{
			Config: config(`["ada@example.com", "new@example.com"]`, "verified = true"),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction("clerk_user.ada", plancheck.ResourceActionNoop),
				plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate),
			}},
			Check: holds(t, i, map[string]string{"ada@example.com": "primary verified", "new@example.com": "verified", "work@example.com": "verified"}),
		},
		resource.TestStep{Config: config(`["ada@example.com", "new@example.com"]`, "verified = true"), ConfigPlanChecks: unchanged()},
	)
}

// The primary address is the address resource's alone, where clerk_user does not
// mention one.
func TestAccMovesThePrimaryAddressOfAUserWhoMentionsNone(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	i.Run(
		resource.TestStep{Config: work("verified = true")},
		resource.TestStep{Config: full, ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, "primary")},
		resource.TestStep{Config: full, ConfigPlanChecks: unchanged()},
	)
}

// Where a plan cannot know whether another address becomes the primary one, it
// warns, and says how that is done.
func TestAccWarnsThatFalseMakesNoOtherAddressPrimary(t *testing.T) {
	t.Parallel()
	sim := acctest.Start(t)
	config := func(line string) string {
		return acctest.Replace(t, work("  verified = true\n  "+line), `email_addresses = ["ada@example.com"]`, `username = "lovelace"`)
	}
	const second = `
resource "clerk_email_address" "second" {
  user_id       = clerk_user.ada.id
  email_address = "second@example.com"
  verified      = true
  depends_on    = [clerk_email_address.work]
}
`
	cli := acctest.NewCLI(t, config("primary = false"), "CLERK_API_URL="+sim.URL(), "CLERK_SECRET_KEY="+sim.SecretKey())
	warned := func(out string, words ...string) {
		t.Helper()
		if !acctest.Words(append([]string{"Warning:"}, words...)...).MatchString(out) {
			t.Errorf("no warning of %q:\n%s", words, out)
		}
	}
	warned(cli.Must("apply", "-auto-approve"), "the first email address of the user", "Set primary = true")
	const header = "terraform {\n  required_providers {\n    clerk = { source = \"clerkform/clerk\" }\n  }\n}\n"
	cli.Write(header + config("") + second)
	cli.Must("apply", "-auto-approve")
	cli.Write(header + config("primary = false") + second)
	warned(cli.Must("plan"), "stays so until", "Set primary = true")
}
