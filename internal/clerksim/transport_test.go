package clerksim_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

func TestTheSecretKeyIsRequired(t *testing.T) {
	t.Parallel()
	i := start(t)
	i.call("GET /users", "", header{"Authorization": ""}).refused(401, "authorization_header_format_invalid")
	i.call("GET /users", "", header{"Authorization": i.SecretKey()}).refused(401, "authorization_header_format_invalid")
	i.call("GET /users", "", header{"Authorization": "Bearer sk_test_other"}).refused(401, "clerk_key_invalid")
	if !strings.HasPrefix(i.SecretKey(), "sk_test_") || !strings.HasPrefix(i.PublishableKey(), "pk_test_") {
		t.Errorf("keys of a development instance: %s, %s", i.SecretKey(), i.PublishableKey())
	}
}

func TestTheVersionIsGivenOnce(t *testing.T) {
	t.Parallel()
	i := start(t)
	i.call("GET /users", "", header{"Clerk-API-Version": "2026-05-12"}).list()
	// The query parameter is documented, but not in the OpenAPI document.
	unchecked := start(t, func(o *clerksim.Options) { o.Contract = "" })
	unchecked.call("GET /users?__clerk_api_version=2025-11-10", "").list()
	unchecked.call("GET /users?__clerk_api_version=2026-05-12", "", header{"Clerk-API-Version": "2026-05-12"}).refused(400, "api_version_invalid")
	i.call("GET /users", "", header{"Clerk-API-Version": "2026-05-13"}).refused(400, "api_version_invalid")
}

func TestAPathThatIsNotThereIsNotFound(t *testing.T) {
	t.Parallel()
	i := start(t, func(o *clerksim.Options) { o.Contract = "" })
	for _, operation := range []string{"GET /nothing", "GET /users/", "DELETE /users", "PUT /instance", "GET /users/../organizations", "GET /users//x"} {
		i.call(operation, "").refused(404, "resource_not_found")
	}
	if len(i.Requests()) != 6 {
		t.Errorf("%d requests were recorded", len(i.Requests()))
	}
}

func TestBodiesAreCheckedByField(t *testing.T) {
	t.Parallel()
	i := start(t)
	for body, want := range map[string][]string{
		`{`:                               {"400", "request_body_invalid", ""},
		`{"first_name":"Ada","colour":1}`: {"422", "form_param_unknown", "colour"},
		`{"first_name":1}`:                {"422", "form_param_value_invalid", "first_name"},
		`{"banned":"yes"}`:                {"422", "form_param_value_invalid", "banned"},
		`{"email_address":"a@b.example"}`: {"422", "form_param_value_invalid", "email_address"},
		`{"email_address":[null]}`:        {"422", "form_param_value_invalid", "email_address"},
		`{"email_address":null}`:          {"422", "form_param_nil", "email_address"},
		`{"public_metadata":[]}`:          {"422", "form_param_value_invalid", "public_metadata"},
		`{"public_metadata":null}`:        {"422", "form_param_nil", "public_metadata"},
		`{"created_at":"yesterday"}`:      {"422", "form_param_invalid_time", "created_at"},
		`{"first_name":"` + strings.Repeat("a", 257) + `"}`: {"422", "form_param_max_length_exceeded", "first_name"},
	} {
		status := map[string]int{"400": 400, "422": 422}[want[0]]
		i.call("POST /users", body).refused(status, want[1], want[2])
	}
	i.call("POST /jwt_templates", `{"claims":{}}`).refused(422, "form_param_missing", "name")
	i.call("POST /users", `first_name=Ada`, header{"Content-Type": "application/x-www-form-urlencoded"}).refused(415, "unsupported_content_type")
	if got := len(i.call("GET /users", "").list()); got != 0 {
		t.Errorf("%d users were created by bodies that were refused", got)
	}
}

func TestNullAndNoBodyHaveNoParameters(t *testing.T) {
	t.Parallel()
	i := start(t)
	u := i.user("ada@example.com")
	i.call("POST /users/"+u.id()+"/lock", "null").ok()
	i.call("POST /users/"+u.id()+"/unlock", "").ok()
}

func TestAnswersCarryTheSimulatedDateAndATrace(t *testing.T) {
	t.Parallel()
	i := start(t)
	i.Advance(48 * time.Hour)
	a := i.call("GET /instance", "")
	at, err := http.ParseTime(a.header.Get("Date"))
	if ahead := time.Until(at); err != nil || ahead < 47*time.Hour {
		t.Errorf("Date is %s", a.header.Get("Date"))
	}
	if a.header.Get("Clerk-Trace-Id") == "" {
		t.Error("no trace id")
	}
}

func TestRequestsAreCountedAndRecordedWithoutTheKey(t *testing.T) {
	t.Parallel()
	i := start(t)
	u := i.user("ada@example.com")
	i.call("GET /users/"+u.id(), "").ok()
	i.call("GET /users?limit=5", "").list()
	stats := i.Stats()
	if stats.Requests != 3 || stats.ByOperation["POST /users"] != 1 || stats.ByOperation["GET /users/{user_id}"] != 1 || stats.ByOperation["GET /users"] != 1 {
		t.Errorf("stats: %+v", stats)
	}
	requests := i.Requests()
	if requests[0].Body != `{"email_address":["ada@example.com"]}` || requests[0].Status != 200 || requests[2].Query != "limit=5" || requests[1].Path != "/users/"+u.id() {
		t.Errorf("requests: %+v", requests)
	}
	for _, path := range []string{"GET /_sim/requests", "GET /_sim/state", "GET /_sim/stats"} {
		if body := i.call(path, "").body; strings.Contains(body, i.SecretKey()) || body == "" {
			t.Errorf("%s: %s", path, body)
		}
	}
}

func TestAssumptionsAreFlippedByNameAndUnknownOnesAreErrors(t *testing.T) {
	t.Parallel()
	for _, o := range []clerksim.Options{
		{Assume: map[string]string{"weather": "fine"}},
		{Assume: map[string]string{"email_case": "upper"}},
		{Assume: map[string]string{"name_max_length": "-1"}},
		{Environment: "staging"}, {RateLimit: "fast"}, {Limiter: "leaky"}, {Faults: 2}, {Users: -1},
	} {
		if _, err := clerksim.New(o); err == nil {
			t.Errorf("%+v is accepted", o)
		}
	}
	for _, a := range clerksim.Assumptions {
		for _, value := range append(a.Values, a.Default) {
			if value == "N" {
				continue
			}
			if _, err := clerksim.New(clerksim.Options{Assume: map[string]string{a.Name: value}}); err != nil || a.Why == "" {
				t.Errorf("%s=%s: %v", a.Name, value, err)
			}
		}
	}
}

func TestTenThousandMadeUpUsersStartFastAndAreTheSameForASeed(t *testing.T) {
	t.Parallel()
	began := time.Now()
	many := func(o *clerksim.Options) { o.Users, o.Seed = 10_000, 7 }
	i := start(t, many)
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("10,000 users took %s", took)
	}
	first := i.call("GET /users?limit=500", "").list()
	if n := i.call("GET /users/count", "").ok()["total_count"]; n != 10000.0 {
		t.Errorf("%v users", n)
	}
	other := start(t, many)
	same(t, "users of the same seed", ids(other.call("GET /users?limit=500", "").list()), ids(first))
	second := start(t, func(o *clerksim.Options) { o.Users, o.Seed = 1, 8 })
	if second.call("GET /users", "").list()[0].id() == start(t, func(o *clerksim.Options) { o.Users, o.Seed = 1, 7 }).call("GET /users", "").list()[0].id() {
		t.Error("another seed gives the same user")
	}
}

func TestResetGoesBackToTheStart(t *testing.T) {
	t.Parallel()
	i := start(t, func(o *clerksim.Options) { o.Users = 2 })
	before := ids(i.call("GET /users", "").list())
	i.user("ada@example.com")
	i.off("ban")
	i.Advance(time.Hour)
	i.Reset()
	same(t, "users", ids(i.call("GET /users", "").list()), before)
	i.call("POST /users/"+before[0]+"/ban", "").ok()
	if n := i.Stats().Requests; n != 2 {
		t.Errorf("%d requests are counted after a reset", n)
	}
}

func TestControlByHTTP(t *testing.T) {
	t.Parallel()
	i := start(t)
	u := i.user("ada@example.com")
	i.call("POST /_sim/clock", `{"advance":"1h30m"}`).ok()
	i.call("POST /_sim/switch", `{"name":"lockout","on":false}`).ok()
	i.call("POST /users/"+u.id()+"/lock", "").refused(403, "feature_not_enabled")
	i.call("POST /_sim/faults", `{"operation":"GET /instance","kind":"502"}`).ok()
	if a := i.call("GET /instance", ""); a.status != 502 {
		t.Errorf("the placed fault was not met: %d", a.status)
	}
	if state := i.call("GET /_sim/state", "").ok(); len(state.items("users")) != 1 {
		t.Errorf("state: %v", state)
	}
	i.call("POST /_sim/seed", `{"users":3}`).ok()
	if n := len(i.call("GET /users", "").list()); n != 4 {
		t.Errorf("%d users after a seed of 3", n)
	}
	i.call("POST /_sim/reset", "").ok()
	for operation, body := range map[string]string{
		"POST /_sim/clock": `{"advance":"soon"}`, "POST /_sim/switch": `{"name":"gravity"}`, "POST /_sim/faults": `{"kind":"flood"}`,
		"POST /_sim/seed": `{"activity":[{"user_id":"user_none"}]}`,
	} {
		if a := i.call(operation, body); a.status != 400 {
			t.Errorf("%s %s: %d", operation, body, a.status)
		}
	}
	for _, fault := range []string{`{"kind":"lacking"}`, `{"kind":"502","field":"id"}`, `{"kind":"502","null":true}`} {
		if a := i.call("POST /_sim/faults", fault); a.status != 400 {
			t.Errorf("the fault %s: %d", fault, a.status)
		}
	}
}

func TestAnAnswerLacksAFieldOnRequest(t *testing.T) {
	t.Parallel()
	i := start(t)
	u := i.user("ada@example.com")
	i.call("POST /jwt_templates", `{"name":"reports","claims":{}}`).ok()
	lacks := func(field string, null bool) {
		i.call("POST /_sim/faults", fmt.Sprintf(`{"kind":"lacking","field":%q,"null":%t}`, field, null)).ok()
	}
	lacks("banned", false)
	if _, there := i.call("GET /users/"+u.id(), "").ok()["banned"]; there {
		t.Error("a user has the field")
	}
	lacks("banned", false)
	if _, there := i.call("GET /users", "").list()[0]["banned"]; there {
		t.Error("a listed user has the field")
	}
	lacks("email_addresses", true)
	if addresses, there := i.call("GET /users", "").list()[0]["email_addresses"]; !there || addresses != nil {
		t.Errorf("a listed user has %v", addresses)
	}
	lacks("email_addresses.verification.status", false)
	verification, ok := i.call("GET /users", "").list()[0].items("email_addresses")[0]["verification"].(map[string]any)
	if _, there := verification["status"]; !ok || there || verification["strategy"] != "admin" {
		t.Errorf("an address of a listed user has the verification %v", verification)
	}
	lacks("name", false)
	page := i.call("GET /jwt_templates?paginated=true", "").ok()
	if template := page.items("data")[0]; template["name"] != nil || template["id"] == nil {
		t.Errorf("a template of a page is %v", template)
	}
	if u := i.call("GET /users/"+u.id(), "").ok(); u["banned"] != false || len(u.items("email_addresses")) != 1 {
		t.Errorf("the next answer is %v", u)
	}
}

func TestListsThatLagShowAWriteLater(t *testing.T) {
	t.Parallel()
	i := start(t, func(o *clerksim.Options) { o.Lag, o.Users = time.Minute, 1 })
	u := i.user("ada@example.com")
	i.call("GET /users/"+u.id(), "").ok()
	count := func() string { return fmt.Sprint(i.call("GET /users/count", "").ok()["total_count"]) }
	if n := len(i.call("GET /users", "").list()); n != 1 || count() != "1" {
		t.Errorf("%d users are listed at once, %s counted", n, count())
	}
	if n := len(i.call("GET /users?email_address=ada@example.com", "").list()); n != 0 {
		t.Error("a filter finds what the list does not show")
	}
	i.Advance(time.Minute)
	if n := len(i.call("GET /users", "").list()); n != 2 || count() != "2" {
		t.Errorf("%d users are listed after the lag", n)
	}
	i.call("PATCH /users/"+u.id(), `{"first_name":"Ada"}`).ok()
	i.call("GET /users?user_id="+u.id(), "").list()[0].has(t, map[string]string{"first_name": `null`})
	i.call("DELETE /users/"+u.id(), "").ok()
	i.call("GET /users?user_id="+u.id(), "").list()[0].has(t, map[string]string{"first_name": `null`})
	i.Advance(time.Minute)
	if n := len(i.call("GET /users", "").list()); n != 1 {
		t.Errorf("%d users are listed after the deletion", n)
	}
}
