package usermetadata

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// importedKey is in the private state from an import to the first update: until then
// the state owns all metadata of the user, of which nobody has written that it is to
// be owned. What the configuration does not list is then let go of, and not removed.
const importedKey = "imported"

func imported(ctx context.Context, private tf.PrivateState) bool {
	mark, _ := private.GetKey(ctx, importedKey)
	return len(mark) > 0
}

// ownsNothing reports whether a state was made by an import, and not read yet: a
// configuration has one of the arguments at least.
func (m model) ownsNothing() bool {
	return m.PublicMetadata.IsNull() && m.PrivateMetadata.IsNull() && m.UnsafeMetadata.IsNull()
}

// listed is of a state what a plan lists.
func listed(plan, state model) model {
	only := func(plan, state types.String) types.String {
		if plan.IsNull() || state.IsNull() {
			return types.StringNull()
		}
		return encode(project(parse(plan.ValueString()), parse(state.ValueString())))
	}
	state.PublicMetadata = only(plan.PublicMetadata, state.PublicMetadata)
	state.PrivateMetadata = only(plan.PrivateMetadata, state.PrivateMetadata)
	state.UnsafeMetadata = only(plan.UnsafeMetadata, state.UnsafeMetadata)
	return state
}

// ModifyPlan says of the first plan after an import what becomes of the keys that the
// configuration does not list.
func (r *metadataResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || req.State.Raw.IsNull() || !imported(ctx, req.Private) {
		return
	}
	var plan, state model
	resp.Diagnostics.Append(tf.Get(ctx, tfsdk.State(req.Plan), &plan)...)
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() || !plan.UserID.Equal(state.UserID) {
		return
	}
	for _, field := range []struct {
		name        string
		plan, state types.String
	}{
		{"public_metadata", plan.PublicMetadata, state.PublicMetadata},
		{"private_metadata", plan.PrivateMetadata, state.PrivateMetadata},
		{"unsafe_metadata", plan.UnsafeMetadata, state.UnsafeMetadata},
	} {
		if !field.plan.IsUnknown() && hasNull(patch(parse(field.plan.ValueString()), parse(field.state.ValueString()))) {
			resp.Diagnostics.AddAttributeWarning(path.Root(field.name), "Metadata that is let go of",
				fmt.Sprintf("The import found keys in %s of the user that the configuration does not list. The plan shows them as leaving, since this resource does not own them; they stay in Clerk. To own them, list them.", field.name))
		}
	}
}
