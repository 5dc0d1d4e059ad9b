// Package user models Clerk's users: their names, identifiers, secrets and
// metadata, their picture, and whether they are banned or locked.
package user

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

type userResource struct{ client *clerk.Client }

var (
	_ resource.ResourceWithConfigure      = (*userResource)(nil)
	_ resource.ResourceWithIdentity       = (*userResource)(nil)
	_ resource.ResourceWithImportState    = (*userResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*userResource)(nil)
	_ resource.ResourceWithUpgradeState   = (*userResource)(nil)
	_ resource.ResourceWithValidateConfig = (*userResource)(nil)
	_ tf.Refresher                        = (*userResource)(nil)
	_ tf.PlansNothing                     = (*userResource)(nil)
)

// NewResource is the resource clerk_user.
func NewResource() resource.Resource { return &userResource{} }

func (r *userResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_user"
}

// UpgradeState reads states of version 0: another provider stores there what is write-only here.
func (r *userResource) UpgradeState(context.Context) map[int64]resource.StateUpgrader {
	return new(tf.Foreign).Upgraders()
}

func (r *userResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = attr.IDIdentity("Id of the user, user_….")
}

func (r *userResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.client = tf.Client(req.ProviderData, &resp.Diagnostics)
}

func (r *userResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	tf.Create(ctx, r.client, req, resp, object, func(ctx context.Context, in tf.Input[model]) (*clerk.User, error) {
		user, err := create(ctx, r.client, in)
		if user == nil {
			return nil, err
		}
		spelled := spelled{}
		spelled.compareAll(&resp.Diagnostics, createParams(in), user)
		resp.Diagnostics.Append(spelled.save(ctx, resp.Private)...)
		return spelled.asSent(user), err
	})
}

func (r *userResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	tf.Read(ctx, r.client, req, resp, object, r.get(req.Private))
}

// Refresh is Read, without the framework around it.
func (r *userResource) Refresh(ctx context.Context, state tfsdk.State, private tf.PrivateReader) (tf.StateAndIdentity, bool) {
	return tf.Refresh(ctx, state, private, object, r.get(private))
}

func (r *userResource) get(private tf.PrivateReader) func(ctx context.Context, state model) (*clerk.User, error) {
	return func(ctx context.Context, state model) (*clerk.User, error) {
		user, err := r.client.Users.Get(ctx, state.ID.ValueString())
		return spelledOf(ctx, private).asSent(user), err
	}
}

// PlansNothing is what a user is without a picture: a plan reads its file.
func (r *userResource) PlansNothing(state map[string]tftypes.Value) bool {
	return !profileImage.Replan(state)
}

func (r *userResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var u *userUpdate
	tf.Update(ctx, r.client, req, resp, object, func(ctx context.Context, in tf.Input[model]) (*clerk.User, error) {
		u = newUserUpdate(r.client, in, spelledOf(ctx, req.Private), &resp.Diagnostics)
		user, err := u.update(ctx)
		resp.Diagnostics.Append(u.spelled.save(ctx, resp.Private)...)
		return user, err
	})
	if u != nil && resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(u.repairState(ctx, &resp.State)...)
	}
}

func (r *userResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	tf.Delete(ctx, r.client, req, resp, object, func(ctx context.Context, in tf.Input[model]) error {
		return r.client.Users.Delete(ctx, in.State.ID.ValueString())
	})
}

// ImportState takes an id or an identity, and also one of the user's keys, such
// as email:ada@example.com.
func (r *userResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	tf.ImportNamed(ctx, r.client, "id", tf.ImportedUser, req, resp)
}
