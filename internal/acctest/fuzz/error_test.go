package fuzz_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest/driver"
	"github.com/clerkform/terraform-provider-clerk/internal/provider"
	"github.com/clerkform/terraform-provider-clerk/internal/provider/server"
)

const secretKey = "sk_test_c2VjcmV0"

type answers func(*http.Request) (*http.Response, error)

func (f answers) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// Whatever stands in a refusal, a person reads diagnostics that can be read, on an
// attribute that there is or on none, and nothing was made.
func FuzzRefusal(f *testing.F) {
	for _, body := range []string{
		"", "<html>502</html>", `null`, `[]`, `{}`, "\xff", `{"errors":null}`, `{"errors":[null,{}]}`, `{"errors":[{"code":7}]}`,
		`{"errors":[{"code":"form_identifier_exists","message":"taken","long_message":"It is taken.","meta":{"param_name":"username"}}],"clerk_trace_id":"t"}`,
		`{"errors":[{"code":"c","meta":{"param_name":"no_such_argument"}},{"code":"d","meta":{"param_name":"id"}},{"code":"e","meta":{"param_name":"unsafe_metadata.a[0]"}}]}`,
		`{"errors":[{"message":"\u001b[31m\u0000\ud800\u202e","code":"\n","meta":{"param_name":"\u0000"}}]}`, `{"errors":[{"message":"` + secretKey + `"}],"clerk_trace_id":"` + secretKey + `"}`,
		`{"errors":[{"code":"resource_not_found","message":"%s %d {{}} ${x}"}]}`,
	} {
		f.Add(body, uint8(22))
		f.Add(body, uint8(0))
	}
	f.Fuzz(func(t *testing.T, body string, status uint8) {
		code := 400 + int(status)%29 // below 429, for which the client waits
		core := driver.New(t, func() tfprotov6.ProviderServer {
			getenv := func(name string) string { return map[string]string{"CLERK_SECRET_KEY": secretKey}[name] }
			return server.New(provider.NewOver("test", getenv, answers(func(*http.Request) (*http.Response, error) {
				return &http.Response{StatusCode: code, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}, nil
			})))
		})
		ty := core.Type("clerk_user")
		config := core.Config(ty, `
			email_addresses = ["ada@example.com"]
			username        = "lovelace"
			unsafe_metadata = jsonencode({ a = [1] })`, nil)
		walk, err := core.Walk()
		if err != nil {
			t.Fatal(err)
		}
		plan, err := walk.Plan(ty, nil, config)
		if err != nil {
			t.Fatal(err)
		}
		state, err := walk.Apply(ty, plan, config)
		said, ok := err.(driver.Diagnostics) //nolint:errorlint // it is returned as it is
		if state != nil || !ok || len(said.Errors()) == 0 {
			t.Fatalf("%d %q gives %v and %v", code, body, state, err)
		}
		for _, one := range said {
			text := one.Summary + one.Detail
			if one.Summary == "" || one.Detail == "" || !utf8.ValidString(text) || strings.Contains(text, secretKey) ||
				strings.ContainsFunc(text, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }) {
				t.Errorf("%d %q gives %q", code, body, text)
			}
			if one.Attribute == nil {
				continue
			}
			if name := strings.TrimSuffix(strings.TrimPrefix(one.Attribute.String(), `AttributeName("`), `")`); ty.Attributes[name] == nil {
				t.Errorf("%d %q is put on %s", code, body, one.Attribute)
			}
		}
	})
}
