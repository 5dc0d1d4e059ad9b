package user_test

import (
	"context"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// The first apply meets a user of somebody else, and takes nothing; the second has
// made the user, and takes it.
func TestTakesTheUserThatAnApplyMadeWhoseAnswerWasLost(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	var other string
	i.Drive(
		acctest.Step{
			Outside: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				u, err := c.Users.Create(ctx, clerk.CreateUserParams{Account: clerk.Account{Username: clerk.Value("lovelace"), FirstName: clerk.Value("Augusta")}})
				if err == nil {
					other = u.ID
					i.Sim.PlaceFault(clerksim.Fault{Operation: "POST /users", Kind: "reset"})
				}
				return err
			}),
			Config: full,
			Fails: []string{"Could not create user", "That username is taken", "The answer to an earlier attempt was lost, and user_", "which exists, is not what it made:",
				"first_name differs", "import it; otherwise delete it, or choose another value"},
		},
		acctest.Step{
			Outside: func() {
				if users := i.Users(); len(users) != 1 || users[0].ID != other {
					t.Errorf("Clerk holds %+v", users)
				}
				i.Outside(func(ctx context.Context, c *clerk.Client) error { return c.Users.Delete(ctx, other) })()
				i.Sim.PlaceFault(clerksim.Fault{Operation: "POST /users", Kind: "lost"})
			},
			Config: full, Plan: []string{address + ": create"},
			Check: func(states acctest.States) {
				if users := i.Users(); len(users) != 1 || users[0].ID != states.Get(address, "id") {
					t.Errorf("the state has %s, Clerk holds %+v", states.Get(address, "id"), users)
				}
			},
		},
	)
}
