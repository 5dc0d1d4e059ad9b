package user

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

type invitationsModel struct {
	UserID      types.String `tfsdk:"user_id"`
	Status      types.String `tfsdk:"status"`
	Invitations []invitation `tfsdk:"organization_invitations"`
	TotalCount  types.Int64  `tfsdk:"total_count"`
}

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

type invitationsDataSource struct{ client *clerk.Client }

var _ datasource.DataSourceWithConfigure = (*invitationsDataSource)(nil)

// NewOrganizationInvitationsDataSource is the data source
// clerk_user_organization_invitations.
func NewOrganizationInvitationsDataSource() datasource.DataSource { return &invitationsDataSource{} }

func (d *invitationsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_user_organization_invitations"
}

func (d *invitationsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "All invitations of a user to organizations, at any of the user's email addresses.",
		Attributes: map[string]schema.Attribute{
			"user_id": schema.StringAttribute{Required: true, MarkdownDescription: "Id of the user, `user_…`.", Validators: []validator.String{stringvalidator.LengthAtLeast(1)}},
			"status": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Only invitations of this status: `pending`, `accepted`, `revoked` or `expired`.",
				Validators:          []validator.String{stringvalidator.OneOf("pending", "accepted", "revoked", "expired")},
			},
			"organization_invitations": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The invitations, in Clerk's order.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id":              computed("Id of the invitation, `orginv_…`."),
					"email_address":   computed("The address that was invited."),
					"role":            computed("Key of the role that the user would have, such as `org:member`."),
					"status":          computed("`pending`, `accepted`, `revoked` or `expired`."),
					"public_metadata": computed("Metadata that the membership would have and the browser can read, a JSON object; read it with `jsondecode`."),
					"organization":    organizationAttribute(),
					"expires_at":      computed("When the invitation expires, RFC 3339; null if never."),
					"created_at":      computed("When the invitation was made, RFC 3339."),
					"updated_at":      computed("When the invitation was last changed, RFC 3339."),
				}},
			},
			"total_count": schema.Int64Attribute{Computed: true, MarkdownDescription: "How many `organization_invitations` has."},
		},
	}
}

func (d *invitationsDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.client = tf.Client(req.ProviderData, &resp.Diagnostics)
}

func (d *invitationsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config invitationsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	config.Invitations = []invitation{}
	for i, err := range d.client.Users.OrganizationInvitations(ctx, config.UserID.ValueString(), config.Status.ValueString()) {
		if err != nil {
			tf.Report(&resp.Diagnostics, fmt.Sprintf("Could not list the organization invitations of user %q", config.UserID.ValueString()), atUser(err), nil)
			return
		}
		if i.Organization == nil {
			i.Organization = &clerk.Organization{ID: i.OrganizationID}
		}
		config.Invitations = append(config.Invitations, invitation{
			ID:             types.StringValue(i.ID),
			EmailAddress:   types.StringValue(i.EmailAddress),
			Role:           types.StringValue(i.Role),
			Status:         types.StringValue(i.Status),
			PublicMetadata: tf.JSON(i.PublicMetadata),
			Organization:   newOrganization(i.Organization),
			ExpiresAt:      tf.OptionalTime(i.ExpiresAt),
			CreatedAt:      tf.Time(i.CreatedAt),
			UpdatedAt:      tf.Time(i.UpdatedAt),
		})
	}
	config.TotalCount = types.Int64Value(int64(len(config.Invitations)))
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, config)...)
}
