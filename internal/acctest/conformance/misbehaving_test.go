package conformance_test

import (
	"os"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
)

// What is run with faults is to meet some: it would pass without them, too.
func TestAccMeetsFaultsWhereTheyAreAskedFor(t *testing.T) {
	if os.Getenv("CLERK_SIM_FAULTS") == "" {
		t.Setenv("CLERK_SIM_FAULTS", "0.1")
	}
	i := acctest.NewLocal(t)
	c := i.CLI(`
resource "clerk_user" "many" {
  count       = 40
  external_id = "user-${count.index}"
}`)
	c.Must("apply", "-auto-approve")
	c.Must("destroy", "-auto-approve")
	if stats := i.Sim.Stats(); stats.Faults == 0 {
		t.Errorf("none of %d requests met a fault", stats.Requests)
	}
}
