package clerk

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// AgentTask is a task of an agent. Whoever opens its URL is signed in as the user on whose behalf it is, once. Clerk has no read and no
// list of them.
type AgentTask struct {
	AgentID     string `json:"agent_id"` // the same for each task of an agent
	AgentTaskID string `json:"agent_task_id"`
	URL         string `json:"url"` // in the answer that creates it
}

// OnBehalfOf names the user of an agent task: by the id, or by a verified identifier.
type OnBehalfOf struct {
	UserID     rest.Optional[string] `json:"user_id,omitzero"`
	Identifier rest.Optional[string] `json:"identifier,omitzero"`
}

// CreateAgentTaskParams are the fields of POST /agents/tasks.
type CreateAgentTaskParams struct {
	OnBehalfOf                  OnBehalfOf           `json:"on_behalf_of"`
	AgentName                   string               `json:"agent_name"`
	TaskDescription             string               `json:"task_description"`
	RedirectURL                 string               `json:"redirect_url"`
	SessionMaxDurationInSeconds rest.Optional[int64] `json:"session_max_duration_in_seconds,omitzero"`
}

// allPermissions is the one value that Clerk takes for the permissions of an agent task.
const allPermissions = "*"

// AgentTasks is the area /agents/tasks.
type AgentTasks struct{ t *rest.Transport }

// Create is POST /agents/tasks, with all permissions. It is never repeated: a lost answer is a *Lost error.
func (a *AgentTasks) Create(ctx context.Context, p CreateAgentTaskParams) (*AgentTask, error) {
	return rest.One[AgentTask](ctx, a.t, rest.Call{
		Method: http.MethodPost, Path: []string{"agents", "tasks"}, IsCreate: true, AnswersOther: true,
		Body: struct {
			CreateAgentTaskParams
			Permissions string `json:"permissions"`
		}{p, allPermissions},
		Check: rest.Has("URL", func(t *AgentTask) bool { return t.AgentTaskID != "" && t.URL != "" }),
	})
}

// Revoke is POST /agents/tasks/{agent_task_id}/revoke. A task that is not pending, because its URL was opened or it was revoked, has
// nothing left to revoke and is no error.
func (a *AgentTasks) Revoke(ctx context.Context, id string) error {
	err := a.t.Do(ctx, rest.Call{Method: http.MethodPost, Path: []string{"agents", "tasks", id, "revoke"}, Deletes: true, Shows: checkAgentTask}, nil)
	if isOver(err) {
		return nil
	}
	return err
}

// checkAgentTask returns an error if the answer is about another agent task than the one that the path names.
func checkAgentTask(path []string, body []byte) error {
	var answer AgentTask
	if err := json.Unmarshal(body, &answer); err != nil {
		return rest.WithReason(rest.Unreadable, fmt.Errorf("the answer is not what Clerk sends: %w", err))
	}
	if answer.AgentTaskID == path[2] {
		return nil
	}
	return rest.WithReason(rest.Unreadable, fmt.Errorf("the answer is about another object: the agent task %q, and not /%s", answer.AgentTaskID, strings.Join(path, "/")))
}

// isOver reports whether an error is Clerk's refusal to revoke what was used or revoked before. Clerk's document lists 400 for it and no
// code, so that its words tell; the codes are those of the tickets, which are alike.
func isOver(err error) bool {
	answer, ok := rest.AsError(err)
	if !ok || answer.Status != http.StatusBadRequest {
		return false
	}
	for _, item := range answer.Items {
		text := strings.ToLower(item.Text())
		if strings.HasSuffix(item.Code, "_cannot_be_revoked_code") || strings.Contains(text, "pending") || strings.Contains(text, "already") {
			return true
		}
	}
	return false
}
