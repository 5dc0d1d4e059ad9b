package clerk

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// checkAnswerID returns an error if the answer to a write is about another object than the one that the path names. Accepting it
// would put another object into the state. Reads are checked by byID.
func (c call) checkAnswerID(body []byte) error {
	if c.method == http.MethodGet || len(c.path) < 2 || c.answersOther {
		return nil
	}
	if c.path[0] == "agents" {
		return checkAgentTask(c.path, body)
	}
	if len(c.path) > 3 && c.path[2] == "memberships" {
		return checkMembership(c.path, body)
	}
	if len(c.path) > 2 && c.path[2] == "scopes" {
		return checkScope(c.path, body)
	}
	var answer struct {
		ID     *string `json:"id"`
		UserID *string `json:"user_id"` // of DELETE /users/{user_id}/mfa
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return withReason(Unreadable, fmt.Errorf("the answer is not what Clerk sends: %w", err))
	}
	switch shown := answer.ID; {
	case shown == nil && answer.UserID != nil && *answer.UserID == c.path[1]:
		return nil
	case shown == nil:
		return withReason(Unreadable, fmt.Errorf("the answer is not what Clerk sends: it does not show the id %q", c.path[1]))
	case !slices.Contains(c.named(), *shown):
		return withReason(Unreadable, fmt.Errorf("the answer is about another object: it has the id %q, which /%s does not name", *shown, strings.Join(c.path, "/")))
	}
	return nil
}

// named are the ids of which the answer shows one: that of an organization is not that of what belongs to it.
func (c call) named() []string {
	if c.path[0] == "organizations" && len(c.path) > 3 {
		return c.path[3:]
	}
	return c.path[1:]
}

// checkMembership returns an error if a membership is not one of the organization, or of the user, that the path names. Its own id is
// in no path.
func checkMembership(path []string, body []byte) error {
	var answer struct {
		Organization struct {
			ID string `json:"id"`
		} `json:"organization"`
		User struct {
			ID string `json:"user_id"` // Clerk may leave it out
		} `json:"public_user_data"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return withReason(Unreadable, fmt.Errorf("the answer is not what Clerk sends: %w", err))
	}
	if answer.Organization.ID == path[1] && (answer.User.ID == "" || answer.User.ID == path[3]) {
		return nil
	}
	return withReason(Unreadable, fmt.Errorf("the answer is about another object: the user %q in the organization %q, and not /%s",
		answer.User.ID, answer.Organization.ID, strings.Join(path, "/")))
}

// checkScope returns an error if a machine's access is not that of the machines that the path names. It has no id.
func checkScope(path []string, body []byte) error {
	var answer MachineScope
	if err := json.Unmarshal(body, &answer); err != nil {
		return withReason(Unreadable, fmt.Errorf("the answer is not what Clerk sends: %w", err))
	}
	if answer.From == path[1] && answer.To != "" && (len(path) == 3 || answer.To == path[3]) {
		return nil
	}
	return withReason(Unreadable, fmt.Errorf("the answer is about another object: the access of the machine %q to the machine %q, and not /%s", answer.From, answer.To, strings.Join(path, "/")))
}
