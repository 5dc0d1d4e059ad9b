package user_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

const address = "clerk_user.ada"

const minimal = `
resource "clerk_user" "ada" {
  email_addresses = ["ada@example.com"]
}`

// full mentions every argument that Clerk returns.
const full = `
resource "clerk_user" "ada" {
  email_addresses             = ["ada@example.com", "countess@example.com"]
  primary_email_address       = "ada@example.com"
  phone_numbers               = ["+15555550100"]
  primary_phone_number        = "+15555550100"
  web3_wallets                = ["0x00000000000000000000000000000000000000a1", "0x00000000000000000000000000000000000000b2"]
  primary_web3_wallet         = "0x00000000000000000000000000000000000000a1"
  username                    = "lovelace"
  external_id                 = "42"
  first_name                  = "Ada"
  last_name                   = "Lovelace"
  locale                      = "en-GB"
  profile_image               = "../picture/testdata/green.png"
  public_metadata             = jsonencode({ plan = "pro", seats = 3 })
  private_metadata            = jsonencode({ crm = "a-17" })
  unsafe_metadata             = jsonencode({ theme = "dark" })
  banned                      = true
  locked                      = true
  delete_self_enabled         = false
  create_organization_enabled = false
  create_organizations_limit  = 5
  bypass_client_trust         = true
  legal_accepted_at           = "2026-01-31T09:29:00Z"
  created_at                  = "2026-01-31T09:30:00Z"
}`

// updates is the plan that changes these attributes of ada, and nothing else.
func updates(attributes ...string) []string {
	return []string{address + ": update " + strings.Join(attributes, " ")}
}

// both is a check that makes two.
func both(one, other func(acctest.States)) func(acctest.States) {
	return func(s acctest.States) {
		one(s)
		other(s)
	}
}

func second(_ *clerk.User, err error) error { return err }

func emails(u *clerk.User) []string {
	var out []string
	for _, e := range u.EmailAddresses {
		out = append(out, e.EmailAddress)
	}
	slices.Sort(out)
	return out
}

func text(s *string) string {
	if s == nil {
		return "<null>"
	}
	return *s
}

func TestCreatesAMinimalUserAndMentionsNothingElse(t *testing.T) {
	t.Parallel()
	acctest.InProcess(t).Drive(
		acctest.Step{
			Config: minimal,
			State: map[string]string{
				address + ".first_name": "null", address + ".phone_numbers": "null", address + ".primary_email_address": "ada@example.com",
				address + ".public_metadata": "null", address + ".private_metadata": "null", address + ".banned": "false",
			},
		},
	)
}

// Values that are known only after the apply are planned as unknown, with what
// follows from them.
func TestPlansWithValuesThatAreNotKnownYet(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(acctest.Step{
		Config: `
resource "clerk_user" "grace" {
  external_id = "grace"
}
resource "clerk_user" "ada" {
  email_addresses  = ["${clerk_user.grace.id}@example.com"]
  first_name       = clerk_user.grace.id
  public_metadata  = jsonencode({ friend = clerk_user.grace.id })
  private_metadata = jsonencode({ friend = clerk_user.grace.id })
  created_at       = "2026-01-31T09:30:00Z"
}`,
		Check: func(states acctest.States) {
			grace := states.Get("clerk_user.grace", "id")
			if u := i.User(grace + "@example.com"); text(u.FirstName) != grace || !strings.Contains(string(u.PrivateMetadata), grace) || len(u.EmailAddresses) != 1 {
				t.Errorf("Clerk holds %+v", u)
			}
		},
	})
}

func TestTakesTheCaseOfAUsernameForNoDifference(t *testing.T) {
	t.Parallel()
	for _, stored := range []string{"folded", "kept"} {
		t.Run(stored, func(t *testing.T) {
			t.Parallel()
			i := acctest.InProcess(t, func(o *clerksim.Options) { o.Assume = map[string]string{"username_case": stored} })
			named := func(username string) string {
				return "resource \"clerk_user\" \"ada\" {\n  username = \"" + username + "\"\n}"
			}
			i.Drive(
				acctest.Step{Config: named("Lovelace"), State: map[string]string{address + ".username": "Lovelace"}},
				acctest.Step{Config: named("LOVELACE"), Plan: acctest.Nothing},
				acctest.Step{Config: named("Countess"), Plan: updates("username"), State: map[string]string{address + ".username": "Countess"}},
			)
		})
	}
}

func TestLeavesOmittedArgumentsAlone(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{Config: minimal},
		acctest.Step{
			Outside: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				u := i.User("ada@example.com")
				if _, err := c.Users.Update(ctx, u.ID, clerk.UpdateUserParams{Account: clerk.Account{FirstName: rest.Value("Outside"), Username: rest.Value("outside")}}); err != nil {
					return err
				}
				if _, err := c.Users.MergeMetadata(ctx, u.ID, clerk.Metadata{
					Public: json.RawMessage(`{"app":1}`), Private: json.RawMessage(`{"app":"secret"}`), Unsafe: json.RawMessage(`{"app":2}`),
				}); err != nil {
					return err
				}
				if _, err := c.EmailAddresses.Create(ctx, clerk.CreateEmailAddressParams{UserID: u.ID, EmailAddress: "own@example.com", Verified: rest.Value(true)}); err != nil {
					return err
				}
				_, err := c.PhoneNumbers.Create(ctx, clerk.CreatePhoneNumberParams{UserID: u.ID, PhoneNumber: "+15555570100", Verified: rest.Value(true)})
				return err
			}),
			Config: minimal,
			Plan:   acctest.Nothing,
		},
		acctest.Step{
			Config: `
resource "clerk_user" "ada" {
  email_addresses = ["new@example.com"]
  last_name       = "Lovelace"
}`,
			State: map[string]string{address + ".private_metadata": "null"},
			Check: func(acctest.States) {
				u := i.User("new@example.com")
				if !slices.Equal(emails(u), []string{"new@example.com", "own@example.com"}) || len(u.PhoneNumbers) != 1 ||
					text(u.FirstName) != "Outside" || text(u.Username) != "outside" || string(u.PrivateMetadata) == "{}" {
					t.Errorf("an update changed what is not mentioned: %+v", u)
				}
			},
		},
	)
}

func TestShowsThatALockExpired(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t, func(o *clerksim.Options) { o.RateLimit = "development" })
	const locked = `
resource "clerk_user" "ada" {
  email_addresses = ["ada@example.com"]
  locked          = true
}`
	i.Drive(
		acctest.Step{Config: locked},
		acctest.Step{
			Outside: func() { i.Sim.Advance(61 * time.Minute) },
			Config:  locked,
			Plan:    []string{address + ": update locked"},
		},
	)
}
