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

type membershipsModel struct {
	UserID      types.String `tfsdk:"user_id"`
	Memberships []membership `tfsdk:"organization_memberships"`
	TotalCount  types.Int64  `tfsdk:"total_count"`
}

type membership struct {
	ID             types.String `tfsdk:"id"`
	Role           types.String `tfsdk:"role"`
	Permissions    types.Set    `tfsdk:"permissions"`
	PublicMetadata types.String `tfsdk:"public_metadata"`
	Organization   organization `tfsdk:"organization"`
	CreatedAt      types.String `tfsdk:"created_at"`
	UpdatedAt      types.String `tfsdk:"updated_at"`
}

type membershipsDataSource struct{ client *clerk.Client }

var _ datasource.DataSourceWithConfigure = (*membershipsDataSource)(nil)

// NewOrganizationMembershipsDataSource is the data source
// clerk_user_organization_memberships.
func NewOrganizationMembershipsDataSource() datasource.DataSource { return &membershipsDataSource{} }

func (d *membershipsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_user_organization_memberships"
}

func (d *membershipsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "All organization memberships of a user.",
		Attributes: map[string]schema.Attribute{
			"user_id": schema.StringAttribute{Required: true, MarkdownDescription: "Id of the user, `user_…`.", Validators: []validator.String{stringvalidator.LengthAtLeast(1)}},
			"organization_memberships": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The memberships, in Clerk's order.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id":              computed("Id of the membership, `orgmem_…`."),
					"role":            computed("Key of the user's role, such as `org:admin`."),
					"permissions":     schema.SetAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "Keys of the permissions that the role gives, such as `org:sys_memberships:read`."},
					"public_metadata": computed("Metadata of the membership that the browser can read, a JSON object; read it with `jsondecode`."),
					"organization":    organizationAttribute(),
					"created_at":      computed("When the user became a member, RFC 3339."),
					"updated_at":      computed("When the membership was last changed, RFC 3339."),
				}},
			},
			"total_count": schema.Int64Attribute{Computed: true, MarkdownDescription: "How many there are."},
		},
	}
}

func (d *membershipsDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.client = tf.Client(req.ProviderData, &resp.Diagnostics)
}

func (d *membershipsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config membershipsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	config.Memberships = []membership{}
	for m, err := range d.client.Users.OrganizationMemberships(ctx, config.UserID.ValueString()) {
		if err != nil {
			tf.Report(&resp.Diagnostics, fmt.Sprintf("Could not list the organization memberships of user %q", config.UserID.ValueString()), atUser(err), nil)
			return
		}
		config.Memberships = append(config.Memberships, membership{
			ID:             types.StringValue(m.ID),
			Role:           types.StringValue(m.Role),
			Permissions:    tf.StringSet(m.Permissions),
			PublicMetadata: tf.JSON(m.PublicMetadata),
			Organization:   newOrganization(&m.Organization),
			CreatedAt:      tf.Time(m.CreatedAt),
			UpdatedAt:      tf.Time(m.UpdatedAt),
		})
	}
	config.TotalCount = types.Int64Value(int64(len(config.Memberships)))
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, config)...)
}
