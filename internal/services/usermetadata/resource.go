// Package usermetadata models some keys of a user's metadata.
package usermetadata

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/services/metadata"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// NewResource is the resource clerk_user_metadata.
func NewResource() resource.Resource { return kind.Resource() }

type model struct {
	UserID          types.String `tfsdk:"user_id"`
	PublicMetadata  types.String `tfsdk:"public_metadata"`
	PrivateMetadata types.String `tfsdk:"private_metadata"`
	UnsafeMetadata  types.String `tfsdk:"unsafe_metadata"`
}

var kind = (&metadata.Description[model, clerk.User]{
	Noun: "user", One: "a user who", Browser: "the user's browser", IDPrefix: "user_",
	Fields: func(m *model) metadata.Fields {
		return metadata.Fields{ID: &m.UserID, Public: &m.PublicMetadata, Private: &m.PrivateMetadata, Unsafe: &m.UnsafeMetadata}
	},
	Has: func(u *clerk.User) (string, clerk.Metadata) {
		return u.ID, clerk.Metadata{Public: u.PublicMetadata, Private: u.PrivateMetadata, Unsafe: u.UnsafeMetadata}
	},
	Read: func(ctx context.Context, c *clerk.Client, id string) (*clerk.User, error) {
		return c.Users.Get(ctx, id)
	},
	Merge: func(ctx context.Context, c *clerk.Client, id string, m clerk.Metadata) (*clerk.User, error) {
		return c.Users.MergeMetadata(ctx, id, m)
	},
	Import: tf.ImportedUser,
}).Kind()
