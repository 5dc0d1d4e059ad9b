package attr

import (
	"context"
	"fmt"
	"maps"
	"slices"

	fwattr "github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Distinct demands that each string of a list is there once. It repeats nothing of
// them, since they may be secret, where the framework's own validator does.
func Distinct() validator.List { return distinct{} }

type distinct struct{}

func (distinct) Description(context.Context) string { return "No element is there twice." }

func (d distinct) MarkdownDescription(ctx context.Context) string { return d.Description(ctx) }

func (distinct) ValidateList(_ context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	first := map[string]int{}
	for i, element := range req.ConfigValue.Elements() {
		s, ok := element.(types.String)
		if !ok || !Known(s) {
			continue
		}
		if at, twice := first[s.ValueString()]; twice {
			resp.Diagnostics.AddAttributeError(req.Path.AtListIndex(i), "The same element twice",
				fmt.Sprintf("Element %d of the list is the same as element %d. Take one of them out.", i+1, at+1))
			continue
		}
		first[s.ValueString()] = i
	}
}

// NoNulls demands that no element of a set, a list or a map is null. Elsewhere a null is left
// out, so that what the configuration seems to mention would not be there. An element
// that is not known yet passes.
func NoNulls() NullFree { return NullFree{} }

// NullFree is what NoNulls returns: a validator of sets, lists and maps.
type NullFree struct{}

// Description says what the validator demands.
func (NullFree) Description(context.Context) string { return "No element is null." }

// MarkdownDescription is Description.
func (n NullFree) MarkdownDescription(ctx context.Context) string { return n.Description(ctx) }

// ValidateSet implements validator.Set.
func (NullFree) ValidateSet(_ context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	refuseNulls(&resp.Diagnostics, req.Path, req.ConfigValue.Elements())
}

// ValidateList implements validator.List.
func (NullFree) ValidateList(_ context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	refuseNulls(&resp.Diagnostics, req.Path, req.ConfigValue.Elements())
}

// ValidateMap implements validator.Map.
func (NullFree) ValidateMap(_ context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	refuseNulls(&resp.Diagnostics, req.Path, slices.Collect(maps.Values(req.ConfigValue.Elements())))
}

func refuseNulls(diags *diag.Diagnostics, at path.Path, elements []fwattr.Value) {
	if slices.ContainsFunc(elements, fwattr.Value.IsNull) {
		diags.AddAttributeError(at, "An element is null",
			"Null says nothing here. Give the element a value, or leave it out: compact([...]) keeps the elements that are neither null nor empty.")
	}
}

var (
	_ validator.List = distinct{}
	_ validator.Set  = NullFree{}
	_ validator.List = NullFree{}
	_ validator.Map  = NullFree{}
)
