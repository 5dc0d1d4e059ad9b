package clerk_test

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
)

// withoutID are the writes that name an object in their path, and whose answer is not
// about it.
var withoutID = []string{
	"Users.VerifyPassword", "Users.VerifyTOTP", // whether it is right
	"Sessions.Token",                // a token
	"OAuthApplications.RevokeToken", // nothing: 204
}

// The answer to a write of what belongs to an organization is not about the organization.
func TestAnAnswerAboutTheOrganizationIsNotAboutItsDomain(t *testing.T) {
	t.Parallel()
	c := fake(t, func(*http.Request) (*http.Response, error) {
		return reply(http.StatusOK, `{"id":"org_1","object":"organization","deleted":true}`)
	})
	if err := c.OrganizationDomains.Delete(t.Context(), "org_1", "orgdmn_1"); err == nil || !strings.Contains(err.Error(), "about another object") {
		t.Errorf("the delete ends with %v", err)
	}
}

// Whatever write a client has: an answer that shows another object, or none, is an
// error. A new write is checked as well, unless it is among those above.
func TestAnAnswerAboutAnotherObjectIsAnError(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{`{"id":"another_1","object":"user","deleted":true}`, `{"user_id":"another_1"}`, `{"object":"user"}`} {
		// Creates that may have been lost wait for lists that lag.
		synctest.Test(t, func(t *testing.T) {
			var mu sync.Mutex
			named := false // the last request was a write that names an object
			client := fake(t, func(r *http.Request) (*http.Response, error) {
				mu.Lock()
				defer mu.Unlock()
				named = r.Method != http.MethodGet && strings.Contains(r.URL.Path, anyID)
				return reply(http.StatusOK, answer)
			})
			checked := 0
			everyMethod(t, client, func() { named = false }, func(name string, err error) {
				if !named || slices.Contains(withoutID, name) {
					return
				}
				checked++
				if err == nil {
					t.Errorf("%s takes %s for its answer", name, answer)
				}
			})
			if checked < 20 {
				t.Errorf("only %d writes were checked", checked)
			}
		})
	}
}
