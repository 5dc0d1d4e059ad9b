package metadata_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/clerkform/terraform-provider-clerk/internal/services/metadata"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

type object = map[string]any

// merged is what Clerk's deep merge makes of metadata, and as RFC 7396 has it:
// objects are merged by key, null removes a key, all else replaces.
func merged(old, patch any) any {
	changes, ok := patch.(object)
	if !ok {
		return patch
	}
	out := object{}
	if o, ok := old.(object); ok {
		for key, v := range o {
			out[key] = v
		}
	}
	for key, v := range changes {
		if v == nil {
			delete(out, key)
		} else {
			out[key] = merged(out[key], v)
		}
	}
	return out
}

func apply(has, patch object) object { return merged(has, patch).(object) }

func text(t interface{ Fatal(...any) }, o object) string {
	b, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestOwnsKeysAtAnyDepthAndNoOthers(t *testing.T) {
	for title, c := range map[string]struct{ owned, actual, want string }{
		"the same":                                {`{"a":1,"b":{"c":"x"}}`, `{"a":1,"b":{"c":"x"}}`, `{"a":1,"b":{"c":"x"}}`},
		"other values":                            {`{"a":1,"b":{"c":"x"}}`, `{"a":2,"b":{"c":null}}`, `{"a":2,"b":{"c":null}}`},
		"keys of others":                          {`{"a":1,"b":{"c":2}}`, `{"a":1,"app":2,"b":{"c":2,"app":3}}`, `{"a":1,"b":{"c":2}}`},
		"a key that is missing":                   {`{"a":1,"b":2}`, `{"b":2}`, `{"b":2}`},
		"an object that is missing":               {`{"a":{"b":1}}`, `{}`, `{}`},
		"an object without the owned keys":        {`{"a":{"b":1}}`, `{"a":{"app":1}}`, `{}`},
		"a scalar where an object should be":      {`{"a":{"b":1},"c":1}`, `{"a":"x","c":1}`, `{"c":1}`},
		"an object where a scalar should be":      {`{"a":1}`, `{"a":{"app":1}}`, `{"a":{"app":1}}`},
		"arrays, which are owned whole":           {`{"a":[1,{"b":2}]}`, `{"a":[3,{"app":2}]}`, `{"a":[3,{"app":2}]}`},
		"an empty object, which owns no keys":     {`{"a":{}}`, `{"a":{"app":1}}`, `{"a":{}}`},
		"an empty object that is missing":         {`{"a":{}}`, `{}`, `{}`},
		"a scalar where an object is owned":       {`{"a":{}}`, `{"a":1}`, `{}`},
		"nothing owned":                           {`{}`, `{"a":1}`, `{}`},
		"metadata that was never set":             {`{"a":1}`, `null`, `{}`},
		"numbers of more digits than a float has": {`{"a":1}`, `{"a":12345678901234567890}`, `{"a":12345678901234567890}`},
	} {
		t.Run(title, func(t *testing.T) {
			got := text(t, metadata.Project(metadata.Parse(c.owned), metadata.Parse(c.actual)))
			if !attr.SameJSON(got, c.want) {
				t.Errorf("of %s, %s owns %s, expected %s", c.actual, c.owned, got, c.want)
			}
		})
	}
}

func TestSendsWhatIsWantedAndNullForWhatIsNoLonger(t *testing.T) {
	for title, c := range map[string]struct{ want, have, patch string }{
		"a creation":                              {`{"a":1,"b":{"c":2}}`, ``, `{"a":1,"b":{"c":2}}`},
		"a removal":                               {``, `{"a":1,"b":{"c":2,"d":[3]}}`, `{"a":null,"b":{"c":null,"d":null}}`},
		"a key comes and one goes":                {`{"b":2}`, `{"a":1}`, `{"a":null,"b":2}`},
		"deep inside":                             {`{"a":{"b":{"c":1}}}`, `{"a":{"b":{"d":1},"e":1}}`, `{"a":{"b":{"c":1,"d":null},"e":null}}`},
		"the last key of an object goes":          {`{"x":1}`, `{"a":{"b":1},"x":1}`, `{"a":{"b":null},"x":1}`},
		"an object is emptied":                    {`{"a":{}}`, `{"a":{"b":1}}`, `{"a":{"b":null}}`},
		"an empty object goes, and is left":       {``, `{"a":{}}`, `{}`},
		"a scalar becomes an object":              {`{"a":{"b":1}}`, `{"a":1}`, `{"a":{"b":1}}`},
		"an object becomes a scalar":              {`{"a":1}`, `{"a":{"b":1}}`, `{"a":1}`},
		"an array becomes an object":              {`{"a":{"b":1}}`, `{"a":[{"b":1}]}`, `{"a":{"b":1}}`},
		"an array that loses an element is whole": {`{"a":[1]}`, `{"a":[1,2]}`, `{"a":[1]}`},
		"nothing": {`{}`, `{}`, `{}`},
	} {
		t.Run(title, func(t *testing.T) {
			got := text(t, metadata.Patch(metadata.Parse(c.want), metadata.Parse(c.have)))
			if !attr.SameJSON(got, c.patch) {
				t.Errorf("from %s to %s the patch is %s, expected %s", c.have, c.want, got, c.patch)
			}
		})
	}
}

// keys are few, so that what is drawn meets.
var keys = rapid.SampledFrom([]string{"a", "b", "c", "d"})

// anObject draws a JSON object without null.
func anObject(depth int) *rapid.Generator[object] {
	return rapid.Custom(func(t *rapid.T) object {
		out := object{}
		for range rapid.IntRange(0, 3).Draw(t, "size") {
			out[keys.Draw(t, "key")] = anyValue(depth).Draw(t, "value")
		}
		return out
	})
}

func anyValue(depth int) *rapid.Generator[any] {
	scalar := rapid.SampledFrom([]any{"x", json.Number("1"), json.Number("1e400"), true, []any{}, []any{json.Number("1"), object{"a": nil}}})
	if depth == 0 {
		return scalar
	}
	return rapid.OneOf(scalar, scalar, anObject(depth-1).AsAny())
}

func TestWhatIsMergedIsWhatIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		has, want := anObject(3).Draw(t, "has"), anObject(3).Draw(t, "want")
		got := metadata.Project(want, apply(has, metadata.Patch(want, nil)))
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("merged into %v, %v is read back as %v", has, want, got)
		}
	})
}

func TestAnUpdateEndsWhereACreationWould(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		has := anObject(3).Draw(t, "has")
		state := metadata.Project(anObject(3).Draw(t, "owned"), has)
		want := anObject(3).Draw(t, "want")
		after := apply(has, metadata.Patch(want, state))
		if got := metadata.Project(want, after); !reflect.DeepEqual(got, want) {
			t.Fatalf("from %v, with %v owned, an update to %v is read back as %v", has, state, want, got)
		}
		// Repeated, as after a lost answer, it changes nothing more.
		if again := apply(after, metadata.Patch(want, state)); !reflect.DeepEqual(again, after) {
			t.Fatalf("repeated, the update makes %v of %v", again, after)
		}
		gone := apply(after, metadata.Patch(nil, want))
		if left := leaves(metadata.Project(want, gone)); len(left) > 0 {
			t.Fatalf("after the removal of %v there is still %v", want, left)
		}
	})
}

func TestARemovalRestoresWhatWasThere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		has := anObject(3).Draw(t, "has")
		want := apart(anObject(3).Draw(t, "want"), has) // no value that was there is taken over
		left := apply(apply(has, metadata.Patch(want, nil)), metadata.Patch(nil, want))
		if !reflect.DeepEqual(leaves(left), leaves(has)) {
			t.Fatalf("%v, merged into %v and removed again, leaves %v", want, has, left)
		}
	})
}

func TestOwnersOfDifferentKeysNeverTouchEachOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		theirs := anObject(3).Draw(t, "theirs")
		mine := apart(anObject(3).Draw(t, "mine"), theirs)
		both := apply(apply(object{}, metadata.Patch(mine, nil)), metadata.Patch(theirs, nil))
		if got := metadata.Project(mine, both); !reflect.DeepEqual(got, mine) {
			t.Fatalf("beside %v, %v is read back as %v", theirs, mine, got)
		}
		next := apart(anObject(3).Draw(t, "next"), theirs)
		after := apply(both, metadata.Patch(next, mine))
		if got := metadata.Project(theirs, after); !reflect.DeepEqual(got, theirs) {
			t.Fatalf("an update from %v to %v leaves %v as %v", mine, next, theirs, got)
		}
	})
}

// leaves are the scalars and arrays of an object, by their path.
func leaves(o object) map[string]any {
	out := map[string]any{}
	for key, v := range o {
		inside, ok := v.(object)
		if !ok {
			out[key] = v
			continue
		}
		for below, v := range leaves(inside) {
			out[key+"."+below] = v
		}
	}
	return out
}

// apart is an object without its scalars and arrays that stand where another has
// anything, and without what stands where the other has a scalar or an array.
func apart(a, b object) object {
	out := object{}
	for key, v := range a {
		w, both := b[key]
		x, isObject := v.(object)
		y, areObjects := w.(object)
		switch {
		case !both:
			out[key] = v
		case isObject && areObjects:
			out[key] = apart(x, y)
		}
	}
	return out
}

func FuzzMerge(f *testing.F) {
	for _, seed := range [][3]string{
		{`{"a":1}`, `{"a":{"b":2}}`, `{}`}, {`{"a":{"b":1}}`, `{"a":"x","c":[]}`, `{"a":{"c":1}}`},
		{`{"a":{}}`, `{"a":{"b":{}}}`, `{"a":2}`}, {`{"a":null}`, `null`, `[1]`}, {`{"\u0000":1e999}`, `{"a":1,"a":2}`, `{`},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	f.Fuzz(func(t *testing.T, wanted, had, owned string) {
		want, has := metadata.Parse(wanted), metadata.Parse(had)
		if metadata.HasNull(want) {
			return // refused at plan time
		}
		state := metadata.Project(metadata.Parse(owned), has)
		after := apply(has, metadata.Patch(want, state))
		if got := metadata.Project(want, after); !reflect.DeepEqual(got, want) {
			t.Errorf("from %s an update to %s is read back as %s", had, wanted, text(t, got))
		}
	})
}
