package emailaddress_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

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

func TestMovesThePrimaryAddressInOneApply(t *testing.T) {
	t.Parallel()
	for title, move := range map[string]struct {
		after string
		plan  []string
	}{
		"left out of the old one": {"", []string{"clerk_email_address.home: update primary"}},
		"false on the old one":    {"primary = false", []string{"clerk_email_address.home: update primary", "clerk_email_address.work: update primary"}},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			i := acctest.InProcess(t)
			i.Drive(
				acctest.Step{
					Config: two("primary = true", move.after),
					Check:  holds(t, i, map[string]string{"ada@example.com": "verified", "work@example.com": "primary verified", "home@example.com": "verified"}),
				},
				acctest.Step{
					Config: two(move.after, "primary = true"),
					Plan:   move.plan,
					// False is nothing that Clerk could be asked for.
					Writes: map[string]int{"PATCH /email_addresses/{email_address_id}": 1},
					Check:  holds(t, i, map[string]string{"ada@example.com": "verified", "work@example.com": "verified", "home@example.com": "primary verified"}),
				},
				acctest.Step{
					Config: two(move.after, "primary = true"), Plan: acctest.Nothing,
					State: map[string]string{address + ".primary": "false"},
				},
			)
		})
	}
}

// Clerk is asked to write to the address that was primary when another becomes
// primary, and at no other time.
func TestNotifiesTheAddressThatWasPrimary(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	const notify = "\nnotify_primary_email_address_changed = true"
	asked := func(want ...string) func(acctest.States) {
		return func(acctest.States) {
			var got []string
			for _, r := range i.Sim.Requests() {
				if strings.Contains(r.Body, "notify_primary_email_address_changed") {
					got = append(got, r.Method)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("a notification was asked for by %v, expected %v", got, want)
			}
		}
	}
	i.Drive(
		acctest.Step{Config: work(notify), Check: asked()},
		acctest.Step{Config: work("verified = true" + notify), Check: asked()},
		acctest.Step{Config: work("verified = true\nprimary = true" + notify), Check: asked(http.MethodPatch)},
		acctest.Step{
			Config: acctest.Replace(t, work("verified = true\nprimary = true"+notify), "work@example.com", "office@example.com"),
			Check:  asked(http.MethodPatch, http.MethodPost),
		},
	)
}

// A move outside Terraform does not make an error of a configuration that says
// which address is primary and which is not.
func TestMovesThePrimaryAddressBack(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	config := two("primary = true", "primary = false")
	i.Drive(
		acctest.Step{Config: config},
		acctest.Step{
			Outside: update(t, i, "home@example.com", clerk.UpdateIdentifierParams{Primary: clerk.Value(true)}),
			Config:  config,
			Plan:    []string{"clerk_email_address.home: update primary", "clerk_email_address.work: update primary"},
		},
	)
}

func TestSaysThatTheOnlyAddressCannotButBePrimary(t *testing.T) {
	t.Parallel()
	only := func(line string) string {
		return acctest.Replace(t, work("  verified = true\n  "+line), `email_addresses = ["ada@example.com"]`, `username = "lovelace"`)
	}
	acctest.InProcess(t).Drive(
		acctest.Step{Config: only("primary = true")},
		acctest.Step{
			Config: only("primary = false"), Plan: acctest.Nothing,
			Warns: []string{"clerk_email_address.work", "primary = false", "the only email address of the user", "Set primary = true on the email address that is to be the primary one"},
		},
		acctest.Step{Config: only(""), Plan: acctest.Nothing},
	)
}

func TestSaysThatAVerificationCannotBeTakenBack(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{Config: work("verified = false")},
		acctest.Step{
			Outside: update(t, i, "work@example.com", clerk.UpdateIdentifierParams{Verified: clerk.Value(true)}),
			Config:  work("verified = false"), Plan: acctest.Nothing,
			Warns: []string{"clerk_email_address.work", "verified = false", "Clerk cannot take that back", "Leave verified out"},
		},
		// Another address begins anew.
		acctest.Step{
			Config: acctest.Replace(t, work("verified = false"), "work@example.com", "office@example.com"),
			Plan:   []string{address + ": replace email_address id primary verified"},
			Check:  holds(t, i, map[string]string{"ada@example.com": "primary verified", "office@example.com": "unverified"}),
		},
	)
}

// Whatever Clerk does when the primary address is deleted, the plan after it is
// empty.
func TestDeletesThePrimaryAddress(t *testing.T) {
	t.Parallel()
	for _, promotion := range []string{"oldest", "none"} {
		t.Run(promotion, func(t *testing.T) {
			t.Parallel()
			i := acctest.InProcess(t, func(o *clerksim.Options) { o.Assume = map[string]string{"primary_promotion": promotion} })
			i.Drive(
				acctest.Step{Config: full},
				acctest.Step{Config: ada},
			)
		})
	}
}

// Beside a clerk_user that manages other addresses of the same user, neither
// touches what the other mentions.
func TestDoesNotFightWithTheUsersOwnSet(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	config := func(set, arguments string) string {
		return acctest.Replace(t, work(arguments), `email_addresses = ["ada@example.com"]`, "primary_email_address = \"ada@example.com\"\n  email_addresses = "+set)
	}
	i.Drive(
		acctest.Step{Config: config(`["ada@example.com", "old@example.com"]`, "")},
		acctest.Step{
			Config: config(`["ada@example.com", "new@example.com"]`, ""),
			Plan:   []string{"clerk_user.ada: update email_addresses"},
			Check:  holds(t, i, map[string]string{"ada@example.com": "primary verified", "new@example.com": "verified", "work@example.com": "unverified"}),
		},
		acctest.Step{
			Config: config(`["ada@example.com", "new@example.com"]`, "verified = true"),
			Plan:   updates("verified"),
			Check:  holds(t, i, map[string]string{"ada@example.com": "primary verified", "new@example.com": "verified", "work@example.com": "verified"}),
		},
	)
}

// The primary address is the address resource's alone, where clerk_user does not
// mention one.
func TestMovesThePrimaryAddressOfAUserWhoMentionsNone(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{Config: work("verified = true")},
		acctest.Step{Config: full, Plan: []string{address + ": update primary"}},
	)
}

// Where a plan cannot know whether another address becomes the primary one, it
// warns, and says how that is done.
func TestWarnsThatFalseMakesNoOtherAddressPrimary(t *testing.T) {
	t.Parallel()
	config := func(line string) string {
		return acctest.Replace(t, work("  verified = true\n  "+line), `email_addresses = ["ada@example.com"]`, `username = "lovelace"`)
	}
	const second = `
resource "clerk_email_address" "second" {
  user_id       = clerk_email_address.work.user_id
  email_address = "second@example.com"
  verified      = true
}
`
	acctest.InProcess(t).Drive(
		acctest.Step{Config: config("primary = false"), Unsettled: true, Warns: []string{"the first email address of the user", "Set primary = true"}},
		acctest.Step{Config: config("") + second},
		acctest.Step{Config: config("primary = false") + second, PlanOnly: true, Warns: []string{"stays so until", "Set primary = true"}},
	)
}

// The first address of the set was deleted outside, which made the other one primary.
// The plan that adds it again is made, and an address is never kept from being destroyed.
func TestPlansToAddTheAddressThatIsToBePrimaryAgain(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	config := acctest.Replace(t, work("verified = true\nprimary = false"), `email_addresses = ["ada@example.com"]`,
		"username = \"lovelace\"\n  email_addresses = [\"ada@example.com\"]\n  primary_email_address = \"ada@example.com\"")
	i.Drive(
		acctest.Step{Config: config},
		acctest.Step{
			Outside: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				return c.EmailAddresses.Delete(ctx, id(t, i, "ada@example.com"))
			}),
			Config: config,
			Plan:   []string{"clerk_user.ada: update email_addresses primary_email_address"},
			Warns:  []string{"the only email address of the user", "which this plan may add"},
			Check:  holds(t, i, map[string]string{"ada@example.com": "primary verified", "work@example.com": "verified"}),
		},
	)
}
