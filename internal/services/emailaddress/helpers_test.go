package emailaddress_test

import (
	"context"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

const address = "clerk_email_address.work"

// ada is the user whom most configurations begin with.
const ada = `
resource "clerk_user" "ada" {
  email_addresses = ["ada@example.com"]
}
`

// work is an email address of ada's with these arguments.
func work(arguments string) string {
	return ada + "\nresource \"clerk_email_address\" \"work\" {\n  user_id       = clerk_user.ada.id\n  email_address = \"work@example.com\"\n" + arguments + "\n}\n"
}

// full mentions every argument.
var full = work(`
  verified                             = true
  primary                              = true
  notify_primary_email_address_changed = true`)

// updates is the plan that changes these arguments of the address, and nothing else.
func updates(arguments ...string) []string {
	return []string{address + ": update " + strings.Join(arguments, " ")}
}

// holds is a step's check: ada has exactly these email addresses, each with
// "verified", "unverified", "primary verified" or "primary unverified".
func holds(t *testing.T, i *acctest.Instance, want map[string]string) func(acctest.States) {
	t.Helper()
	return func(acctest.States) {
		u := i.User("ada@example.com")
		for _, e := range u.EmailAddresses {
			has := "unverified"
			if e.Verification != nil && e.Verification.Status == "verified" {
				has = "verified"
			}
			if e.EmailAddress == u.PrimaryEmailAddress() {
				has = "primary " + has
			}
			if has != want[e.EmailAddress] {
				t.Errorf("%s is %q, expected %q", e.EmailAddress, has, want[e.EmailAddress])
			}
		}
		if len(u.EmailAddresses) != len(want) {
			t.Errorf("Clerk holds %+v, expected %v", u.EmailAddresses, want)
		}
	}
}

// id is the id of one of ada's addresses.
func id(t *testing.T, i *acctest.Instance, email string) string {
	t.Helper()
	for _, e := range i.User("ada@example.com").EmailAddresses {
		if e.EmailAddress == email {
			return e.ID
		}
	}
	t.Fatalf("the user does not have %s", email)
	return ""
}

// add gives ada another verified address, behind Terraform's back.
func add(i *acctest.Instance, email string, primary bool) func() {
	return i.Outside(func(ctx context.Context, c *clerk.Client) error {
		p := clerk.CreateEmailAddressParams{UserID: i.User("ada@example.com").ID, EmailAddress: email, Verified: clerk.Value(true)}
		if primary {
			p.Primary = clerk.Value(true)
		}
		_, err := c.EmailAddresses.Create(ctx, p)
		return err
	})
}

// update changes one of ada's addresses behind Terraform's back.
func update(t *testing.T, i *acctest.Instance, email string, p clerk.UpdateIdentifierParams) func() {
	t.Helper()
	return i.Outside(func(ctx context.Context, c *clerk.Client) error {
		_, err := c.EmailAddresses.Update(ctx, id(t, i, email), p)
		return err
	})
}
