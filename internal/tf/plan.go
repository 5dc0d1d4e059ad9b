package tf

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// forgetPlanned forgets what an update had planned to forget, now that it has failed: the
// write-only argument may have been sent all the same, and a state that kept the value
// would learn the secret with the next read.
func forgetPlanned(planned tftypes.Value, state *tfsdk.State) {
	plan, saved := valuesOf(planned), valuesOf(state.Raw)
	for name, a := range state.Schema.GetAttributes() {
		if a.IsSensitive() && a.IsOptional() && a.IsComputed() && plan[name].IsNull() {
			saved[name] = plan[name]
		}
	}
	state.Raw = tftypes.NewValue(state.Raw.Type(), saved)
}

// PlannedInput is what a plan is made from: State is zero where there is none.
// Destroy has no plan, and so no input.
func PlannedInput[M any](ctx context.Context, req resource.ModifyPlanRequest, diags *diag.Diagnostics) (in Input[M]) {
	in.Diags, in.Private = diags, req.Private
	diags.Append(Get(ctx, tfsdk.State(req.Config), &in.Config)...)
	diags.Append(Get(ctx, tfsdk.State(req.Plan), &in.Plan)...)
	if !req.State.Raw.IsNull() {
		diags.Append(Get(ctx, req.State, &in.State)...)
		in.Imported = imported(ctx, req.Private)
	}
	return in
}
