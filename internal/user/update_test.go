package user_test

import (
	"strings"
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

// writes are what the update from full to other asks of Clerk, in its order, and
// the fault that each meets: an answer that is lost after the work was done is the
// harder one where something is created.
var writes = []struct{ operation, fault string }{
	{"POST /email_addresses", "lost"},
	{"POST /phone_numbers", "502"},
	{"PATCH /users/{user_id}", "lost"},
	{"DELETE /email_addresses/{email_address_id}", "lost"},
	{"DELETE /phone_numbers/{phone_number_id}", "502"},
	{"DELETE /users/{user_id}/web3_wallets/{web3_wallet_identification_id}", "lost"},
	{"PUT /users/{user_id}/metadata", "502"},
	{"POST /users/{user_id}/profile_image", "lost"},
	{"POST /users/{user_id}/unban", "502"},
	{"POST /users/{user_id}/unlock", "502"},
}

func TestAccAnUpdateOfEverythingAsksEachEndpointOnce(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t, func(o *clerksim.Options) { o.RateLimit = "development" })
	want := map[string]int{}
	for _, w := range writes {
		want[w.operation] = 1
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
		t.Run(w.fault+" at "+w.operation, func(t *testing.T) {
			t.Parallel()
			i := acctest.Simulated(t)
			before := once + strings.ReplaceAll(full, "testdata/", acctest.Root()+"/internal/user/testdata/")
			after := once + strings.ReplaceAll(other, "testdata/", acctest.Root()+"/internal/user/testdata/")
			c := i.CLI(before)
			c.Must("apply", "-auto-approve")
			c.Write(acctest.Header + after)
			i.Sim.PlaceFault(clerksim.Fault{Operation: w.operation, Kind: w.fault, Times: 1})
			if out, code := c.Run("apply", "-auto-approve"); code != 1 || !strings.Contains(out, "Could not update user") {
				t.Fatalf("the apply exits with %d:\n%s", code, out)
			}
			c.Must("apply", "-auto-approve")
			if out, code := c.Run("plan", "-detailed-exitcode"); code != 0 {
				t.Errorf("the plan after that exits with %d:\n%s", code, out)
			}
		})
	}
}
