// Package phonenumber models phone numbers of Clerk users, one by one.
package phonenumber

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	recordschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/services/identifier"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewResource is the resource clerk_phone_number.
func NewResource() resource.Resource { return kind.Resource() }

// NewListResource is the list resource clerk_phone_number.
func NewListResource() list.ListResource { return kind.ListResource() }

// NewDataSource is the data source clerk_phone_number.
func NewDataSource() datasource.DataSource { return description.DataSource() }

type model struct {
	identifier.Model
	PhoneNumber             types.String `tfsdk:"phone_number"`
	ReservedForSecondFactor types.Bool   `tfsdk:"reserved_for_second_factor"`
}

type record struct {
	identifier.Record
	PhoneNumber             types.String `tfsdk:"phone_number"`
	ReservedForSecondFactor types.Bool   `tfsdk:"reserved_for_second_factor"`
	DefaultSecondFactor     types.Bool   `tfsdk:"default_second_factor"`
}

var kind = description.Kind()

var description = identifier.Description[model, record, clerk.PhoneNumber, clerk.CreatePhoneNumberParams]{
	Wording: identifier.Wording{
		Noun: "phone number", One: "A phone number", Short: "number", ShortOne: "a number", Attribute: "phone_number",
		Example: "+15555550100", Form: "The phone number in E.164 form, such as `+15555550100`.", Same: "Surrounding space does not matter.",
		Check: attr.PhoneNumber(),
	},
	Area: func(c *clerk.Client) identifier.Area[clerk.PhoneNumber, clerk.CreatePhoneNumberParams] {
		return c.PhoneNumbers
	},
	Of: func(u *clerk.User) ([]clerk.PhoneNumber, *string) { return u.PhoneNumbers, u.PrimaryPhoneNumberID },
	Address: func(p *clerk.PhoneNumber) identifier.Address {
		return identifier.Address{
			Answered: p.Answered, ID: p.ID, Value: p.PhoneNumber, Reserved: p.Reserved, Verification: p.Verification,
			SecondFactor: p.ReservedForSecondFactor, DefaultSecondFactor: p.DefaultSecondFactor,
			CreatedAt: p.CreatedAt, UpdatedAt: p.UpdatedAt,
		}
	},
	Model: func(m *model) (*identifier.Model, *types.String) { return &m.Model, &m.PhoneNumber },
	Attributes: map[string]schema.Attribute{
		"reserved_for_second_factor": schema.BoolAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: "Whether the number is kept for the second factor of signing in. It has to be verified for that. The first such number becomes the user's default second factor. " +
				"Omitted, it is left alone.",
			PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
		},
	},
	Fill: func(m *model, a *identifier.Address) { m.ReservedForSecondFactor = types.BoolValue(a.SecondFactor) },
	Sent: func(in tf.Input[model], p *clerk.UpdateIdentifierParams) {
		p.ReservedForSecondFactor = identifier.Flag(in.Config.ReservedForSecondFactor, in.Plan.ReservedForSecondFactor, in.State.ReservedForSecondFactor)
	},
	Created: func(user, value string, p clerk.UpdateIdentifierParams) clerk.CreatePhoneNumberParams {
		return clerk.CreatePhoneNumberParams{
			UserID: user, PhoneNumber: value, Verified: p.Verified, Primary: p.Primary, ReservedForSecondFactor: p.ReservedForSecondFactor,
		}
	},
	Validate: validate,
	Plan:     checkPlan,
	// A state that has both is one that Plan objects to.
	Replan: func(state map[string]tftypes.Value) bool {
		no := tftypes.NewValue(tftypes.Bool, false)
		return !state["reserved_for_second_factor"].IsNull() && !state["reserved_for_second_factor"].Equal(no) && state["verified"].Equal(no)
	},
	Written: func(m *model) { m.ReservedForSecondFactor = tf.OmitDefaultBool(false, m.ReservedForSecondFactor) },

	Record: func(r *record) (*identifier.Record, *types.String) { return &r.Record, &r.PhoneNumber },
	RecordAttributes: map[string]recordschema.Attribute{
		"reserved_for_second_factor": attr.ShownFlag("Whether it is kept for the second factor of signing in."),
		"default_second_factor":      attr.ShownFlag("Whether it is the user's default second factor."),
	},
	FillRecord: func(r *record, a *identifier.Address) {
		r.ReservedForSecondFactor, r.DefaultSecondFactor = types.BoolValue(a.SecondFactor), types.BoolValue(a.DefaultSecondFactor)
	},
}

// validate refuses a second factor that is not verified.
func validate(config model, diags *diag.Diagnostics) {
	if config.ReservedForSecondFactor.ValueBool() && isFalse(config.Verified) {
		diags.AddAttributeError(path.Root("reserved_for_second_factor"), "A second factor that is not verified", mustBeVerified)
	}
}

// checkPlan warns of a second factor that is not verified. What verified is without being
// mentioned, only the state knows.
func checkPlan(ctx context.Context, in tf.Input[model], replaces bool, resp *resource.ModifyPlanResponse) {
	switch unverified := in.Config.ReservedForSecondFactor.ValueBool() && in.Config.Verified.IsNull(); {
	case unverified && !replaces && isFalse(in.State.Verified):
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("reserved_for_second_factor"), in.State.ReservedForSecondFactor)...)
		resp.Diagnostics.AddAttributeWarning(path.Root("reserved_for_second_factor"), "A second factor that is not verified",
			"The number is not verified, so it stays as it is. "+mustBeVerified)
	case unverified && replaces:
		resp.Diagnostics.AddAttributeError(path.Root("reserved_for_second_factor"), "A second factor that is not verified", mustBeVerified)
	}
}

const mustBeVerified = "Clerk keeps only a verified number for the second factor. Set verified = true as well, or take reserved_for_second_factor out."

func isFalse(v types.Bool) bool { return !v.IsNull() && !v.IsUnknown() && !v.ValueBool() }
