package tf

import (
	"bytes"
	"encoding/json"
	"slices"
	"time"

	fwattr "github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// String reads a string of Clerk's. Null is "", so that an argument that was
// cleared with "" stays as it was written.
func String(s *string) basetypes.StringValue {
	if s == nil {
		return basetypes.NewStringValue("")
	}
	return basetypes.NewStringValue(*s)
}

// Time reads an instant in Unix milliseconds as RFC 3339, in UTC.
func Time(ms int64) basetypes.StringValue {
	return basetypes.NewStringValue(time.UnixMilli(ms).UTC().Format(time.RFC3339Nano))
}

// OptionalTime is Time of an instant that may be null.
func OptionalTime(ms *int64) basetypes.StringValue {
	if ms == nil {
		return basetypes.NewStringNull()
	}
	return Time(*ms)
}

// UnixTime is Time of an instant of which Clerk does not document whether it is
// in seconds or in milliseconds. What would be before 1973 in milliseconds, or
// after 5138 in seconds, is in the other.
func UnixTime(n int64) basetypes.StringValue {
	if n < 100_000_000_000 {
		n *= 1000
	}
	return Time(n)
}

// JSON reads a JSON object. Clerk answers null for one that was never set.
func JSON(raw json.RawMessage) basetypes.StringValue {
	var compact bytes.Buffer
	if len(raw) == 0 || string(raw) == "null" || json.Compact(&compact, raw) != nil {
		return basetypes.NewStringValue("{}")
	}
	return basetypes.NewStringValue(compact.String())
}

// PreferPrior is the prior spelling of a value where it means the same as the fresh one.
func PreferPrior(prior, fresh basetypes.StringValue, same func(a, b string) bool) basetypes.StringValue {
	if prior.Equal(fresh) || prior.IsNull() || prior.IsUnknown() || !same(prior.ValueString(), fresh.ValueString()) {
		return fresh
	}
	return prior
}

// StringSet is a set of strings.
func StringSet(elements []string) basetypes.SetValue {
	values := make([]fwattr.Value, len(elements))
	for i, e := range elements {
		values[i] = basetypes.NewStringValue(e)
	}
	return basetypes.NewSetValueMust(basetypes.StringType{}, values)
}

// StillPresent are the elements of a set that Clerk still has, in the set's spelling.
func StillPresent(set basetypes.SetValue, has []string) basetypes.SetValue {
	kept := []string{}
	for _, e := range attr.Strings(set) {
		if slices.ContainsFunc(has, func(h string) bool { return attr.SameAddress(e, h) }) {
			kept = append(kept, e)
		}
	}
	return StringSet(kept)
}

// SendIfSet is a field that is sent when the value is known and not empty: for a
// create, where there is nothing to clear.
func SendIfSet(v basetypes.StringValue) (field rest.Optional[string]) {
	if s := v.ValueString(); s != "" {
		return rest.Value(s)
	}
	return field
}

// sendOrNull is a field that is always sent: "" as null, which clears it.
func sendOrNull(v basetypes.StringValue) rest.Optional[string] {
	if s := v.ValueString(); s != "" {
		return rest.Value(s)
	}
	return rest.Null[string]()
}

// SendFlag is a switch that is sent when the configuration sets it.
func SendFlag(v basetypes.BoolValue) (field rest.Optional[bool]) {
	if v.IsNull() || v.IsUnknown() {
		return field
	}
	return rest.Value(v.ValueBool())
}

// ChangedText is what an update sends of a text: nothing unless it has Changed, and "" as
// null, which clears it.
func ChangedText(config, plan, state basetypes.StringValue) (field rest.Optional[string]) {
	if Changed(config, plan, state) {
		return sendOrNull(plan)
	}
	return field
}

// ChangedFlag is what an update sends of a flag: nothing unless it has Changed.
func ChangedFlag(config, plan, state basetypes.BoolValue) (field rest.Optional[bool]) {
	if Changed(config, plan, state) {
		return rest.Value(plan.ValueBool())
	}
	return field
}

// ChangedNumber is what an update sends of a number: nothing unless it has Changed.
func ChangedNumber(config, plan, state basetypes.Int64Value) (field rest.Optional[int64]) {
	if Changed(config, plan, state) {
		return rest.Value(plan.ValueInt64())
	}
	return field
}

// ChangedSet is what an update sends of a set of texts: nothing unless it has Changed.
func ChangedSet(config, plan, state basetypes.SetValue) (field rest.Optional[[]string]) {
	if Changed(config, plan, state) {
		return rest.Value(append([]string{}, attr.Strings(plan)...))
	}
	return field
}
