package jwttemplate_test

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

func TestAccTakesTheTemplateThatAnApplyMadeWhoseAnswerWasLost(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t)
	i.Run(
		resource.TestStep{
			PreConfig: func() { i.Sim.PlaceFault(clerksim.Fault{Operation: "POST /jwt_templates", Kind: "lost_502"}) },
			Config:    minimal, ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{value("id", knownvalue.StringFunc(func(id string) error {
				if all := i.Templates(); len(all) != 1 || all["minimal"].ID != id {
					return fmt.Errorf("the state has %s, Clerk holds %+v", id, all)
				}
				return nil
			}))},
		},
		resource.TestStep{Config: minimal, ConfigPlanChecks: unchanged()},
	)
}
