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
	if c.shows != nil {
		return c.shows(c.path, body)
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
