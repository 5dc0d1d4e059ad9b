package usermetadata

import (
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

type model struct {
	UserID          types.String `tfsdk:"user_id"`
	PublicMetadata  types.String `tfsdk:"public_metadata"`
	PrivateMetadata types.String `tfsdk:"private_metadata"`
	UnsafeMetadata  types.String `tfsdk:"unsafe_metadata"`
}

var metadata = tf.Object[model, *clerk.User]{
	Noun:     "the metadata of user",
	Type:     "user_metadata",
	Model:    newModel,
	ID:       func(m model) types.String { return m.UserID },
	Label:    func(model) types.String { return types.StringNull() },
	Identity: func(m model) map[string]types.String { return map[string]types.String{"user_id": m.UserID} },
}

// newModel reads of a user's metadata what the prior model owns. A state that
// owns nothing at all was made by an import, which owns everything.
func newModel(prior model, u *clerk.User) model {
	read := owned
	if prior.ownsNothing() {
		read = everything
	}
	return model{
		UserID:          types.StringValue(u.ID),
		PublicMetadata:  read(prior.PublicMetadata, u.PublicMetadata),
		PrivateMetadata: read(prior.PrivateMetadata, u.PrivateMetadata),
		UnsafeMetadata:  read(prior.UnsafeMetadata, u.UnsafeMetadata),
	}
}

func owned(prior types.String, raw json.RawMessage) types.String {
	if prior.IsNull() || prior.IsUnknown() {
		return types.StringNull()
	}
	return tf.PreferPrior(prior, encode(project(parse(prior.ValueString()), parse(string(raw)))), tf.SameJSON)
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

// merge is what brings a user's metadata from the state to the plan in one
// request, and whether that is anything. A zero state is a create, a zero plan a
// removal.
func merge(plan, state model) (m clerk.Metadata, anything bool) {
	for _, field := range []struct {
		plan, state types.String
		param       *json.RawMessage
	}{
		{plan.PublicMetadata, state.PublicMetadata, &m.Public},
		{plan.PrivateMetadata, state.PrivateMetadata, &m.Private},
		{plan.UnsafeMetadata, state.UnsafeMetadata, &m.Unsafe},
	} {
		changes := patch(parse(field.plan.ValueString()), parse(field.state.ValueString()))
		if !field.plan.Equal(field.state) && len(changes) > 0 {
			*field.param, anything = json.RawMessage(encode(changes).ValueString()), true
		}
	}
	return m, anything
}
