package user

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

type listModel struct {
	filterModel
	OrderBy         types.String            `tfsdk:"order_by"`
	Limit           types.Int64             `tfsdk:"limit"`
	IncludePrivate  types.Bool              `tfsdk:"include_private_metadata"`
	PrivateMetadata map[string]types.String `tfsdk:"private_metadata"`
	Users           []record                `tfsdk:"users"`
	TotalCount      types.Int64             `tfsdk:"total_count"`
}

type listDataSource struct{ client *clerk.Client }

var _ datasource.DataSourceWithConfigure = (*listDataSource)(nil)

// NewListDataSource is the data source clerk_users.
func NewListDataSource() datasource.DataSource { return &listDataSource{} }

func (d *listDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_users"
}

func (d *listDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	a := orderedFilters.Attributes()
	a["include_private_metadata"] = attr.IncludePrivateMetadata()
	a["private_metadata"] = attr.ShownPrivateMetadataByID()
	a["limit"] = attr.Limit("users")
	a["users"] = schema.ListNestedAttribute{
		Computed:            true,
		MarkdownDescription: "The users.",
		NestedObject:        schema.NestedAttributeObject{Attributes: recordAttributes()},
	}
	a["total_count"] = attr.ShownNumber("How many users `users` has.")
	resp.Schema = schema.Schema{
		MarkdownDescription: "Users of the instance, all of them or those that every given filter matches.",
		Attributes:          a,
	}
}

func (d *listDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.client = tf.Client(req.ProviderData, &resp.Diagnostics)
}

func (d *listDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config listModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	filter := config.filter()
	filter.OrderBy = config.OrderBy.ValueString()
	users := tf.NewRows[record](ctx, resp.State, "users")
	if config.IncludePrivate.ValueBool() {
		config.PrivateMetadata = map[string]types.String{}
	}
	for user, err := range d.client.Users.List(ctx, filter) {
		if err == nil {
			err = tf.Whole(user.Answered)
		}
		if err != nil {
			tf.Report(&resp.Diagnostics, "Could not list the users", err, filterArgument)
			return
		}
		users.Add(ctx, newRecord(&user), &resp.Diagnostics)
		if config.PrivateMetadata != nil {
			config.PrivateMetadata[user.ID] = tf.JSON(user.PrivateMetadata)
		}
		if !config.Limit.IsNull() && users.Len() == config.Limit.ValueInt64() {
			break
		}
	}
	config.Users, config.TotalCount = users.Buffered(), types.Int64Value(users.Len())
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, config)...)
}
