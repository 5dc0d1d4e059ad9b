package identifier_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// keepsLast is an instance that deletes no last address, for each kind.
func keepsLast(t *testing.T, test func(*testing.T, *acctest.Instance, *addresses)) {
	t.Helper()
	both(t, map[string]string{"last_address_deletable": "false"}, func(t *testing.T, i *acctest.Instance, k *addresses) {
		test(t, i, k)
		if left := i.Users(); slices.ContainsFunc(left, func(u clerk.User) bool { return u.FirstName != nil }) {
			t.Errorf("destroy left %+v", left)
		}
	})
}

func TestDestroysTheUserOfTheLastAddress(t *testing.T) {
	t.Parallel()
	keepsLast(t, func(t *testing.T, i *acctest.Instance, k *addresses) {
		i.Drive(
			acctest.Step{Config: ada + k.of("work", k.one, "verified = true")},
			acctest.Step{Warns: []string{"WARNING: Clerk keeps the", k.one, k.at("work"), "400", "identification_deletion_failed", "Trace id:", "it leaves the state", "it goes with the user"}},
		)
	})
}

func TestLeavesTheLastAddressOfAUserWhoStaysAndSaysSo(t *testing.T) {
	t.Parallel()
	keepsLast(t, func(t *testing.T, i *acctest.Instance, k *addresses) {
		i.Drive(
			acctest.Step{Config: ada + k.of("work", k.one, "verified = true")},
			acctest.Step{Config: ada, Warns: []string{k.one, "nothing manages it: to be rid of it", "import it, as user_"}, Check: hers(t, i, k.one+" primary verified")},
			// The next run knows nothing of it.
			acctest.Step{Config: ada + k.of("work", k.one, ""), Fails: []string{"form_identifier_exists", "import {"}},
		)
	})
}

func TestLeavesTheLastAddressWhereTheInstanceDemandsOne(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	config := acctest.Replace(t, ada, "first_name", "username   = \"lovelace\"\n  first_name")
	i.Drive(
		acctest.Step{Config: config + email.of("work", email.one, "verified = true")},
		acctest.Step{
			Outside: func() {
				if err := i.Sim.Switch("email_required", true); err != nil {
					t.Fatal(err)
				}
			},
			Warns: []string{"Clerk keeps the email address", "last_required_identification_deletion_failed", "it goes with the user"},
		},
	)
	if left := i.Users(); len(left) > 0 {
		t.Errorf("destroy left %v", left)
	}
}

func TestDeletesTheLastAddressOnceAnotherHasReplacedIt(t *testing.T) {
	t.Parallel()
	keepsLast(t, func(t *testing.T, i *acctest.Instance, k *addresses) {
		i.Drive(
			acctest.Step{Config: ada + k.of("work", k.one, "verified = true")},
			acctest.Step{
				Config: ada + k.of("work", k.other, "verified = true"),
				Warns:  []string{k.one, "If this run gives the user another one, it is deleted then"},
				Writes: map[string]int{
					k.path("DELETE"): 2, "POST /" + k.plural: 1,
				},
				State: map[string]string{k.at("work") + ".primary": "true"},
				Check: hers(t, i, k.other+" primary verified"),
			},
		)
	})
}

func TestKeepsTheLastAddressThatReplacesItself(t *testing.T) {
	t.Parallel()
	keepsLast(t, func(t *testing.T, i *acctest.Instance, k *addresses) {
		var id string
		same := func(name string) func(acctest.States) {
			return func(states acctest.States) {
				if is := states.Get(k.at(name), "id"); is != id {
					t.Errorf("the id is %s, and was %s", is, id)
				}
			}
		}
		now := k.one + " primary verified" + k.factor
		i.Drive(
			acctest.Step{
				Config: ada + k.of("work", k.one, ""),
				Check:  func(states acctest.States) { id = states.Get(k.at("work"), "id") },
			},
			acctest.Step{
				Taint: []string{k.at("work")}, Config: ada + k.of("work", k.one, k.every),
				State: map[string]string{k.at("work") + ".verified": "true", k.at("work") + ".primary": "true"},
				Warns: []string{"creates the same one takes it up again"},
				Check: func(states acctest.States) { same("work")(states); hers(t, i, now)(states) },
			},
			// Under another name, and with nothing to change.
			acctest.Step{
				Config: ada + k.of("office", k.one, ""),
				Writes: map[string]int{k.path("DELETE"): 1},
				State:  map[string]string{k.at("office") + ".verified": "true", k.at("office") + ".primary": "true"},
				Check:  func(states acctest.States) { same("office")(states); hers(t, i, now)(states) },
			},
		)
	})
}

func TestForgetsNoLastAddressWhoseReplacementFails(t *testing.T) {
	t.Parallel()
	keepsLast(t, func(t *testing.T, i *acctest.Instance, k *addresses) {
		config := func(value string) string {
			return ada + k.grace() + k.of("work", value, "verified = true")
		}
		replaced := []string{k.at("work") + ": replace, tainted"}
		i.Drive(
			acctest.Step{Config: config(k.one)},
			acctest.Step{
				Config: config(k.taken), Fails: []string{"Could not create", "form_identifier_exists", "The state has the", k.one, "It is tainted"},
				State: map[string]string{k.at("work") + "." + k.argument: k.one},
				Check: hers(t, i, k.one+" primary verified"),
			},
			acctest.Step{
				Outside: func() { i.Sim.PlaceFault(clerksim.Fault{Operation: k.path("PATCH"), Kind: "404"}) },
				Config:  config(k.one), Plan: replaced, Fails: []string{"Could not create", "404", "The state has the", k.one},
				Check: hers(t, i, k.one+" primary verified"),
			},
			acctest.Step{Config: config(k.other), Plan: replaced, Check: hers(t, i, k.other+" primary verified")},
		)
	})
}

// Whatever address follows makes the last one superfluous.
func TestDeletesTheLastAddressOnceTheUserHasOneOfAnotherResource(t *testing.T) {
	t.Parallel()
	keepsLast(t, func(t *testing.T, i *acctest.Instance, k *addresses) {
		other := map[*addresses]*addresses{email: phone, phone: email}[k]
		own := `"` + k.other + `"`
		i.Drive(
			acctest.Step{Config: ada + k.of("work", k.one, "verified = true")},
			acctest.Step{Config: ada + other.of("work", other.one, "verified = true"), Check: hers(t, i, other.one+" primary verified")},
			acctest.Step{Config: k.listed(own), Check: hers(t, i, k.other+" primary verified")},
			acctest.Step{Config: k.listed(""), Fails: []string{"identification_deletion_failed", "Put another in its place"}},
			acctest.Step{Config: k.listed(own), Plan: acctest.Nothing},
		)
		// The user takes the address over from its resource, beside another.
		i.Drive(
			acctest.Step{Config: ada + k.of("work", k.taken, "verified = true")},
			acctest.Step{
				Config: strings.Replace(k.listed(own+`, "`+k.taken+`"`), "}", "  primary_"+k.argument+" = "+own+"\n}", 1),
				Check:  hers(t, i, k.other+" primary verified", k.taken+" verified"),
			},
		)
	})
}
