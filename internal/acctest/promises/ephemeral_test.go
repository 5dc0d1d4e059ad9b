package promises_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
)

const people = `
resource "clerk_user" "ada" {
  email_addresses     = ["ada@example.com"]
  password_wo         = "analytical engine 1843"
  password_wo_version = 1
}
`

// everyToken opens each ephemeral resource that gives a secret, and hands all of
// them to a write-only argument.
const everyToken = people + `
ephemeral "clerk_session" "ada" {
  user_id = clerk_user.ada.id
}
ephemeral "clerk_session_token" "ada" {
  session_id = ephemeral.clerk_session.ada.id
}
ephemeral "clerk_sign_in_token" "ada" {
  user_id = clerk_user.ada.id
}
ephemeral "clerk_actor_token" "ada" {
  user_id = clerk_user.ada.id
  actor   = jsonencode({ sub = "support" })
}
ephemeral "clerk_agent_task" "ada" {
  on_behalf_of     = { identifier = "ada@example.com" }
  agent_name       = "tests"
  task_description = "Look at the dashboard"
  redirect_url     = "https://example.com/dashboard"
}
ephemeral "clerk_admin_portal_link_token" "this" {}
ephemeral "clerk_testing_token" "this" {}
ephemeral "clerk_oauth_access_token" "ada" {
  user_id       = clerk_user.ada.id
  provider_name = "google"
}
resource "clerk_user" "vault" {
  email_addresses = ["vault@example.com"]
  private_metadata_wo = jsonencode({
    session = ephemeral.clerk_session.ada.id
    jwt     = ephemeral.clerk_session_token.ada.jwt
    sid     = ephemeral.clerk_session_token.ada.claims.sid
    sign_in = ephemeral.clerk_sign_in_token.ada.token
    actor   = ephemeral.clerk_actor_token.ada.token
    agent   = ephemeral.clerk_agent_task.ada.url
    portal  = ephemeral.clerk_admin_portal_link_token.this.token
    testing = ephemeral.clerk_testing_token.this.token
    oauth   = ephemeral.clerk_oauth_access_token.ada.tokens[0].token
  })
  private_metadata_wo_version = 1
}
`

// tokens is whatever one of the ephemeral resources may have given, in any run:
// ids of sessions and tokens, addresses that sign in, JSON Web Tokens, testing tokens, and the OAuth token
// of this test.
var tokens = regexp.MustCompile(`(sess|sit|act|aplt)_[A-Za-z0-9]{20,}|tickets/accept|eyJ[\w-]+\.eyJ[\w-]+|\b\d{14}-[0-9a-f]{20,}|ya29\.`)

func TestAccKeepsWhatEphemeralResourcesGiveOutOfPlanAndState(t *testing.T) {
	t.Parallel()
	i := acctest.NewLocal(t)
	i.Run(
		resource.TestStep{Config: people},
		resource.TestStep{
			PreConfig: func() {
				i.Post("/_sim/seed", map[string]any{"oauth_access_tokens": []map[string]any{{
					"user_id": i.User("ada@example.com").ID, "provider": "oauth_google", "provider_user_id": "g-1", "token": "ya29.a0AfH6SMBx",
				}}})
			},
			Config:            everyToken,
			ConfigPlanChecks:  resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{tokenless{}}, PostApplyPostRefresh: []plancheck.PlanCheck{tokenless{}}},
			ConfigStateChecks: []statecheck.StateCheck{tokenless{}},
			Check: func(*terraform.State) error {
				var vault map[string]string
				if err := json.Unmarshal(i.User("vault@example.com").PrivateMetadata, &vault); err != nil {
					return err
				}
				if len(vault) != 9 {
					return fmt.Errorf("Clerk got %d of the tokens", len(vault))
				}
				for name, token := range vault {
					if !tokens.MatchString(token) {
						t.Errorf("%s is %q, for which nothing would be found", name, token)
					}
				}
				return nil
			},
		},
	)
}

// tokenless expects a plan and a state without any of the tokens.
type tokenless struct{}

func (tokenless) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	resp.Error = search(req.Plan)
}

func (tokenless) CheckState(_ context.Context, req statecheck.CheckStateRequest, resp *statecheck.CheckStateResponse) {
	resp.Error = search(req.State)
}

func search(document any) error {
	raw, err := json.Marshal(document)
	if err != nil {
		return err
	}
	if len(raw) < 1000 {
		return errors.New("there is hardly anything to search")
	}
	if found := tokens.Find(raw); found != nil {
		return fmt.Errorf("the document contains %s", found)
	}
	return nil
}
