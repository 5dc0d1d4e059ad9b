// Package phonenumber models phone numbers of Clerk users, one by one.
package phonenumber

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/identifier"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

type phoneResource struct{ client *clerk.Client }

var (
	_ resource.ResourceWithConfigure      = (*phoneResource)(nil)
	_ resource.ResourceWithIdentity       = (*phoneResource)(nil)
	_ resource.ResourceWithImportState    = (*phoneResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*phoneResource)(nil)
	_ resource.ResourceWithValidateConfig = (*phoneResource)(nil)
	_ tf.Refresher                        = (*phoneResource)(nil)
	_ tf.Unplanned                        = (*phoneResource)(nil)
)

// NewResource is the resource clerk_phone_number.
func NewResource() resource.Resource { return &phoneResource{} }

func (r *phoneResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_phone_number"
}

func (r *phoneResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	attributes := kind.Attributes()
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
	resp.Schema = schema.Schema{
		MarkdownDescription: "A phone number of a user, managed on its own: of a user whom the application or another configuration manages, say.\n\n" +
			"Beside a `clerk_user`, each manages the numbers that it mentions and leaves the others alone. " +
			"Do not list a number in both, and let one of them alone choose the primary number.\n\n" +
			kind.LastOne(),
		Attributes: attributes,
	}
}

func (r *phoneResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = kind.IdentitySchema()
}

func (r *phoneResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.client = tf.Client(req.ProviderData, &resp.Diagnostics)
}

// ValidateConfig refuses a second factor that is not verified.
func (r *phoneResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if config.ReservedForSecondFactor.ValueBool() && isFalse(config.Verified) {
		resp.Diagnostics.AddAttributeError(path.Root("reserved_for_second_factor"), "A second factor that is not verified", mustBeVerified)
	}
}

// ModifyPlan warns of what Clerk cannot do, and a second factor that is not verified.
func (r *phoneResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	in := tf.PlannedInput[model](ctx, req, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	replaces := !in.Plan.PhoneNumber.Equal(in.State.PhoneNumber) || !in.Plan.UserID.Equal(in.State.UserID)
	kind.CheckPlan(ctx, r.client, common(in), replaces, resp)
	// What verified is without being mentioned, only the state knows.
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

func (r *phoneResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	tf.Create(ctx, r.client, req, resp, object, func(ctx context.Context, in tf.Input[model]) (*identifier.Address, error) {
		return kind.Create(ctx, r.client, in.Plan.Model, in.Plan.PhoneNumber.ValueString(), &resp.Diagnostics, updateParams(in), func() (identifier.Address, error) {
			return lift(r.client.PhoneNumbers.Create(ctx, createParams(in)))
		})
	})
}

func (r *phoneResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	tf.Read(ctx, r.client, req, resp, object, r.get)
}

// Refresh is Read, without the framework around it.
func (r *phoneResource) Refresh(ctx context.Context, state tfsdk.State, private tf.PrivateReader) (tf.Refreshed, bool) {
	return tf.Refresh(ctx, state, private, object, r.get)
}

func (r *phoneResource) get(ctx context.Context, state model) (*identifier.Address, error) {
	return kind.Read(ctx, r.client, state.Model)
}

// Unplanned is a number but for one that ModifyPlan refuses.
func (r *phoneResource) Unplanned(state map[string]tftypes.Value) bool {
	no := tftypes.NewValue(tftypes.Bool, false)
	return state["reserved_for_second_factor"].IsNull() || state["reserved_for_second_factor"].Equal(no) || !state["verified"].Equal(no)
}

func (r *phoneResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	tf.Update(ctx, r.client, req, resp, object, func(ctx context.Context, in tf.Input[model]) (*identifier.Address, error) {
		return kind.Update(ctx, r.client, common(in), updateParams(in))
	})
}

func (r *phoneResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	tf.Delete(ctx, r.client, req, resp, object, func(ctx context.Context, state model) error {
		return kind.Delete(ctx, r.client, state.Model, state.PhoneNumber.ValueString(), &resp.Diagnostics)
	})
}

func (r *phoneResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	kind.Import(ctx, r.client, req, resp)
}
