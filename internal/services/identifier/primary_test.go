package identifier_test

import (
	"fmt"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// two are two addresses of ada's; each line is an argument of theirs.
func (k *addresses) two(workLine, homeLine string) string {
	return k.work("verified = true\n  "+workLine) + k.of("home", k.other, "verified = true\n  "+homeLine)
}

func TestMovesThePrimaryAddressInOneApply(t *testing.T) {
	t.Parallel()
	both(t, nil, func(t *testing.T, _ *acctest.Instance, k *addresses) {
		home, work := k.at("home")+": update primary", k.at("work")+": update primary"
		for title, move := range map[string]struct {
			after string
			plan  []string
		}{
			"left out of the old one": {"", []string{home}},
			"false on the old one":    {"primary = false", []string{home, work}},
		} {
			t.Run(title, func(t *testing.T) {
				t.Parallel()
				i := acctest.InProcess(t)
				i.Drive(
					acctest.Step{
						Config: k.two("primary = true", move.after),
						Check:  hers(t, i, k.own+" verified", k.one+" primary verified", k.other+" verified"),
					},
					acctest.Step{
						Config: k.two(move.after, "primary = true"), Plan: move.plan,
						// False is nothing that Clerk could be asked for.
						Writes: map[string]int{k.path("PATCH"): 1},
						Check:  hers(t, i, k.own+" verified", k.one+" verified", k.other+" primary verified"),
					},
					acctest.Step{Config: k.two(move.after, "primary = true"), Plan: acctest.Nothing, State: k.state("primary", "false")},
				)
			})
		}
	})
}

// A move outside Terraform does not make an error of a configuration that says which
// address is primary and which is not.
func TestMovesThePrimaryAddressBack(t *testing.T) {
	t.Parallel()
	both(t, nil, func(t *testing.T, i *acctest.Instance, k *addresses) {
		config := k.two("primary = true", "primary = false")
		i.Drive(
			acctest.Step{Config: config},
			acctest.Step{
				Outside: k.update(t, i, k.other, clerk.UpdateIdentifierParams{Primary: rest.Value(true)}),
				Config:  config, Plan: []string{k.at("home") + ": update primary", k.at("work") + ": update primary"},
			},
		)
	})
}

func TestSaysThatTheOnlyAddressCannotButBePrimary(t *testing.T) {
	t.Parallel()
	both(t, nil, func(_ *testing.T, i *acctest.Instance, k *addresses) {
		only := func(line string) string { return ada + k.of("work", k.one, "verified = true\n  "+line) }
		i.Drive(
			acctest.Step{Config: only("primary = true")},
			acctest.Step{
				Config: only("primary = false"), Plan: acctest.Nothing,
				Warns: []string{k.at("work"), "primary = false", "the only " + k.noun + " of the user", "Set primary = true on the " + k.noun + " that is to be the primary one"},
			},
			acctest.Step{Config: only(""), Plan: acctest.Nothing},
		)
	})
}

func TestSaysThatAVerificationCannotBeTakenBack(t *testing.T) {
	t.Parallel()
	both(t, nil, func(t *testing.T, i *acctest.Instance, k *addresses) {
		no, warns := k.work("verified = false"), []string{k.at("work"), "verified = false", "The " + k.noun + " is verified, and Clerk cannot take that back", "Leave verified out"}
		i.Drive(
			acctest.Step{Config: no},
			acctest.Step{
				Outside: k.update(t, i, k.one, clerk.UpdateIdentifierParams{Verified: rest.Value(true)}),
				Config:  no, Plan: acctest.Nothing, Warns: warns,
			},
			// Another address begins anew.
			acctest.Step{
				Config: k.ada() + k.of("work", k.other, "verified = false"),
				Plan:   k.plan("replace", append([]string{"id", "primary", "verified", k.argument}, map[*addresses][]string{phone: {k.special}}[k]...)...),
				Check:  hers(t, i, k.own+" primary verified", k.other),
			},
			acctest.Step{Config: k.ada() + k.of("work", k.other, "verified = true")},
			acctest.Step{Config: k.ada() + k.of("work", k.other, "verified = false"), Plan: acctest.Nothing, Warns: warns},
		)
	})
}

// Whatever Clerk does when the primary address is deleted, the plan after it is empty.
func TestDeletesThePrimaryAddress(t *testing.T) {
	t.Parallel()
	for _, promotion := range []string{"oldest", "none"} {
		both(t, map[string]string{"primary_promotion": promotion}, func(_ *testing.T, i *acctest.Instance, k *addresses) {
			i.Drive(acctest.Step{Config: k.full()}, acctest.Step{Config: k.ada()})
		})
	}
}

// The primary address is the address resource's alone, where clerk_user does not mention
// one.
func TestMovesThePrimaryAddressOfAUserWhoMentionsNone(t *testing.T) {
	t.Parallel()
	both(t, nil, func(_ *testing.T, i *acctest.Instance, k *addresses) {
		i.Drive(
			acctest.Step{Config: k.work("verified = true")},
			acctest.Step{Config: k.work("verified = true\n  primary = true"), Plan: k.updates("primary")},
		)
	})
}

// Where a plan cannot know whether another address becomes the primary one, it warns, and
// says how that is done.
func TestWarnsThatFalseMakesNoOtherAddressPrimary(t *testing.T) {
	t.Parallel()
	both(t, nil, func(_ *testing.T, i *acctest.Instance, k *addresses) {
		config := func(line string) string { return ada + k.of("work", k.one, "verified = true\n  "+line) }
		second := k.block("second", k.at("work")+".user_id", k.other, "verified = true")
		i.Drive(
			acctest.Step{Config: config("primary = false"), Unsettled: true, Warns: []string{"the first " + k.noun + " of the user", "Set primary = true"}},
			acctest.Step{Config: config("") + second},
			acctest.Step{Config: config("primary = false") + second, PlanOnly: true, Warns: []string{"stays so until", "Set primary = true"}},
		)
	})
}

// The first address of the set was deleted outside, which made the other one primary. The
// plan that adds it again is made, and an address is never kept from being destroyed.
func TestPlansToAddTheAddressThatIsToBePrimaryAgain(t *testing.T) {
	t.Parallel()
	both(t, nil, func(t *testing.T, i *acctest.Instance, k *addresses) {
		config := acctest.Replace(t, k.work("verified = true\n  primary = false"), "first_name", fmt.Sprintf("username = \"lovelace\"\n  primary_%s = %q\n  first_name", k.argument, k.own))
		i.Drive(
			acctest.Step{Config: config},
			acctest.Step{
				Outside: k.remove(t, i, k.own),
				Config:  config, Plan: []string{"clerk_user.ada: update " + k.plural + " primary_" + k.argument},
				Warns: []string{"the only " + k.noun + " of the user", "which this plan may add"},
				Check: hers(t, i, k.own+" primary verified", k.one+" verified"),
			},
		)
	})
}
