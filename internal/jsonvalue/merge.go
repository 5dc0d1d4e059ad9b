package jsonvalue

import (
	"encoding/json"
	"slices"
)

// MergePatch returns the merge patch (RFC 7396) that turns one JSON object into another: what is new or differs, at any depth, and
// null for what is to go. It is empty, and changes is false, if the two have the same value. A member that is null cannot be made by a
// patch, so that of the second object it counts as none. What is no JSON object counts as an empty one.
func MergePatch(from, to string) (patch json.RawMessage, changes bool) {
	object := func(text string) map[string]any {
		v, _ := Decode(text) // nil is no object either
		o, _ := v.(map[string]any)
		return o
	}
	out := mergePatch(object(from), object(to))
	if len(out) == 0 {
		return nil, false
	}
	patch, err := json.Marshal(out)
	return patch, err == nil // what was decoded can be encoded
}

func mergePatch(from, to map[string]any) map[string]any {
	out := map[string]any{}
	for key, wanted := range to {
		has, there := from[key]
		inside, isObject := wanted.(map[string]any)
		within, wasObject := has.(map[string]any)
		switch {
		case wanted == nil:
		case isObject && wasObject:
			if part := mergePatch(within, inside); len(part) > 0 {
				out[key] = part
			}
		case isObject:
			out[key] = mergePatch(nil, inside) // without its nulls
		case !there || !same(has, wanted):
			out[key] = wanted
		}
	}
	for key := range from {
		if to[key] == nil {
			out[key] = nil
		}
	}
	return out
}

// same reports whether two decoded values are equal.
func same(a, b any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && (slices.Equal(x, y) || Equal(string(x), string(y)))
}

// HasNull reports whether a member of a JSON object is null, at any depth. The elements of arrays do not count.
func HasNull(text string) bool {
	v, _ := Decode(text)
	return hasNull(v)
}

func hasNull(v any) bool {
	object, _ := v.(map[string]any)
	for _, member := range object {
		if member == nil || hasNull(member) {
			return true
		}
	}
	return false
}
