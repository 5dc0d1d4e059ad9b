package promises_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// several are users, each with an address of a resource of its own, and templates.
func several(name string, addresses ...string) string {
	var b strings.Builder
	for n := range 4 {
		var all []string
		for _, a := range addresses {
			all = append(all, fmt.Sprintf("\"%s%d@example.com\"", a, n))
		}
		fmt.Fprintf(&b, `
resource "clerk_user" "n%[1]d" {
  first_name            = "%[2]s"
  email_addresses       = [%[3]s]
  primary_email_address = "%[4]s%[1]d@example.com"
}
resource "clerk_phone_number" "n%[1]d" {
  user_id      = clerk_user.n%[1]d.id
  phone_number = "+1555555010%[1]d"
  verified     = %[5]t
}
resource "clerk_jwt_template" "n%[1]d" {
  name   = "template-%[1]d"
  claims = jsonencode({ name = "%[2]s" })
}
`, n, name, strings.Join(all, ", "), addresses[0], name == "two")
	}
	return b.String()
}

// What an apply has changed, the plan of another process finds so, although lists
// still show how it was: nothing is planned, and nothing is forgotten.
func TestAListThatLagsBehindAnotherProcessIsNotBelieved(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		i := acctest.InProcess(t, func(o *clerksim.Options) { o.Lag = 5 * time.Second })
		later := func() { i.Sim.Advance(time.Minute) }
		i.Drive(
			acctest.Step{Config: several("one", "a")},
			// After each apply, the plan has to be empty.
			acctest.Step{Outside: later, Config: several("two", "a")},
			acctest.Step{Outside: later, Config: several("two", "a", "b")},
			acctest.Step{Config: several("two", "a")},
		)
		for _, u := range i.Users() {
			if len(u.EmailAddresses) != 1 {
				t.Errorf("Clerk holds a user with the addresses %v", u.EmailAddresses)
			}
		}
	})
}
