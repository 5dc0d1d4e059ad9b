package user

import (
	"context"
	"fmt"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

type membership struct {
	ID             types.String `tfsdk:"id"`
	Role           types.String `tfsdk:"role"`
	Permissions    types.Set    `tfsdk:"permissions"`
	PublicMetadata types.String `tfsdk:"public_metadata"`
	Organization   organization `tfsdk:"organization"`
	CreatedAt      types.String `tfsdk:"created_at"`
	UpdatedAt      types.String `tfsdk:"updated_at"`
}

// NewOrganizationMembershipsDataSource is the data source
// clerk_user_organization_memberships.
func NewOrganizationMembershipsDataSource() datasource.DataSource { return memberships.DataSource() }

var memberships = tf.ListOf[membership, clerk.OrganizationMembership]{
	Type: "user_organization_memberships", Items: "organization_memberships", Noun: "organization memberships",
	Description:      "All organization memberships of a user.",
	ItemsDescription: "The memberships, in Clerk's order.",
	CountDescription: "How many there are.",
	Arguments: map[string]schema.Attribute{
		"user_id": schema.StringAttribute{Required: true, MarkdownDescription: "Id of the user, `user_…`.", Validators: []validator.String{stringvalidator.LengthAtLeast(1)}},
	},
	Item: map[string]schema.Attribute{
		"id":              attr.Shown("Id of the membership, `orgmem_…`."),
		"role":            attr.Shown("Key of the user's role, such as `org:admin`."),
		"permissions":     schema.SetAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "Keys of the permissions that the role gives, such as `org:sys_memberships:read`."},
		"public_metadata": attr.Shown("Metadata of the membership that the browser can read, a JSON object; read it with `jsondecode`."),
		"organization":    organizationAttribute(),
		"created_at":      attr.Shown("When the user became a member, RFC 3339."),
		"updated_at":      attr.Shown("When the membership was last changed, RFC 3339."),
	},
	All: func(ctx context.Context, c *clerk.Client, q tf.Query) iter.Seq2[clerk.OrganizationMembership, error] {
		return tf.OfExisting("user_id", c.Users.OrganizationMemberships(ctx, q.String("user_id")))
	},
	Record: func(m *clerk.OrganizationMembership) membership {
		return membership{
			ID:             types.StringValue(m.ID),
			Role:           types.StringValue(m.Role),
			Permissions:    tf.StringSet(m.Permissions),
			PublicMetadata: tf.JSON(m.PublicMetadata),
			Organization:   newOrganization(m.Organization),
			CreatedAt:      tf.Time(m.CreatedAt),
			UpdatedAt:      tf.Time(m.UpdatedAt),
		}
	},
	Whose: whoseUser,
}

// whoseUser says in messages whose the objects are.
func whoseUser(q tf.Query) string { return fmt.Sprintf("user %q", q.String("user_id")) }
