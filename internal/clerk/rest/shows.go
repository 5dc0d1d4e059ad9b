package rest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// checkAnswerID returns an error if the answer to a write is about another object than the one that the path names. Accepting it
// would put another object into the state. Reads are checked by ByID.
func (c Call) checkAnswerID(body []byte) error {
	if c.Method == http.MethodGet || len(c.Path) < 2 || c.AnswersOther {
		return nil
	}
	if c.Shows != nil {
		return c.Shows(c.Path, body)
	}
	var answer struct {
		ID     *string `json:"id"`
		UserID *string `json:"user_id"` // of DELETE /users/{user_id}/mfa
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return WithReason(Unreadable, fmt.Errorf("the answer is not what Clerk sends: %w", err))
	}
	switch shown := answer.ID; {
	case shown == nil && answer.UserID != nil && *answer.UserID == c.Path[1]:
		return nil
	case shown == nil:
		return WithReason(Unreadable, fmt.Errorf("the answer is not what Clerk sends: it does not show the id %q", c.Path[1]))
	case !slices.Contains(c.named(), *shown):
		return WithReason(Unreadable, fmt.Errorf("the answer is about another object: it has the id %q, which /%s does not name", *shown, strings.Join(c.Path, "/")))
	}
	return nil
}

// named are the ids of which the answer shows one: that of an organization is not that of what belongs to it.
func (c Call) named() []string {
	if c.Path[0] == "organizations" && len(c.Path) > 3 {
		return c.Path[3:]
	}
	return c.Path[1:]
}
