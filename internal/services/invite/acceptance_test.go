package invite_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
)

// kind is a kind of invitation: to the instance, or to an organization.
type kind struct {
	address, block  string
	creates, revoke string // operations
}

var kinds = []kind{
	{
		"clerk_invitation.ada", "resource \"clerk_invitation\" \"ada\" {\n  email_address = \"ada@example.com\"\n  %s\n}\n",
		"POST /invitations", "POST /invitations/{invitation_id}/revoke",
	},
	{
		"clerk_organization_invitation.ada", `
resource "clerk_organization" "acme" {
  name = "Acme"
}
resource "clerk_organization_invitation" "ada" {
  organization_id = clerk_organization.acme.id
  role            = "org:member"
  email_address   = "ada@example.com"
  %s
}
`,
		"POST /organizations/{organization_id}/invitations", "POST /organizations/{organization_id}/invitations/{invitation_id}/revoke",
	},
}

func (k kind) config(more ...string) string { return fmt.Sprintf(k.block, strings.Join(more, "\n  ")) }

// ofEach runs a test of each kind, in time that is not the machine's.
func ofEach(t *testing.T, test func(t *testing.T, k kind, i *acctest.Instance)) {
	t.Helper()
	for _, k := range kinds {
		t.Run(k.address, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { test(t, k, acctest.InProcess(t)) })
		})
	}
}

// id is the id of the invitation in a state.
func (k kind) id(of *string) func(acctest.States) {
	return func(s acctest.States) { *of = s.Get(k.address, "id") }
}

func TestWhatCountsWhenItIsSentOnlySendsNothingLater(t *testing.T) {
	t.Parallel()
	ofEach(t, func(_ *testing.T, k kind, i *acctest.Instance) {
		i.Drive(
			acctest.Step{Config: k.config("notify = false", "expires_in_days = 7")},
			acctest.Step{Config: k.config("expires_in_days = 30", `redirect_url = "https://example.com"`), Plan: acctest.Nothing, Writes: map[string]int{}},
			acctest.Step{Config: k.config(`public_metadata = jsonencode({})`), Writes: map[string]int{}},
			acctest.Step{
				Config: k.config(`public_metadata = jsonencode({ plan = "pro" })`), Writes: map[string]int{k.revoke: 1, k.creates: 1},
				State: map[string]string{k.address + ".public_metadata": `{"plan":"pro"}`, k.address + ".status": "pending"},
			},
		)
	})
}

func TestWhatWasAcceptedOrHasExpiredStaysAsItIs(t *testing.T) {
	t.Parallel()
	for status, end := range map[string]func(i *acctest.Instance, id string){
		"accepted": func(i *acctest.Instance, id string) {
			i.Post("/_sim/seed", map[string]any{"accepted_invitations": []string{id}})
		},
		"expired": func(i *acctest.Instance, _ string) { i.Sim.Advance(31 * 24 * time.Hour) },
	} {
		ofEach(t, func(t *testing.T, k kind, i *acctest.Instance) {
			var id string
			began := time.Now()
			i.Drive(
				acctest.Step{Config: k.config(), Check: k.id(&id)},
				acctest.Step{Outside: func() { end(i, id) }, Config: k.config(), Plan: acctest.Nothing, Writes: map[string]int{}, State: map[string]string{k.address + ".status": status}},
				acctest.Step{Config: "provider \"clerk\" {}\n"},
			)
			if took := time.Since(began); took > time.Second {
				t.Errorf("the plans waited %s for lists that lag", took)
			}
			if k.creates == "POST /invitations" && i.Writes()[k.revoke] > 0 {
				t.Error("the destroy has revoked it")
			}
			for _, one := range i.Held(map[bool]string{true: "invitations", false: "organization_invitations"}[k.creates == "POST /invitations"]) {
				if one["status"] != status {
					t.Errorf("after the destroy it is %v", one["status"])
				}
			}
		})
	}
}

func TestWhatWasRevokedIsSentAnew(t *testing.T) {
	t.Parallel()
	ofEach(t, func(t *testing.T, k kind, i *acctest.Instance) {
		var id, organization string
		path := func() string {
			if organization == "" {
				return "/v1/invitations/" + id + "/revoke"
			}
			return "/v1/organizations/" + organization + "/invitations/" + id + "/revoke"
		}
		revoke := func() { i.Post(path(), nil) }
		remember := func(s acctest.States) {
			k.id(&id)(s)
			if o, ok := s["clerk_organization.acme"]; ok {
				organization = o.Value.GetAttr("id").AsString()
			}
		}
		i.Drive(
			acctest.Step{Config: k.config(), Check: remember},
			acctest.Step{
				Outside: revoke, Config: k.config(), Plan: []string{k.address + ": create"},
				Writes: map[string]int{k.creates: 1}, Check: remember,
			},
			// What is not wanted any more is not sent.
			acctest.Step{Outside: revoke, Config: strings.Split(k.config(), "resource \""+strings.Split(k.address, ".")[0]+"\"")[0] + "provider \"clerk\" {}\n", Writes: map[string]int{}},
		)
	})
}

func TestAnAddressIsInvitedAgainWhereThatIsAskedFor(t *testing.T) {
	t.Parallel()
	k := kinds[0]
	synctest.Test(t, func(t *testing.T) {
		i := acctest.InProcess(t)
		i.Post("/v1/invitations", map[string]any{"email_address": "ada@example.com"})
		i.Drive(
			acctest.Step{Config: k.config(), Fails: []string{"An invitation of ada@example.com is pending", "import {"}},
			acctest.Step{Config: k.config("ignore_existing = true", `template_slug = "waitlist_invitation"`)},
		)
	})
}
