package tf

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

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
	return !v.IsUnknown() && (v.ValueString() == empty || attr.SameJSON(v.ValueString(), empty))
}
