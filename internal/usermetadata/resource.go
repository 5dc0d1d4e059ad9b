// Package usermetadata models some keys of a user's metadata: those that a
// configuration owns while the application, or another configuration, owns the
// user and the other keys.
package usermetadata

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// maxMetadata is the most that Clerk stores in one metadata field, in bytes.
const maxMetadata = 8 << 10

type metadataResource struct{ client *clerk.Client }

var (
	_ resource.ResourceWithConfigure   = (*metadataResource)(nil)
	_ resource.ResourceWithIdentity    = (*metadataResource)(nil)
	_ resource.ResourceWithImportState = (*metadataResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*metadataResource)(nil)
	_ tf.Refresher                     = (*metadataResource)(nil)
	_ tf.Unplanned                     = (*metadataResource)(nil)
)

// NewResource is the resource clerk_user_metadata.
func NewResource() resource.Resource { return &metadataResource{} }

func (r *metadataResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_user_metadata"
}

func (r *metadataResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Some keys of the metadata of a user who is managed elsewhere: by the application, or by another configuration.\n\n" +
			"It owns the keys that its arguments list, at any depth, and no others: `{ billing = { plan = \"pro\" } }` owns `billing.plan` and leaves `billing.seats` to whoever sets it. " +
			"Owned keys are merged into the user's metadata, also over a value that is there already. The others are neither read into the state nor changed, so that several of these resources with different keys can share one user. " +
			"Do not list a key of a field that a `clerk_user` mentions: that one owns the whole field.\n\n" +
			"Scalars and arrays are owned whole. An empty object owns that there is an object, and none of its keys. " +
			"A key that leaves the configuration is removed from the user, and so are all owned keys on destroy, at the depth at which they are owned. " +
			"The object around them stays, empty if nothing else is in it, because another may be about to fill it.\n\n" +
			"An import takes all metadata that the user has for owned. What the configuration does not list then leaves the state with the next apply, and stays in Clerk: nothing is removed that nobody wrote. " +
			"Configuration that Terraform generates for an import has null for private metadata, which is a secret: write in what is to be owned.",
		Attributes: map[string]schema.Attribute{
			"user_id": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "Id of the user, `user_…`. Another user is another resource: the keys are removed from the one and merged into the other.",
				Validators:          []validator.String{tf.PathSegment()},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"public_metadata": field("that the backend writes and the user's browser can read. At least one of the three arguments is given", false,
				stringvalidator.AtLeastOneOf(path.MatchRoot("private_metadata"), path.MatchRoot("unsafe_metadata"))),
			"private_metadata": field("that only the backend sees. They are stored in the state and in plans, marked sensitive", true),
			"unsafe_metadata":  field("that the user's browser can write", false),
		},
	}
}

func field(description string, sensitive bool, checks ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{
		Optional: true, Sensitive: sensitive,
		MarkdownDescription: "Keys of the metadata " + description + ". A JSON object, best written with `jsonencode`, and compared by value. " +
			"It cannot contain null, which in a merge removes a key. Clerk stores at most 8 KB, with the keys of others.",
		Validators:    append(checks, tf.JSONObject(maxMetadata, "Write it with jsonencode, as in jsonencode({ plan = \"pro\" }), or leave it out to own no key."), noNull{}),
		PlanModifiers: []planmodifier.String{tf.KeepEqual(tf.SameJSON)},
	}
}

func (r *metadataResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"user_id": identityschema.StringAttribute{RequiredForImport: true, Description: "Id of the user, user_…."},
	}}
}

func (r *metadataResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.client = tf.Client(req.ProviderData, &resp.Diagnostics)
}

func (r *metadataResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	tf.Create(ctx, r.client, req, resp, metadata, func(ctx context.Context, in tf.Input[model]) (*clerk.User, error) {
		return r.merge(ctx, in)
	})
}

func (r *metadataResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	tf.Read(ctx, r.client, req, resp, metadata, r.get)
	var state model
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if !resp.Diagnostics.HasError() && state.ownsNothing() {
		resp.Diagnostics.Append(resp.Private.SetKey(ctx, importedKey, []byte("true"))...)
	}
}

// Refresh is Read, without the framework around it.
func (r *metadataResource) Refresh(ctx context.Context, state tfsdk.State, private tf.PrivateReader) (tf.Refreshed, bool) {
	return tf.Refresh(ctx, state, private, metadata, r.get)
}

func (r *metadataResource) get(ctx context.Context, state model) (*clerk.User, error) {
	return r.client.Users.Get(ctx, state.UserID.ValueString())
}

// Unplanned is any metadata: nothing about a plan looks elsewhere.
func (r *metadataResource) Unplanned(map[string]tftypes.Value) bool { return true }

func (r *metadataResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	tf.Update(ctx, r.client, req, resp, metadata, func(ctx context.Context, in tf.Input[model]) (*clerk.User, error) {
		if imported(ctx, req.Private) {
			in.State = listed(in.Plan, in.State)
		}
		return r.merge(ctx, in)
	})
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.Private.SetKey(ctx, importedKey, nil)...)
	}
}

// merge carries out a create or an update in one request. A user who does not
// exist is a fault of user_id.
func (r *metadataResource) merge(ctx context.Context, in tf.Input[model]) (*clerk.User, error) {
	id := in.Plan.UserID.ValueString()
	m, anything := merge(in.Plan, in.State)
	if !anything {
		// Only empty objects came or went; whether the user exists still matters.
		user, err := r.client.Users.Get(ctx, id)
		return user, tf.At("user_id", err)
	}
	user, err := r.client.Users.MergeMetadata(ctx, id, m)
	if clerk.IsNotFound(err) {
		err = tf.At("user_id", err)
	}
	return user, err
}

func (r *metadataResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	tf.Delete(ctx, r.client, req, resp, metadata, func(ctx context.Context, state model) error {
		m, anything := merge(model{}, state)
		if !anything {
			return nil
		}
		_, err := r.client.Users.MergeMetadata(ctx, state.UserID.ValueString(), m)
		return err
	})
}

func (r *metadataResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	tf.ImportUser(ctx, r.client, "user_id", req, resp)
}
