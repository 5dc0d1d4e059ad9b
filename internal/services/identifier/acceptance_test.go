package identifier_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

func TestAccManagesAnAddress(t *testing.T) {
	t.Parallel()
	for _, k := range []*addresses{email, phone} {
		t.Run(k.argument, func(t *testing.T) {
			t.Parallel()
			i, address := acctest.New(t), k.at("work")
			planned := func(action plancheck.ResourceActionType, changes ...string) resource.ConfigPlanChecks {
				checks := []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}
				if len(changes) > 0 {
					checks = append(checks, acctest.ExpectChanges(address, changes...))
				}
				return resource.ConfigPlanChecks{PreApply: checks}
			}
			holds := func(*terraform.State) error {
				hers(t, i, k.own+" verified", k.one+" primary verified"+k.factor)(nil)
				return nil
			}
			special := map[*addresses]knownvalue.Check{email: knownvalue.Null(), phone: knownvalue.Bool(true)}[k]
			steps := []resource.TestStep{
				{
					Config: k.full(), ConfigPlanChecks: planned(plancheck.ResourceActionCreate), Check: holds,
					ConfigStateChecks: []statecheck.StateCheck{
						statecheck.ExpectKnownValue(address, tfjsonpath.New("primary"), knownvalue.Bool(true)),
						statecheck.ExpectKnownValue(address, tfjsonpath.New(k.special), special),
					},
				},
				{ResourceName: address, Config: k.full(), ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportStateIdFunc: k.composite},
				{
					PreConfig: k.update(t, i, k.own, clerk.UpdateIdentifierParams{Primary: rest.Value(true)}),
					Config:    k.full(), ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, "primary"), Check: holds,
				},
				{PreConfig: k.remove(t, i, k.one), Config: k.full(), ConfigPlanChecks: planned(plancheck.ResourceActionCreate), Check: holds},
			}
			if acctest.Has(t, acctest.ImportByIdentity) {
				steps = append(steps, resource.TestStep{ResourceName: address, Config: k.full(), ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity})
			}
			i.Run(steps...)
		})
	}
}

// composite is user_id/id, by which an address is imported.
func (k *addresses) composite(s *terraform.State) (string, error) {
	is := s.RootModule().Resources[k.at("work")].Primary
	return is.Attributes["user_id"] + "/" + is.ID, nil
}

func TestAccReadsAnAddressByIDAndByItself(t *testing.T) {
	t.Parallel()
	for _, k := range []*addresses{email, phone} {
		t.Run(k.argument, func(t *testing.T) {
			t.Parallel()
			data := func(name, line string) string {
				return fmt.Sprintf("data \"clerk_%s\" %q {\n  %s\n  depends_on = [%s, clerk_user.grace]\n}\n", k.argument, name, line, k.at("work"))
			}
			config := k.full() + acctest.Replace(t, k.grace(), "\n}", "\n  identification_status = \"reserved\"\n}") +
				data("id", "id = "+k.at("work")+".id") + data("itself", fmt.Sprintf("%s = %q", k.argument, k.odd)) +
				data("own", k.argument+" = one(clerk_user.ada."+k.plural+")") + data("reserved", k.argument+" = one(clerk_user.grace."+k.plural+")") +
				strings.NewReplacer("KIND", "clerk_"+k.argument, "ARGUMENT", k.argument).Replace(`
output "same" {
  value = [for k, v in data.KIND.id : v if k != "ARGUMENT"] == [for k, v in data.KIND.itself : v if k != "ARGUMENT"]
}
output "user" { value = data.KIND.id.user_id == clerk_user.ada.id }
output "minted" { value = timecmp(data.KIND.id.created_at, "2020-01-01T00:00:00Z") }
`)
			checks := []statecheck.StateCheck{
				statecheck.ExpectKnownOutputValue("same", knownvalue.Bool(true)),
				statecheck.ExpectKnownOutputValue("user", knownvalue.Bool(true)),
				statecheck.ExpectKnownOutputValue("minted", knownvalue.Int64Exact(1)),
			}
			expect := func(name string, want map[string]knownvalue.Check) {
				for attribute, check := range want {
					checks = append(checks, statecheck.ExpectKnownValue("data."+k.at(name), tfjsonpath.New(attribute), check))
				}
			}
			yes, no, text := knownvalue.Bool(true), knownvalue.Bool(false), knownvalue.StringExact
			expect("id", map[string]knownvalue.Check{k.argument: text(k.one), "verified": yes, "verification_strategy": text("admin"), "primary": yes, "reserved": no})
			expect("itself", map[string]knownvalue.Check{k.argument: text(k.odd)})
			expect("own", map[string]knownvalue.Check{k.argument: text(k.own), "primary": no})
			expect("reserved", map[string]knownvalue.Check{"verified": no, "reserved": yes, "verification_strategy": text("")})
			if k == phone {
				expect("id", map[string]knownvalue.Check{"reserved_for_second_factor": yes, "default_second_factor": yes})
				expect("own", map[string]knownvalue.Check{"reserved_for_second_factor": no})
			}
			acctest.New(t).Run(resource.TestStep{Config: config, ConfigStateChecks: checks})
		})
	}
}

func TestSaysThatAnAddressDoesNotExist(t *testing.T) {
	t.Parallel()
	both(t, nil, func(_ *testing.T, i *acctest.Instance, k *addresses) {
		for line, want := range map[string]string{
			`id = "idn_0"`: "404",
			fmt.Sprintf("%s = %q", k.argument, k.nobodys): fmt.Sprintf("user of the instance has the %s %q", k.noun, k.nobodys),
		} {
			i.ExpectError("data \"clerk_"+k.argument+"\" \"this\" {\n  "+line+"\n}", "Could not read the "+k.noun, line, want)
		}
	})
}

func TestDemandsOneKeyOfAnAddress(t *testing.T) {
	t.Parallel()
	both(t, nil, func(_ *testing.T, i *acctest.Instance, k *addresses) {
		one := "when one (and only one) of [id," + k.argument + "] is required"
		for line, want := range map[string]string{
			"": one,
			fmt.Sprintf("id = \"idn_1\"\n%s = %q", k.argument, k.one): one,
			`id = ""`: "cannot be a name",
			fmt.Sprintf("%s = %q", k.argument, k.bad[1]): k.says,
		} {
			i.ExpectRefused("data \"clerk_"+k.argument+"\" \"this\" {\n  "+line+"\n}", want)
		}
	})
}
