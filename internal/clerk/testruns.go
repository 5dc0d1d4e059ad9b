package clerk

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// StartTest is POST /enterprise_connections/{enterprise_connection_id}/test_runs. It returns the URL at which a person begins the test.
func (e *EnterpriseConnections) StartTest(ctx context.Context, id string) (string, error) {
	out, err := rest.One[testRunURL](ctx, e.transport(), rest.Call{Method: http.MethodPost, Path: e.path(id, "test_runs"), IsCreate: true, AnswersOther: true, Check: hasTestURL})
	if err != nil {
		return "", err
	}
	return out.URL, nil
}

type testRunURL struct {
	URL string `json:"url"`
}

var hasTestURL = rest.Has("url", func(r *testRunURL) bool { return r.URL != "" })

// TestRun is a test of an enterprise connection. What was exchanged with the identity provider, tokens among it, is not read. Times are
// Unix milliseconds.
type TestRun struct {
	rest.Answered
	ID             string       `json:"id"`
	Status         string       `json:"status"`          // "pending", "success" or "failed"
	ConnectionType string       `json:"connection_type"` // "saml" or "oauth"
	User           *TestRunUser `json:"parsed_user_info,omitempty"`
	Logs           []TestRunLog `json:"logs,omitempty"`
	CreatedAt      int64        `json:"created_at"`
}

// TestRunUser is what the identity provider said of who signed in.
type TestRunUser struct {
	UserID       string `json:"user_id,omitempty"`
	EmailAddress string `json:"email_address,omitempty"`
	FirstName    string `json:"first_name,omitempty"`
	LastName     string `json:"last_name,omitempty"`
}

// TestRunLog is a line of the log of a test.
type TestRunLog struct {
	Level   string `json:"level"`
	Code    string `json:"code,omitempty"`
	Message string `json:"message"`
}

// TestRuns is GET /enterprise_connections/{enterprise_connection_id}/test_runs, all pages, with one of the statuses if there are any.
func (e *EnterpriseConnections) TestRuns(ctx context.Context, id string, statuses []string) iter.Seq2[TestRun, error] {
	return rest.Pages[TestRun](ctx, e.transport(), e.path(id, "test_runs"), url.Values{"status": statuses}, nil)
}
