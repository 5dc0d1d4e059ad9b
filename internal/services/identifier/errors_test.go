package identifier_test

import (
	"fmt"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

func TestRefusesABadConfigurationBeforeAnyRequest(t *testing.T) {
	t.Parallel()
	both(t, nil, func(t *testing.T, i *acctest.Instance, k *addresses) {
		const user = "user_id = \"user_1\"\n"
		value := func(v string) string { return fmt.Sprintf("%s = %q\n", k.argument, v) }
		type bad struct{ lines, attribute, detail string }
		all := []bad{
			{value(k.one), "user_id", "as required"},
			{user, k.argument, "as required"},
			{"user_id = \"\"\n" + value(k.one), "user_id =", "cannot be a name"},
			{"user_id = \"user_1/x\"\n" + value(k.one), "user_id =", "cannot be a name"},
			{user + value(k.one) + `id = "idn_1"`, "id =", "read-only"},
		}
		for _, v := range k.bad {
			all = append(all, bad{user + value(v), k.argument + " =", k.says})
		}
		for _, b := range all {
			i.ExpectRefused("resource \"clerk_"+k.argument+"\" \"work\" {\n"+b.lines+"\n}", "clerk_"+k.argument, b.attribute, b.detail)
		}
	})
}

func TestSaysWhyClerkTakesNoSuchAddress(t *testing.T) {
	t.Parallel()
	both(t, nil, func(t *testing.T, _ *acctest.Instance, k *addresses) {
		refuses := func(value string, words ...string) []string {
			return append([]string{fmt.Sprintf("Could not create %s %q", k.noun, value)}, words...)
		}
		for title, refused := range map[string]struct {
			config string
			words  []string
		}{
			"another user has it": {k.block("work", "clerk_user.ada.id", k.taken, ""),
				refuses(k.taken, k.argument+" =", "422", "form_identifier_exists", "Trace id:", "has this value. Choose another value")},
			"the user has it": {k.block("work", "clerk_user.ada.id", k.own, ""),
				refuses(k.own, k.argument+" =", "422", "form_identifier_exists")},
			"there is no such user": {k.block("work", `"user_0"`, k.one, ""),
				refuses(k.one, "user_id =", "404", "resource_not_found")},
		} {
			t.Run(title, func(t *testing.T) {
				t.Parallel()
				acctest.InProcess(t).Drive(
					acctest.Step{Config: k.ada() + k.grace()},
					acctest.Step{Config: k.ada() + k.grace() + refused.config, Fails: refused.words},
				)
			})
		}
	})
}

func TestSaysThatAPrimaryAddressHasToBeVerified(t *testing.T) {
	t.Parallel()
	both(t, map[string]string{"unverified_primary": "refused"}, func(_ *testing.T, i *acctest.Instance, k *addresses) {
		refused := func(status string) []string {
			return []string{"primary =", status, "form_verification_needed", "Set verified = true"}
		}
		i.Drive(
			acctest.Step{Config: k.work("primary = true"), Fails: refused("422")},
			acctest.Step{Config: k.work("")},
			acctest.Step{Config: k.work("primary = true"), Fails: refused("400")},
			acctest.Step{Config: k.work("primary = true\nverified = true")},
		)
	})
}

func TestSaysThatADirectoryManagesTheAddress(t *testing.T) {
	t.Parallel()
	both(t, nil, func(t *testing.T, i *acctest.Instance, k *addresses) {
		scim := func(on bool) func() {
			return func() {
				if err := i.Sim.Switch("scim", on); err != nil {
					t.Fatal(err)
				}
			}
		}
		i.Drive(
			acctest.Step{Config: k.work("")},
			acctest.Step{
				Outside: scim(true), Config: k.work("verified = true"),
				Fails: []string{fmt.Sprintf("Could not update %s %q", k.noun, k.one), k.argument + " =", "409", "attribute_managed_by_scim"},
			},
			acctest.Step{Outside: scim(false), Config: k.work("verified = true")},
		)
	})
}

// Two users may have one address as long as neither has verified it. The id says which of
// them is meant.
func TestImportsAnAddressThatTwoUsersHave(t *testing.T) {
	t.Parallel()
	both(t, map[string]string{"unverified_addresses_unique": "false"}, func(t *testing.T, i *acctest.Instance, k *addresses) {
		imported, state, config := map[string]string{}, map[string]string{}, ""
		for name, own := range map[string]string{"ada": k.own, "grace": k.taken} {
			user := k.newUser(t, i, own).ID
			k.add(i, func() string { return user }, k.one, rest.Optional[bool]{}, rest.Optional[bool]{})()
			now, err := i.Clerk.Users.Get(t.Context(), user)
			if err != nil {
				t.Fatal(err)
			}
			imported[k.at(name)], state[k.at(name)+".user_id"] = has(now)[1].id, user
			config += k.block(name, fmt.Sprintf("%q", user), k.one, "")
		}
		i.Drive(acctest.Step{
			Import: imported, Config: config, Plan: acctest.Nothing, State: state,
			Check: func(acctest.States) {
				i.ExpectError(fmt.Sprintf("data \"clerk_%s\" \"this\" {\n  %s = %q\n}", k.argument, k.argument, k.one), k.argument+" =", "2 users have the "+k.noun, "Choose one by id")
			},
		})
	})
}

func TestImportsByIDAndByAddressWithTheUserOrAlone(t *testing.T) {
	t.Parallel()
	both(t, nil, func(t *testing.T, i *acctest.Instance, k *addresses) {
		ada := k.newUser(t, i, k.one)
		own, imported, config := has(ada)[0].id, map[string]string{}, ""
		odd := map[*addresses]string{email: "Work@example.com", phone: k.one}[k]
		for name, id := range map[string]string{"a": own, "b": ada.ID + "/" + own, "c": odd, "d": ada.ID + "/" + k.one} {
			imported[k.at(name)] = id
			config += k.block(name, fmt.Sprintf("%q", ada.ID), k.one, "")
		}
		i.Drive(acctest.Step{Import: imported, Config: config, Plan: acctest.Nothing})
	})
}

func TestSaysWhatAnImportTakes(t *testing.T) {
	t.Parallel()
	both(t, nil, func(t *testing.T, i *acctest.Instance, k *addresses) {
		ada, grace := k.newUser(t, i, k.own), k.newUser(t, i, k.taken)
		takes := []string{"The " + k.noun + " is imported by the id of its user and its own, as in user_2abc/idn_2def, or by its own alone, as in idn_2def"}
		for given, want := range map[string][]string{
			"user_1/":                       takes,
			"/idn_1":                        takes,
			"user_1/idn_1/more":             takes,
			"user_1 / idn_1":                takes,
			"user_0/idn_0":                  {"non-existent remote object"},
			"idn_0":                         {"404", "In place of its own id, its value does"},
			k.nobodys:                       {"In place of its own id, its value does"},
			grace.ID + "/" + k.nobodys:      {"has no " + k.noun},
			grace.ID + "/" + has(ada)[0].id: {"exists, but user " + grace.ID + " does not have it"},
		} {
			i.ExpectNoImport(k.at("work"), given, want...)
		}
	})
}
