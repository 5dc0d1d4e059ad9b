package jwttemplate_test

import (
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

func TestTakesTheTemplateThatAnApplyMadeWhoseAnswerWasLost(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{
			Outside: func() { i.Sim.PlaceFault(clerksim.Fault{Operation: "POST /jwt_templates", Kind: "lost_502"}) },
			Config:  minimal,
			Check: func(states acctest.States) {
				if all := i.Templates(); len(all) != 1 || all["minimal"].ID != states.Get(address, "id") {
					t.Errorf("the state has %s, Clerk holds %+v", states.Get(address, "id"), all)
				}
			},
		},
	)
}
