package user_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"golang.org/x/crypto/bcrypt"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
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
func secretless(t *testing.T, secrets ...string) func(acctest.States) {
	t.Helper()
	return func(states acctest.States) {
		for address, state := range states {
			for _, secret := range secrets {
				if strings.Contains(state.String(), secret) {
					t.Errorf("the state of %s contains the secret %q", address, secret)
				}
			}
		}
	}
}

func verifies(i *acctest.Instance, t *testing.T, want string) func(acctest.States) {
	t.Helper()
	return func(acctest.States) {
		ok, err := i.Clerk.Users.VerifyPassword(t.Context(), i.User("ada@example.com").ID, want)
		if !ok || err != nil {
			t.Errorf("Clerk does not take the password %q: %v", want, err)
		}
	}
}

func TestChangesThePasswordWithItsVersionAndKeepsItOutOfTheState(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{
			Config: withSecrets(password(firstPassword, "1")),
			Check:  both(verifies(i, t, firstPassword), secretless(t, firstPassword)),
		},
		acctest.Step{Config: withSecrets(password(secondPassword, "1")), Plan: acctest.Nothing},
		acctest.Step{
			Config: withSecrets(password(secondPassword, "2")),
			Plan:   []string{address + ": update password_wo_version"},
			Check:  both(verifies(i, t, secondPassword), secretless(t, secondPassword)),
		},
	)
}

func TestEndsTheSessionsWithAChangeOfThePassword(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	active := func(want int) func(acctest.States) {
		return func(acctest.States) {
			got, err := rest.Collect(i.Clerk.Sessions.List(t.Context(), clerk.SessionFilter{UserID: i.User("ada@example.com").ID, Status: "active"}))
			if len(got) != want || err != nil {
				t.Errorf("the user has %d active sessions, expected %d (%v)", len(got), want, err)
			}
		}
	}
	signIn := i.Outside(func(ctx context.Context, c *clerk.Client) error {
		_, err := c.Sessions.Create(ctx, clerk.CreateSessionParams{UserID: i.User("ada@example.com").ID})
		return err
	})
	i.Drive(
		acctest.Step{Config: withSecrets(password(firstPassword, "1"))},
		acctest.Step{Outside: signIn, Config: withSecrets(password(secondPassword, "2")), Check: active(1)},
		acctest.Step{Config: withSecrets(password(firstPassword, "3") + "\n  sign_out_of_other_sessions = true"), Check: active(0)},
	)
}

func TestABanEndsTheSessions(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{Config: minimal},
		acctest.Step{
			Outside: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				_, err := c.Sessions.Create(ctx, clerk.CreateSessionParams{UserID: i.User("ada@example.com").ID})
				return err
			}),
			Config: withSecrets("banned = true"),
			Check: func(acctest.States) {
				sessions, err := rest.Collect(i.Clerk.Sessions.List(t.Context(), clerk.SessionFilter{UserID: i.User("ada@example.com").ID}))
				for _, s := range sessions {
					if s.Status == "active" {
						t.Errorf("the banned user still has the session %s", s.ID)
					}
				}
				if err != nil || len(sessions) == 0 {
					t.Errorf("the user has %d sessions (%v)", len(sessions), err)
				}
			},
		},
	)
}

func TestTakesAMigratedPasswordDigest(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	digest, err := bcrypt.GenerateFromPassword([]byte(firstPassword), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	i.Drive(acctest.Step{
		Config: withSecrets(`
  password_digest_wo         = "` + string(digest) + `"
  password_digest_wo_version = 1
  password_hasher            = "bcrypt"`),
		Check: both(verifies(i, t, firstPassword), secretless(t, string(digest))),
	})
}

func TestTurnsOnTheSecondFactorAndKeepsItOutOfTheState(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{Config: minimal},
		acctest.Step{
			Config: withSecrets(`
  totp_secret_wo          = "` + totpSecret + `"
  totp_secret_wo_version  = 1
  backup_codes_wo         = ["first-code", "second-code"]
  backup_codes_wo_version = 1`),
			Check: both(secretless(t, totpSecret, "first-code"), func(acctest.States) {
				u := i.User("ada@example.com")
				code, err := totp.GenerateCode(totpSecret, time.Now())
				if err != nil {
					t.Fatal(err)
				}
				if ok, err := i.Clerk.Users.VerifyTOTP(t.Context(), u.ID, code); !ok || err != nil {
					t.Errorf("Clerk does not take a code of the secret: %v", err)
				}
				if ok, err := i.Clerk.Users.VerifyTOTP(t.Context(), u.ID, "second-code"); !ok || err != nil {
					t.Errorf("Clerk does not take a backup code: %v", err)
				}
			}),
		},
	)
}

func TestKeepsWriteOnlyPrivateMetadataOutOfTheState(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	config := func(crm, version string) string {
		return withSecrets(`
  private_metadata_wo         = jsonencode({ crm = "` + crm + `" })
  private_metadata_wo_version = ` + version)
	}
	holds := func(want string) func(acctest.States) {
		return func(acctest.States) {
			if got := i.User("ada@example.com").PrivateMetadata; !attr.SameJSON(string(got), want) {
				t.Errorf("Clerk holds the private metadata %s", got)
			}
		}
	}
	i.Drive(
		acctest.Step{Config: config("first-value", "1"), Check: both(holds(`{"crm":"first-value"}`), secretless(t, "first-value"))},
		acctest.Step{Config: config("second-value", "1"), Plan: acctest.Nothing, Check: holds(`{"crm":"first-value"}`)},
		acctest.Step{Config: config("second-value", "2"), Check: both(holds(`{"crm":"second-value"}`), secretless(t, "second-value"))},
	)
}

func TestForgetsPrivateMetadataThatBecomesWriteOnly(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
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
	i.Drive(
		acctest.Step{Config: withSecrets(stored)},
		// The metadata is sent, and the apply fails after it.
		acctest.Step{Outside: bans(false), Config: withSecrets(secret), Fails: []string{"banned"}, Check: forgotten},
		acctest.Step{Outside: bans(true), Config: withSecrets(stored)},
		acctest.Step{Config: withSecrets(secret), Check: both(forgotten, func(acctest.States) {
			if got := i.User("ada@example.com").PrivateMetadata; !attr.SameJSON(string(got), `{"crm":"secret-value"}`) {
				t.Errorf("Clerk holds the private metadata %s", got)
			}
		})},
		acctest.Step{Config: withSecrets(secret), Plan: acctest.Nothing, Check: forgotten},
	)
}

func TestCreatesReservedAddresses(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(acctest.Step{
		Config: withSecrets("  phone_numbers = [\"+15555550100\"]\n  identification_status = \"reserved\""),
		Check: func(acctest.States) {
			u := i.User("ada@example.com")
			if !u.EmailAddresses[0].Reserved || !u.PhoneNumbers[0].Reserved {
				t.Errorf("Clerk holds %+v and %+v", u.EmailAddresses[0], u.PhoneNumbers[0])
			}
		},
	})
}
