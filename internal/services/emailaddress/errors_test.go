package emailaddress_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

func TestRefusesABadConfigurationBeforeAnyRequest(t *testing.T) {
	t.Parallel()
	for title, bad := range map[string]struct{ lines, attribute, detail string }{
		"no user":                 {`email_address = "a@example.com"`, "user_id", "as required"},
		"no address":              {`user_id = "user_1"`, "email_address", "as required"},
		"an empty user":           {"user_id = \"\"\nemail_address = \"a@example.com\"", "user_id =", "cannot be a name"},
		"a user with a slash":     {"user_id = \"user_1/x\"\nemail_address = \"a@example.com\"", "user_id =", "cannot be a name"},
		"an empty address":        {"user_id = \"user_1\"\nemail_address = \"\"", "email_address =", "is not an email address"},
		"no address at all":       {"user_id = \"user_1\"\nemail_address = \"ada\"", "email_address =", "is not an email address"},
		"an address with a name":  {"user_id = \"user_1\"\nemail_address = \"Ada <a@example.com>\"", "email_address =", "is not an email address"},
		"several addresses":       {"user_id = \"user_1\"\nemail_address = \"a@example.com, b@example.com\"", "email_address =", "is not an email address"},
		"a number for an address": {"user_id = \"user_1\"\nemail_address = \"+15555550100\"", "email_address =", "is not an email address"},
		"an id":                   {"user_id = \"user_1\"\nemail_address = \"a@example.com\"\nid = \"idn_1\"", "id =", "read-only"},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			acctest.InProcess(t).ExpectRefused("resource \"clerk_email_address\" \"work\" {\n"+bad.lines+"\n}", "clerk_email_address", bad.attribute, bad.detail)
		})
	}
}

func TestSaysWhyClerkTakesNoSuchAddress(t *testing.T) {
	t.Parallel()
	const grace = `
resource "clerk_user" "grace" {
  email_addresses = ["grace@example.com"]
}
`
	for title, refused := range map[string]struct {
		config string
		words  []string
	}{
		"another user has it": {acctest.Replace(t, work(""), `"work@example.com"`, `"grace@example.com"`) + grace,
			[]string{`Could not create email address "grace@example.com"`, "email_address =", "422", "form_identifier_exists", "Trace id:", "has this value. Choose another value"}},
		"the user has it": {acctest.Replace(t, work(""), `"work@example.com"`, "one(clerk_user.ada.email_addresses)"),
			[]string{`Could not create email address "ada@example.com"`, "email_address =", "422", "form_identifier_exists"}},
		"there is no such user": {acctest.Replace(t, work(""), "clerk_user.ada.id", `"user_0"`),
			[]string{`Could not create email address "work@example.com"`, "user_id =", "404", "resource_not_found"}},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			i := acctest.InProcess(t)
			i.Drive(
				acctest.Step{Config: ada + grace},
				acctest.Step{Config: refused.config, Fails: refused.words},
			)
		})
	}
}

func TestSaysThatAPrimaryAddressHasToBeVerified(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t, func(o *clerksim.Options) { o.Assume = map[string]string{"unverified_primary": "refused"} })
	refused := func(status string) []string {
		return []string{"primary =", status, "form_verification_needed", "Set verified = true"}
	}
	i.Drive(
		acctest.Step{Config: work("primary = true"), Fails: refused("422")},
		acctest.Step{Config: work("")},
		acctest.Step{Config: work("primary = true"), Fails: refused("400")},
		acctest.Step{Config: work("primary = true\nverified = true")},
	)
}

func TestSaysWhatKeepsAnAddressFromBeingDeleted(t *testing.T) {
	t.Parallel()
	for title, refused := range map[string]struct {
		assume  map[string]string
		feature string
		words   []string
	}{
		"the last one that the user can be found by": {map[string]string{"last_address_deletable": "false"}, "",
			[]string{"400", "identification_deletion_failed", "Trace id:", "give the user another one"}},
		"the last one where one is required": {nil, "email_required",
			[]string{"400", "last_required_identification_deletion_failed", "Trace id:", "give the user another one"}},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			i := acctest.InProcess(t, func(o *clerksim.Options) { o.Assume = refused.assume })
			if refused.feature != "" {
				if err := i.Sim.Switch(refused.feature, true); err != nil {
					t.Fatal(err)
				}
			}
			u, err := i.Clerk.Users.Create(t.Context(), clerk.CreateUserParams{EmailAddresses: []string{"ada@example.com"}})
			if err != nil {
				t.Fatal(err)
			}
			config := func(email string) string {
				return "resource \"clerk_email_address\" \"work\" {\n  user_id       = \"" + u.ID + "\"\n  email_address = \"" + email + "\"\n  verified      = true\n}\n"
			}
			own := i.Outside(func(ctx context.Context, c *clerk.Client) error {
				return c.EmailAddresses.Delete(ctx, u.EmailAddresses[0].ID)
			})
			keeps := func(email string) []string {
				return append([]string{fmt.Sprintf("Clerk keeps the email address %q", email)}, refused.words...)
			}
			has := func(email string) func(acctest.States) {
				return func(acctest.States) {
					if u := i.User(email); len(u.EmailAddresses) != 1 || u.PrimaryEmailAddress() != email {
						t.Errorf("Clerk holds %+v", u)
					}
				}
			}
			i.Drive(
				acctest.Step{Config: config("work@example.com")},
				acctest.Step{Outside: own, Config: config("office@example.com"), Warns: keeps("work@example.com"), Check: has("office@example.com")},
				acctest.Step{Warns: keeps("office@example.com"), Check: has("office@example.com")},
			)
		})
	}
}

func TestSaysThatAnAddressBelongsToAConnectedAccount(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{Config: full},
		acctest.Step{
			Outside: func() {
				i.Post("/_sim/seed", map[string]any{"external_accounts": []any{map[string]any{
					"user_id": i.User("ada@example.com").ID, "provider": "oauth_google", "provider_user_id": "1", "email_address": "work@example.com",
				}}})
			},
			Config: ada,
			Fails:  []string{`Could not delete email address "work@example.com"`, "400", "delete_linked_identification_disallowed", "Remove that connection first"},
		},
		acctest.Step{
			Outside: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				return c.Users.Delete(ctx, i.User("ada@example.com").ID)
			}),
			Config: full,
		},
	)
}

func TestSaysThatADirectoryManagesTheAddress(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	scim := func(on bool) func() {
		return func() {
			if err := i.Sim.Switch("scim", on); err != nil {
				t.Fatal(err)
			}
		}
	}
	i.Drive(
		acctest.Step{Config: work("")},
		acctest.Step{
			Outside: scim(true), Config: work("verified = true"),
			Fails: []string{`Could not update email address "work@example.com"`, "email_address =", "409", "attribute_managed_by_scim"},
		},
		acctest.Step{Outside: scim(false), Config: work("verified = true")},
	)
}
