package organizationinvitation

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/services/invite"
)

// keepOnceOver plans the state's role once the invitation is not pending any more: what was accepted or has expired says the role that it was
// for, and Clerk renames that with the role. Nobody would be invited by a change of it.
type keepOnceOver struct{}

func (keepOnceOver) Description(context.Context) string {
	return "Kept once the invitation is not pending any more."
}

func (k keepOnceOver) MarkdownDescription(ctx context.Context) string { return k.Description(ctx) }

func (keepOnceOver) PlanModifyString(ctx context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if req.State.Raw.IsNull() || req.StateValue.IsNull() {
		return
	}
	var status types.String
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("status"), &status)...)
	if !status.IsNull() && status.ValueString() != invite.Pending {
		resp.PlanValue = req.StateValue
	}
}
