package clerk_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

var _ = tested(area{
	name: "agents_tasks", operation: "POST /agents/tasks", unlisted: true,
	create: func(ctx context.Context, c *clerk.Client, of ids, _ string) (string, error) {
		task, err := c.AgentTasks.Create(ctx, clerk.CreateAgentTaskParams{
			OnBehalfOf: clerk.OnBehalfOf{UserID: rest.Value(of("users"))}, AgentName: "tests", TaskDescription: "Look at the dashboard", RedirectURL: "https://example.com/dashboard",
		})
		if err != nil {
			return "", err
		}
		return task.AgentTaskID, nil
	},
	writes: map[string]call{
		"POST /agents/tasks/{agent_task_id}/revoke": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return nil, c.AgentTasks.Revoke(ctx, at.id)
		},
	},
	keyless: true,
})

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
