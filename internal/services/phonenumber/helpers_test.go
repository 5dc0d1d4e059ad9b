package phonenumber_test

import (
	"context"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

const address = "clerk_phone_number.desk"

// Numbers of ada's: one that clerk_user manages, and one that is managed by itself.
const (
	own  = "+15555550100"
	desk = "+15555560100"
)

// ada is the user whom most configurations begin with.
const ada = `
resource "clerk_user" "ada" {
  email_addresses = ["ada@example.com"]
  phone_numbers   = ["+15555550100"]
}
`

// number is a phone number of ada's with these arguments.
func number(arguments string) string {
	return ada + "\nresource \"clerk_phone_number\" \"desk\" {\n  user_id      = clerk_user.ada.id\n  phone_number = \"+15555560100\"\n" + arguments + "\n}\n"
}

// full mentions every argument.
var full = number(`
  verified                   = true
  primary                    = true
  reserved_for_second_factor = true`)

// updates is the plan that changes these arguments of the number, and nothing else.
func updates(arguments ...string) []string {
	return []string{address + ": update " + strings.Join(arguments, " ")}
}

// holds is a step's check: ada has exactly these phone numbers, each with words
// of "primary", "verified" or "unverified", and "second factor".
func holds(t *testing.T, i *acctest.Instance, want map[string]string) func(acctest.States) {
	t.Helper()
	return func(acctest.States) {
		u := i.User("ada@example.com")
		for _, p := range u.PhoneNumbers {
			has := "unverified"
			if p.Verification != nil && p.Verification.Status == "verified" {
				has = "verified"
			}
			if p.PhoneNumber == u.PrimaryPhoneNumber() {
				has = "primary " + has
			}
			if p.ReservedForSecondFactor {
				has += " second factor"
			}
			if has != want[p.PhoneNumber] {
				t.Errorf("%s is %q, expected %q", p.PhoneNumber, has, want[p.PhoneNumber])
			}
		}
		if len(u.PhoneNumbers) != len(want) {
			t.Errorf("Clerk holds %+v, expected %v", u.PhoneNumbers, want)
		}
	}
}

// id is the id of one of ada's numbers.
func id(t *testing.T, i *acctest.Instance, phone string) string {
	t.Helper()
	for _, p := range i.User("ada@example.com").PhoneNumbers {
		if p.PhoneNumber == phone {
			return p.ID
		}
	}
	t.Fatalf("the user does not have %s", phone)
	return ""
}

// update changes one of ada's numbers behind Terraform's back.
func update(t *testing.T, i *acctest.Instance, phone string, p clerk.UpdateIdentifierParams) func() {
	t.Helper()
	return i.Outside(func(ctx context.Context, c *clerk.Client) error {
		_, err := c.PhoneNumbers.Update(ctx, id(t, i, phone), p)
		return err
	})
}
