package identifier

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// Model are the attributes that the resources of both kinds have.
type Model struct {
	ID       types.String `tfsdk:"id"`
	UserID   types.String `tfsdk:"user_id"`
	Verified types.Bool   `tfsdk:"verified"`
	Primary  types.Bool   `tfsdk:"primary"`
}

// NewModel reads an address.
func NewModel(a *Address) Model {
	_, verified := a.Verified()
	return Model{
		ID:       types.StringValue(a.ID),
		UserID:   types.StringValue(a.UserID),
		Verified: types.BoolValue(verified),
		Primary:  types.BoolValue(a.Primary),
	}
}

// Identity are the attributes of the identity: the id alone does not lead to the
// user, out of which an address is read.
func (m Model) Identity() map[string]types.String {
	return map[string]types.String{"user_id": m.UserID, "id": m.ID}
}

// Flag is a switch that is sent when it is mentioned and differs from the state.
func Flag(config, plan, state types.Bool) (field rest.Optional[bool]) {
	if !tf.Changed(config, plan, state) {
		return field
	}
	return rest.Value(plan.ValueBool())
}

// primaryFlag is Flag for the switch that makes an address the primary one.
// False is never sent: only another address can take its place, and what Clerk
// would do is not documented.
func primaryFlag(in tf.Input[Model]) (field rest.Optional[bool]) {
	if !in.Plan.Primary.ValueBool() {
		return field
	}
	return Flag(in.Config.Primary, in.Plan.Primary, in.State.Primary)
}

// Attributes are the attributes of Model, and the address itself.
func (k Kind) Attributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"user_id": attr.Immutable(fmt.Sprintf("Id of the user, `user_…`. Clerk cannot give a user's %s to another, so a change deletes it and creates a new one.", k.Noun), attr.PathSegment()),
		k.Attribute: attr.ImmutableAddress(fmt.Sprintf("%s Clerk cannot change it, so a change deletes it and creates a new one; `create_before_destroy` turns that around, for %s that the user must not be without. %s",
			k.Form, k.ShortOne, k.Same), k.Check),
		"verified": schema.BoolAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: fmt.Sprintf("Whether the %[1]s counts as verified. `true` verifies it without asking its owner. "+
				"It begins as not verified, and omitted it is left alone: its owner may verify it. "+
				"Clerk cannot take a verification back, so `false` changes nothing once it is verified: the plan warns, and the %[1]s stays as it is.", k.Noun),
			PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
		},
		"primary": schema.BoolAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: fmt.Sprintf("Whether it is the primary %[1]s of the user. `true` makes it so, in place of another. "+
				"Omitted, it is left alone; the first %[1]s of a user becomes the primary one by itself. "+
				"Clerk has no way to make none the primary one, so `false` has an effect only when another is made primary: by its resource, which may stand in the same plan, by `clerk_user` or by the application. "+
				"On the only %[1]s that a user has, `false` changes nothing: the plan warns, and it stays primary until there is another. When the primary one is deleted, Clerk chooses another.", k.Noun),
			PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
		},
		"id": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: fmt.Sprintf("Id of the %s, `idn_…`.", k.Noun),
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
	}
}

// IdentitySchema is the identity: user_id and id.
func (k Kind) IdentitySchema() map[string]identityschema.Attribute {
	return map[string]identityschema.Attribute{
		"user_id": identityschema.StringAttribute{RequiredForImport: true, Description: "Id of the user, user_…."},
		"id":      identityschema.StringAttribute{RequiredForImport: true, Description: fmt.Sprintf("Id of the %s, idn_….", k.Noun)},
	}
}

// CheckPlan warns of what Clerk cannot do to an address that exists. A plan that
// replaces it is planned again as a create, and passes.
//
// What the configuration asks may be what was so until somebody else changed it. So it
// is a warning, and the plan keeps what Clerk has: an error would fail every plan of
// everything else, and a destroy.
func (k Kind) CheckPlan(ctx context.Context, c *clerk.Client, in tf.Input[Model], replaces bool, resp *resource.ModifyPlanResponse) {
	diags := &resp.Diagnostics
	if replaces || in.State.ID.IsNull() {
		return
	}
	if turnsOff(in.Config.Verified, in.State.Verified) {
		diags.Append(resp.Plan.SetAttribute(ctx, path.Root("verified"), in.State.Verified)...)
		diags.AddAttributeWarning(path.Root("verified"), "A verification that cannot be taken back",
			fmt.Sprintf("The %s is verified, and Clerk cannot take that back: it stays so. Leave verified out, which leaves it as it is. To start over, delete the %s and create it again: terraform apply -replace.", k.Noun, k.Noun))
	}
	if !turnsOff(in.Config.Primary, in.State.Primary) || c == nil {
		return
	}
	user, err := c.Users.Get(ctx, in.State.UserID.ValueString())
	if err != nil {
		tf.Report(diags, fmt.Sprintf("Could not read the user of the %s %q", k.Noun, in.State.ID.ValueString()), err, nil)
		return
	}
	if len(k.of(user)) > 1 {
		diags.AddAttributeWarning(path.Root("primary"), "Another one has to become primary",
			fmt.Sprintf("%s is the primary %s of the user, and stays so until this apply, or somebody else, makes another the primary one. %s", in.State.ID.ValueString(), k.Noun, k.makeAnotherPrimary()))
		return
	}
	diags.Append(resp.Plan.SetAttribute(ctx, path.Root("primary"), in.State.Primary)...)
	diags.AddAttributeWarning(path.Root("primary"), "No other one can be primary yet",
		fmt.Sprintf("%s is the only %s of the user, and so the primary one. It stays so until there is another, which this plan may add, and that one is made primary. %s",
			in.State.ID.ValueString(), k.Noun, k.makeAnotherPrimary()))
}

func (k Kind) makeAnotherPrimary() string {
	return fmt.Sprintf("Set primary = true on the %s that is to be the primary one, and leave primary out of this one.", k.Noun)
}

// turnsOff reports whether the configuration says false where the state is true.
func turnsOff(config, state types.Bool) bool {
	return !config.IsNull() && !config.IsUnknown() && !config.ValueBool() && state.ValueBool()
}
