package session_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

const ada = `
resource "clerk_user" "ada" {
  email_addresses = ["ada@example.com"]
  first_name      = "Ada"
  public_metadata = jsonencode({ plan = "pro", seats = 3 })
}
`

// adasSession is a session of a user whom the same apply creates, so that no
// plan before it can open anything.
const adasSession = ada + `
ephemeral "clerk_session" "ada" {
  user_id = clerk_user.ada.id
}
`

// sessionOf is a session of a user, with these lines beside.
func sessionOf(user, lines string) string {
	return "ephemeral \"clerk_session\" \"ada\" {\n  user_id = \"" + user + "\"\n  " + lines + "\n}\n"
}

// withAda makes Ada, and what else the configuration has, in process, for what is
// done with her then. It expects all her sessions to be of one status in the end.
func withAda(t *testing.T, i *acctest.Instance, config string, do func(user string), status string) {
	t.Helper()
	i.Drive(acctest.Step{Config: ada + config, Check: func(states acctest.States) {
		do(states.Get("clerk_user.ada", "id"))
		if err := sessions(t, i, 1, status)(nil); err != nil {
			t.Error(err)
		}
	}})
}

// echo applies the configuration, and hands over what the expression gave.
func echo(config, expression string, check func(data map[string]any)) resource.TestStep {
	return resource.TestStep{
		Config:            config + acctest.Echo(expression),
		ConfigStateChecks: []statecheck.StateCheck{acctest.Echoed(check)},
	}
}

// sessions expects these many sessions of Ada, all of one status.
func sessions(t *testing.T, i *acctest.Instance, atLeast int, status string) resource.TestCheckFunc {
	t.Helper()
	return func(*terraform.State) error {
		all, err := rest.Collect(i.Clerk.Sessions.List(t.Context(), clerk.SessionFilter{UserID: i.User("ada@example.com").ID}))
		if err != nil {
			return err
		}
		if len(all) < atLeast {
			t.Errorf("Clerk has %d sessions of the user, expected at least %d", len(all), atLeast)
		}
		for _, s := range all {
			if s.Status != status {
				t.Errorf("the session %s is %s, expected %s", s.ID, s.Status, status)
			}
		}
		return nil
	}
}
