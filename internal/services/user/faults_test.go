package user_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// The first apply meets a user of somebody else, and takes nothing; the second has
// made the user, and takes it.
func TestTakesTheUserThatAnApplyMadeWhoseAnswerWasLost(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	var other string
	i.Drive(
		acctest.Step{
			Outside: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				u, err := c.Users.Create(ctx, clerk.CreateUserParams{Account: clerk.Account{Username: rest.Value("lovelace"), FirstName: rest.Value("Augusta")}})
				if err == nil {
					other = u.ID
					i.Sim.PlaceFault(clerksim.Fault{Operation: "POST /users", Kind: "reset"})
				}
				return err
			}),
			Config: full,
			Fails: []string{"Could not create user", "That username is taken", "The answer to an earlier attempt was lost, and user_", "which exists, is not what it made:",
				"first_name differs", "import {", "Otherwise delete it, or choose another value"},
		},
		acctest.Step{
			Outside: func() {
				if users := i.Users(); len(users) != 1 || users[0].ID != other {
					t.Errorf("Clerk holds %+v", users)
				}
				i.Outside(func(ctx context.Context, c *clerk.Client) error { return c.Users.Delete(ctx, other) })()
				i.Sim.PlaceFault(clerksim.Fault{Operation: "POST /users", Kind: "lost"})
			},
			Config: full, Plan: []string{address + ": create"},
			Check: func(states acctest.States) {
				if users := i.Users(); len(users) != 1 || users[0].ID != states.Get(address, "id") {
					t.Errorf("the state has %s, Clerk holds %+v", states.Get(address, "id"), users)
				}
			},
		},
	)
}

// What an update has added before it failed is in the state, so that the next apply
// takes it back if nobody wants it any more.
func TestAFailedUpdateKnowsWhatItAdded(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	config := func(number, username string) string {
		return withSecrets(`primary_email_address = "ada@example.com"
phone_numbers = ["`+number+`"]
username = "`+username+`"`) + "\nresource \"clerk_user\" \"grace\" {\n  username = \"taken\"\n}\n"
	}
	with := func(config, email string) string {
		return strings.Replace(config, `["ada@example.com"]`, `["ada@example.com", "`+email+`"]`, 1)
	}
	i.Drive(
		acctest.Step{Config: config("+15555550100", "adalove")},
		acctest.Step{
			Config: with(config("+15555550101", "taken"), "typo@example.com"), Fails: []string{"form_identifier_exists"},
			Check: func(s acctest.States) {
				for attribute, want := range map[string]string{"email_addresses": "typo@example.com", "phone_numbers": "+15555550101"} {
					if got := s.Get(address, attribute); !strings.Contains(got, want) {
						t.Errorf("the state has the %s %s", attribute, got)
					}
				}
			},
		},
		acctest.Step{
			Config: with(config("+15555550100", "adalove"), "right@example.com"),
			Check: func(acctest.States) {
				u := i.User("ada@example.com")
				if got := emails(u); !slices.Equal(got, []string{"ada@example.com", "right@example.com"}) || len(u.PhoneNumbers) != 1 {
					t.Errorf("Clerk holds %v and %v", got, u.PhoneNumbers)
				}
			},
		},
	)
}

// The answer to the request that sent it may be lost: what was stored readable must
// not become what is not to be stored.
func TestWriteOnlyPrivateMetadataStaysOutOfTheStateWhenItsAnswerIsLost(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	const once = "provider \"clerk\" {\n  max_retries = 0\n}\n"
	sent := once + withSecrets("private_metadata_wo = jsonencode({ token = \"a token of the CRM\" })\nprivate_metadata_wo_version = 1")
	secretless := func(s acctest.States) {
		if got := s.Get(address, "private_metadata"); strings.Contains(got, "token") {
			t.Errorf("the state has the private metadata %s", got)
		}
	}
	i.Drive(
		acctest.Step{Config: once + withSecrets(`private_metadata = jsonencode({ crm = 1 })`)},
		acctest.Step{
			Outside: func() {
				i.Sim.PlaceFault(clerksim.Fault{Operation: "PUT /users/{user_id}/metadata", Kind: "lost", Times: 1})
			},
			Config: sent, Fails: []string{"Could not update"}, Check: secretless,
		},
		acctest.Step{Config: once + withSecrets(""), Check: func(s acctest.States) {
			secretless(s)
			if got := string(i.User("ada@example.com").PrivateMetadata); !strings.Contains(got, "a token of the CRM") {
				t.Errorf("Clerk holds the private metadata %s", got)
			}
		}},
	)
}
