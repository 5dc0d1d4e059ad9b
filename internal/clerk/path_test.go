package clerk_test

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// byID are operations whose path holds what a person typed, with the path that
// Clerk must see, %s being the segment.
var byID = map[string]struct {
	path string
	call func(context.Context, *clerk.Client, string) error
}{
	"get a user": {"/v1/users/%s", func(ctx context.Context, c *clerk.Client, id string) error {
		_, err := c.Users.Get(ctx, id)
		return err
	}},
	"delete a user": {"/v1/users/%s", func(ctx context.Context, c *clerk.Client, id string) error {
		return c.Users.Delete(ctx, id)
	}},
	"ban a user": {"/v1/users/%s/ban", func(ctx context.Context, c *clerk.Client, id string) error {
		_, err := c.Users.Ban(ctx, id)
		return err
	}},
	"disable the MFA of a user": {"/v1/users/%s/mfa", func(ctx context.Context, c *clerk.Client, id string) error {
		return c.Users.DisableMFA(ctx, id)
	}},
	"remove a password": {"/v1/users/%s/remove_password", func(ctx context.Context, c *clerk.Client, id string) error {
		_, err := c.Users.RemovePassword(ctx, id, false)
		return err
	}},
	"mark a password as compromised": {"/v1/users/%s/password/set_compromised", func(ctx context.Context, c *clerk.Client, id string) error {
		_, err := c.Users.SetPasswordCompromised(ctx, id, false)
		return err
	}},
	"end a session": {"/v1/sessions/%s/revoke", func(ctx context.Context, c *clerk.Client, id string) error {
		return c.Sessions.End(ctx, id)
	}},
	"replace metadata": {"/v1/users/%s/metadata", func(ctx context.Context, c *clerk.Client, id string) error {
		_, err := c.Users.ReplaceMetadata(ctx, id, clerk.Metadata{})
		return err
	}},
	"list memberships": {"/v1/users/%s/organization_memberships?limit=500", func(ctx context.Context, c *clerk.Client, id string) error {
		_, err := rest.Collect(c.Users.OrganizationMemberships(ctx, id))
		return err
	}},
	"OAuth access tokens of a provider": {"/v1/users/user_1/oauth_access_tokens/%s?limit=500&paginated=true", func(ctx context.Context, c *clerk.Client, provider string) error {
		_, err := rest.Collect(c.Users.OAuthAccessTokens(ctx, "user_1", provider))
		return err
	}},
	"delete an email address": {"/v1/email_addresses/%s", func(ctx context.Context, c *clerk.Client, id string) error {
		return c.EmailAddresses.Delete(ctx, id)
	}},
	"a member's role": {"/v1/organizations/org_1/memberships/%s", func(ctx context.Context, c *clerk.Client, id string) error {
		_, err := c.OrganizationMemberships.UpdateRole(ctx, "org_1/"+id, "org:member")
		return err
	}},
	"the secret key of a machine": {"/v1/machines/%s/secret_key", func(ctx context.Context, c *clerk.Client, id string) error {
		_, err := c.Machines.SecretKey(ctx, id)
		return err
	}},
	"the secret of an API key": {"/v1/api_keys/%s/secret", func(ctx context.Context, c *clerk.Client, id string) error {
		_, err := c.APIKeys.Secret(ctx, id)
		return err
	}},
	"test an enterprise connection": {"/v1/enterprise_connections/%s/test_runs", func(ctx context.Context, c *clerk.Client, id string) error {
		_, err := c.EnterpriseConnections.StartTest(ctx, id)
		return err
	}},
	"the roles of groups": {"/v1/directories/%s/group_role_mappings", func(ctx context.Context, c *clerk.Client, id string) error {
		_, err := c.Directories.GroupRoleMappings(ctx, id)
		return err
	}},
	"replace the roles of groups": {"/v1/directories/%s/group_role_mappings", func(ctx context.Context, c *clerk.Client, id string) error {
		_, err := c.Directories.ReplaceGroupRoleMappings(ctx, id, nil)
		return err
	}},
	"the API key of a directory": {"/v1/directories/%s/rotate_api_key", func(ctx context.Context, c *clerk.Client, id string) error {
		_, err := c.Directories.RotateAPIKey(ctx, id)
		return err
	}},
	"a token of an OAuth application": {"/v1/oauth_applications/%s/revoke_token", func(ctx context.Context, c *clerk.Client, id string) error {
		return c.OAuthApplications.RevokeToken(ctx, id, "oat_1")
	}},
	"the secret of an OAuth application": {"/v1/oauth_applications/%s/rotate_secret", func(ctx context.Context, c *clerk.Client, id string) error {
		_, err := c.OAuthApplications.RotateSecret(ctx, id)
		return err
	}},
	"revoke a token of a machine": {"/v1/m2m_tokens/%s/revoke", func(ctx context.Context, c *clerk.Client, id string) error {
		return c.M2MTokens.Revoke(ctx, id)
	}},
	"end a machine's access": {"/v1/machines/mch_1/scopes/%s", func(ctx context.Context, c *clerk.Client, id string) error {
		return c.MachineScopes.Delete(ctx, "mch_1/"+id)
	}},
	"update a phone number": {"/v1/phone_numbers/%s", func(ctx context.Context, c *clerk.Client, id string) error {
		_, err := c.PhoneNumbers.Update(ctx, id, clerk.UpdateIdentifierParams{})
		return err
	}},
	"delete a JWT template": {"/v1/jwt_templates/%s", func(ctx context.Context, c *clerk.Client, id string) error {
		return c.JWTTemplates.Delete(ctx, id)
	}},
	"revoke a sign-in token": {"/v1/sign_in_tokens/%s/revoke", func(ctx context.Context, c *clerk.Client, id string) error {
		return c.SignInTokens.Revoke(ctx, id)
	}},
	"revoke an actor token": {"/v1/actor_tokens/%s/revoke", func(ctx context.Context, c *clerk.Client, id string) error {
		return c.ActorTokens.Revoke(ctx, id)
	}},
	"revoke an agent task": {"/v1/agents/tasks/%s/revoke", func(ctx context.Context, c *clerk.Client, id string) error {
		return c.AgentTasks.Revoke(ctx, id)
	}},
	"revoke a link token of the admin portal": {"/v1/admin_portal_link_tokens/%s/revoke", func(ctx context.Context, c *clerk.Client, id string) error {
		return c.AdminPortalLinkTokens.Revoke(ctx, id)
	}},
	"a session's token": {"/v1/sessions/%s/tokens", func(ctx context.Context, c *clerk.Client, id string) error {
		_, err := c.Sessions.Token(ctx, id, "", 0)
		return err
	}},
	"a token from a template's name": {"/v1/sessions/sess_1/tokens/%s", func(ctx context.Context, c *clerk.Client, name string) error {
		if name == "" {
			name = "." // no name is no template; the next worst is a dot
		}
		_, err := c.Sessions.Token(ctx, "sess_1", name, 0)
		return err
	}},
}

// verb is what may follow the id in a path.
var verb = regexp.MustCompile(`/(ban|unban|lock|unlock|mfa|metadata|profile_image|remove_password|password/set_compromised|group_role_mappings|revoke|revoke_token|rotate_api_key|test_runs|rotate_secret|secret|secret_key|tokens|web3_wallets)$`)

// anyAnswer is an empty list, a token, and an object with the id that the path names
// last.
func anyAnswer(path string) string {
	_, id, _ := strings.Cut(strings.TrimPrefix(path, "/v1/"), "/")
	id = verb.ReplaceAllString(id, "")
	if _, wallet, ok := strings.Cut(id, "/web3_wallets/"); ok {
		id = wallet
	}
	if _, scope, ok := strings.Cut(id, "/scopes/"); ok {
		quoted, _ := json.Marshal(scope)
		return `{"from_machine_id":"mch_1","to_machine_id":` + string(quoted) + `}`
	}
	if task, ok := strings.CutPrefix(id, "tasks/"); ok {
		quoted, _ := json.Marshal(task)
		return `{"agent_task_id":` + string(quoted) + `}`
	}
	quoted, _ := json.Marshal(cmp.Or(id, "made"))
	return `{"data":[],"jwt":"j","svix_url":"u","secret":"s","client_secret":"s","api_key":"k","url":"u","organization":{"id":"org_1"},"id":` + string(quoted) + `}`
}

func TestASegmentOfAPathStaysOneSegment(t *testing.T) {
	t.Parallel()
	segments := map[string]string{ // as typed, as sent
		"user_2abc":          "user_2abc",
		"../organizations/x": "..%2Forganizations%2Fx",
		"a/b":                "a%2Fb",
		"user_1?foo=bar":     "user_1%3Ffoo=bar",
		"user_1#x":           "user_1%23x",
		"100%":               "100%25",
		"%2e%2e":             "%252e%252e",
		"...":                "...",
		"two words":          "two%20words",
		"a\r\nHost: b":       "a%0D%0AHost:%20b",
		`a\b`:                "a%5Cb",
		"é":                  "%C3%A9",
	}
	for name, op := range byID {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			seen := newRecord()
			client := serve(t, func(w http.ResponseWriter, r *http.Request) {
				seen.add(r)
				w.Write([]byte(anyAnswer(r.URL.Path))) //nolint:errcheck // the client reports what it misses
			})
			for typed, sent := range segments {
				if err := op.call(t.Context(), client, typed); err != nil {
					t.Errorf("%q: %v", typed, err)
				}
				requests := seen.all()
				want := strings.Replace(op.path, "%s", sent, 1)
				if got := requests[len(requests)-1].uri; got != want {
					t.Errorf("%q reached the wire as %s, want %s", typed, got, want)
				}
			}
		})
	}
}

func TestAnEmptyOrDotSegmentIsRefusedBeforeAnythingIsSent(t *testing.T) {
	t.Parallel()
	for name, op := range byID {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := serve(t, func(_ http.ResponseWriter, r *http.Request) {
				t.Errorf("%s %s was sent", r.Method, r.RequestURI)
			})
			for _, segment := range []string{"", ".", ".."} {
				if err := op.call(t.Context(), client, segment); err == nil {
					t.Errorf("%q was not refused", segment)
				}
			}
		})
	}
}

// settingsAreas are those of the groups of settings.
var settingsAreas = []string{"BetaSettings", "Restrictions", "OrganizationSettings", "Protect", "Communication", "OAuthSettings"}

// Such as that of GET /users/count to a read of the user count.
func TestAnAnswerOfAnotherObjectIsAnError(t *testing.T) {
	t.Parallel()
	client := fake(t, func(*http.Request) (*http.Response, error) { return reply(http.StatusOK, `{"id":"another"}`) })
	// Lists, which these are read from, name no object.
	listed := []string{"Domains.Get", "OrganizationDomains.Get", "OrganizationMemberships.Get", "Allowlist.Get", "Blocklist.Get", "Invitations.Get", "WaitlistEntries.Get"}
	kinds := 0
	everyMethod(t, client, func() {}, func(name string, err error) {
		// Neither do the instance and its settings.
		area, get := strings.CutSuffix(name, ".Get")
		if !get || area == "Instance" || slices.Contains(settingsAreas, area) || slices.Contains(listed, name) {
			return
		}
		kinds++
		if rest.ReasonOf(err) != rest.Unreadable || !strings.Contains(err.Error(), `"another"`) {
			t.Errorf("%s of what was not asked for: %v", name, err)
		}
	})
	if kinds < 6 {
		t.Errorf("only %d areas have a Get", kinds)
	}
}
