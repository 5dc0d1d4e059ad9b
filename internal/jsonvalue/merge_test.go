package jsonvalue_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/clerkform/terraform-provider-clerk/internal/jsonvalue"
)

func TestAMergePatchSendsWhatDiffersAndNullForWhatIsToGo(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ from, to, patch string }{
		{`{}`, `{}`, ``},
		{``, `{}`, ``},
		{`null`, `{"a":1}`, `{"a":1}`},
		{`{"a":1,"b":[1,{"c":null}]}`, `{"b":[1,{"c":null}],"a":1.0}`, ``},
		{`{"a":1}`, `{"a":2}`, `{"a":2}`},
		{`{"a":1,"b":2}`, `{"a":1}`, `{"b":null}`},
		{`{"a":1}`, `{}`, `{"a":null}`},
		{`{"a":{"b":1,"c":{"d":2}}}`, `{"a":{"c":{"e":3}}}`, `{"a":{"b":null,"c":{"d":null,"e":3}}}`},
		{`{"a":{"b":1}}`, `{"a":{}}`, `{"a":{"b":null}}`},
		{`{"a":{"b":1}}`, `{"a":1}`, `{"a":1}`},
		{`{"a":1}`, `{"a":{"b":1}}`, `{"a":{"b":1}}`},
		{`{}`, `{"a":{}}`, `{"a":{}}`},
		{`{"a":{}}`, `{"a":{}}`, ``},
		{`{"a":[1,2]}`, `{"a":[2,1]}`, `{"a":[2,1]}`},
		{`{"a":[{"b":1}]}`, `{"a":[{}]}`, `{"a":[{}]}`},
		{`{"id":9007199254740993}`, `{"id":9007199254740992}`, `{"id":9007199254740992}`},
		{`{"a":null,"b":1}`, `{"b":1}`, `{"a":null}`},
		{`{"b":1}`, `{"b":{"c":null}}`, `{"b":{}}`},
	} {
		patch, changes := jsonvalue.MergePatch(test.from, test.to)
		if changes != (test.patch != "") || string(patch) != test.patch {
			t.Errorf("from %s to %s: %s, expected %s", test.from, test.to, patch, test.patch)
		}
	}
}

func TestAnObjectIsLookedThroughForNull(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		`{}`: false, `{"a":null}`: true, `{"a":{"b":{"c":null}}}`: true, `{"a":[null,{"b":null}]}`: false, `null`: false, `[null]`: false, `{`: false,
	} {
		if got := jsonvalue.HasNull(text); got != want {
			t.Errorf("%s: %t", text, got)
		}
	}
}

// What a patch does to the object that it was made from, by the rules of RFC 7396, is the
// other object.
func TestPropertyAMergePatchTurnsOneObjectIntoTheOther(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		from, to := drawObject(rt, 3), drawObject(rt, 3)
		patch, changes := jsonvalue.MergePatch(encode(rt, from), encode(rt, to))
		got := any(from)
		if changes {
			p, err := jsonvalue.Decode(string(patch))
			if err != nil {
				rt.Fatal(err)
			}
			got = merged(from, p)
		}
		if !jsonvalue.Equal(encode(rt, got), encode(rt, to)) {
			rt.Fatalf("the patch %s turns %s into %s, and not into %s", patch, encode(rt, from), encode(rt, got), encode(rt, to))
		}
		if again, changes := jsonvalue.MergePatch(encode(rt, to), encode(rt, got)); changes {
			rt.Fatalf("there is more to change: %s", again)
		}
	})
}
