package emailaddress_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// composite is user_id/id, by which an address is imported.
func composite(s *terraform.State) (string, error) {
	is := s.RootModule().Resources[address].Primary
	return is.Attributes["user_id"] + "/" + is.ID, nil
}

func TestAccImportsByUserAndIDAndByIDAlone(t *testing.T) {
	t.Parallel()
	acctest.New(t).Run(
		resource.TestStep{Config: full},
		resource.TestStep{ResourceName: address, ImportState: true, ImportStateVerify: true},
		resource.TestStep{ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateIdFunc: composite},
		resource.TestStep{Config: full, ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithID},
		resource.TestStep{Config: full, ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportStateIdFunc: composite},
	)
}

func TestAccImportsByIdentityWithoutADifference(t *testing.T) {
	t.Parallel()
	acctest.Needs(t, acctest.ImportByIdentity)
	acctest.New(t).Run(
		resource.TestStep{Config: full, ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectIdentity(address, map[string]knownvalue.Check{"user_id": knownvalue.NotNull(), "id": knownvalue.NotNull()}),
		}},
		resource.TestStep{Config: full, ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity},
	)
}

// Two users may have one address as long as neither has verified it. The id says
// which of them is meant.
func TestAccImportsAnAddressThatTwoUsersHave(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t, func(o *clerksim.Options) { o.Assume = map[string]string{"unverified_addresses_unique": "false"} })
	config := work("") + `
resource "clerk_user" "grace" {
  email_addresses = ["grace@example.com"]
}
resource "clerk_email_address" "grace" {
  user_id       = clerk_user.grace.id
  email_address = "work@example.com"
}
`
	i.Run(
		resource.TestStep{Config: config},
		resource.TestStep{Config: config, ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithID},
		resource.TestStep{Config: config, ResourceName: "clerk_email_address.grace", ImportState: true, ImportStateKind: resource.ImportBlockWithID},
		resource.TestStep{
			Config:      config + "data \"clerk_email_address\" \"this\" {\n  email_address = \"work@example.com\"\n}\n",
			ExpectError: acctest.Words("email_address =", "2 users have the email address", "Choose one by id"),
		},
	)
}

func TestAccSaysWhatAnImportTakes(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	const takes = "by the id of its user and its own, as in user_2abc/idn_2def, or by its own alone, as in idn_2def"
	steps := []resource.TestStep{{Config: full + `
resource "clerk_user" "grace" {
  email_addresses = ["grace@example.com"]
}`}}
	for given, want := range map[string]string{
		"user_1/":           takes,
		"/idn_1":            takes,
		"user_1/idn_1/more": takes,
		"user_1 / idn_1":    takes,
		"user_0/idn_0":      "non-existent remote object",
		"idn_0":             "404",
		"work@example.com":  "404",
	} {
		steps = append(steps, resource.TestStep{
			ResourceName: address, ImportState: true, ImportStateId: given, ExpectError: acctest.Words(want),
		})
	}
	steps = append(steps, resource.TestStep{
		ResourceName: address, ImportState: true, ExpectError: acctest.Words("exists, but user user_", "does not have it"),
		ImportStateIdFunc: func(s *terraform.State) (string, error) {
			return s.RootModule().Resources["clerk_user.grace"].Primary.ID + "/" + s.RootModule().Resources[address].Primary.ID, nil
		},
	})
	i.Run(steps...)
}
