package identifier_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// addresses are one kind of address, and values of it.
type addresses struct {
	argument, one, other, taken string
	every                       string // arguments, but for the address and its user
}

var kinds = []addresses{
	{"email_address", "work@example.com", "office@example.com", "grace@example.com", "verified = true\n  primary = true"},
	{"phone_number", "+15555550100", "+15555560100", "+15555570100", "verified = true\n  primary = true\n  reserved_for_second_factor = true"},
}

// of is the configuration of ada's address.
func (k addresses) of(name, value, arguments string) string {
	return fmt.Sprintf("resource \"clerk_%s\" %q {\n  user_id = clerk_user.ada.id\n  %s = %q\n  %s\n}\n", k.argument, name, k.argument, value, arguments)
}

func (k addresses) at(name string) string { return "clerk_" + k.argument + "." + name }

// ada has nothing to be found by.
const ada = "resource \"clerk_user\" \"ada\" {\n  first_name = \"Ada\"\n}\n"

// keepsLast is an instance that deletes no last address, for each kind.
func keepsLast(t *testing.T, test func(*testing.T, *acctest.Instance, addresses)) {
	t.Helper()
	for _, k := range kinds {
		t.Run(k.argument, func(t *testing.T) {
			t.Parallel()
			i := acctest.InProcess(t, func(o *clerksim.Options) { o.Assume = map[string]string{"last_address_deletable": "false"} })
			test(t, i, k)
			if left := i.Users(); slices.ContainsFunc(left, func(u clerk.User) bool { return u.FirstName != nil }) {
				t.Errorf("destroy left %+v", left)
			}
		})
	}
}

// hers is a step's check: ada has exactly these addresses.
func hers(t *testing.T, i *acctest.Instance, want ...string) func(acctest.States) {
	t.Helper()
	return func(acctest.States) {
		var has []string
		for _, u := range i.Users() {
			if u.FirstName == nil {
				continue
			}
			for _, e := range u.EmailAddresses {
				has = append(has, held(e.EmailAddress, e.ID, u.PrimaryEmailAddressID, e.Verification, false))
			}
			for _, p := range u.PhoneNumbers {
				has = append(has, held(p.PhoneNumber, p.ID, u.PrimaryPhoneNumberID, p.Verification, p.ReservedForSecondFactor))
			}
		}
		slices.Sort(has)
		if slices.Sort(want); !slices.Equal(has, want) {
			t.Errorf("Clerk holds %q, expected %q", has, want)
		}
	}
}

func held(value, id string, primary *string, verified *clerk.Verification, factor bool) string {
	if primary != nil && *primary == id {
		value += " primary"
	}
	if verified != nil && verified.Status == "verified" {
		value += " verified"
	}
	if factor {
		value += " second factor"
	}
	return value
}

func TestDestroysTheUserOfTheLastAddress(t *testing.T) {
	t.Parallel()
	keepsLast(t, func(t *testing.T, i *acctest.Instance, k addresses) {
		i.Drive(
			acctest.Step{Config: ada + k.of("work", k.one, "verified = true")},
			acctest.Step{Warns: []string{"WARNING: Clerk keeps the", k.one, k.at("work"), "400", "identification_deletion_failed", "Trace id:", "it leaves the state", "it goes with the user"}},
		)
	})
}

func TestLeavesTheLastAddressOfAUserWhoStaysAndSaysSo(t *testing.T) {
	t.Parallel()
	keepsLast(t, func(t *testing.T, i *acctest.Instance, k addresses) {
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
		acctest.Step{Config: config + kinds[0].of("work", kinds[0].one, "verified = true")},
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
	keepsLast(t, func(t *testing.T, i *acctest.Instance, k addresses) {
		i.Drive(
			acctest.Step{Config: ada + k.of("work", k.one, "verified = true")},
			acctest.Step{
				Config: ada + k.of("work", k.other, "verified = true"),
				Warns:  []string{k.one, "If this run gives the user another one, it is deleted then"},
				Writes: map[string]int{
					"DELETE /" + plural(k) + "/{" + k.argument + "_id}": 2, "POST /" + plural(k): 1,
				},
				State: map[string]string{k.at("work") + ".primary": "true"},
				Check: hers(t, i, k.other+" primary verified"),
			},
		)
	})
}

func plural(k addresses) string {
	return map[string]string{"email_address": "email_addresses", "phone_number": "phone_numbers"}[k.argument]
}

func TestKeepsTheLastAddressThatReplacesItself(t *testing.T) {
	t.Parallel()
	keepsLast(t, func(t *testing.T, i *acctest.Instance, k addresses) {
		var id string
		same := func(name string) func(acctest.States) {
			return func(states acctest.States) {
				if is := states.Get(k.at(name), "id"); is != id {
					t.Errorf("the id is %s, and was %s", is, id)
				}
			}
		}
		now := k.one + " primary verified"
		if k.argument == "phone_number" {
			now += " second factor"
		}
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
				Writes: map[string]int{"DELETE /" + plural(k) + "/{" + k.argument + "_id}": 1},
				State:  map[string]string{k.at("office") + ".verified": "true", k.at("office") + ".primary": "true"},
				Check:  func(states acctest.States) { same("office")(states); hers(t, i, now)(states) },
			},
		)
	})
}

func TestForgetsNoLastAddressWhoseReplacementFails(t *testing.T) {
	t.Parallel()
	keepsLast(t, func(t *testing.T, i *acctest.Instance, k addresses) {
		config := func(value string) string {
			return ada + "resource \"clerk_user\" \"grace\" {\n  " + plural(k) + " = [\"" + k.taken + "\"]\n}\n" + k.of("work", value, "verified = true")
		}
		replaced := []string{k.at("work") + ": replace, tainted"}
		patch := "PATCH /" + plural(k) + "/{" + k.argument + "_id}"
		i.Drive(
			acctest.Step{Config: config(k.one)},
			acctest.Step{
				Config: config(k.taken), Fails: []string{"Could not create", "form_identifier_exists", "The state has the", k.one, "It is tainted"},
				State: map[string]string{k.at("work") + "." + k.argument: k.one},
				Check: hers(t, i, k.one+" primary verified"),
			},
			acctest.Step{
				Outside: func() { i.Sim.PlaceFault(clerksim.Fault{Operation: patch, Kind: "404"}) },
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
	keepsLast(t, func(t *testing.T, i *acctest.Instance, k addresses) {
		other := kinds[slices.IndexFunc(kinds, func(o addresses) bool { return o != k })]
		listed := func(values string) string {
			return strings.Replace(ada, "}", "  "+plural(k)+" = ["+values+"]\n}", 1)
		}
		own := `"` + k.other + `"`
		i.Drive(
			acctest.Step{Config: ada + k.of("work", k.one, "verified = true")},
			acctest.Step{Config: ada + other.of("work", other.one, "verified = true"), Check: hers(t, i, other.one+" primary verified")},
			acctest.Step{Config: listed(own), Check: hers(t, i, k.other+" primary verified")},
			acctest.Step{Config: listed(""), Fails: []string{"identification_deletion_failed", "Put another in its place"}},
			acctest.Step{Config: listed(own), Plan: acctest.Nothing},
		)
		// The user takes the address over from its resource, beside another.
		i.Drive(
			acctest.Step{Config: ada + k.of("work", k.taken, "verified = true")},
			acctest.Step{
				Config: strings.Replace(listed(own+`, "`+k.taken+`"`), "}", "  primary_"+k.argument+" = "+own+"\n}", 1),
				Check:  hers(t, i, k.other+" primary verified", k.taken+" verified"),
			},
		)
	})
}
