package tf_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

func TestA404IsTheFaultOfTheArgumentWhoseValueItNames(t *testing.T) {
	t.Parallel()
	missing := func(what string) error {
		return answer(404, rest.ErrorItem{Code: "resource_not_found", LongMessage: "No " + what + "."})
	}
	organization := types.StringValue("org_1")
	for title, test := range map[string]struct {
		err    error
		second types.String
		path   string
	}{
		"the first":                      {missing("user was found with id user_1"), organization, "user_id"},
		"the second":                     {missing("organization was found with id org_1"), organization, "org_id"},
		"the first without a second":     {missing("organization was found"), types.StringNull(), "user_id"},
		"none, for another server's 404": {answer(404), organization, ""},
		"none, for another status":       {answer(422, rest.ErrorItem{Code: "x", Message: "org_1"}), organization, ""},
		"none, without an answer":        {errors.New("no route to org_1"), organization, ""},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			var diags diag.Diagnostics
			tf.Report(&diags, "Could not", tf.Absent(test.err, "user_id", "org_id", test.second), nil)
			got := ""
			if d, ok := diags[0].(diag.DiagnosticWithPath); ok {
				got = d.Path().String()
			}
			if got != test.path {
				t.Errorf("it is on %q, expected %q", got, test.path)
			}
		})
	}
}

func TestAHintOfTheCallersReplacesTheGeneralOne(t *testing.T) {
	t.Parallel()
	diags := report(tf.At("username", tf.Hint("Do it differently.", answer(404, rest.ErrorItem{Code: "resource_not_found", Message: "gone"}))))
	detail := diags[0].Detail()
	if !strings.Contains(detail, "gone (resource_not_found)") || !strings.HasSuffix(detail, "\n\nDo it differently.") {
		t.Errorf("the detail is %q", detail)
	}
	if tf.Hint("Do it differently.", nil) != nil {
		t.Error("a hint made an error")
	}
}
