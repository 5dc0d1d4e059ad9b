package tf_test

import (
	"encoding/json"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"pgregory.net/rapid"

	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

func TestJSONIsComparedByValue(t *testing.T) {
	t.Parallel()
	for _, pair := range []struct {
		a, b string
		same bool
	}{
		{`{"a":1,"b":2}`, `{ "b" : 2.0, "a" : 1e0 }`, true},
		{`{"a":[1,2]}`, `{"a":[2,1]}`, false},
		{`{"a":null}`, `{}`, false},
		{`{"a":"1"}`, `{"a":1}`, false},
		{`{"a":0.1}`, `{"a":0.10}`, true},
		{`{"n":12345678901234567890}`, `{"n":12345678901234567891}`, false},
		{`{"n":1e400}`, `{"n":1E400}`, true},
		{`{"n":1e1000000000}`, `{"n":1}`, false},
		{`{"s":"\u00e9"}`, `{"s":"é"}`, true},
		{`{"s":"<"}`, `{"s":"\u003c"}`, true},
		{`{}`, ``, false},
		{`{`, `{`, false},
		{`{} {}`, `{}`, false},
	} {
		if got := tf.SameJSON(pair.a, pair.b); got != pair.same {
			t.Errorf("SameJSON(%s, %s) is %t", pair.a, pair.b, got)
		}
		if got := tf.SameJSON(pair.b, pair.a); got != pair.same {
			t.Errorf("SameJSON(%s, %s) is %t", pair.b, pair.a, got)
		}
	}
}

// Every value is the same as itself, written again by another encoder.
func TestJSONIsTheSameAfterAnotherEncoderWroteIt(t *testing.T) {
	t.Parallel()
	value := rapid.Custom(func(t *rapid.T) any {
		return map[string]any{
			"number": rapid.Float64().Draw(t, "number"), "integer": rapid.Int64().Draw(t, "integer"),
			"string": rapid.String().Draw(t, "string"), "list": rapid.SliceOf(rapid.Bool()).Draw(t, "list"),
			"map": rapid.MapOf(rapid.String(), rapid.Int()).Draw(t, "map"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		compact, err := json.Marshal(value.Draw(t, "value"))
		if err != nil {
			t.Fatal(err)
		}
		var again any
		if err := json.Unmarshal(compact, &again); err != nil {
			t.Fatal(err)
		}
		indented, err := json.MarshalIndent(again, " ", "\t")
		if err != nil {
			t.Fatal(err)
		}
		// An int64 of more than 53 bits does not survive a float64.
		if len(compact) < 15 && !tf.SameJSON(string(compact), string(indented)) {
			t.Fatalf("%s and %s are not the same", compact, indented)
		}
		if !tf.SameJSON(string(compact), " "+string(compact)+"\n") {
			t.Fatalf("%s is not the same as itself", compact)
		}
	})
}

func TestInstantsAreComparedAtTheMillisecond(t *testing.T) {
	t.Parallel()
	for _, pair := range []struct {
		a, b string
		same bool
	}{
		{"2026-01-31T09:30:00Z", "2026-01-31T10:30:00+01:00", true},
		{"2026-01-31T09:30:00.1234Z", "2026-01-31T09:30:00.1239Z", true},
		{"2026-01-31T09:30:00.123Z", "2026-01-31T09:30:00.124Z", false},
		{"yesterday", "yesterday", false},
	} {
		if got := tf.SameInstant(pair.a, pair.b); got != pair.same {
			t.Errorf("SameInstant(%s, %s) is %t", pair.a, pair.b, got)
		}
	}
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
		if got := tf.PreferPrior(prior, fresh, tf.SameAddress); got.ValueString() != want {
			t.Errorf("PreferPrior(%s) is %s", prior, got)
		}
	}
	for _, prior := range []types.String{types.StringNull(), types.StringUnknown()} {
		if got := tf.PreferPrior(prior, fresh, tf.SameAddress); !got.Equal(fresh) {
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
