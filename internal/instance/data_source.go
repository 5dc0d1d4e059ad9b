// Package instance models the Clerk instance that the secret key belongs to.
package instance

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

type record struct {
	ID             types.String `tfsdk:"id"`
	Environment    types.String `tfsdk:"environment"`
	AllowedOrigins types.Set    `tfsdk:"allowed_origins"`
}

type dataSource struct{ client *clerk.Client }

var _ datasource.DataSourceWithConfigure = (*dataSource)(nil)

// NewDataSource is the data source clerk_instance.
func NewDataSource() datasource.DataSource { return &dataSource{} }

func (d *dataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_instance"
}

func (d *dataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The instance that the provider's secret key belongs to. Clerk does not tell its other settings.",
		Attributes: map[string]schema.Attribute{
			"id":          schema.StringAttribute{Computed: true, MarkdownDescription: "Id of the instance, `ins_…`: what the provider's `allowed_instance_ids` takes."},
			"environment": schema.StringAttribute{Computed: true, MarkdownDescription: "`development` or `production`: what the provider's `environment` takes."},
			"allowed_origins": schema.SetAttribute{
				Computed: true, ElementType: types.StringType,
				MarkdownDescription: "Origins that may use the instance beside its domains, such as those of browser extensions and of native apps. Clerk may show a change some seconds late.",
			},
		},
	}
}

func (d *dataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.client = tf.Client(req.ProviderData, &resp.Diagnostics)
}

func (d *dataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	instance, err := d.client.Instance.Get(ctx)
	if err != nil {
		tf.Report(&resp.Diagnostics, "Could not read the instance", err, nil)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, record{
		ID:             types.StringValue(instance.ID),
		Environment:    types.StringValue(instance.EnvironmentType),
		AllowedOrigins: tf.StringSet(instance.AllowedOrigins),
	})...)
}
