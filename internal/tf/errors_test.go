package tf_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

func report(err error) diag.Diagnostics {
	var diags diag.Diagnostics
	tf.Report(&diags, `Could not update user "ada@example.com"`, err, func(param string) (path.Path, bool) {
		return path.Root(param), param == "username"
	})
	return diags
}

func answer(status int, items ...rest.ErrorItem) *rest.Error {
	return &rest.Error{Status: status, Method: "PATCH", Path: "/users/user_1", TraceID: "trace-1", Items: items}
}

func TestAnErrorSaysWhatClerkSaidAndWhatToDoNext(t *testing.T) {
	t.Parallel()
	taken := rest.ErrorItem{Code: "form_identifier_exists", Message: "is taken", LongMessage: "That username is taken.", ParamName: "username"}
	for title, test := range map[string]struct {
		err   error
		path  string // "" for none
		words []string
	}{
		"on the attribute of the field": {answer(422, taken), "username",
			[]string{"PATCH /users/user_1 with 422 Unprocessable Entity", "That username is taken. (form_identifier_exists)", "Trace id: trace-1", "Correct the configuration"}},
		"an exchange": {&rest.Taken{Err: answer(422, taken), Holder: "user_2", Exchange: true}, "username",
			[]string{"PATCH /users/user_1 with 422 Unprocessable Entity", "user_2 has this value, and waits for what this one has. Clerk has no exchange"}},
		"on the attribute that the request served": {tf.At("banned", answer(402, rest.ErrorItem{Code: "x", Message: "no"})), "banned",
			[]string{"402 Payment Required", "no (x)", "plan does not include this"}},
		"on none for an unknown field":       {answer(422, rest.ErrorItem{Code: "x", Message: "m", ParamName: "other"}), "", []string{"m (x)", "Correct the configuration"}},
		"a body that is not Clerk's":         {answer(502), "", []string{"502 Bad Gateway", "failure on Clerk's side"}},
		"a wrong key":                        {answer(401, rest.ErrorItem{Code: "clerk_key_invalid", Message: "bad"}), "", []string{"Check that secret_key"}},
		"a feature that is off":              {answer(403, rest.ErrorItem{Code: "feature_not_enabled", Message: "off"}), "", []string{"Turn the feature on"}},
		"a redirect":                         {answer(302), "", []string{"follows no redirects", "api_url"}},
		"a lost answer":                      {&rest.Lost{Method: "POST", Path: "/users", Err: answer(502)}, "", []string{"happened all the same", "delete what nobody needs"}},
		"a lost answer through a connection": {&rest.Lost{Method: "POST", Path: "/users", Err: errors.New("connection reset")}, "", []string{"Connection reset", "happened all the same"}},
		"an object that an attempt may have made": {&rest.Lost{Method: "POST", Path: "/users", Err: &rest.Conflict{Err: answer(422, taken), Why: "no list shows it"}}, "username",
			[]string{"That username is taken. (form_identifier_exists)", "The answer to an earlier attempt was lost, and no list shows it.", "Let whoever has it go without it"}},
		"a cancelled wait": {fmt.Errorf("stopped while waiting for its turn: %w", context.Canceled), "", []string{"Stopped while waiting for its turn", "The run was stopped. What was done already is kept; run it again"}},
		"a stop after a failure": {fmt.Errorf("%w; stopped before it was repeated: %w", answer(500, rest.ErrorItem{Code: "x", Message: "oops"}), context.Canceled), "",
			[]string{"oops (x)", "stopped before it was repeated", "The run was stopped."}},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			diags := report(test.err)
			if len(diags) != 1 {
				t.Fatalf("%d diagnostics: %v", len(diags), diags)
			}
			got := ""
			if d, ok := diags[0].(diag.DiagnosticWithPath); ok {
				got = d.Path().String()
			}
			if got != test.path {
				t.Errorf("the path is %q, expected %q", got, test.path)
			}
			for _, words := range test.words {
				if !strings.Contains(diags[0].Detail(), words) {
					t.Errorf("%q lacks %q", diags[0].Detail(), words)
				}
			}
		})
	}
}

func TestEachErrorOfAnAnswerIsReported(t *testing.T) {
	t.Parallel()
	diags := report(answer(422,
		rest.ErrorItem{Code: "a", Message: "first", ParamName: "username"},
		rest.ErrorItem{Code: "b", Message: "second"}))
	if len(diags) != 2 || !strings.Contains(diags[0].Detail(), "first") || !strings.Contains(diags[1].Detail(), "second") {
		t.Errorf("the diagnostics are %v", diags)
	}
}

func TestNoErrorStaysNoError(t *testing.T) {
	t.Parallel()
	if err := tf.At("banned", nil); err != nil {
		t.Errorf("At of nil is %v", err)
	}
}
