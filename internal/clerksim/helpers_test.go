package clerksim_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// instance is a simulated Clerk, and a client that speaks plain HTTP to it.
type instance struct {
	*clerksim.Server
	t *testing.T
}

// start simulates an instance for the length of a test. Where
// CLERK_OPENAPI_SPEC names Clerk's OpenAPI document, a violation of it fails
// the test.
func start(t *testing.T, change ...func(*clerksim.Options)) *instance {
	t.Helper()
	options := clerksim.Options{
		Contract:    os.Getenv("CLERK_OPENAPI_SPEC"),
		OnViolation: func(message string) { t.Errorf("contract: %s", message) },
	}
	for _, c := range change {
		c(&options)
	}
	server, err := clerksim.Start(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	return &instance{server, t}
}

func assume(name, value string) func(*clerksim.Options) {
	return func(o *clerksim.Options) {
		o.Assume = maps.Clone(o.Assume)
		if o.Assume == nil {
			o.Assume = map[string]string{}
		}
		o.Assume[name] = value
	}
}

func TestMain(m *testing.M) {
	if os.Getenv("CLERK_OPENAPI_SPEC") == "" {
		fmt.Fprintln(os.Stderr, "CLERK_OPENAPI_SPEC is not set: requests and answers are not checked against Clerk's OpenAPI document")
	}
	os.Exit(m.Run())
}

// answer is what came back; a connection that was reset has status 0.
type answer struct {
	t      *testing.T
	what   string
	status int
	header http.Header
	body   string
}

type header map[string]string

// call sends a request to a path such as "POST /users". The body is JSON
// text; a header replaces what is sent otherwise, or leaves it out if empty.
func (i *instance) call(operation, body string, headers ...header) answer {
	i.t.Helper()
	method, path, _ := strings.Cut(operation, " ")
	if !strings.HasPrefix(path, "/_sim") {
		path = "/v1" + path
	}
	r, err := http.NewRequest(method, i.URL()+path, strings.NewReader(body))
	if err != nil {
		i.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+i.SecretKey())
	r.Header.Set("Content-Type", "application/json")
	for _, h := range headers {
		for name, value := range h {
			if r.Header.Del(name); value != "" {
				r.Header.Set(name, value)
			}
		}
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return answer{t: i.t, what: operation, body: err.Error()}
	}
	defer res.Body.Close()
	content, err := io.ReadAll(res.Body)
	if err != nil {
		i.t.Fatal(err)
	}
	return answer{i.t, operation, res.StatusCode, res.Header, string(content)}
}

// ok wants a 200, and decodes its object.
func (a answer) ok() object {
	a.t.Helper()
	if a.status != http.StatusOK {
		a.t.Fatalf("%s: %d %s", a.what, a.status, a.body)
	}
	return decode[object](a)
}

// list wants a 200, and decodes its array, or the data of its object.
func (a answer) list() []object {
	a.t.Helper()
	if a.status != http.StatusOK {
		a.t.Fatalf("%s: %d %s", a.what, a.status, a.body)
	}
	if strings.HasPrefix(a.body, "{") {
		return decode[struct{ Data []object }](a).Data
	}
	return decode[[]object](a)
}

// refused wants an error: its status, the code of its first item, and the
// parameter that the item names, if one is given.
func (a answer) refused(status int, code string, param ...string) {
	a.t.Helper()
	var body struct {
		Errors []struct {
			Message     string
			LongMessage string `json:"long_message"`
			Code        string
			Meta        struct {
				ParamName string `json:"param_name"`
			}
		}
		TraceID string `json:"clerk_trace_id"`
	}
	_ = json.Unmarshal([]byte(a.body), &body)
	if a.status != status || len(body.Errors) == 0 || body.Errors[0].Code != code || len(param) > 0 && body.Errors[0].Meta.ParamName != param[0] {
		a.t.Errorf("%s: %d %s\nwant %d %s %v", a.what, a.status, a.body, status, code, param)
		return
	}
	if body.Errors[0].Message == "" || body.Errors[0].LongMessage == "" || body.TraceID == "" || body.TraceID != a.header.Get("Clerk-Trace-Id") {
		a.t.Errorf("%s: an error needs messages and a trace id: %s", a.what, a.body)
	}
}

func decode[T any](a answer) (out T) {
	a.t.Helper()
	d := json.NewDecoder(bytes.NewReader([]byte(a.body)))
	if err := d.Decode(&out); err != nil {
		a.t.Fatalf("%s: %v in %s", a.what, err, a.body)
	}
	return out
}

// object is a decoded JSON object.
type object map[string]any

func (o object) id() string { return o["id"].(string) }

// json is a field in compact JSON, with sorted keys.
func (o object) json(field string) string {
	b, _ := json.Marshal(o[field])
	return string(b)
}

// items are the objects of a field that is an array.
func (o object) items(field string) []object {
	var out []object
	for _, v := range o[field].([]any) {
		out = append(out, v.(map[string]any))
	}
	return out
}

// has wants fields to have values, as JSON.
func (o object) has(t *testing.T, fields map[string]string) {
	t.Helper()
	for name, want := range fields {
		if got := o.json(name); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}

func ids(list []object) []string {
	out := []string{}
	for _, o := range list {
		out = append(out, o.id())
	}
	return out
}

func same[T comparable](t *testing.T, what string, got, want []T) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// user creates a user with an email address.
func (i *instance) user(address string) object {
	i.t.Helper()
	return i.call("POST /users", fmt.Sprintf(`{"email_address":[%q]}`, address)).ok()
}

func (i *instance) off(name string) {
	i.t.Helper()
	if err := i.Switch(name, false); err != nil {
		i.t.Fatal(err)
	}
}

func (i *instance) on(name string) {
	i.t.Helper()
	if err := i.Switch(name, true); err != nil {
		i.t.Fatal(err)
	}
}
