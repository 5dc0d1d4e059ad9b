package metadata

import (
	"encoding/json"
	"maps"
	"strings"
)

// object is a JSON object. Numbers in it are json.Number, which keeps the digits
// of large ids.
type object = map[string]any

// parse reads a JSON object; what is none is empty, as Clerk's null is.
func parse(text string) object {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var o object
	if d.Decode(&o) != nil || o == nil {
		return object{}
	}
	return o
}

// project is the part of Clerk's metadata that a configuration or a state owns.
// Scalars and arrays are owned whole, whatever Clerk has in their place; objects
// are owned key by key, and an empty one owns that there is an object. Where an
// object should be and none is, what is owned is missing. So is an object of
// which no owned key is left: taken for an empty one, it would be kept as owned.
func project(owned, actual object) object {
	out := object{}
	for key, o := range owned {
		a, there := actual[key]
		keys, byKey := o.(object)
		inside, isObject := a.(object)
		switch {
		case !there || byKey && !isObject:
		case !byKey:
			out[key] = a
		case len(keys) == 0:
			out[key] = object{}
		default:
			if part := project(keys, inside); len(part) > 0 {
				out[key] = part
			}
		}
	}
	return out
}

// patch is the merge that brings what is owned from have to want: all that is
// wanted, and null for each scalar and array that is wanted no longer. An object
// is never removed, since others may fill it at the same time.
func patch(want, have object) object {
	out := maps.Clone(want)
	if out == nil {
		out = object{}
	}
	for key, h := range have {
		w, wanted := want[key]
		inside, isObject := h.(object)
		next, stays := w.(object)
		switch {
		case !isObject && !wanted:
			out[key] = nil
		case isObject && (stays || !wanted):
			if part := patch(next, inside); stays || len(part) > 0 {
				out[key] = part
			}
		}
	}
	return out
}

// hasNull reports whether a member of the object is null, at any depth. The
// elements of arrays do not count: a merge takes arrays whole.
func hasNull(o object) bool {
	for _, v := range o {
		inside, isObject := v.(object)
		if v == nil || isObject && hasNull(inside) {
			return true
		}
	}
	return false
}
