package user_test

import (
	"context"
	"slices"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

func withEmails(set, primary string) string {
	config := "resource \"clerk_user\" \"ada\" {\n  external_id     = \"42\"\n  email_addresses = " + set + "\n"
	if primary != "" {
		config += "  primary_email_address = \"" + primary + "\"\n"
	}
	return config + "}"
}

func TestMovesThePrimaryAddressAndRemovesTheOldOneInOneApply(t *testing.T) {
	t.Parallel()
	for title, step := range map[string]struct{ set, primary string }{
		"chosen":       {`["new@example.com", "other@example.com"]`, "new@example.com"},
		"the only one": {`["new@example.com"]`, ""},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			i := acctest.InProcess(t)
			i.Drive(
				acctest.Step{Config: withEmails(`["old@example.com", "other@example.com"]`, "old@example.com")},
				acctest.Step{
					Config: withEmails(step.set, step.primary),
					Plan:   updates("email_addresses", "primary_email_address"),
					State:  map[string]string{address + ".primary_email_address": "new@example.com"},
					Check: func(acctest.States) {
						u := i.User("new@example.com")
						if u.PrimaryEmailAddress() != "new@example.com" || slices.Contains(emails(u), "old@example.com") {
							t.Errorf("Clerk holds %v, primary %s", emails(u), u.PrimaryEmailAddress())
						}
					},
				},
			)
		})
	}
}

func TestAddsAddressesAsVerified(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{Config: withEmails(`["ada@example.com"]`, "")},
		acctest.Step{
			Config: withEmails(`["ada@example.com", "new@example.com"]`, "ada@example.com"),
			Check: func(acctest.States) {
				for _, e := range i.User("ada@example.com").EmailAddresses {
					if e.Verification == nil || e.Verification.Status != "verified" {
						t.Errorf("%s is not verified", e.EmailAddress)
					}
				}
			},
		},
	)
}

func TestTakesCaseAndSpaceForNoDifference(t *testing.T) {
	t.Parallel()
	acctest.InProcess(t).Drive(
		acctest.Step{Config: withEmails(`["Ada@Example.com", "b@example.com"]`, "ada@example.com")},
		acctest.Step{Config: withEmails(`[" ada@example.com ", "B@EXAMPLE.COM"]`, "ADA@example.com"), Plan: acctest.Nothing},
	)
}

func TestTakesInAnAddressThatTheUserHasAlready(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{Config: withEmails(`["ada@example.com"]`, "")},
		acctest.Step{
			Outside: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				_, err := c.EmailAddresses.Create(ctx, clerk.CreateEmailAddressParams{
					UserID: i.User("ada@example.com").ID, EmailAddress: "own@example.com", Verified: rest.Value(true),
				})
				return err
			}),
			Config: withEmails(`["ada@example.com", "own@example.com"]`, "ada@example.com"),
		},
		acctest.Step{Config: withEmails(`["ada@example.com"]`, "ada@example.com"), Check: func(acctest.States) {
			if got := emails(i.User("ada@example.com")); !slices.Equal(got, []string{"ada@example.com"}) {
				t.Errorf("the address that left the set is still there: %v", got)
			}
		}},
	)
}

func TestLeavesAddressesAloneWhenTheirSetLeavesTheConfiguration(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{Config: withEmails(`["ada@example.com"]`, "")},
		acctest.Step{
			Config: "resource \"clerk_user\" \"ada\" {\n  external_id = \"42\"\n}",
			Plan:   acctest.Nothing,
		},
	)
}

func TestNamesAnAddressThatAnotherUserHas(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	taken := `
resource "clerk_user" "grace" {
  email_addresses = ["grace@example.com"]
}
`
	i.Drive(
		acctest.Step{Config: taken + withEmails(`["ada@example.com"]`, "")},
		acctest.Step{
			Config: taken + withEmails(`["ada@example.com", "grace@example.com"]`, "ada@example.com"),
			Fails: []string{`Could not update user "ada@example.com" "user_`, "with clerk_user.ada",
				"email_addresses =", "POST /email_addresses", "422", "form_identifier_exists", "Trace id:"},
		},
		acctest.Step{Config: taken + withEmails(`["ada@example.com"]`, ""), Plan: acctest.Nothing},
	)
}

func TestSavesWhatAFailedUpdateReached(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	config := func(name, banned string) string {
		return `
resource "clerk_user" "ada" {
  email_addresses = ["ada@example.com"]
  first_name      = "` + name + `"
  banned          = ` + banned + `
}`
	}
	i.Drive(
		acctest.Step{Config: config("Ada", "false")},
		acctest.Step{
			Outside: func() {
				if err := i.Sim.Switch("ban", false); err != nil {
					t.Fatal(err)
				}
			},
			Config: config("Augusta", "true"),
			Fails: []string{`Could not update user "ada@example.com"`, "banned          = true",
				"POST /users/user_", "/ban", "402", "unsupported_subscription_plan_features", "plan does not include this"},
		},
		acctest.Step{
			Outside: func() {
				if err := i.Sim.Switch("ban", true); err != nil {
					t.Fatal(err)
				}
			},
			Config: config("Augusta", "true"),
			Plan:   []string{address + ": update banned"},
		},
	)
}
