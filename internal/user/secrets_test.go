package user_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/pquerna/otp/totp"
	"golang.org/x/crypto/bcrypt"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

const (
	firstPassword  = "analytical engine 1843"
	secondPassword = "difference engine 1822"
	totpSecret     = "JBSWY3DPEHPK3PXP"
)

func withSecrets(lines string) string {
	return "resource \"clerk_user\" \"ada\" {\n  email_addresses = [\"ada@example.com\"]\n" + lines + "\n}"
}

func password(value, version string) string {
	return `
  password_wo         = "` + value + `"
  password_wo_version = ` + version
}

// secretless fails the test if the state has one of the secrets.
func secretless(t *testing.T, secrets ...string) resource.TestCheckFunc {
	t.Helper()
	return func(s *terraform.State) error {
		raw, err := json.Marshal(s)
		if err != nil {
			return err
		}
		for _, secret := range secrets {
			if strings.Contains(string(raw), secret) {
				t.Errorf("the state contains the secret %q", secret)
			}
		}
		return nil
	}
}

func verifies(i *acctest.Instance, t *testing.T, want string) resource.TestCheckFunc {
	t.Helper()
	return func(*terraform.State) error {
		ok, err := i.Clerk.Users.VerifyPassword(t.Context(), i.User("ada@example.com").ID, want)
		if !ok {
			t.Errorf("Clerk does not take the password %q", want)
		}
		return err
	}
}

func TestAccChangesThePasswordWithItsVersionAndKeepsItOutOfTheState(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	i.Run(
		resource.TestStep{
			Config: withSecrets(password(firstPassword, "1")),
			Check:  resource.ComposeTestCheckFunc(verifies(i, t, firstPassword), secretless(t, firstPassword)),
		},
		resource.TestStep{Config: withSecrets(password(secondPassword, "1")), ConfigPlanChecks: unchanged()},
		resource.TestStep{
			Config:           withSecrets(password(secondPassword, "2")),
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, "password_wo_version"),
			Check:            resource.ComposeTestCheckFunc(verifies(i, t, secondPassword), secretless(t, secondPassword)),
		},
	)
}

func TestAccEndsTheSessionsWithAChangeOfThePassword(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	active := func(want int) resource.TestCheckFunc {
		return func(*terraform.State) error {
			got, err := clerk.Collect(i.Clerk.Sessions.List(t.Context(), clerk.SessionFilter{UserID: i.User("ada@example.com").ID, Status: "active"}))
			if len(got) != want {
				t.Errorf("the user has %d active sessions, expected %d", len(got), want)
			}
			return err
		}
	}
	signIn := i.Outside(func(ctx context.Context, c *clerk.Client) error {
		_, err := c.Sessions.Create(ctx, clerk.CreateSessionParams{UserID: i.User("ada@example.com").ID})
		return err
	})
	i.Run(
		resource.TestStep{Config: withSecrets(password(firstPassword, "1"))},
		resource.TestStep{PreConfig: signIn, Config: withSecrets(password(secondPassword, "2")), Check: active(1)},
		resource.TestStep{Config: withSecrets(password(firstPassword, "3") + "\n  sign_out_of_other_sessions = true"), Check: active(0)},
	)
}

func TestAccABanEndsTheSessions(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	i.Run(
		resource.TestStep{Config: minimal},
		resource.TestStep{
			PreConfig: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				_, err := c.Sessions.Create(ctx, clerk.CreateSessionParams{UserID: i.User("ada@example.com").ID})
				return err
			}),
			Config: withSecrets("banned = true"),
			Check: func(*terraform.State) error {
				sessions, err := clerk.Collect(i.Clerk.Sessions.List(t.Context(), clerk.SessionFilter{UserID: i.User("ada@example.com").ID}))
				for _, s := range sessions {
					if s.Status == "active" {
						t.Errorf("the banned user still has the session %s", s.ID)
					}
				}
				return err
			},
		},
	)
}

func TestAccTakesAMigratedPasswordDigest(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	digest, err := bcrypt.GenerateFromPassword([]byte(firstPassword), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	i.Run(resource.TestStep{
		Config: withSecrets(`
  password_digest_wo         = "` + string(digest) + `"
  password_digest_wo_version = 1
  password_hasher            = "bcrypt"`),
		Check: resource.ComposeTestCheckFunc(verifies(i, t, firstPassword), secretless(t, string(digest))),
	})
}

func TestAccTurnsOnTheSecondFactorAndKeepsItOutOfTheState(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	i.Run(
		resource.TestStep{Config: minimal},
		resource.TestStep{
			Config: withSecrets(`
  totp_secret_wo          = "` + totpSecret + `"
  totp_secret_wo_version  = 1
  backup_codes_wo         = ["first-code", "second-code"]
  backup_codes_wo_version = 1`),
			Check: resource.ComposeTestCheckFunc(secretless(t, totpSecret, "first-code"), func(*terraform.State) error {
				u := i.User("ada@example.com")
				code, err := totp.GenerateCode(totpSecret, time.Now())
				if err != nil {
					return err
				}
				if ok, err := i.Clerk.Users.VerifyTOTP(t.Context(), u.ID, code); !ok || err != nil {
					t.Errorf("Clerk does not take a code of the secret: %v", err)
				}
				if ok, err := i.Clerk.Users.VerifyTOTP(t.Context(), u.ID, "second-code"); !ok || err != nil {
					t.Errorf("Clerk does not take a backup code: %v", err)
				}
				return nil
			}),
		},
	)
}

func TestAccKeepsWriteOnlyPrivateMetadataOutOfTheState(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	config := func(crm, version string) string {
		return withSecrets(`
  private_metadata_wo         = jsonencode({ crm = "` + crm + `" })
  private_metadata_wo_version = ` + version)
	}
	holds := func(want string) resource.TestCheckFunc {
		return func(*terraform.State) error {
			if got := i.User("ada@example.com").PrivateMetadata; !tf.SameJSON(string(got), want) {
				t.Errorf("Clerk holds the private metadata %s", got)
			}
			return nil
		}
	}
	i.Run(
		resource.TestStep{Config: config("first-value", "1"), Check: resource.ComposeTestCheckFunc(holds(`{"crm":"first-value"}`), secretless(t, "first-value"))},
		resource.TestStep{Config: config("second-value", "1"), ConfigPlanChecks: unchanged(), Check: holds(`{"crm":"first-value"}`)},
		resource.TestStep{Config: config("second-value", "2"), Check: resource.ComposeTestCheckFunc(holds(`{"crm":"second-value"}`), secretless(t, "second-value"))},
	)
}

func TestAccForgetsPrivateMetadataThatBecomesWriteOnly(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t)
	const (
		stored = `private_metadata = jsonencode({ crm = "stored-value" })`
		secret = `
  private_metadata_wo         = jsonencode({ crm = "secret-value" })
  private_metadata_wo_version = 1
  banned                      = true`
	)
	bans := func(on bool) func() {
		return func() {
			if err := i.Sim.Switch("ban", on); err != nil {
				t.Error(err)
			}
		}
	}
	forgotten := secretless(t, "stored-value", "secret-value")
	i.Run(
		resource.TestStep{Config: withSecrets(stored)},
		// The metadata is sent, and the apply fails after it.
		resource.TestStep{PreConfig: bans(false), Config: withSecrets(secret), ExpectError: acctest.Words("banned")},
		resource.TestStep{PreConfig: bans(true), RefreshState: true, ExpectNonEmptyPlan: true, Check: forgotten},
		resource.TestStep{Config: withSecrets(stored)},
		resource.TestStep{Config: withSecrets(secret), Check: forgotten},
		resource.TestStep{RefreshState: true, Check: func(s *terraform.State) error {
			if got := i.User("ada@example.com").PrivateMetadata; !tf.SameJSON(string(got), `{"crm":"secret-value"}`) {
				t.Errorf("Clerk holds the private metadata %s", got)
			}
			return forgotten(s)
		}},
		resource.TestStep{Config: withSecrets(secret), ConfigPlanChecks: unchanged()},
	)
}

func TestAccCreatesReservedAddresses(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	i.Run(resource.TestStep{
		Config: withSecrets("  phone_numbers = [\"+15555550100\"]\n  identification_status = \"reserved\""),
		Check: func(*terraform.State) error {
			u := i.User("ada@example.com")
			if !u.EmailAddresses[0].Reserved || !u.PhoneNumbers[0].Reserved {
				t.Errorf("Clerk holds %+v and %+v", u.EmailAddresses[0], u.PhoneNumbers[0])
			}
			return nil
		},
	})
}
