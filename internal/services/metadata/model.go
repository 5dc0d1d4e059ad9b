package metadata

import (
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// field is one of the fields of metadata: in a model, and in what is sent and answered.
type field struct {
	name string
	in   func(Fields) *types.String
	of   func(*clerk.Metadata) *json.RawMessage
}

var everyField = []field{
	{"public_metadata", func(f Fields) *types.String { return f.Public }, func(m *clerk.Metadata) *json.RawMessage { return &m.Public }},
	{"private_metadata", func(f Fields) *types.String { return f.Private }, func(m *clerk.Metadata) *json.RawMessage { return &m.Private }},
	{"unsafe_metadata", func(f Fields) *types.String { return f.Unsafe }, func(m *clerk.Metadata) *json.RawMessage { return &m.Unsafe }},
}

// fields are those that the kind has.
func (d *Description[M, T]) fields() (has []field) {
	var m M
	for _, f := range everyField {
		if f.in(d.Fields(&m)) != nil {
			has = append(has, f)
		}
	}
	return has
}

// model reads of an object's metadata what the prior model owns. A state that owns
// nothing at all was made by an import, which owns everything.
func (d *Description[M, T]) model(prior M, object *T) (m M) {
	read := owned
	if d.ownsNothing(prior) {
		read = everything
	}
	id, has := d.Has(object)
	*d.Fields(&m).ID = types.StringValue(id)
	for _, f := range d.fields() {
		*f.in(d.Fields(&m)) = read(*f.in(d.Fields(&prior)), *f.of(&has))
	}
	return m
}

func owned(prior types.String, raw json.RawMessage) types.String {
	if prior.IsNull() || prior.IsUnknown() {
		return types.StringNull()
	}
	return tf.PreferPrior(prior, encode(project(parse(prior.ValueString()), parse(string(raw)))), attr.SameJSON)
}

// everything leaves out a field that is empty: a configuration that does not
// mention it means the same.
func everything(_ types.String, raw json.RawMessage) types.String {
	if o := parse(string(raw)); len(o) > 0 {
		return encode(o)
	}
	return types.StringNull()
}

func encode(o object) types.String {
	text, err := json.Marshal(o)
	if err != nil {
		return types.StringNull() // not reached: what was decoded can be encoded
	}
	return types.StringValue(string(text))
}

// merge is what brings an object's metadata from the state to the plan in one
// request, and whether that is anything. A zero state is a create, a zero plan a
// removal.
func (d *Description[M, T]) merge(plan, state M) (m clerk.Metadata, anything bool) {
	for _, f := range d.fields() {
		wanted, has := *f.in(d.Fields(&plan)), *f.in(d.Fields(&state))
		changes := patch(parse(wanted.ValueString()), parse(has.ValueString()))
		if !wanted.Equal(has) && len(changes) > 0 {
			*f.of(&m), anything = json.RawMessage(encode(changes).ValueString()), true
		}
	}
	return m, anything
}
