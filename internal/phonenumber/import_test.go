package phonenumber_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
)

// composite is user_id/id, by which a number is imported.
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

func TestAccSaysWhatAnImportTakes(t *testing.T) {
	t.Parallel()
	steps := []resource.TestStep{{Config: full}}
	for given, want := range map[string]string{
		"user_1/":      "The phone number is imported by the id of its user and its own",
		"user_0/idn_0": "non-existent remote object",
		"idn_0":        "404",
	} {
		steps = append(steps, resource.TestStep{
			ResourceName: address, ImportState: true, ImportStateId: given, ExpectError: acctest.Words(want),
		})
	}
	acctest.New(t).Run(steps...)
}
