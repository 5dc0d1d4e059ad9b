// Package phonenumber models phone numbers of Clerk users, one by one.
package phonenumber

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/services/identifier"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// NewResource is the resource clerk_phone_number.
func NewResource() resource.Resource { return kind.Resource() }

// NewListResource is the list resource clerk_phone_number.
func NewListResource() list.ListResource { return kind.ListResource() }

var kind = tf.Kind[model, identifier.Address]{
	Object: object,
	Schema: schema.Schema{
		MarkdownDescription: "A phone number of a user, managed on its own: of a user whom the application or another configuration manages, say.\n\n" +
			"Beside a `clerk_user`, each manages the numbers that it mentions and leaves the others alone. " +
			"Do not list a number in both, and let one of them alone choose the primary number.\n\n" +
			addresses.LastOne(),
		Attributes: attributes(),
	},
	IdentitySchema: addresses.IdentitySchema(),
	Create: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*identifier.Address, error) {
		return addresses.Create(ctx, c, in.Plan.Model, in.Plan.PhoneNumber.ValueString(), in.Diags, updateParams(in), func() (identifier.Address, error) {
			return lift(c.PhoneNumbers.Create(ctx, createParams(in)))
		})
	},
	Read: func(ctx context.Context, c *clerk.Client, state model) (*identifier.Address, error) {
		return addresses.Read(ctx, c, state.Model)
	},
	Update: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*identifier.Address, error) {
		return addresses.Update(ctx, c, common(in), updateParams(in))
	},
	Delete: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) error {
		return addresses.Delete(ctx, c, in.State.Model, in.State.PhoneNumber.ValueString(), in.Diags)
	},
	Validate: validate,
	Plan:     checkPlan,
	// A state that has both is one that Plan objects to.
	Replan: func(state map[string]tftypes.Value) bool {
		no := tftypes.NewValue(tftypes.Bool, false)
		return !state["reserved_for_second_factor"].IsNull() && !state["reserved_for_second_factor"].Equal(no) && state["verified"].Equal(no)
	},
	Import:      addresses.Import,
	QuerySchema: addresses.QuerySchema(),
	All: func(ctx context.Context, c *clerk.Client, q tf.Query) iter.Seq2[identifier.Address, error] {
		return addresses.List(ctx, c, q.String("user_id"))
	},
	Written: func(m model) model {
		m.Model = m.Model.Written()
		m.ReservedForSecondFactor = tf.UnlessBool(false, m.ReservedForSecondFactor)
		return m
	},
}

func attributes() map[string]schema.Attribute {
	attributes := addresses.Attributes()
	attributes["phone_number"] = schema.StringAttribute{
		Required: true,
		MarkdownDescription: "The phone number in E.164 form, such as `+15555550100`. Clerk cannot change it, so a change deletes it and creates a new one; `create_before_destroy` turns that around, for a number that the user must not be without. " +
			"Surrounding space does not matter.",
		Validators:    []validator.String{tf.PhoneNumber()},
		PlanModifiers: []planmodifier.String{tf.KeepEqual(tf.SameAddress), stringplanmodifier.RequiresReplace()},
	}
	attributes["reserved_for_second_factor"] = schema.BoolAttribute{
		Optional: true, Computed: true,
		MarkdownDescription: "Whether the number is kept for the second factor of signing in. It has to be verified for that. The first such number becomes the user's default second factor. " +
			"Omitted, it is left alone.",
		PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
	}
	return attributes
}

// validate refuses a second factor that is not verified.
func validate(config model, diags *diag.Diagnostics) {
	if config.ReservedForSecondFactor.ValueBool() && isFalse(config.Verified) {
		diags.AddAttributeError(path.Root("reserved_for_second_factor"), "A second factor that is not verified", mustBeVerified)
	}
}

// checkPlan warns of what Clerk cannot do, and of a second factor that is not verified.
func checkPlan(ctx context.Context, c *clerk.Client, in tf.Input[model], resp *resource.ModifyPlanResponse) {
	replaced := replaces(in)
	addresses.CheckPlan(ctx, c, common(in), replaced, resp)
	// What verified is without being mentioned, only the state knows.
	switch unverified := in.Config.ReservedForSecondFactor.ValueBool() && in.Config.Verified.IsNull(); {
	case unverified && !replaced && isFalse(in.State.Verified):
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("reserved_for_second_factor"), in.State.ReservedForSecondFactor)...)
		resp.Diagnostics.AddAttributeWarning(path.Root("reserved_for_second_factor"), "A second factor that is not verified",
			"The number is not verified, so it stays as it is. "+mustBeVerified)
	case unverified && replaced:
		resp.Diagnostics.AddAttributeError(path.Root("reserved_for_second_factor"), "A second factor that is not verified", mustBeVerified)
	}
}

const mustBeVerified = "Clerk keeps only a verified number for the second factor. Set verified = true as well, or take reserved_for_second_factor out."

func isFalse(v types.Bool) bool { return !v.IsNull() && !v.IsUnknown() && !v.ValueBool() }

// replaces reports whether a plan makes a new one.
func replaces(in tf.Input[model]) bool {
	return !in.Plan.PhoneNumber.Equal(in.State.PhoneNumber) || !in.Plan.UserID.Equal(in.State.UserID)
}
