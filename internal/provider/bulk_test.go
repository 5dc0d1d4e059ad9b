package provider_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
)

// planOf120 is what an empty plan of 120 objects costs, in requests. It is made in
// a bubble, where gathering takes as long as it is meant to.
func planOf120(t *testing.T, block string) (requests int) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		i := acctest.InProcess(t)
		var config strings.Builder
		config.WriteString(block)
		for n := range 100 {
			fmt.Fprintf(&config, "resource \"clerk_user\" \"n%d\" { external_id = \"user-%d\" }\n", n, n)
		}
		for n := range 20 {
			fmt.Fprintf(&config, "resource \"clerk_jwt_template\" \"n%[1]d\" {\n  name   = \"template-%[1]d\"\n  claims = jsonencode({})\n}\n", n)
		}
		var before int
		i.Drive(
			acctest.Step{Config: config.String()},
			acctest.Step{
				Outside: func() { before = i.Sim.Stats().Requests },
				Config:  config.String(), Plan: acctest.Nothing, PlanOnly: true,
				Check: func(acctest.States) { requests = i.Sim.Stats().Requests - before },
			},
		)
	})
	return requests
}

func TestAPlanCostsRequestsByThePageNotByTheResource(t *testing.T) {
	t.Parallel()
	if n := planOf120(t, "provider \"clerk\" {}\n"); n > 8 {
		t.Errorf("an empty plan of 120 objects took %d requests", n)
	}
	if n := planOf120(t, "provider \"clerk\" { bulk_reads = false }\n"); n != 120 {
		t.Errorf("without reads by the page, an empty plan of 120 objects took %d requests", n)
	}
}

// As Terraform walks: so many objects at a time, and each when it pleases.
func TestAccAPlanCostsRequestsByThePageNotByTheResource(t *testing.T) {
	t.Parallel()
	sim := acctest.Start(t, acctest.Reliable)
	c := acctest.NewCLI(t, `
resource "clerk_user" "many" {
  count       = 40
  external_id = "user-${count.index}"
}
resource "clerk_jwt_template" "many" {
  count  = 10
  name   = "template-${count.index}"
  claims = jsonencode({})
}`, "CLERK_API_URL="+sim.URL(), "CLERK_SECRET_KEY="+sim.SecretKey())
	c.Must("apply", "-auto-approve")
	before := sim.Stats().Requests
	if out, code := c.Run("plan", "-detailed-exitcode"); code != 0 {
		t.Fatalf("the plan exits with %d:\n%s", code, out)
	}
	if n := sim.Stats().Requests - before; n > 8 {
		t.Errorf("an empty plan of 50 objects took %d requests", n)
	}
}
