package emailaddress

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/identifier"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

type record struct {
	identifier.Record
	EmailAddress types.String `tfsdk:"email_address"`
}

type dataSource struct{ client *clerk.Client }

var _ datasource.DataSourceWithConfigure = (*dataSource)(nil)

// NewDataSource is the data source clerk_email_address.
func NewDataSource() datasource.DataSource { return &dataSource{} }

func (d *dataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_email_address"
}

func (d *dataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "An email address of a user, by its id or by itself, and whose it is. One that no user has is an error.",
		Attributes:          addresses.RecordAttributes(tf.EmailAddress()),
	}
}

func (d *dataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.client = tf.Client(req.ProviderData, &resp.Diagnostics)
}

func (d *dataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config record
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	a, err := addresses.Find(ctx, d.client, config.ID, config.EmailAddress)
	if err != nil {
		tf.Report(&resp.Diagnostics, "Could not read the email address", err, nil)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, record{
		Record:       identifier.NewRecord(a),
		EmailAddress: tf.Keep(config.EmailAddress, types.StringValue(a.Value), tf.SameAddress),
	})...)
}
