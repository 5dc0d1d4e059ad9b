package tf

import (
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
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

// spelledElements reports whether what Clerk has of a set may be how it spells what was sent:
// it has as many elements, and none that the prior state had and that was not sent again.
func spelledElements(sent, has, prior tftypes.Value) bool {
	asked, stored, before := textsOf(sent), textsOf(has), textsOf(prior)
	for e := range stored {
		if before[e] && !asked[e] {
			return false
		}
	}
	return len(asked) == len(stored)
}

// textsOf are the elements of a set of texts; of anything else there are none.
func textsOf(set tftypes.Value) map[string]bool {
	var elements []tftypes.Value
	texts := map[string]bool{}
	if set.IsNull() || !set.IsKnown() || set.As(&elements) != nil {
		return texts
	}
	for _, e := range elements {
		var text string
		if e.As(&text) == nil {
			texts[text] = true
		}
	}
	return texts
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
		if other, ok := w[key]; !ok || !attr.SameJSON(string(value), string(other)) && (json.Unmarshal(value, &inside) != nil || json.Unmarshal(other, &inside) != nil || !within(value, other)) {
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
