// Package emailaddress models email addresses of Clerk users, one by one.
package emailaddress

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/identifier"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

type emailResource struct{ client *clerk.Client }

var (
	_ resource.ResourceWithConfigure   = (*emailResource)(nil)
	_ resource.ResourceWithIdentity    = (*emailResource)(nil)
	_ resource.ResourceWithImportState = (*emailResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*emailResource)(nil)
	_ tf.Refresher                     = (*emailResource)(nil)
	_ tf.Unplanned                     = (*emailResource)(nil)
)

// NewResource is the resource clerk_email_address.
func NewResource() resource.Resource { return &emailResource{} }

func (r *emailResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_email_address"
}

func (r *emailResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	attributes := kind.Attributes()
	attributes["email_address"] = schema.StringAttribute{
		Required: true,
		MarkdownDescription: "The email address. Clerk cannot change it, so a change deletes it and creates a new one; `create_before_destroy` turns that around, for an address that the user must not be without. " +
			"Case and surrounding space do not matter.",
		Validators:    []validator.String{tf.EmailAddress()},
		PlanModifiers: []planmodifier.String{tf.KeepEqual(tf.SameAddress), stringplanmodifier.RequiresReplace()},
	}
	attributes["notify_primary_email_address_changed"] = schema.BoolAttribute{
		Optional: true, WriteOnly: true,
		MarkdownDescription: "Whether Clerk writes to the address that was primary before, when `primary = true` makes this one so. It is write-only: Clerk does not return it.",
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "An email address of a user, managed on its own: of a user whom the application or another configuration manages, say.\n\n" +
			"Beside a `clerk_user`, each manages the addresses that it mentions and leaves the others alone. " +
			"Do not list an address in both, and let one of them alone choose the primary address.\n\n" +
			kind.LastOne(),
		Attributes: attributes,
	}
}

func (r *emailResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = kind.IdentitySchema()
}

func (r *emailResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.client = tf.Client(req.ProviderData, &resp.Diagnostics)
}

// ModifyPlan warns of what Clerk cannot do.
func (r *emailResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	in := tf.PlannedInput[model](ctx, req, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	replaces := !in.Plan.EmailAddress.Equal(in.State.EmailAddress) || !in.Plan.UserID.Equal(in.State.UserID)
	kind.CheckPlan(ctx, r.client, common(in), replaces, resp)
}

func (r *emailResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	tf.Create(ctx, r.client, req, resp, object, func(ctx context.Context, in tf.Input[model]) (*identifier.Address, error) {
		return kind.Create(ctx, r.client, in.Plan.Model, in.Plan.EmailAddress.ValueString(), &resp.Diagnostics, updateParams(in), func() (identifier.Address, error) {
			return lift(r.client.EmailAddresses.Create(ctx, createParams(in)))
		})
	})
}

func (r *emailResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	tf.Read(ctx, r.client, req, resp, object, r.get)
}

// Refresh is Read, without the framework around it.
func (r *emailResource) Refresh(ctx context.Context, state tfsdk.State, private tf.PrivateReader) (tf.Refreshed, bool) {
	return tf.Refresh(ctx, state, private, object, r.get)
}

func (r *emailResource) get(ctx context.Context, state model) (*identifier.Address, error) {
	return kind.Read(ctx, r.client, state.Model)
}

// Unplanned is any address: a plan asks Clerk only where the configuration wants
// primary otherwise than the state has it.
func (r *emailResource) Unplanned(map[string]tftypes.Value) bool { return true }

func (r *emailResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	tf.Update(ctx, r.client, req, resp, object, func(ctx context.Context, in tf.Input[model]) (*identifier.Address, error) {
		return kind.Update(ctx, r.client, common(in), updateParams(in))
	})
}

func (r *emailResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	tf.Delete(ctx, r.client, req, resp, object, func(ctx context.Context, state model) error {
		return kind.Delete(ctx, r.client, state.Model, state.EmailAddress.ValueString(), &resp.Diagnostics)
	})
}

func (r *emailResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	kind.Import(ctx, r.client, req, resp)
}
