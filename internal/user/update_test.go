package user_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// other differs from full in every argument.
const other = `
resource "clerk_user" "ada" {
  email_addresses             = ["new@example.com", "countess@example.com"]
  primary_email_address       = "new@example.com"
  phone_numbers               = ["+15555560100"]
  web3_wallets                = ["0x00000000000000000000000000000000000000b2"]
  primary_web3_wallet         = "0x00000000000000000000000000000000000000b2"
  username                    = "countess"
  external_id                 = "43"
  first_name                  = "Augusta"
  last_name                   = ""
  locale                      = "fr"
  profile_image               = "testdata/blue.png"
  public_metadata             = jsonencode({ plan = "free" })
  private_metadata            = jsonencode({})
  unsafe_metadata             = jsonencode({ theme = "light" })
  banned                      = false
  locked                      = false
  delete_self_enabled         = true
  create_organization_enabled = true
  create_organizations_limit  = 0
  bypass_client_trust         = false
  legal_accepted_at           = "2026-02-01T00:00:00Z"
  created_at                  = "2026-02-01T00:00:00Z"
}`

// writes are what the update from full to other asks of Clerk, in its order.
var writes = []struct {
	operation string
	times     int
}{
	{"POST /email_addresses", 1},
	{"POST /phone_numbers", 1},
	{"PATCH /users/{user_id}", 1},
	{"DELETE /email_addresses/{email_address_id}", 1},
	{"DELETE /phone_numbers/{phone_number_id}", 1},
	{"DELETE /users/{user_id}/web3_wallets/{web3_wallet_identification_id}", 1},
	{"PUT /users/{user_id}/metadata", 1},
	{"POST /users/{user_id}/profile_image", 1},
	{"POST /users/{user_id}/unban", 1},
	{"POST /users/{user_id}/unlock", 1},
}

func TestAccAnUpdateOfEverythingAsksEachEndpointOnce(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t, func(o *clerksim.Options) { o.RateLimit = "development" })
	want := map[string]int{}
	for _, w := range writes {
		want[w.operation] = w.times
	}
	var before map[string]int
	i.Run(
		resource.TestStep{Config: full, Check: func(*terraform.State) error {
			before = i.Writes()
			return nil
		}},
		resource.TestStep{Config: other, Check: func(*terraform.State) error {
			i.ExpectWrites(before, want)
			if n := i.Sim.Stats().Throttled; n != 0 {
				t.Errorf("%d requests were over the limit of 10 updates in 10 seconds", n)
			}
			return nil
		}},
		resource.TestStep{Config: other, ConfigPlanChecks: unchanged()},
	)
}

// Wherever an update fails, the next apply completes it.
func TestAccTheNextApplyCompletesAnUpdateThatFailedHalfWay(t *testing.T) {
	t.Parallel()
	const once = "provider \"clerk\" { max_retries = 0 }\n"
	for _, w := range writes {
		for _, kind := range []string{"502", "lost"} {
			t.Run(fmt.Sprintf("%s at %s", kind, w.operation), func(t *testing.T) {
				t.Parallel()
				i := acctest.Simulated(t)
				i.Run(
					resource.TestStep{Config: once + full},
					resource.TestStep{
						PreConfig:   func() { i.Sim.PlaceFault(clerksim.Fault{Operation: w.operation, Kind: kind, Times: 1}) },
						Config:      once + other,
						ExpectError: acctest.Words("Could not update user"),
					},
					resource.TestStep{Config: once + other},
					resource.TestStep{Config: once + other, ConfigPlanChecks: unchanged()},
				)
				if left := i.Users(); len(left) != 0 {
					t.Errorf("destroy left %v", left)
				}
			})
		}
	}
}
