package attr_test

import (
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
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
		if got := attr.SameJSON(pair.a, pair.b); got != pair.same {
			t.Errorf("SameJSON(%s, %s) is %t", pair.a, pair.b, got)
		}
		if got := attr.SameJSON(pair.b, pair.a); got != pair.same {
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
		if len(compact) < 15 && !attr.SameJSON(string(compact), string(indented)) {
			t.Fatalf("%s and %s are not the same", compact, indented)
		}
		if !attr.SameJSON(string(compact), " "+string(compact)+"\n") {
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
		if got := attr.SameInstant(pair.a, pair.b); got != pair.same {
			t.Errorf("SameInstant(%s, %s) is %t", pair.a, pair.b, got)
		}
	}
}
