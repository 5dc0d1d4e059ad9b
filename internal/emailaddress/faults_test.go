package emailaddress_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// newUser is a user whom the application made.
func newUser(t *testing.T, i *acctest.Instance, email string) (id string) {
	t.Helper()
	u, err := i.Clerk.Users.Create(t.Context(), clerk.CreateUserParams{EmailAddresses: []string{email}})
	if err != nil {
		t.Fatal(err)
	}
	return u.ID
}

// once is an address of a user, by a provider that repeats nothing.
func once(user string) string {
	return "provider \"clerk\" {\n  max_retries = 0\n}\nresource \"clerk_email_address\" \"work\" {\n  user_id       = \"" + user + "\"\n  email_address = \"work@example.com\"\n}\n"
}

func TestAccDeletesAnAddressAgainWhoseUserItCannotRead(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t)
	config := once(newUser(t, i, "ada@example.com"))
	i.Run(
		resource.TestStep{
			PreConfig:   func() { i.Sim.PlaceFault(clerksim.Fault{Operation: "GET /users/{user_id}", Kind: "502"}) },
			Config:      config,
			ExpectError: acctest.Words("Could not create email address", "502 Bad Gateway"),
		},
		resource.TestStep{
			PreConfig: func() {
				if err := holds(t, i, map[string]string{"ada@example.com": "primary verified"})(nil); err != nil {
					t.Fatal(err)
				}
			},
			Config: config, ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
		},
		resource.TestStep{Config: config, ConfigPlanChecks: unchanged()},
	)
}

func TestAccKeepsTrackOfAnAddressThatItCouldNotDeleteAgain(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t)
	config := once(newUser(t, i, "ada@example.com"))
	i.Run(
		resource.TestStep{
			PreConfig: func() {
				i.Sim.PlaceFault(clerksim.Fault{Operation: "GET /users/{user_id}", Kind: "502"})
				i.Sim.PlaceFault(clerksim.Fault{Operation: "DELETE /email_addresses/{email_address_id}", Kind: "reset"})
			},
			Config:      config,
			ExpectError: acctest.Words("Could not create email address", "502 Bad Gateway"),
		},
		resource.TestStep{
			Config: config, ConfigPlanChecks: planned(plancheck.ResourceActionDestroyBeforeCreate),
			Check: holds(t, i, map[string]string{"ada@example.com": "primary verified", "work@example.com": "unverified"}),
		},
		resource.TestStep{Config: config, ConfigPlanChecks: unchanged()},
	)
}

func TestAccTakesTheAddressThatAnApplyMadeWhoseAnswerWasLost(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t)
	i.Run(
		resource.TestStep{
			PreConfig: func() { i.Sim.PlaceFault(clerksim.Fault{Operation: "POST /email_addresses", Kind: "lost"}) },
			Config:    full, ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{value("id", knownvalue.StringFunc(func(state string) error {
				if has := id(t, i, "work@example.com"); has != state {
					return fmt.Errorf("the state has %s, Clerk holds %s", state, has)
				}
				return nil
			}))},
			Check: holds(t, i, map[string]string{"ada@example.com": "verified", "work@example.com": "primary verified"}),
		},
		resource.TestStep{Config: full, ConfigPlanChecks: unchanged()},
	)
}

// Reads by the page show users as lists have them, which lag behind a write. An
// address that such a user lacks is asked for before it is taken for gone.
func TestAccKeepsAnAddressThatAListDoesNotShowYet(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t, func(o *clerksim.Options) { o.Lag = time.Hour })
	var config strings.Builder
	for n := range 8 {
		fmt.Fprintf(&config, "resource \"clerk_email_address\" \"n%d\" {\n  user_id       = %q\n  email_address = \"work-%d@example.com\"\n  verified      = true\n  primary       = true\n}\n",
			n, newUser(t, i, fmt.Sprintf("user-%d@example.com", n)), n)
	}
	i.Sim.Advance(2 * time.Hour)
	i.Run(
		resource.TestStep{Config: config.String()},
		resource.TestStep{Config: config.String(), ConfigPlanChecks: unchanged()},
	)
	by := i.Sim.Stats().ByOperation
	if by["GET /users"] == 0 || by["GET /email_addresses/{email_address_id}"] == 0 {
		t.Errorf("no list was read, or none lagged: %v", by)
	}
}
