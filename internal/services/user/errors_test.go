package user_test

import (
	"context"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// Each refusal of Clerk's is an error on the argument at fault, with Clerk's
// words, its trace id and what to do next.
func TestPutsWhatClerkRefusesOnTheArgumentAtFault(t *testing.T) {
	t.Parallel()
	for title, refused := range map[string]struct {
		feature string
		on      bool
		lines   string
		words   []string
	}{
		"a ban that the plan does not include": {"ban", false, "banned = true",
			[]string{"Could not create user", "banned = true", "402 Payment Required", "unsupported_subscription_plan_features", "Trace id:", "plan does not include this"}},
		"a lock where lockouts are off": {"lockout", false, "locked = true",
			[]string{"Could not create user", "locked = true", "403 Forbidden", "feature_not_enabled", "Trace id:", "Turn the feature on"}},
		"a breached password": {"breached_passwords", true, password(firstPassword, "1"),
			[]string{"Could not create user", "password_wo =", "422", "form_password_pwned", "Trace id:", "found in a breach"}},
		"a missing password": {"password_required", true, "",
			[]string{"Could not create user", "422", "form_data_missing", "Trace id:"}},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			i := acctest.InProcess(t)
			if err := i.Sim.Switch(refused.feature, refused.on); err != nil {
				t.Fatal(err)
			}
			i.Drive(acctest.Step{Config: withSecrets(refused.lines), Fails: refused.words})
			if n := len(i.Users()); n != 0 {
				t.Errorf("%d users were left behind", n)
			}
		})
	}
}

func TestSkipsTheChecksThatAreTurnedOff(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	for _, feature := range []string{"breached_passwords", "password_required"} {
		if err := i.Sim.Switch(feature, true); err != nil {
			t.Fatal(err)
		}
	}
	i.Drive(
		acctest.Step{Config: withSecrets(password(firstPassword, "1") + "\n  skip_password_checks = true")},
		acctest.Step{Config: withSecrets(password(firstPassword, "1")+"\n  skip_password_checks = true") + `
resource "clerk_user" "grace" {
  email_addresses           = ["grace@example.com"]
  skip_password_requirement = true
}`},
	)
}

func TestNamesTheArgumentThatAnotherUserHas(t *testing.T) {
	t.Parallel()
	for argument, line := range map[string]string{
		"email_addresses": `email_addresses = ["taken@example.com"]`,
		"phone_numbers":   `phone_numbers = ["+15555510100"]`,
		"username":        `username = "taken"`,
		"external_id":     `external_id = "taken"`,
		"web3_wallets":    `web3_wallets = ["0x00000000000000000000000000000000000000c3"]`,
	} {
		t.Run(argument, func(t *testing.T) {
			t.Parallel()
			i := acctest.InProcess(t)
			i.Outside(func(ctx context.Context, c *clerk.Client) error {
				return second(c.Users.Create(ctx, clerk.CreateUserParams{
					EmailAddresses: []string{"taken@example.com"}, PhoneNumbers: []string{"+15555510100"},
					Web3Wallets: []string{"0x00000000000000000000000000000000000000c3"},
					Account:     clerk.Account{Username: rest.Value("taken"), ExternalID: rest.Value("taken")},
				}))
			})()
			i.Drive(acctest.Step{
				Config: "resource \"clerk_user\" \"ada\" {\n  " + line + "\n}",
				Fails:  []string{"Could not create user", line, "422", "form_identifier_exists", "Trace id:", "has this value. If no resource manages it yet, import it"},
			})
		})
	}
}

func TestSaysThatADirectoryManagesTheUser(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{Config: minimal},
		acctest.Step{
			Outside: func() {
				if err := i.Sim.Switch("scim", true); err != nil {
					t.Fatal(err)
				}
			},
			Config: withSecrets(`first_name = "Ada"`),
			Fails:  []string{`Could not update user "ada@example.com"`, "409 Conflict", "user_managed_by_scim", "Trace id:", "Change the user there"},
		},
		acctest.Step{
			Outside: func() {
				if err := i.Sim.Switch("scim", false); err != nil {
					t.Fatal(err)
				}
			},
			Config: withSecrets(`first_name = "Ada"`),
		},
	)
}

func TestDestroysAUserWhoIsGone(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{Config: minimal},
		acctest.Step{
			Outside: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				return c.Users.Delete(ctx, i.User("ada@example.com").ID)
			}),
		},
	)
}
