package phonenumber_test

import (
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

func TestTakesTheNumberThatAnApplyMadeWhoseAnswerWasLost(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{
			Outside: func() { i.Sim.PlaceFault(clerksim.Fault{Operation: "POST /phone_numbers", Kind: "late"}) },
			Config:  full,
			Check: func(states acctest.States) {
				numbers, state := i.User("ada@example.com").PhoneNumbers, states.Get(address, "id")
				if len(numbers) != 2 || numbers[1].ID != state || numbers[1].PhoneNumber != desk {
					t.Errorf("the state has %s, Clerk holds %+v", state, numbers)
				}
			},
		},
	)
}
