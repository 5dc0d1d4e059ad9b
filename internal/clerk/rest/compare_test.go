package rest_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// What was sent is compared with what exists by the JSON of both.
func TestWhatWasSentIsComparedByJSON(t *testing.T) {
	t.Parallel()
	type sent struct {
		Text   rest.Optional[string] `json:"text,omitzero"`
		Number rest.Optional[int64]  `json:"number,omitzero"`
		Flag   rest.Optional[bool]   `json:"flag,omitzero"`
		Object json.RawMessage       `json:"object,omitempty"`
		Secret rest.Optional[string] `json:"secret,omitzero"`
	}
	type answer struct {
		Text   *string         `json:"text"`
		Number *int64          `json:"number,omitempty"`
		Flag   bool            `json:"flag"`
		Object json.RawMessage `json:"object"`
		Other  string          `json:"other"`
	}
	empty, text, zero, large := "", "a<b", int64(0), int64(9007199254740993)
	for what, test := range map[string]struct {
		sent sent
		has  answer
		want []string
	}{
		"nothing was sent":         {sent{}, answer{Text: &text, Flag: true, Other: "x"}, nil},
		"the same":                 {sent{Text: rest.Value(text), Number: rest.Value(large), Flag: rest.Value(true)}, answer{Text: &text, Number: &large, Flag: true}, nil},
		"null, and empty":          {sent{Text: rest.Null[string](), Number: rest.Null[int64](), Flag: rest.Null[bool]()}, answer{Text: &empty, Number: &zero}, nil},
		"empty, and null":          {sent{Text: rest.Value(""), Number: rest.Value(zero), Object: json.RawMessage("{}")}, answer{}, nil},
		"null, and a value":        {sent{Text: rest.Null[string]()}, answer{Text: &text}, []string{"text differs"}},
		"a value, and null":        {sent{Number: rest.Value(large)}, answer{}, []string{"number differs"}},
		"a number, by all digits":  {sent{Number: rest.Value(large - 1)}, answer{Number: &large}, []string{"number differs"}},
		"an object, by value":      {sent{Object: json.RawMessage(`{"b":1.0,"a":[1]}`)}, answer{Object: json.RawMessage(`{"a":[1e0],"b":1}`)}, nil},
		"an object, by all digits": {sent{Object: json.RawMessage(`{"a":9007199254740992}`)}, answer{Object: json.RawMessage(`{"a":9007199254740993}`)}, []string{"object differs"}},
		"null within an object":    {sent{Object: json.RawMessage(`{"a":null}`)}, answer{Object: json.RawMessage(`{}`)}, []string{"object differs"}},
		"a field with no answer":   {sent{Secret: rest.Value("x")}, answer{}, []string{"secret differs"}},
		"several, in their order":  {sent{Text: rest.Value(text), Flag: rest.Value(true)}, answer{}, []string{"text differs", "flag differs"}},
	} {
		var got rest.Differences
		if got.CompareFields(&test.sent, &test.has, nil); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, expected %v", what, got, test.want)
		}
	}
}
