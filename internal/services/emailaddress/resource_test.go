package emailaddress_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
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

func TestTakesCaseAndSpaceForNoDifference(t *testing.T) {
	t.Parallel()
	for _, stored := range []string{"folded", "kept"} {
		t.Run(stored, func(t *testing.T) {
			t.Parallel()
			i := acctest.InProcess(t, func(o *clerksim.Options) { o.Assume = map[string]string{"email_case": stored} })
			spelled := func(s string) string { return acctest.Replace(t, full, "work@example.com", s) }
			i.Drive(
				acctest.Step{Config: spelled(" Work@Example.com "), State: map[string]string{address + ".email_address": " Work@Example.com "}},
				acctest.Step{Config: spelled("WORK@example.com"), Plan: acctest.Nothing},
			)
		})
	}
}

// Clerk is asked to write to the address that was primary when another becomes
// primary, and at no other time.
func TestNotifiesTheAddressThatWasPrimary(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	const notify = "\nnotify_primary_email_address_changed = true"
	asked := func(want ...string) func(acctest.States) {
		return func(acctest.States) {
			var got []string
			for _, r := range i.Sim.Requests() {
				if strings.Contains(r.Body, "notify_primary_email_address_changed") {
					got = append(got, r.Method)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("a notification was asked for by %v, expected %v", got, want)
			}
		}
	}
	i.Drive(
		acctest.Step{Config: work(notify), Check: asked()},
		acctest.Step{Config: work("verified = true" + notify), Check: asked()},
		acctest.Step{Config: work("verified = true\nprimary = true" + notify), Check: asked(http.MethodPatch)},
		acctest.Step{
			Config: acctest.Replace(t, work("verified = true\nprimary = true"+notify), "work@example.com", "office@example.com"),
			Check:  asked(http.MethodPatch, http.MethodPost),
		},
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

// What the error of a delete that Clerk refuses advises: it goes once there is
// another.
func TestAccReplacesTheLastAddressByCreatingTheNextOneFirst(t *testing.T) {
	t.Parallel()
	i := acctest.NewLocal(t)
	if err := i.Sim.Switch("email_required", true); err != nil {
		t.Fatal(err)
	}
	u, err := i.Clerk.Users.Create(t.Context(), clerk.CreateUserParams{EmailAddresses: []string{"ada@example.com"}})
	if err != nil {
		t.Fatal(err)
	}
	config := func(email string) string {
		return "resource \"clerk_email_address\" \"work\" {\n  user_id       = \"" + u.ID + "\"\n  email_address = \"" + email + "\"\n  verified      = true\n  lifecycle {\n    create_before_destroy = true\n  }\n}\n"
	}
	i.Run(
		resource.TestStep{Config: config("work@example.com")},
		resource.TestStep{
			PreConfig: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				return c.EmailAddresses.Delete(ctx, u.EmailAddresses[0].ID)
			}),
			Config: config("office@example.com"), ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, plancheck.ResourceActionCreateBeforeDestroy)}},
		},
		resource.TestStep{
			PreConfig: i.Outside(func(ctx context.Context, c *clerk.Client) error { return c.Users.Delete(ctx, u.ID) }),
			Config:    config("office@example.com"), Destroy: true,
		},
	)
}
