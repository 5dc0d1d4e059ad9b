package user_test

import (
	"testing"

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
  profile_image               = "../picture/testdata/blue.png"
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
// the fault that each meets. (An address whose creation was lost would be found
// again, and no update fail.)
var writes = []struct{ operation, fault string }{
	{"POST /email_addresses", "502"},
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

func TestAnUpdateOfEverythingAsksEachEndpointOnce(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t, func(o *clerksim.Options) { o.RateLimit = "development" })
	want := map[string]int{}
	for _, w := range writes {
		want[w.operation] = 1
	}
	i.Drive(
		acctest.Step{Config: full},
		acctest.Step{Config: other, Writes: want, Check: func(acctest.States) {
			if n := i.Sim.Stats().Throttled; n != 0 {
				t.Errorf("%d requests were over the limit of 10 updates in 10 seconds", n)
			}
		}},
	)
}

// Wherever an update fails, the next apply completes it.
func TestTheNextApplyCompletesAnUpdateThatFailedHalfWay(t *testing.T) {
	t.Parallel()
	const once = "provider \"clerk\" { max_retries = 0 }\n"
	for _, w := range writes {
		t.Run(w.fault+" at "+w.operation, func(t *testing.T) {
			t.Parallel()
			i := acctest.InProcess(t)
			i.Drive(
				acctest.Step{Config: once + full},
				acctest.Step{
					Outside: func() { i.Sim.PlaceFault(clerksim.Fault{Operation: w.operation, Kind: w.fault, Times: 1}) },
					Config:  once + other,
					Fails:   []string{"Could not update user"},
				},
				acctest.Step{Config: once + other},
			)
		})
	}
}
