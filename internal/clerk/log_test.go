package clerk_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"

	"github.com/hashicorp/terraform-plugin-log/tflog"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// logbook takes lines from several loggers at once: each call has one of its own.
type logbook struct {
	bytes.Buffer
	mu sync.Mutex
}

func (l *logbook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.Write(p)
}

// logged gives the entries, and the text, that call writes at TRACE.
func logged(t *testing.T, call func(context.Context)) (entries []map[string]any, text string) {
	t.Helper()
	var out logbook
	call(tflog.SetField(tflogtest.RootLogger(t.Context(), &out), "tf_resource_type", "clerk_user"))
	text = out.String()
	entries, err := tflogtest.MultilineJSONDecode(&out.Buffer)
	if err != nil {
		t.Fatal(err)
	}
	return entries, text
}

func TestNoSecretIsInAnyLogLine(t *testing.T) {
	t.Parallel()
	// Every value that must not be read begins with "s3cret".
	const user = `{"id":"user_1","object":"user","first_name":"s3cret","email_addresses":[{"id":"idn_1","email_address":"s3cret@example.com",
		"verification":{"status":"verified","strategy":"admin","nonce":"s3cret"}}],"banned":true,"created_at":1700000000000,
		"public_metadata":{"id":"s3cret","status":"s3cret"},"private_metadata":{"code":["s3cret"]},"unsafe_metadata":"s3cret",
		"next_years_field":"s3cret","next_years_number":53274,"external_accounts":[{"public_metadata":{"id":"s3cret"}}]}`
	raw := json.RawMessage(`{"id":"s3cret","code":"s3cret"}`)
	answers := map[string]string{
		"/v1/users/count":                         `{"object":"total_count","total_count":7}`,
		"/v1/jwt_templates":                       `{"id":"jtmp_1","name":"s3cret","claims":{"id":"s3cret","sub":"s3cret"},"lifetime":60}`,
		"/v1/sessions":                            `{"id":"sess_1","user_id":"user_1","status":"active","actor":{"id":"s3cret","status":"s3cret"}}`,
		"/v1/users/user_1/verify_totp":            `{"verified":true,"code":"s3cret"}`,
		"/v1/users/user_2":                        `s3cret, which is not JSON`,
		"/v1/sessions/sess_1/tokens":              `{"jwt":"s3cret"}`,
		"/v1/jwks":                                `{"keys":[{"kid":"s3cret","n":"s3cret"}]}`,
		"/v1/users/user_1/oauth_access_tokens/oa": `[{"object":"oauth_access_token","token":"s3cret","scopes":["s3cret"]}]`,
	}
	client := fake(t, func(r *http.Request) (*http.Response, error) {
		if body, ok := answers[r.URL.Path]; ok {
			return reply(http.StatusOK, body, "Set-Cookie", "s3cret", "X-Anything", "s3cret")
		}
		return reply(http.StatusOK, user)
	}, func(c *rest.Config) { c.SecretKey = "sk_test_s3cret" })
	_, text := logged(t, func(ctx context.Context) {
		for i, call := range []func() error{
			func() error { return update(ctx, client, "user_1") },
			func() error {
				_, err := client.Users.Create(ctx, clerk.CreateUserParams{
					EmailAddresses: []string{"s3cret@example.com"}, PhoneNumbers: []string{"s3cret"},
					Account: clerk.Account{
						FirstName: rest.Value("s3cret"), ExternalID: rest.Value("s3cret"), Password: rest.Value("s3cret"),
						PasswordDigest: rest.Value("s3cret"), TOTPSecret: rest.Value("s3cret"), BackupCodes: []string{"s3cret"},
					},
					PublicMetadata: raw, PrivateMetadata: raw, UnsafeMetadata: raw,
				})
				return err
			},
			func() error {
				_, err := client.Users.ReplaceMetadata(ctx, "user_1", clerk.Metadata{Private: raw})
				return err
			},
			func() error { _, err := client.Users.VerifyPassword(ctx, "user_1", "s3cret"); return err },
			func() error { _, err := client.Users.VerifyTOTP(ctx, "user_1", "s3cret"); return err },
			func() error {
				_, err := client.Users.SetProfileImage(ctx, "user_1", "s3cret.png", []byte("s3cret"))
				return err
			},
			func() error {
				_, err := client.JWTTemplates.Create(ctx, clerk.JWTTemplateParams{
					Name: "s3cret", Claims: raw, SigningKey: rest.Value("s3cret"),
				})
				return err
			},
			func() error { _, err := client.Sessions.Create(ctx, clerk.CreateSessionParams{}); return err },
			func() error { _, err := client.Sessions.Token(ctx, "sess_1", "", 0); return err },
			func() error { _, err := client.Sessions.JWKS(ctx); return err },
			func() error {
				_, err := rest.Collect(client.Users.OAuthAccessTokens(ctx, "user_1", "oa"))
				return err
			},
			func() error {
				_, err := client.Users.Count(ctx, clerk.UserFilter{EmailAddresses: []string{"s3cret@example.com"}})
				return err
			},
		} {
			if err := call(); err != nil {
				t.Errorf("call %d: %v", i, err)
			}
		}
		if _, err := client.Users.Get(ctx, "user_2"); err == nil {
			t.Error("what is not JSON was read")
		}
	})
	for line := range strings.Lines(text) {
		if strings.Contains(line, "s3cret") || strings.Contains(line, "53274") {
			t.Errorf("a secret is in: %s", line)
		}
	}
	// What is harmless can be read, or the log would be of no use.
	for _, want := range []string{`\"id\":\"user_1\"`, `\"status\":\"verified\"`, `\"created_at\":1700000000000`, `\"total_count\":7`, `\"first_name\":\"***\"`} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is not in the log", want)
		}
	}
}

func TestEachAttemptIsOneEntry(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := 0
		client := fake(t, func(*http.Request) (*http.Response, error) {
			switch n++; n {
			case 1:
				return nil, syscall.ECONNRESET
			case 2:
				return reply(http.StatusTooManyRequests, limited, "X-Clerk-Trace-Id", "trace_header")
			case 3:
				return reply(http.StatusBadGateway, `{"errors":[{"code":"internal_clerk_error","meta":{"param_name":"p"}}],"clerk_trace_id":"trace_body"}`)
			}
			return reply(http.StatusOK, `[]`, "X-Clerk-Trace-Id", "trace_ok")
		})
		entries, _ := logged(t, func(ctx context.Context) {
			if _, err := rest.Collect(client.Users.List(ctx, clerk.UserFilter{Query: "ada"})); err != nil {
				t.Error(err)
			}
		})
		var debug, trace []map[string]any
		for _, e := range entries {
			switch e["@level"] {
			case "debug":
				debug = append(debug, e)
			case "trace":
				trace = append(trace, e)
			}
		}
		want := []struct {
			status  float64
			traceID any
		}{{0, nil}, {429, "trace_header"}, {502, "trace_body"}, {200, "trace_ok"}}
		if len(debug) != len(want) || len(trace) != len(want) {
			t.Fatalf("%d and %d entries, want %d", len(debug), len(trace), len(want))
		}
		for i, e := range debug {
			if e["@module"] != "provider.clerk" || e["method"] != "GET" || e["path"] != "/users" || e["status"] != want[i].status ||
				e["attempt"] != float64(i+1) || e["trace_id"] != want[i].traceID || e["tf_resource_type"] != "clerk_user" {
				t.Errorf("entry %d: %v", i, e)
			}
			if ms, ok := e["duration_ms"].(float64); !ok || ms < 0 {
				t.Errorf("entry %d: duration_ms %v", i, e["duration_ms"])
			}
			if failed := e["error"] != nil; failed != (i == 0) {
				t.Errorf("entry %d: error %v", i, e["error"])
			}
		}
		// The codes of errors are what one looks for.
		if body, ok := trace[2]["response"].(string); !ok || !strings.Contains(body, `"code":"internal_clerk_error"`) || !strings.Contains(body, `"param_name":"p"`) {
			t.Errorf("bodies: %v", trace[2])
		}
	})
}
