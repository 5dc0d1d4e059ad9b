package user_test

import (
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

const bannedAda = `
resource "clerk_user" "ada" {
  email_addresses = ["ada@example.com"]
  first_name      = "Ada"
  banned          = true
}`

// lacks leaves a field out of the next answers of an operation.
func lacks(i *acctest.Instance, operation, field string, times int) func() {
	return func() {
		i.Sim.PlaceFault(clerksim.Fault{Operation: operation, Kind: "lacking", Field: field, Times: times})
	}
}

func renames(i *acctest.Instance, t *testing.T) {
	t.Helper()
	_, err := i.Clerk.Users.Update(t.Context(), i.User("ada@example.com").ID, clerk.UpdateUserParams{Account: clerk.Account{FirstName: rest.Value("Augusta")}})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAFieldThatIsLackingHidesNoDriftOfOthers(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{Config: bannedAda},
		acctest.Step{
			Outside: func() { renames(i, t); lacks(i, "GET /users/{user_id}", "banned", 1)() },
			Config:  bannedAda, PlanOnly: true, Plan: []string{address + ": update first_name image_url"},
		},
	)
}

// Two users are read from a list.
func TestAFieldThatAListLacksStaysAsItIs(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	config := bannedAda + strings.NewReplacer("ada", "grace", "Ada", "Grace").Replace(bannedAda)
	for _, field := range []string{"email_addresses", "email_addresses.email_address", "banned", "created_at"} {
		i.Drive(
			acctest.Step{Config: config},
			acctest.Step{Outside: lacks(i, "", field, 10), Config: config, PlanOnly: true, Plan: acctest.Nothing},
			acctest.Step{Outside: i.Sim.ForgetFaults, Config: config, Plan: acctest.Nothing},
		)
	}
}

// The user is in the state, so that the next apply replaces him.
func TestACreateWhoseAnswerLacksWhatNothingElseTellsIsAnError(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{
			Outside: lacks(i, "POST /users", "created_at", 1), Config: bannedAda,
			Fails: []string{`Could not create user "ada@example.com" "user_`, "answer of Clerk's lacks created_at", "tainted"},
			Check: func(states acctest.States) {
				if id := states.Get(address, "id"); id != i.User("ada@example.com").ID {
					t.Errorf("the state has %s", id)
				}
			},
		},
		acctest.Step{Config: bannedAda, Plan: []string{address + ": replace, tainted"}},
	)
}

// What the plan says, or what the contract lets Clerk leave out, is no error.
func TestACreateWhoseAnswerLacksNothingOfThePlanSucceeds(t *testing.T) {
	t.Parallel()
	for _, field := range []string{"banned", "first_name", "image_url", "totp_enabled"} {
		i := acctest.InProcess(t)
		i.Drive(acctest.Step{Outside: lacks(i, "POST /users", field, 1), Config: bannedAda})
	}
}

func TestAnUpdateWhoseAnswerLacksSomethingKeepsIt(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	var url string
	i.Drive(
		acctest.Step{Config: bannedAda, Check: func(s acctest.States) { url = s.Get(address, "image_url") }},
		acctest.Step{
			Outside: lacks(i, "PATCH /users/{user_id}", "image_url", 1),
			Config:  strings.Replace(bannedAda, `"Ada"`, `"Grace"`, 1), Unsettled: true,
			Check: func(s acctest.States) {
				if got := s.Get(address, "image_url"); got != url || url == "" {
					t.Errorf("the state has %q, and had %q", got, url)
				}
			},
		},
		acctest.Step{Config: strings.Replace(bannedAda, `"Ada"`, `"Grace"`, 1)},
	)
}

// An address of which nobody knows whether the user has it is neither added nor left.
func TestAddressesThatAreNotKnownAreNotChanged(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	both := strings.Replace(bannedAda, `["ada@example.com"]`, `["ada@example.com", "countess@example.com"]`+"\n  primary_email_address = \"ada@example.com\"", 1)
	for _, field := range []string{"email_addresses", "email_addresses.id", "email_addresses.email_address", "primary_email_address_id"} {
		i.Drive(
			acctest.Step{Config: both},
			acctest.Step{
				// The refreshes of the plan and of the apply read the user first.
				Outside: lacks(i, "GET /users/{user_id}", field, 10), Config: bannedAda,
				Fails: []string{"Could not update user", "answer of Clerk's lacks " + field},
			},
			acctest.Step{Outside: i.Sim.ForgetFaults, Config: bannedAda, Plan: []string{address + ": update email_addresses primary_email_address"}},
		)
	}
}

func TestAnImportNamesWhatTheAnswerLacks(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	u, err := i.Clerk.Users.Create(t.Context(), clerk.CreateUserParams{EmailAddresses: []string{"ada@example.com"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, field := range []string{"created_at", "email_addresses", "email_addresses.email_address", "has_image"} {
		lacks(i, "GET /users/{user_id}", field, 1)()
		i.ExpectNoImport(address, u.ID, "Could not read user", "answer of Clerk's lacks "+field)
	}
	lacks(i, "GET /users/{user_id}", "locale", 1)()
	i.Drive(acctest.Step{
		Import: map[string]string{address: u.ID}, Config: `resource "clerk_user" "ada" {}`, Plan: acctest.Nothing,
	})
}

// A data source has no state to keep, and an action decides by what it reads.
func TestWhatHasNoStateFailsOnWhatTheAnswerLacks(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	u, err := i.Clerk.Users.Create(t.Context(), clerk.CreateUserParams{EmailAddresses: []string{"ada@example.com"}})
	if err != nil {
		t.Fatal(err)
	}
	for config, field := range map[string]string{
		`data "clerk_user" "ada" { id = "` + u.ID + `" }`:                                            "banned",
		`data "clerk_users" "all" {}`:                                                                "email_addresses",
		`data "clerk_email_address" "ada" { email_address = "ada@example.com" }`:                     "primary_email_address_id",
		"list \"clerk_user\" \"all\" {\n config {\n }\n}":                                            "created_at",
		"action \"clerk_user_disable_mfa\" \"ada\" {\n config {\n user_id = \"" + u.ID + "\"\n }\n}": "totp_enabled",
		`data "clerk_email_address" "id" { id = "` + u.EmailAddresses[0].ID + `" }`:                  "verification",
	} {
		i.Sim.ForgetFaults()
		path := field
		if field == "verification" {
			path = "email_addresses.verification"
		}
		lacks(i, "GET /users", path, 10)()
		lacks(i, "GET /users/{user_id}", path, 10)()
		i.ExpectError(config, "answer of Clerk's lacks "+field)
	}
}
