package user_test

import (
	"context"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

// Clerk adds no wallet to a user who exists, so one that its owner disconnected stays
// away. Everything else is planned and carried out all the same.
func TestWarnsOfAWalletThatItsOwnerDisconnected(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	config := func(name string) string {
		return `
resource "clerk_user" "ada" {
  email_addresses     = ["ada@example.com"]
  web3_wallets        = ["0x01", "0x02"]
  primary_web3_wallet = "0x02"
  first_name          = "` + name + `"
}`
	}
	i.Drive(
		acctest.Step{Config: config("Ada")},
		acctest.Step{
			Outside: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				u := i.User("ada@example.com")
				for _, w := range u.Web3Wallets {
					if w.Web3Wallet == "0x02" {
						return c.Users.DeleteWeb3Wallet(ctx, u.ID, w.ID)
					}
				}
				return nil
			}),
			Config: config("Augusta"),
			Plan:   updates("first_name image_url"),
			Warns:  []string{"web3_wallets", `without the wallet "0x02"`, "stay as they are"},
		},
		acctest.Step{Config: config("Augusta"), Plan: acctest.Nothing, Warns: []string{`without the wallet "0x02"`}},
	)
}
