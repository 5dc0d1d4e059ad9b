package tf_test

import (
	"encoding/json"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

func TestAnInstantIsReadInUTC(t *testing.T) {
	t.Parallel()
	if got := tf.Time(1769851800123).ValueString(); got != "2026-01-31T09:30:00.123Z" {
		t.Errorf("Time is %s", got)
	}
}

func TestASpellingIsKeptWhereItMeansTheSame(t *testing.T) {
	t.Parallel()
	fresh := types.StringValue("ada@example.com")
	for want, prior := range map[string]types.String{
		" Ada@Example.com": types.StringValue(" Ada@Example.com"),
		"ada@example.com":  types.StringValue("grace@example.com"),
	} {
		if got := tf.PreferPrior(prior, fresh, attr.SameAddress); got.ValueString() != want {
			t.Errorf("PreferPrior(%s) is %s", prior, got)
		}
	}
	for _, prior := range []types.String{types.StringNull(), types.StringUnknown()} {
		if got := tf.PreferPrior(prior, fresh, attr.SameAddress); !got.Equal(fresh) {
			t.Errorf("PreferPrior(%s) is %s", prior, got)
		}
	}
}

func TestASetKeepsTheElementsThatClerkStillHas(t *testing.T) {
	t.Parallel()
	set := tf.StringSet([]string{"Ada@example.com", "gone@example.com"})
	if got := tf.StillPresent(set, []string{"ada@example.com", "foreign@example.com"}); !got.Equal(tf.StringSet([]string{"Ada@example.com"})) {
		t.Errorf("StillPresent is %s", got)
	}
	for _, nothing := range []types.Set{types.SetNull(types.StringType), types.SetUnknown(types.StringType)} {
		if got := tf.StillPresent(nothing, []string{"ada@example.com"}); got.IsNull() || len(got.Elements()) != 0 {
			t.Errorf("StillPresent(%s) is %s", nothing, got)
		}
	}
}

func TestNullsOfClerkBecomeEmptyValues(t *testing.T) {
	t.Parallel()
	if got := tf.String(nil); !got.Equal(types.StringValue("")) {
		t.Errorf("String(nil) is %s", got)
	}
	for _, raw := range []string{"", "null", "{}", " { } "} {
		if got := tf.JSON(json.RawMessage(raw)); got.ValueString() != "{}" {
			t.Errorf("JSON(%q) is %s", raw, got)
		}
	}
}
