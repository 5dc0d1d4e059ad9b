// Package user models Clerk's users: their names, identifiers and metadata, and
// whether they are banned or locked.
package user

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// maxMetadata is the most that Clerk stores in one metadata field, in bytes.
const maxMetadata = 8 << 10

type userResource struct{ client *clerk.Client }

var (
	_ resource.ResourceWithConfigure      = (*userResource)(nil)
	_ resource.ResourceWithIdentity       = (*userResource)(nil)
	_ resource.ResourceWithImportState    = (*userResource)(nil)
	_ resource.ResourceWithValidateConfig = (*userResource)(nil)
)

// NewResource is the resource clerk_user.
func NewResource() resource.Resource { return &userResource{} }

func (r *userResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_user"
}

func (r *userResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A user of the instance.\n\n" +
			"Users and applications edit the same objects, so an argument that is omitted keeps the value that it has in Clerk, and is not compared. " +
			"An empty value is a mention: `first_name = \"\"` clears the name, and `public_metadata = jsonencode({})` the metadata.",
		Attributes: map[string]schema.Attribute{
			"email_addresses": identifierSet("Email addresses, added as verified. An address that leaves the set is removed from the user; "+
				"one that was never in it, such as one that the user added, is left alone. Case and surrounding space make no difference.", tf.EmailAddress()),
			"primary_email_address": primary("email_addresses", "The one of `email_addresses` that Clerk writes to. Required where there are several."),
			"phone_numbers": identifierSet("Phone numbers in E.164 form, added as verified. A number that leaves the set is removed from the user; "+
				"one that was never in it is left alone.", tf.PhoneNumber()),
			"primary_phone_number": primary("phone_numbers", "The one of `phone_numbers` that Clerk writes to. Required where there are several."),
			"username":             text("Username, unique in the instance. `\"\"` removes it."),
			"external_id":          text("Id of the user in a system of your own, unique in the instance. `\"\"` removes it."),
			"first_name":           text("First name. `\"\"` clears it."),
			"last_name":            text("Last name. `\"\"` clears it."),
			"locale":               text("Locale as a BCP 47 tag, such as `en-US`. `\"\"` clears it.", tf.Locale()),
			"public_metadata":      metadataField("Metadata that the backend writes and the user's browser can read", false),
			"private_metadata": metadataField("Metadata that only the backend sees. It is stored in the state and in plans, marked sensitive, if the configuration mentions it or the user was imported; "+
				"otherwise it is neither read nor stored", true),
			"unsafe_metadata": metadataField("Metadata that the user's browser can write", false),
			"banned": schema.BoolAttribute{
				Optional: true, Computed: true,
				MarkdownDescription: "Whether the user is banned. A ban ends the user's sessions and lasts until it is lifted. Bans depend on the plan of the instance.",
				PlanModifiers:       []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
			},
			"locked": schema.BoolAttribute{
				Optional: true, Computed: true,
				MarkdownDescription: "Whether the user is locked out. A lock expires after the instance's lockout period, one hour by default, and `true` then shows as a change in the next plan. Use `banned` for what is to last.",
				PlanModifiers:       []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
			},
			"created_at": schema.StringAttribute{
				Optional: true, Computed: true,
				MarkdownDescription: "When the user signed up, RFC 3339, such as `2026-01-31T09:30:00Z`; for users who come from another system. Compared at the millisecond, in any time zone. Defaults to the time of creation, and cannot be cleared.",
				Validators:          []validator.String{tf.Instant()},
				PlanModifiers:       []planmodifier.String{tf.KeepEqual(tf.SameInstant), stringplanmodifier.UseStateForUnknown()},
			},
			"id": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "Id of the user, `user_…`.",
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
		},
	}
}

func text(description string, checks ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{
		Optional: true, Computed: true,
		MarkdownDescription: description,
		Validators:          checks,
		PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

func identifierSet(description string, check tf.Check) schema.SetAttribute {
	return schema.SetAttribute{
		Optional: true, Computed: true, ElementType: types.StringType,
		MarkdownDescription: description,
		Validators:          []validator.Set{check},
		PlanModifiers:       []planmodifier.Set{tf.KeepEqualAddresses(), setplanmodifier.UseStateForUnknown()},
	}
}

func primary(set, description string) schema.StringAttribute {
	return schema.StringAttribute{
		Optional: true, Computed: true,
		MarkdownDescription: description,
		PlanModifiers:       []planmodifier.String{tf.KeepEqual(tf.SameAddress), tf.KeepUnless(path.Root(set))},
	}
}

func metadataField(description string, sensitive bool) schema.StringAttribute {
	return schema.StringAttribute{
		Optional: true, Computed: true, Sensitive: sensitive,
		MarkdownDescription: description + ". A JSON object of at most 8 KB, best written with `jsonencode`; it replaces the whole field, and is compared by value.",
		Validators:          []validator.String{tf.JSONObject(maxMetadata)},
		PlanModifiers:       []planmodifier.String{tf.KeepEqual(tf.SameJSON), stringplanmodifier.UseStateForUnknown()},
	}
}

func (r *userResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = tf.IDIdentity("Id of the user, user_….")
}

func (r *userResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.client = tf.Client(req.ProviderData, &resp.Diagnostics)
}

func (r *userResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	tf.Create(ctx, req, resp, object, func(in tf.Input[model]) (*clerk.User, error) {
		return r.client.Users.Create(ctx, createParams(in.Plan))
	})
}

func (r *userResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	tf.Read(ctx, req, resp, object, func(state model) (*clerk.User, error) {
		return r.client.Users.Get(ctx, state.ID.ValueString())
	})
}

func (r *userResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	tf.Update(ctx, req, resp, object, func(in tf.Input[model]) (*clerk.User, error) {
		return update(ctx, r.client, in)
	})
}

func (r *userResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	tf.Delete(ctx, req, resp, object, func(state model) error {
		return r.client.Users.Delete(ctx, state.ID.ValueString())
	})
}

func (r *userResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	resource.ImportStatePassthroughWithIdentity(ctx, path.Root("id"), path.Root("id"), req, resp)
}
