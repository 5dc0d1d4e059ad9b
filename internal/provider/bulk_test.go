package provider_test

import (
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
)

func TestAccAPlanCostsRequestsByThePageNotByTheResource(t *testing.T) {
	t.Parallel()
	for block, most := range map[string]int{
		`provider "clerk" {}`:                     8,
		`provider "clerk" { bulk_reads = false }`: 120,
	} {
		sim := acctest.Start(t)
		c := acctest.NewCLI(t, block+`
resource "clerk_user" "many" {
  count       = 100
  external_id = "user-${count.index}"
}
resource "clerk_jwt_template" "many" {
  count  = 20
  name   = "template-${count.index}"
  claims = jsonencode({})
}`, "CLERK_API_URL="+sim.URL(), "CLERK_SECRET_KEY="+sim.SecretKey())
		c.Must("apply", "-auto-approve")
		before := sim.Stats().Requests
		if out, code := c.Run("plan", "-detailed-exitcode"); code != 0 {
			t.Fatalf("the plan exits with %d:\n%s", code, out)
		}
		n := sim.Stats().Requests - before
		if n > most || most == 120 && n != most {
			t.Errorf("with %s, an empty plan of 120 objects took %d requests", block, n)
		}
	}
}
