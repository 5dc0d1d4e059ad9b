package user_test

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

func TestPerf(t *testing.T) {
	i := acctest.Simulated(t, func(o *clerksim.Options) { o.Users = 10000 })
	start := time.Now()
	i.Run(resource.TestStep{
		Config: `
data "clerk_users" "all" {}
output "total" { value = data.clerk_users.all.total_count }`,
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownOutputValue("total", knownvalue.Int64Exact(10000)),
		},
		Check: func(*terraform.State) error { t.Log(time.Since(start), i.Sim.Stats()); return nil },
	})
	t.Log(time.Since(start), i.Sim.Stats())
}
