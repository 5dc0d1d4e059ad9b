package attr

import (
	"context"

	fwattr "github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// NullAtCreation plans null for an argument that the configuration of a new object
// omits, and that Clerk leaves empty unless it is told: an unknown value would be
// a line in every plan of a new object. What the read then has to do, tf.KeepNull does.
//
// With others it plans null only where the configuration omits all of them, or
// leaves them empty: a value that is chosen from theirs.
func NullAtCreation(others ...path.Path) NullWhenCreated { return NullWhenCreated{others} }

// NullWhenCreated is what NullAtCreation returns: a plan modifier for strings,
// numbers, sets, maps and lists.
type NullWhenCreated struct{ others []path.Path }

// Description says what the modifier does.
func (NullWhenCreated) Description(context.Context) string {
	return "Null in a new object that does not mention it."
}

// MarkdownDescription is Description.
func (n NullWhenCreated) MarkdownDescription(ctx context.Context) string { return n.Description(ctx) }

// PlanModifyString implements planmodifier.String.
func (n NullWhenCreated) PlanModifyString(ctx context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if !req.State.Raw.IsNull() || !req.PlanValue.IsUnknown() || !req.ConfigValue.IsNull() {
		return
	}
	for _, other := range n.others {
		var config fwattr.Value
		resp.Diagnostics.Append(req.Config.GetAttribute(ctx, other, &config)...)
		if resp.Diagnostics.HasError() || !isEmpty(config) {
			return
		}
	}
	resp.PlanValue = types.StringNull()
}

// isEmpty reports whether a value is null, or a set without elements.
func isEmpty(v fwattr.Value) bool {
	set, isSet := v.(types.Set)
	return v.IsNull() || isSet && !set.IsUnknown() && len(set.Elements()) == 0
}

// PlanModifyInt64 implements planmodifier.Int64.
func (NullWhenCreated) PlanModifyInt64(_ context.Context, req planmodifier.Int64Request, resp *planmodifier.Int64Response) {
	if req.State.Raw.IsNull() && req.PlanValue.IsUnknown() && req.ConfigValue.IsNull() {
		resp.PlanValue = types.Int64Null()
	}
}

// PlanModifyMap implements planmodifier.Map.
func (NullWhenCreated) PlanModifyMap(ctx context.Context, req planmodifier.MapRequest, resp *planmodifier.MapResponse) {
	if req.State.Raw.IsNull() && req.PlanValue.IsUnknown() && req.ConfigValue.IsNull() {
		resp.PlanValue = types.MapNull(req.PlanValue.ElementType(ctx))
	}
}

// PlanModifyList implements planmodifier.List.
func (NullWhenCreated) PlanModifyList(ctx context.Context, req planmodifier.ListRequest, resp *planmodifier.ListResponse) {
	if req.State.Raw.IsNull() && req.PlanValue.IsUnknown() && req.ConfigValue.IsNull() {
		resp.PlanValue = types.ListNull(req.PlanValue.ElementType(ctx))
	}
}

// PlanModifySet implements planmodifier.Set.
func (NullWhenCreated) PlanModifySet(ctx context.Context, req planmodifier.SetRequest, resp *planmodifier.SetResponse) {
	if req.State.Raw.IsNull() && req.PlanValue.IsUnknown() && req.ConfigValue.IsNull() {
		resp.PlanValue = types.SetNull(req.PlanValue.ElementType(ctx))
	}
}

var (
	_ planmodifier.String = NullWhenCreated{}
	_ planmodifier.Int64  = NullWhenCreated{}
	_ planmodifier.Set    = NullWhenCreated{}
	_ planmodifier.Map    = NullWhenCreated{}
	_ planmodifier.List   = NullWhenCreated{}
)
