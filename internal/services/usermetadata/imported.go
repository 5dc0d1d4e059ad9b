package usermetadata

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

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

// tellWhatIsLetGo says of the first plan after an import what becomes of the keys that the
// configuration does not list: nobody has written that they are to be owned.
func tellWhatIsLetGo(_ context.Context, _ *clerk.Client, in tf.Input[model], resp *resource.ModifyPlanResponse) {
	plan, state := in.Plan, in.State
	if !in.Imported || !plan.UserID.Equal(state.UserID) {
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
