package tf

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
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
	if known(req.ConfigValue) && known(req.StateValue) && k.same(req.ConfigValue.ValueString(), req.StateValue.ValueString()) {
		resp.PlanValue = req.StateValue
	}
}

// KeepEqualAddresses is KeepEqual for a set of addresses.
func KeepEqualAddresses() planmodifier.Set { return keepEqualAddresses{} }

type keepEqualAddresses struct{ keepEqual }

func (keepEqualAddresses) PlanModifySet(_ context.Context, req planmodifier.SetRequest, resp *planmodifier.SetResponse) {
	if !known(req.ConfigValue) || !known(req.StateValue) || len(req.ConfigValue.Elements()) != len(req.StateValue.Elements()) {
		return
	}
	has := Strings(req.StateValue)
	if len(Strings(Present(req.ConfigValue, has))) == len(has) {
		resp.PlanValue = req.StateValue
	}
}

// KeepUnless plans the state's value for an argument that the configuration
// omits, unless this very plan changes one of the others, on which it depends.
func KeepUnless(others ...path.Path) KeepUnlessChanged { return KeepUnlessChanged{others} }

// KeepUnlessChanged is what KeepUnless returns: a plan modifier for strings and
// booleans.
type KeepUnlessChanged struct{ others []path.Path }

// Description says what the modifier does.
func (KeepUnlessChanged) Description(context.Context) string {
	return "Kept while the arguments that it depends on stay as they are."
}

// MarkdownDescription is Description.
func (k KeepUnlessChanged) MarkdownDescription(ctx context.Context) string { return k.Description(ctx) }

// PlanModifyString implements planmodifier.String.
func (k KeepUnlessChanged) PlanModifyString(ctx context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if req.State.Raw.IsNull() || !req.PlanValue.IsUnknown() || req.ConfigValue.IsUnknown() {
		return
	}
	for _, other := range k.others {
		var config, plan, state attr.Value
		resp.Diagnostics.Append(req.Config.GetAttribute(ctx, other, &config)...)
		resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, other, &plan)...)
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, other, &state)...)
		if resp.Diagnostics.HasError() {
			return
		}
		if !config.IsNull() && !plan.Equal(state) {
			return
		}
	}
	resp.PlanValue = req.StateValue
}

// PlannedInput is what a plan is made from: State is zero where there is none.
// Destroy has no plan, and so no input.
func PlannedInput[M any](ctx context.Context, req resource.ModifyPlanRequest, diags *diag.Diagnostics) (in Input[M]) {
	diags.Append(req.Config.Get(ctx, &in.Config)...)
	diags.Append(req.Plan.Get(ctx, &in.Plan)...)
	if !req.State.Raw.IsNull() {
		diags.Append(req.State.Get(ctx, &in.State)...)
	}
	return in
}

func known(v attr.Value) bool { return !v.IsNull() && !v.IsUnknown() }

var (
	_ planmodifier.String = keepEqual{}
	_ planmodifier.Set    = keepEqualAddresses{}
	_ planmodifier.String = KeepUnlessChanged{}
)
