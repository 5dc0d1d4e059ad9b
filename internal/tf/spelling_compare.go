package tf

import (
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// ignoredInside reports whether Clerk has something of an object as it had it before, though
// it was sent otherwise: it may have taken the rest.
func ignoredInside(sent, prior, again, before tftypes.Value) bool {
	asked, state, has, had := valuesOf(sent), valuesOf(prior), valuesOf(again), valuesOf(before)
	if !sent.Type().Is(tftypes.Object{}) || state == nil {
		return false
	}
	for name, value := range asked {
		if value.IsKnown() && !value.IsNull() && !value.Equal(state[name]) && has[name].Equal(had[name]) && !(isBlank(value) && isBlank(has[name])) {
			return true
		}
	}
	return false
}

// mayBe reports whether an answer that is read over the plan may be what Clerk had before:
// of a JSON object, either may have some members only.
func mayBe(has, before tftypes.Value) bool {
	var a, b string
	return has.As(&a) != nil || before.As(&b) != nil || within(json.RawMessage(a), json.RawMessage(b))
}

// within reports whether a JSON object has what another has; it is true of other values.
func within(part, whole json.RawMessage) bool {
	var p, w map[string]json.RawMessage
	if json.Unmarshal(part, &p) != nil || json.Unmarshal(whole, &w) != nil {
		return true
	}
	for key, value := range p {
		var inside map[string]json.RawMessage
		if other, ok := w[key]; !ok || !SameJSON(string(value), string(other)) && (json.Unmarshal(value, &inside) != nil || json.Unmarshal(other, &inside) != nil || !within(value, other)) {
			return false
		}
	}
	return true
}

// isBlank reports whether a value is nothing in Clerk, as JSON objects without a member
// that is not null are.
func isBlank(v tftypes.Value) bool {
	var text string
	var flag bool
	var elements []tftypes.Value
	switch {
	case v.IsNull():
		return true
	case v.As(&text) == nil:
		var members map[string]json.RawMessage
		blank := json.Unmarshal([]byte(text), &members) == nil
		for _, member := range members {
			blank = blank && string(member) == "null"
		}
		return text == "" || blank
	case v.As(&flag) == nil:
		return !flag
	}
	return v.As(&elements) == nil && len(elements) == 0
}
