package phonenumber_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

func TestAccTakesTheNumberThatAnApplyMadeWhoseAnswerWasLost(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t)
	i.Run(
		resource.TestStep{
			PreConfig: func() { i.Sim.PlaceFault(clerksim.Fault{Operation: "POST /phone_numbers", Kind: "late"}) },
			Config:    full, ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{value("id", knownvalue.StringFunc(func(id string) error {
				numbers := i.User("ada@example.com").PhoneNumbers
				if len(numbers) != 2 || numbers[1].ID != id || numbers[1].PhoneNumber != desk {
					return fmt.Errorf("the state has %s, Clerk holds %+v", id, numbers)
				}
				return nil
			}))},
		},
		resource.TestStep{Config: full, ConfigPlanChecks: unchanged()},
	)
}
