package metadata

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// ownsNothing reports whether a state was made by an import, and not read yet: a
// configuration has one of the arguments at least.
func (d *Description[M, T]) ownsNothing(m M) bool {
	return !slices.ContainsFunc(d.fields(), func(f field) bool { return !f.in(d.Fields(&m)).IsNull() })
}

// listed is of a state what a plan lists.
func (d *Description[M, T]) listed(plan, state M) M {
	for _, f := range d.fields() {
		wanted, has := *f.in(d.Fields(&plan)), f.in(d.Fields(&state))
		if wanted.IsNull() || has.IsNull() {
			*has = types.StringNull()
		} else {
			*has = encode(project(parse(wanted.ValueString()), parse(has.ValueString())))
		}
	}
	return state
}

// tellWhatIsLetGo says of the first plan after an import what becomes of the keys that the
// configuration does not list: nobody has written that they are to be owned.
func (d *Description[M, T]) tellWhatIsLetGo(_ context.Context, _ *clerk.Client, in tf.Input[M], resp *resource.ModifyPlanResponse) {
	if !in.Imported || !d.id(in.Plan).Equal(d.id(in.State)) {
		return
	}
	for _, f := range d.fields() {
		wanted, has := *f.in(d.Fields(&in.Plan)), *f.in(d.Fields(&in.State))
		if !wanted.IsUnknown() && hasNull(patch(parse(wanted.ValueString()), parse(has.ValueString()))) {
			resp.Diagnostics.AddAttributeWarning(path.Root(f.name), "Metadata that is let go of",
				fmt.Sprintf("The import found keys in %s of the %s that the configuration does not list. The plan shows them as leaving, since this resource does not own them; they stay in Clerk. To own them, list them.", f.name, d.Noun))
		}
	}
}
