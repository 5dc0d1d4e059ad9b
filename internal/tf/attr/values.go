package attr

import (
	"slices"
	"strings"
	"time"

	fwattr "github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/clerkform/terraform-provider-clerk/internal/jsonvalue"
)

// Known reports whether a value is there, and known.
func Known(v fwattr.Value) bool { return !v.IsNull() && !v.IsUnknown() }

// Strings are the known elements of a set of strings.
func Strings(set basetypes.SetValue) []string {
	var out []string
	for _, v := range set.Elements() {
		if s, ok := v.(basetypes.StringValue); ok && !s.IsNull() && !s.IsUnknown() {
			out = append(out, s.ValueString())
		}
	}
	slices.Sort(out)
	return out
}

// ListStrings are the known elements of a list of strings, in its order.
func ListStrings(list basetypes.ListValue) []string {
	var out []string
	for _, v := range list.Elements() {
		if s, ok := v.(basetypes.StringValue); ok && !s.IsNull() && !s.IsUnknown() {
			out = append(out, s.ValueString())
		}
	}
	return out
}

// SameJSON reports whether two JSON texts have the same value: keys in any
// order, numbers however they are written.
func SameJSON(a, b string) bool { return jsonvalue.Equal(a, b) }

// SameInstant reports whether two RFC 3339 times are the same millisecond.
func SameInstant(a, b string) bool {
	x, errX := time.Parse(time.RFC3339, a)
	y, errY := time.Parse(time.RFC3339, b)
	return errX == nil && errY == nil && x.UnixMilli() == y.UnixMilli()
}

// SameAddress reports whether two email addresses or phone numbers differ in
// case and surrounding space at most.
func SameAddress(a, b string) bool { return FoldAddress(a) == FoldAddress(b) }

// FoldAddress is the one spelling that all spellings of an address share.
func FoldAddress(s string) string { return strings.ToLower(strings.TrimSpace(s)) }
