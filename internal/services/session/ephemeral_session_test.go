package session_test

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

func TestAccStartsASessionForAUserThatTheSameApplyCreates(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	i.RunEchoing(echo(adasSession, "ephemeral.clerk_session.ada", func(data map[string]any) {
		s, err := i.Clerk.Sessions.Get(t.Context(), data["id"].(string))
		if err != nil {
			t.Fatal(err)
		}
		if data["user_id"] != s.UserID || data["client_id"] != s.ClientID || data["status"] != "active" {
			t.Errorf("%v is not the session %+v", data, s)
		}
		for name, ms := range map[string]int64{"expire_at": s.ExpireAt, "abandon_at": s.AbandonAt, "created_at": s.CreatedAt} {
			if at, err := time.Parse(time.RFC3339, data[name].(string)); err != nil || at.UnixMilli() != ms {
				t.Errorf("%s is %v, and Clerk has %d", name, data[name], ms)
			}
		}
		if data["active_organization_id"] != nil || data["revoke_on_close"] != nil {
			t.Errorf("what was omitted is %v", data)
		}
	}))
}

func TestAccRevokesTheSessionWhenTerraformIsDoneWithIt(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	i.RunEchoing(
		resource.TestStep{
			Config: adasSession + acctest.Echo("ephemeral.clerk_session.ada"),
			Check:  sessions(t, i, 1, "revoked"),
		},
		// Now the plan opens sessions too, and closes them.
		resource.TestStep{
			Config: adasSession + acctest.Echo("ephemeral.clerk_session.ada"),
			Check:  sessions(t, i, 3, "revoked"),
		},
	)
}

func TestLeavesTheSessionActiveWhenItIsNotToBeRevoked(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	withAda(t, i, "", func(user string) { i.Open(sessionOf(user, "revoke_on_close = false"), func(map[string]any) {}) }, "active")
}

func TestAccActivatesAnOrganizationInTheSession(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	var organization string
	member := func() {
		made := i.Post("/v1/organizations", map[string]any{"name": "Engines", "created_by": i.User("ada@example.com").ID})
		organization = made["id"].(string)
	}
	i.RunEchoing(
		resource.TestStep{Config: ada},
		resource.TestStep{
			PreConfig: member,
			Config: ada + `
data "clerk_user_organization_memberships" "ada" {
  user_id = clerk_user.ada.id
}
ephemeral "clerk_session" "ada" {
  user_id                = clerk_user.ada.id
  active_organization_id = data.clerk_user_organization_memberships.ada.organization_memberships[0].organization.id
}
ephemeral "clerk_session_token" "ada" {
  session_id = ephemeral.clerk_session.ada.id
}` + acctest.Echo("ephemeral.clerk_session_token.ada.claims"),
			ConfigStateChecks: []statecheck.StateCheck{acctest.Echoed(func(data map[string]any) {
				if o := data["o"].(map[string]any); o["id"] != organization || o["rol"] != "admin" {
					t.Errorf("the token's organization is %v", o)
				}
			})},
		},
	)
}

func TestRefusesASessionOnAProductionInstanceWithoutARequest(t *testing.T) {
	t.Parallel()
	acctest.InProcess(t, func(o *clerksim.Options) { o.Environment = "production" }).ExpectRefused(sessionOf("user_1", ""),
		"Clerk creates sessions only on development instances", "sk_live_", "nothing was sent", "sk_test_")
}

func TestSaysWhichArgumentOfASessionIsAtFault(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.ExpectError(sessionOf("user_nobody", ""), "Could not create a session", "with ephemeral.clerk_session.ada", `user_id = "user_nobody"`, "404", "user_nobody")
	user := signedIn(t, i, "ada@example.com", 1)[0].UserID
	i.ExpectError(sessionOf(user, `active_organization_id = "org_nowhere"`), "Could not create a session", `active_organization_id = "org_nowhere"`, "404", "org_nowhere")
}

// Somebody may end the session before Terraform does.
func TestClosesASessionThatHasEndedAlready(t *testing.T) {
	t.Parallel()
	for title, assume := range map[string]string{"a second revocation changes nothing": "unchanged", "a second revocation is refused": "400"} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			i := acctest.InProcess(t, func(o *clerksim.Options) { o.Assume = map[string]string{"revoke_again": assume} })
			// The answer is lost after the work was done, so it is done again.
			withAda(t, i, "", func(user string) {
				i.Sim.PlaceFault(clerksim.Fault{Operation: "POST /sessions/{session_id}/revoke", Kind: "lost"})
				i.Open(sessionOf(user, ""), func(map[string]any) {})
			}, "revoked")
			if n := i.Sim.Stats().ByOperation["POST /sessions/{session_id}/revoke"]; n < 2 {
				t.Errorf("%d revocations were asked for", n)
			}
		})
	}
}

func TestReportsASessionThatCouldNotBeRevoked(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	withAda(t, i, "", func(user string) {
		i.Sim.PlaceFault(clerksim.Fault{Operation: "POST /sessions/{session_id}/revoke", Kind: "502", Times: 100})
		i.ExpectError("provider \"clerk\" {\n  max_retries = 0\n}\n"+sessionOf(user, ""), "Could not revoke the session", "502", "It stays valid until it expires")
	}, "active")
}
