package user

import (
	"context"
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

type invitation struct {
	ID             types.String `tfsdk:"id"`
	EmailAddress   types.String `tfsdk:"email_address"`
	Role           types.String `tfsdk:"role"`
	Status         types.String `tfsdk:"status"`
	PublicMetadata types.String `tfsdk:"public_metadata"`
	Organization   organization `tfsdk:"organization"`
	ExpiresAt      types.String `tfsdk:"expires_at"`
	CreatedAt      types.String `tfsdk:"created_at"`
	UpdatedAt      types.String `tfsdk:"updated_at"`
}

// NewOrganizationInvitationsDataSource is the data source
// clerk_user_organization_invitations.
func NewOrganizationInvitationsDataSource() datasource.DataSource { return invitations.DataSource() }

var invitations = tf.ListOf[invitation, clerk.OrganizationInvitation]{
	Type: "user_organization_invitations", Items: "organization_invitations", Noun: "organization invitations",
	Description:      "All invitations of a user to organizations, at any of the user's email addresses.",
	ItemsDescription: "The invitations, in Clerk's order.",
	CountDescription: "How many `organization_invitations` has.",
	Arguments: map[string]schema.Attribute{
		"user_id": schema.StringAttribute{Required: true, MarkdownDescription: "Id of the user, `user_…`.", Validators: []validator.String{stringvalidator.LengthAtLeast(1)}},
		"status": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "Only invitations of this status: `pending`, `accepted`, `revoked` or `expired`.",
			Validators:          []validator.String{stringvalidator.OneOf("pending", "accepted", "revoked", "expired")},
		},
	},
	Item: map[string]schema.Attribute{
		"id":              attr.Shown("Id of the invitation, `orginv_…`."),
		"email_address":   attr.Shown("The address that was invited."),
		"role":            attr.Shown("Key of the role that the user would have, such as `org:member`."),
		"status":          attr.Shown("`pending`, `accepted`, `revoked` or `expired`."),
		"public_metadata": attr.Shown("Metadata that the membership would have and the browser can read, a JSON object; read it with `jsondecode`."),
		"organization":    organizationAttribute(),
		"expires_at":      attr.Shown("When the invitation expires, RFC 3339; null if never."),
		"created_at":      attr.Shown("When the invitation was made, RFC 3339."),
		"updated_at":      attr.Shown("When the invitation was last changed, RFC 3339."),
	},
	All: func(ctx context.Context, c *clerk.Client, q tf.Query) iter.Seq2[clerk.OrganizationInvitation, error] {
		return tf.OfExisting("user_id", c.Users.OrganizationInvitations(ctx, q.String("user_id"), q.String("status")))
	},
	Record: func(i *clerk.OrganizationInvitation) invitation {
		if i.Organization == nil {
			i.Organization = &clerk.OrganizationData{ID: i.OrganizationID}
		}
		return invitation{
			ID:             types.StringValue(i.ID),
			EmailAddress:   types.StringValue(i.EmailAddress),
			Role:           types.StringValue(i.Role),
			Status:         types.StringValue(i.Status),
			PublicMetadata: tf.JSON(i.PublicMetadata),
			Organization:   newOrganization(*i.Organization),
			ExpiresAt:      tf.OptionalTime(i.ExpiresAt),
			CreatedAt:      tf.Time(i.CreatedAt),
			UpdatedAt:      tf.Time(i.UpdatedAt),
		}
	},
	Whose: whoseUser,
}
