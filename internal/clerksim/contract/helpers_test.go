package contract_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/clerksim/contract"
)

// An example is one request with its answer, and a part of the violation that
// it must give; none if empty. The zero content types are JSON.
type example struct {
	why    string
	method string
	target string
	body   string
	status int
	answer string
	want   string

	contentType       string
	answerContentType string
	authorization     string // "none" for no header
}

func (e example) check(c *contract.Checker) []string {
	r := httptest.NewRequest(e.method, "http://127.0.0.1:8080"+e.target, strings.NewReader(e.body))
	r.Header.Set("Content-Type", or(e.contentType, "application/json"))
	if e.authorization != "none" {
		r.Header.Set("Authorization", or(e.authorization, "Bearer sk_test_key"))
	}
	header := http.Header{"Content-Type": {or(e.answerContentType, "application/json")}}
	return c.Check(r, []byte(e.body), e.status, header, []byte(e.answer))
}

func or(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}

func runExamples(t *testing.T, c *contract.Checker, examples []example) {
	t.Helper()
	for _, example := range examples {
		t.Run(example.why, func(t *testing.T) {
			violations := example.check(c)
			told := strings.Join(violations, "\n")
			switch {
			case example.want == "" && len(violations) > 0:
				t.Errorf("unexpected violations:\n%s", told)
			case example.want != "" && !strings.Contains(told, example.want):
				t.Errorf("want a violation with %q, got:\n%s", example.want, told)
			}
			path, _, _ := strings.Cut(example.target, "?")
			for _, violation := range violations {
				if !strings.HasPrefix(violation, example.method+" "+path+": ") {
					t.Errorf("the violation does not begin with method and path: %s", violation)
				}
				if strings.Contains(violation, "sk_test_key") {
					t.Errorf("the violation contains the credentials: %s", violation)
				}
			}
		})
	}
}

// loadClerks loads Clerk's own document, or skips the test.
func loadClerks(t testing.TB) *contract.Checker {
	t.Helper()
	path := os.Getenv("CLERK_OPENAPI_SPEC")
	if path == "" {
		t.Skip("CLERK_OPENAPI_SPEC does not name Clerk's OpenAPI document")
	}
	checker, err := contract.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	return checker
}

func loadZoo(t *testing.T) *contract.Checker {
	t.Helper()
	path := filepath.Join(t.TempDir(), "openapi.yml")
	if err := os.WriteFile(path, []byte(zoo), 0o600); err != nil {
		t.Fatal(err)
	}
	checker, err := contract.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	return checker
}
