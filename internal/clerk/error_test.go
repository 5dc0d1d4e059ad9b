package clerk_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"unicode"
	"unicode/utf8"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

func TestAnErrorKeepsItsStatusWhateverItsBodySays(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"a gateway's page":              gateway,
		"nothing":                       "",
		"a status of its own":           `{"status":404,"errors":[{"code":"c","message":"m"}]}`,
		"no errors":                     `{"message":"bad gateway"}`,
		"errors that are null":          `{"errors":null}`,
		"errors of another shape":       `{"errors":["down"]}`,
		"errors with nothing said":      `{"errors":[{}]}`,
		"an array":                      `[]`,
		"null":                          `null`,
		"half an object":                `{"errors":[{"code":"c"`,
		"a trace id that is not a text": `{"clerk_trace_id":7}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				seen := newRecord()
				client := fake(t, func(r *http.Request) (*http.Response, error) {
					seen.add(r)
					return reply(http.StatusBadGateway, body)
				}, maxRetries(2))
				err := get(t.Context(), client)
				e, ok := rest.AsError(err)
				if !ok || e.Status != http.StatusBadGateway || e.Method != http.MethodGet || e.Path != "/users/user_1" {
					t.Fatalf("got %#v", err)
				}
				mentions(t, err, "GET /users/user_1: 502 Bad Gateway")
				if n := len(seen.all()); n != 3 {
					t.Errorf("%d attempts, want 1 and 2 retries", n)
				}
			})
		})
	}
}

func TestAnErrorSaysWhatClerkSaid(t *testing.T) {
	t.Parallel()
	const body = `{"errors":[
		{"code":"form_identifier_exists","message":"taken","long_message":"That email address is taken.","meta":{"param_name":"email_address"}},
		{"code":"form_param_unknown","message":"is unknown"}],"clerk_trace_id":"trace_body"}`
	client := fake(t, func(*http.Request) (*http.Response, error) {
		return reply(http.StatusUnprocessableEntity, body, "X-Clerk-Trace-Id", "trace_header")
	})
	err := create(t.Context(), client)
	e, ok := rest.AsError(err)
	if !ok {
		t.Fatalf("got %v", err)
	}
	want := []rest.ErrorItem{
		{Code: "form_identifier_exists", Message: "taken", LongMessage: "That email address is taken.", ParamName: "email_address"},
		{Code: "form_param_unknown", Message: "is unknown"},
	}
	if !slices.Equal(e.Items, want) || e.TraceID != "trace_body" {
		t.Errorf("got %+v", e)
	}
	if !e.Has("form_param_unknown") || e.Has("taken") {
		t.Error("Has goes by the code")
	}
	const text = "POST /users: 422 Unprocessable Entity: That email address is taken. (form_identifier_exists): is unknown (form_param_unknown) [trace trace_body]"
	if err.Error() != text {
		t.Errorf("got  %s\nwant %s", err, text)
	}
}

func TestTheTraceIDComesFromTheHeaderWhereTheBodyHasNone(t *testing.T) {
	t.Parallel()
	client := fake(t, func(*http.Request) (*http.Response, error) {
		return reply(http.StatusForbidden, gateway, "X-Clerk-Trace-Id", "trace_header")
	})
	if e, ok := rest.AsError(get(t.Context(), client)); !ok || e.TraceID != "trace_header" {
		t.Errorf("got %+v", e)
	}
}

// Codes differ between endpoints, so any of Clerk's errors will do.
func TestA404OfClerksIsNotFoundAndNoOther(t *testing.T) {
	t.Parallel()
	for _, answer := range []struct {
		status   int
		body     string
		notFound bool
	}{
		{http.StatusNotFound, notFound, true},
		{http.StatusNotFound, `{"errors":[{"code":"jwt_template_not_found"}]}`, true},
		{http.StatusBadRequest, `{"errors":[{"code":"resource_not_found"}]}`, false},
		{http.StatusNotFound, "", false},
		{http.StatusNotFound, "<html><body>404 Not Found</body></html>", false},
		{http.StatusNotFound, `{"error":"no such route"}`, false},
		{http.StatusNotFound, `{"errors":[]}`, false},
		{http.StatusNotFound, `{"errors":[{"status":"404"}]}`, false},
	} {
		client := fake(t, anInstance(func(*http.Request) (*http.Response, error) { return reply(answer.status, answer.body) }))
		err := get(t.Context(), client)
		if rest.IsNotFound(err) != answer.notFound || statusOf(err) != answer.status {
			t.Errorf("%d %s: IsNotFound is %t: %v", answer.status, answer.body, rest.IsNotFound(err), err)
		}
		if e, ok := rest.AsError(err); !ok || (e.Instance == "ins_1") != answer.notFound {
			t.Errorf("%d %s: the instance is %q", answer.status, answer.body, e.Instance)
		}
	}
	if rest.IsNotFound(nil) || rest.IsNotFound(context.Canceled) {
		t.Error("only an answer is not found")
	}
}

func TestAnErrorWhoseBodyBreaksOffKeepsItsStatus(t *testing.T) {
	t.Parallel()
	client := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		w.WriteHeader(http.StatusUnprocessableEntity)
		w.Write([]byte(`{"errors":[`)) //nolint:errcheck // it is meant to break
		http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	})
	if err := create(t.Context(), client); statusOf(err) != http.StatusUnprocessableEntity || isLost(err) {
		t.Errorf("got %v", err)
	}
}

func TestAnAnswerThatIsNotClerksIsAnError(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"a portal's page": "<html>Sign in to the hotel</html>",
		"nothing":         "",
		"null":            " null\n",
		"another type":    `{"id":7}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sent := 0
			client := fake(t, func(*http.Request) (*http.Response, error) {
				sent++
				return reply(http.StatusOK, body)
			})
			err := get(t.Context(), client)
			mentions(t, err, "GET /users/user_1: the answer is")
			// The object of a create is there, but its id is not known.
			if err := create(t.Context(), client); !isLost(err) {
				t.Errorf("a create gave %v, want *Lost", err)
			}
			if err := update(t.Context(), client, "user_1"); err == nil || isLost(err) {
				t.Errorf("an update gave %v", err)
			}
			if sent != 3 {
				t.Errorf("%d requests; repeating would not help", sent)
			}
		})
	}
}

func TestAnAnswerIsReadUpTo64MiB(t *testing.T) {
	t.Parallel()
	client := fake(t, func(*http.Request) (*http.Response, error) {
		return reply(http.StatusOK, strings.Repeat(" ", 64<<20)+aUser)
	})
	mentions(t, get(t.Context(), client), "GET /users/user_1: the answer is larger than 64 MiB")
}

func TestAPageInPlaceOfAnAnswerHasDeletedNothing(t *testing.T) {
	t.Parallel()
	for body, deleted := range map[string]bool{
		`{"object":"user","id":"user_1","deleted":true}`: true,
		`{"object":"user","id":"user_2","deleted":true}`: false, "": false, "null": false, "{}": false,
		"<html>Sign in to the hotel</html>": false,
	} {
		client := fake(t, func(*http.Request) (*http.Response, error) { return reply(http.StatusOK, body) })
		if err := client.Users.Delete(t.Context(), "user_1"); (err == nil) != deleted {
			t.Errorf("%q: %v", body, err)
		}
	}
}

func TestAListThatIsNeitherArrayNorObjectWithDataIsAnErrorNotEmpty(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`null`, `{}`, `{"items":[]}`, `""`} {
		client := fake(t, func(*http.Request) (*http.Response, error) { return reply(http.StatusOK, body) })
		if users, err := rest.Collect(client.Users.List(t.Context(), clerk.UserFilter{})); err == nil {
			t.Errorf("%s was taken for %d users", body, len(users))
		}
	}
}

func FuzzError(f *testing.F) {
	for _, body := range []string{"", gateway, notFound, limited, `{"status":200,"errors":[{"code":"c"}]}`, `{"errors":[{"meta":[]}]}`, `[]`, `null`, "\xff",
		`{"errors":[{"code":"c","message":"the key ` + secretKey + ` is of another instance"}],"clerk_trace_id":"` + secretKey + `"}`,
		`{"errors":[{"code":"c","long_message":"\u001b[2J\u009b31m\u202e\r\n\u0000\ud800"}],"clerk_trace_id":"\u0007"}`,
	} {
		f.Add(body, "", uint16(502), true)
		f.Add(body, "trace\xff\x1b"+secretKey, uint16(404), false)
	}
	f.Fuzz(func(t *testing.T, body, trace string, status uint16, write bool) {
		status = 300 + status%300
		if status == http.StatusTooManyRequests {
			status++ // that one waits, and is no error
		}
		client := fake(t, anInstance(func(*http.Request) (*http.Response, error) {
			return reply(int(status), body, "Clerk-Trace-Id", trace)
		}), maxRetries(0))
		err := get(t.Context(), client)
		if write {
			err = create(t.Context(), client)
		}
		e, ok := rest.AsError(err)
		if !ok || e.Status != int(status) || err.Error() == "" {
			t.Fatalf("got %#v, want status %d", err, status)
		}
		if said := err.Error() + e.TraceID; strings.Contains(said, secretKey) || !utf8.ValidString(said) || strings.ContainsFunc(said, func(r rune) bool { return !unicode.IsPrint(r) }) {
			t.Errorf("the error is %q", said)
		}
		for _, item := range e.Items {
			if item.Text() == "" && item.Code == "" {
				t.Error("an item says nothing")
			}
		}
		if rest.IsNotFound(err) != (status == http.StatusNotFound && len(e.Items) > 0) {
			t.Error("IsNotFound goes by the status, and by whether the error is Clerk's")
		}
	})
}
