package tf

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// NullAtCreation plans null for an argument that the configuration of a new object
// omits, and that Clerk leaves empty unless it is told: an unknown value would be
// a line in every plan of a new object. What the read then has to do, KeepNull does.
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
		var config attr.Value
		resp.Diagnostics.Append(req.Config.GetAttribute(ctx, other, &config)...)
		if resp.Diagnostics.HasError() || !isEmpty(config) {
			return
		}
	}
	resp.PlanValue = types.StringNull()
}

// isEmpty reports whether a value is null, or a set without elements.
func isEmpty(v attr.Value) bool {
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

// Untold are the fields of a model that are null until Clerk has something: texts
// for which Clerk's nothing is "", JSON objects and sets of strings for which it is an
// empty one.
type Untold struct {
	Texts, Objects []*types.String
	Sets           []*types.Set
}

// KeepNull keeps the nulls of a prior model in a fresh one while Clerk has nothing.
// It is for what a create has left out. An import, of which the prior model is null
// in every field, brings the empty values, beside which "" in a configuration is no
// change.
func KeepNull(prior, fresh Untold) {
	prior.pair(fresh, func(was, is *types.String, empty string) {
		if was.IsNull() && nothing(*is, empty) {
			*is = *was
		}
	}, func(was, is *types.Set) {
		if was.IsNull() && len(is.Elements()) == 0 && !is.IsUnknown() {
			*is = types.SetNull(types.StringType)
		}
	})
}

// AsPlanned gives the null fields of a state the values of the plan, where those say
// that Clerk has nothing. What a configuration begins to mention as empty is then not
// sent: it is empty already, and Clerk may refuse a field that the instance has turned
// off.
func AsPlanned(plan, state Untold) {
	plan.pair(state, func(wanted, has *types.String, empty string) {
		if has.IsNull() && nothing(*wanted, empty) {
			*has = *wanted
		}
	}, func(wanted, has *types.Set) {
		if has.IsNull() && len(wanted.Elements()) == 0 && !wanted.IsUnknown() {
			*has = *wanted
		}
	})
}

// pair walks the fields of two models of one type.
func (u Untold) pair(other Untold, text func(a, b *types.String, empty string), set func(a, b *types.Set)) {
	for i, a := range u.Texts {
		text(a, other.Texts[i], "")
	}
	for i, a := range u.Objects {
		text(a, other.Objects[i], "{}")
	}
	for i, a := range u.Sets {
		set(a, other.Sets[i])
	}
}

func nothing(v types.String, empty string) bool {
	return !v.IsUnknown() && (v.ValueString() == empty || SameJSON(v.ValueString(), empty))
}

var (
	_ planmodifier.String = NullWhenCreated{}
	_ planmodifier.Int64  = NullWhenCreated{}
	_ planmodifier.Set    = NullWhenCreated{}
	_ planmodifier.Map    = NullWhenCreated{}
	_ planmodifier.List   = NullWhenCreated{}
)
