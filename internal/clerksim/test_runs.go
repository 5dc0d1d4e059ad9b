package clerksim

import (
	"encoding/json"
	"fmt"
	"slices"
)

// testRun is a test of an enterprise connection, which a person carries out in a browser.
type testRun struct {
	head
	connection string
	answer     testRunAnswer
}

// testRunAnswer is what Clerk shows of a test.
type testRunAnswer struct {
	ID        string          `json:"id"`
	Status    string          `json:"status"`
	Type      string          `json:"connection_type"`
	User      json.RawMessage `json:"parsed_user_info"`
	Logs      json.RawMessage `json:"logs"`
	SAML      json.RawMessage `json:"saml"`
	OAuth     json.RawMessage `json:"oauth"`
	CreatedAt int64           `json:"created_at"`
}

// seedTestRun is a test that a person has carried out.
type seedTestRun struct {
	ConnectionID string          `json:"enterprise_connection_id"`
	Status       string          `json:"status"` // success or failed
	User         json.RawMessage `json:"parsed_user_info"`
	Logs         json.RawMessage `json:"logs"`
	SAML         json.RawMessage `json:"saml"`
	OAuth        json.RawMessage `json:"oauth"`
}

func testRuns() kind[testRun] {
	return kind[testRun]{
		object: "test_run", plural: "enterprise_connection_test_runs", prefix: "testrun",
		keys: map[string]func(testRun) []string{"connection": func(r testRun) []string { return []string{r.connection} }},
	}
}

func (c *call) listTestRuns() (any, *failure) {
	e, f := enterpriseConnections().find(c)
	if f != nil {
		return nil, f
	}
	q := c.query()
	p, statuses := q.page(), q.Values["status"]
	for _, s := range statuses {
		if !contains(testRunStatuses, s) {
			q.add(notOneOf("status", testRunStatuses))
		}
	}
	if f := q.err(); f != nil {
		return nil, f
	}
	all := newestFirst(stored[testRun](c).listed(c.now), func(r testRun) bool {
		return r.connection == e.ID && (len(statuses) == 0 || slices.Contains(statuses, r.answer.Status))
	})
	return listBody[testRunAnswer]{each(cut(all, p), func(r testRun) testRunAnswer { return r.answer }), int64(len(all))}, nil
}

var testRunStatuses = []string{"pending", "success", "failed"}

// startTestRun gives the address at which a person begins a test.
func (c *call) startTestRun() (any, *failure) {
	e, f := enterpriseConnections().find(c)
	if f != nil {
		return nil, f
	}
	c.storeTestRun(e, seedTestRun{Status: "pending"})
	return map[string]string{"url": "https://" + c.frontend + "/v1/enterprise_connection_tests/" + randomHex(16)}, nil
}

func (c *call) storeTestRun(e enterpriseConnection, in seedTestRun) {
	r := testRun{head: c.newHead("test_run", "testrun"), connection: e.ID}
	r.answer = testRunAnswer{r.ID, in.Status, "saml", in.User, in.Logs, in.SAML, in.OAuth, r.CreatedAt}
	if e.OIDC != nil {
		r.answer.Type = "oauth"
	}
	if in.Logs == nil {
		r.answer.Logs = json.RawMessage("[]")
	}
	stored[testRun](c).store(c.now, r)
}

func (c *call) seedTestRun(in seedTestRun) error {
	e, ok := stored[enterpriseConnection](c).get(in.ConnectionID)
	if !ok {
		return fmt.Errorf("there is no enterprise connection %q", in.ConnectionID)
	}
	c.storeTestRun(e, in)
	return nil
}
