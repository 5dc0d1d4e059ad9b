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

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// NewResource is the resource clerk_user_metadata.
func NewResource() resource.Resource { return kind.Resource() }

var kind = tf.Kind[model, clerk.User]{
	Object: metadata,
	Schema: schema.Schema{
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
	},
	IdentitySchema: map[string]identityschema.Attribute{
		"user_id": identityschema.StringAttribute{RequiredForImport: true, Description: "Id of the user, user_…."},
	},
	Create: send,
	Read: func(ctx context.Context, c *clerk.Client, state model) (*clerk.User, error) {
		return c.Users.Get(ctx, state.UserID.ValueString())
	},
	Update: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.User, error) {
		if in.Imported {
			in.State = listed(in.Plan, in.State)
		}
		return send(ctx, c, in)
	},
	Delete: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) error {
		m, anything := merge(model{}, in.State)
		if !anything {
			return nil
		}
		_, err := c.Users.MergeMetadata(ctx, in.State.UserID.ValueString(), m)
		return err
	},
	Plan: tellWhatIsLetGo,
	Import: func(ctx context.Context, c *clerk.Client, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
		tf.ImportUser(ctx, c, "user_id", req, resp)
	},
}

// send carries out a create or an update in one request. A user who does not
// exist is a fault of user_id.
func send(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.User, error) {
	id := in.Plan.UserID.ValueString()
	m, anything := merge(in.Plan, in.State)
	if !anything {
		// Only empty objects came or went; whether the user exists still matters.
		user, err := c.Users.Get(ctx, id)
		return user, tf.At("user_id", err)
	}
	user, err := c.Users.MergeMetadata(ctx, id, m)
	if clerk.IsNotFound(err) {
		err = tf.At("user_id", err)
	}
	return user, err
}

func field(description string, sensitive bool, checks ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{
		Optional: true, Sensitive: sensitive,
		MarkdownDescription: "Keys of the metadata " + description + ". A JSON object, best written with `jsonencode`, and compared by value. " +
			"It cannot contain null, which in a merge removes a key. Clerk stores at most 8 KB, with the keys of others.",
		Validators:    append(checks, tf.JSONObject(tf.MaxMetadata, "Write it with jsonencode, as in jsonencode({ plan = \"pro\" }), or leave it out to own no key."), noNull{}),
		PlanModifiers: []planmodifier.String{tf.KeepEqual(tf.SameJSON)},
	}
}
