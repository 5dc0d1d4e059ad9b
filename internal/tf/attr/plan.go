package attr

import (
	"context"
	"slices"

	fwattr "github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// KeepEqual plans the state's value where the configuration means the same. The
// framework's semantic equality runs everywhere but in a plan, so without this an
// import of {"b":1,"a":2} beside the same jsonencode would plan a change.
func KeepEqual(same func(a, b string) bool) planmodifier.String { return keepEqual{same} }

type keepEqual struct{ same func(a, b string) bool }

func (keepEqual) Description(context.Context) string {
	return "Another spelling of the same value is no change."
}

func (k keepEqual) MarkdownDescription(ctx context.Context) string { return k.Description(ctx) }

func (k keepEqual) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if Known(req.ConfigValue) && Known(req.StateValue) && k.same(req.ConfigValue.ValueString(), req.StateValue.ValueString()) {
		resp.PlanValue = req.StateValue
	}
}

// KeepEqualAddresses is KeepEqual for a set of addresses.
func KeepEqualAddresses() planmodifier.Set { return keepEqualAddresses{} }

type keepEqualAddresses struct{ keepEqual }

func (keepEqualAddresses) PlanModifySet(_ context.Context, req planmodifier.SetRequest, resp *planmodifier.SetResponse) {
	if sameAddresses(req.ConfigValue, req.StateValue) {
		resp.PlanValue = req.StateValue
	}
}

// sameAddresses reports whether two sets have the same addresses, however they
// are spelled.
func sameAddresses(a, b types.Set) bool {
	return Known(a) && Known(b) && len(a.Elements()) == len(b.Elements()) && slices.Equal(folded(a), folded(b))
}

// folded are the known addresses of a set, each as FoldAddress spells it.
func folded(set types.Set) []string {
	all := Strings(set)
	for i := range all {
		all[i] = FoldAddress(all[i])
	}
	slices.Sort(all)
	return all
}

// KeepUnless plans the state's value for an argument that the configuration
// omits, unless this very plan changes one of the others, on which it depends.
func KeepUnless(others ...path.Path) KeepUnlessChanged { return KeepUnlessChanged{others} }

// KeepUnlessChanged is what KeepUnless returns: a plan modifier for strings and lists.
type KeepUnlessChanged struct{ others []path.Path }

// Description says what the modifier does.
func (KeepUnlessChanged) Description(context.Context) string {
	return "Kept while the arguments that it depends on stay as they are."
}

// MarkdownDescription is Description.
func (k KeepUnlessChanged) MarkdownDescription(ctx context.Context) string { return k.Description(ctx) }

// PlanModifyString implements planmodifier.String.
func (k KeepUnlessChanged) PlanModifyString(ctx context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if req.PlanValue.IsUnknown() && !req.ConfigValue.IsUnknown() && k.keeps(ctx, req.Config, req.Plan, req.State, &resp.Diagnostics) {
		resp.PlanValue = req.StateValue
	}
}

// PlanModifyList implements planmodifier.List.
func (k KeepUnlessChanged) PlanModifyList(ctx context.Context, req planmodifier.ListRequest, resp *planmodifier.ListResponse) {
	if req.PlanValue.IsUnknown() && !req.ConfigValue.IsUnknown() && k.keeps(ctx, req.Config, req.Plan, req.State, &resp.Diagnostics) {
		resp.PlanValue = req.StateValue
	}
}

// keeps reports whether a plan changes none of the others of an object that exists.
func (k KeepUnlessChanged) keeps(ctx context.Context, config tfsdk.Config, plan tfsdk.Plan, state tfsdk.State, diags *diag.Diagnostics) bool {
	if state.Raw.IsNull() {
		return false
	}
	for _, other := range k.others {
		var configured, planned, was fwattr.Value
		diags.Append(config.GetAttribute(ctx, other, &configured)...)
		diags.Append(plan.GetAttribute(ctx, other, &planned)...)
		diags.Append(state.GetAttribute(ctx, other, &was)...)
		if diags.HasError() || !configured.IsNull() && !planned.Equal(was) && !spelledOtherwise(planned, was) {
			return false
		}
	}
	return true
}

// spelledOtherwise reports whether two values are sets of the same addresses, or both
// of none. The plan here is the one that no plan modifier has seen, also not
// KeepEqualAddresses.
func spelledOtherwise(plan, state fwattr.Value) bool {
	a, isSet := plan.(types.Set)
	b, wasSet := state.(types.Set)
	return isSet && wasSet && (sameAddresses(a, b) || isEmpty(a) && isEmpty(b))
}

// forgetFor plans null for a value that is stored, once the configuration sets the
// write-only argument for it: a state that kept the value would refresh it with the
// secret.
type forgetFor struct{ writeOnly path.Path }

func (f forgetFor) Description(context.Context) string {
	return "Not stored where " + f.writeOnly.String() + " is set."
}

func (f forgetFor) MarkdownDescription(ctx context.Context) string { return f.Description(ctx) }

func (f forgetFor) PlanModifyString(ctx context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	var secret types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, f.writeOnly, &secret)...)
	if !secret.IsNull() {
		resp.PlanValue = types.StringNull()
	}
}

var (
	_ planmodifier.String = keepEqual{}
	_ planmodifier.Set    = keepEqualAddresses{}
	_ planmodifier.String = KeepUnlessChanged{}
	_ planmodifier.List   = KeepUnlessChanged{}
	_ planmodifier.String = forgetFor{}
)
