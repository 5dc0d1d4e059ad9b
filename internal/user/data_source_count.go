package user

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

type countModel struct {
	filterModel
	TotalCount types.Int64 `tfsdk:"total_count"`
}

type countDataSource struct{ client *clerk.Client }

var _ datasource.DataSourceWithConfigure = (*countDataSource)(nil)

// NewCountDataSource is the data source clerk_user_count.
func NewCountDataSource() datasource.DataSource { return &countDataSource{} }

func (d *countDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_user_count"
}

func (d *countDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	a := filterAttributes()
	a["total_count"] = schema.Int64Attribute{Computed: true, MarkdownDescription: "How many users there are."}
	resp.Schema = schema.Schema{
		MarkdownDescription: "How many users the instance has, all of them or those that every given filter matches. It takes one request, and the filters of `clerk_users`.",
		Attributes:          a,
	}
}

func (d *countDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.client = tf.Client(req.ProviderData, &resp.Diagnostics)
}

func (d *countDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config countModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	n, err := d.client.Users.Count(ctx, config.filter())
	if err != nil {
		tf.Report(&resp.Diagnostics, "Could not count the users", err, filterArgument)
		return
	}
	config.TotalCount = types.Int64Value(int64(n))
	resp.Diagnostics.Append(resp.State.Set(ctx, config)...)
}
