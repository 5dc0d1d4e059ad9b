package clerk_test

import (
	"net/http"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// agentTask is one on behalf of a user.
func (l *local) agentTask(userID string) *clerk.AgentTask {
	l.t.Helper()
	task, err := l.client().AgentTasks.Create(l.t.Context(), clerk.CreateAgentTaskParams{
		OnBehalfOf: clerk.OnBehalfOf{UserID: rest.Value(userID)}, AgentName: "tests", TaskDescription: "Look at the dashboard", RedirectURL: "https://example.com/dashboard",
	})
	if err != nil {
		l.t.Fatal(err)
	}
	return task
}

// link is a link token of the admin portal.
func (l *local) link() *clerk.AdminPortalLinkToken {
	l.t.Helper()
	token, err := l.client().AdminPortalLinkTokens.Create(l.t.Context(), clerk.CreateAdminPortalLinkTokenParams{Scopes: rest.Value([]string{"admin_portal:read"}), SecondsUntilExpiration: rest.Value(int64(60))})
	if err != nil {
		l.t.Fatal(err)
	}
	return token
}

// What was used or revoked before has nothing left to revoke, and anything else that Clerk refuses is an error.
func TestWhatIsOverHasNothingToRevoke(t *testing.T) {
	t.Parallel()
	for body, over := range map[string]bool{
		`{"errors":[{"code":"agent_task_cannot_be_revoked_code","message":"no"}]}`:                           true,
		`{"errors":[{"code":"x","message":"no","long_message":"Only pending agent tasks can be revoked."}]}`: true,
		`{"errors":[{"code":"bad_request","message":"Already revoked"}]}`:                                    true,
		`{"errors":[{"code":"bad_request","message":"Bad request"}]}`:                                        false,
	} {
		for _, status := range []int{http.StatusBadRequest, http.StatusForbidden} {
			c := fake(t, func(*http.Request) (*http.Response, error) { return reply(status, body) })
			want := over && status == http.StatusBadRequest
			if err := c.AgentTasks.Revoke(t.Context(), "agttsk_1"); (err == nil) != want {
				t.Errorf("agent task: %d %s: %v", status, body, err)
			}
			if err := c.AdminPortalLinkTokens.Revoke(t.Context(), "aplt_1"); (err == nil) != want {
				t.Errorf("link token: %d %s: %v", status, body, err)
			}
		}
	}
}

// An answer without what was asked for is an error.
func TestAnAnswerWithoutTheSecretIsAnError(t *testing.T) {
	t.Parallel()
	c := fake(t, func(*http.Request) (*http.Response, error) {
		return reply(http.StatusOK, `{"id":"aplt_1","agent_id":"agent_1","agent_task_id":"agttsk_1"}`)
	})
	_, err := c.AgentTasks.Create(t.Context(), clerk.CreateAgentTaskParams{})
	mentions(t, err, "it has no URL")
	_, err = c.AdminPortalLinkTokens.Create(t.Context(), clerk.CreateAdminPortalLinkTokenParams{})
	mentions(t, err, "it has no token")
}
