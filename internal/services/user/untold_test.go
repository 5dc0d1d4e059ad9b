package user_test

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// untold are the arguments that Clerk leaves empty unless it is told, each with what
// a configuration writes for that.
var untold = map[string]string{
	"phone_numbers": `[]`, "primary_phone_number": `""`, "web3_wallets": `[]`, "primary_web3_wallet": `""`,
	"username": `""`, "external_id": `""`, "first_name": `""`, "last_name": `""`, "locale": `""`,
	"public_metadata": `jsonencode({})`, "unsafe_metadata": `" { } "`, "profile_image": `""`,
}

// mostLines is how long the plan of a new user with one address may be: three lines of
// these are the person's, and twelve the write-only arguments, which Terraform prints
// of every new object.
const mostLines = 24

func TestAccThePlanOfANewUserIsShort(t *testing.T) {
	t.Parallel()
	c := acctest.New(t).CLI(minimal)
	out := c.Must("plan")
	_, block, _ := strings.Cut(out, `resource "clerk_user" "ada" {`)
	block, _, ended := strings.Cut(block, "\n    }")
	if lines := strings.Count(block, "\n"); !ended || lines > mostLines {
		t.Errorf("the plan has %d lines of the user, and should have no more than %d:\n%s", lines, mostLines, out)
	}
	if !regexp.MustCompile(`email_addresses +=`).MatchString(block) {
		t.Errorf("the plan is\n%s", out)
	}
}

// What a new user does not mention stays null while there is nothing, shows what
// others set, and is nothing that the plan would change.
func TestKeepsNullWhatClerkHasNothingOf(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	nothing := map[string]string{}
	for argument := range untold {
		nothing[address+"."+argument] = "null"
	}
	nothing[address+".create_organizations_limit"], nothing[address+".legal_accepted_at"], nothing[address+".profile_image_sha256"] = "null", "null", "null"
	outside := func(a clerk.Account) func() {
		return i.Outside(func(ctx context.Context, c *clerk.Client) error {
			return second(c.Users.Update(ctx, i.User("ada@example.com").ID, clerk.UpdateUserParams{Account: a}))
		})
	}
	more := func(attributes string) string { return strings.Replace(minimal, "\n}", "\n"+attributes+"\n}", 1) }
	i.Drive(
		acctest.Step{Config: minimal, State: nothing},
		acctest.Step{Config: minimal, Plan: acctest.Nothing, State: nothing},
		acctest.Step{Config: more("banned = true"), Plan: updates("banned"), State: nothing},
		acctest.Step{
			Outside: outside(clerk.Account{FirstName: rest.Value("Ada"), CreateOrganizationsLimit: rest.Value(int64(3))}),
			Config:  more("banned = true"), Plan: acctest.Nothing,
			State: map[string]string{address + ".first_name": "Ada", address + ".create_organizations_limit": "3", address + ".last_name": "null"},
		},
		acctest.Step{
			Outside: outside(clerk.Account{FirstName: rest.Null[string]()}),
			Config:  more("banned = true"), Plan: acctest.Nothing, State: map[string]string{address + ".first_name": ""},
		},
	)
}

func TestMentioningAsEmptyWhatIsNullAsksClerkForNothing(t *testing.T) {
	t.Parallel()
	for argument, empty := range untold {
		t.Run(argument, func(t *testing.T) {
			t.Parallel()
			i := acctest.InProcess(t)
			mentions := strings.Replace(minimal, "\n}", "\n"+argument+" = "+empty+"\n}", 1)
			i.Drive(
				acctest.Step{Config: minimal},
				acctest.Step{Config: mentions, Plan: updates(argument), Writes: map[string]int{}},
				acctest.Step{Config: mentions, Plan: acctest.Nothing},
				acctest.Step{Config: minimal, Writes: map[string]int{}},
			)
		})
	}
}
