package emailaddress_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

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

func TestDeletesAnAddressAgainWhoseUserItCannotRead(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	config := once(newUser(t, i, "ada@example.com"))
	i.Drive(
		acctest.Step{
			Outside: func() { i.Sim.PlaceFault(clerksim.Fault{Operation: "GET /users/{user_id}", Kind: "502"}) },
			Config:  config,
			Fails:   []string{"Could not create email address", "502 Bad Gateway"},
		},
		acctest.Step{
			Outside: func() {
				holds(t, i, map[string]string{"ada@example.com": "primary verified"})(nil)
			},
			Config: config, Plan: []string{address + ": create"},
		},
	)
}

func TestKeepsTrackOfAnAddressThatItCouldNotDeleteAgain(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	config := once(newUser(t, i, "ada@example.com"))
	i.Drive(
		acctest.Step{
			Outside: func() {
				i.Sim.PlaceFault(clerksim.Fault{Operation: "GET /users/{user_id}", Kind: "502"})
				i.Sim.PlaceFault(clerksim.Fault{Operation: "DELETE /email_addresses/{email_address_id}", Kind: "reset"})
			},
			Config: config,
			Fails:  []string{"Could not create email address", "502 Bad Gateway"},
		},
		acctest.Step{
			Config: config, Plan: []string{address + ": replace, tainted"},
			Check: holds(t, i, map[string]string{"ada@example.com": "primary verified", "work@example.com": "unverified"}),
		},
	)
}

// Reads by the page show users as lists have them, which lag behind a write. An
// address that such a user lacks is asked for before it is taken for gone.
func TestKeepsAnAddressThatAListDoesNotShowYet(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t, func(o *clerksim.Options) { o.Lag = time.Hour })
	var config strings.Builder
	for n := range 8 {
		fmt.Fprintf(&config, "resource \"clerk_email_address\" \"n%d\" {\n  user_id       = %q\n  email_address = \"work-%d@example.com\"\n  verified      = true\n  primary       = true\n}\n",
			n, newUser(t, i, fmt.Sprintf("user-%d@example.com", n)), n)
	}
	i.Sim.Advance(2 * time.Hour)
	i.Drive(
		acctest.Step{Config: config.String()},
	)
	by := i.Sim.Stats().ByOperation
	if by["GET /users"] == 0 || by["GET /email_addresses/{email_address_id}"] == 0 {
		t.Errorf("no list was read, or none lagged: %v", by)
	}
}
