package enterpriseconnection_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
)

// seed lets a person have carried out tests of the only connection.
func seed(t *testing.T, i *acctest.Instance) {
	t.Helper()
	one := `{"enterprise_connection_id":"` + held(t, i).ID + `","status":`
	body := `{"enterprise_connection_test_runs":[` + one + `"success","parsed_user_info":{"email_address":"ada@example.com","user_id":"7"}},` +
		one + `"failed","logs":[{"level":"error","code":"idp_error","message":"The identity provider knows nobody of this name."}],"saml":{"saml_response":"secret"}}]}`
	w := httptest.NewRecorder()
	i.Sim.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/_sim/seed", strings.NewReader(body)))
	if w.Code != http.StatusOK {
		t.Fatal(w.Body)
	}
}

func TestTestsOfAConnectionAreRead(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(acctest.Step{Config: by("saml_okta"), Check: func(acctest.States) {
		seed(t, i)
		read := func(more string) string {
			v := i.Read(`data "clerk_enterprise_connection_test_runs" "this" {` + "\n  enterprise_connection_id = \"" + held(t, i).ID + "\"\n  " + more + "\n}")
			return v.GoString()
		}
		const passed, failed = "ada@example.com", "knows nobody"
		for more, shows := range map[string]struct{ passed, failed bool }{
			"": {true, true}, `statuses = ["failed"]`: {false, true}, `statuses = ["success"]`: {true, false}, `statuses = ["pending"]`: {false, false}, "limit = 1": {false, true},
		} {
			if got := read(more); strings.Contains(got, passed) != shows.passed || strings.Contains(got, failed) != shows.failed || strings.Contains(got, "secret") {
				t.Errorf("with %q: %s", more, got)
			}
		}
	}})
}

func TestAConnectionIsReadByItsIDAndItsName(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(acctest.Step{Config: by("oidc_gitlab", `oidc = { client_id = "c", requires_pkce = true }`), Check: func(acctest.States) {
		for _, by := range []string{`name = "Acme"`, `id = "` + held(t, i).ID + `"`} {
			v := i.Read("data \"clerk_enterprise_connection\" \"this\" {\n  " + by + "\n}")
			if v.GetAttr("oidc").GetAttr("client_id").AsString() != "c" || !v.GetAttr("saml").IsNull() || v.GetAttr("domains").LengthInt() != 2 {
				t.Errorf("by %s: %#v", by, v)
			}
		}
		for filter, want := range map[string]int{"": 1, "active = false": 1, "active = true": 0, `organization_id = "org_0"`: 0} {
			if n := i.Read("data \"clerk_enterprise_connections\" \"this\" {\n  " + filter + "\n}").GetAttr("enterprise_connections").LengthInt(); n != want {
				t.Errorf("with %q there are %d", filter, n)
			}
		}
	}})
}
