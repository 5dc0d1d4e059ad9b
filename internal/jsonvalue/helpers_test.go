package jsonvalue_test

import (
	"encoding/json"
	"maps"

	"pgregory.net/rapid"
)

// drawObject draws a JSON object without null members, so deep at most.
func drawObject(rt *rapid.T, depth int) map[string]any {
	out := map[string]any{}
	for _, key := range []string{"a", "b", "c"} {
		leaves := []any{nil, 1, 2, "x", true, []any{1, nil}, []any{map[string]any{"d": nil}}, map[string]any{}}
		v := rapid.SampledFrom(leaves).Draw(rt, key)
		if depth > 0 && rapid.Bool().Draw(rt, "deeper") {
			v = drawObject(rt, depth-1)
		}
		if v != nil {
			out[key] = v
		}
	}
	return out
}

// merged is a value after a merge patch, by the pseudo code of RFC 7396.
func merged(target, patch any) any {
	changes, isObject := patch.(map[string]any)
	if !isObject {
		return patch
	}
	out := map[string]any{}
	if object, ok := target.(map[string]any); ok {
		out = maps.Clone(object)
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

func encode(rt *rapid.T, v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		rt.Fatal(err)
	}
	return string(b)
}
