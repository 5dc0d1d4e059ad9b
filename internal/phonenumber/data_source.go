package phonenumber

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
	PhoneNumber             types.String `tfsdk:"phone_number"`
	ReservedForSecondFactor types.Bool   `tfsdk:"reserved_for_second_factor"`
	DefaultSecondFactor     types.Bool   `tfsdk:"default_second_factor"`
}

type dataSource struct{ client *clerk.Client }

var _ datasource.DataSourceWithConfigure = (*dataSource)(nil)

// NewDataSource is the data source clerk_phone_number.
func NewDataSource() datasource.DataSource { return &dataSource{} }

func (d *dataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_phone_number"
}

func (d *dataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := addresses.RecordAttributes(tf.PhoneNumber())
	attributes["reserved_for_second_factor"] = schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether it is kept for the second factor of signing in."}
	attributes["default_second_factor"] = schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether it is the user's default second factor."}
	resp.Schema = schema.Schema{
		MarkdownDescription: "A phone number of a user, by its id or by itself, and whose it is. One that no user has is an error.",
		Attributes:          attributes,
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
	a, err := addresses.Find(ctx, d.client, config.ID, config.PhoneNumber)
	if err != nil {
		tf.Report(&resp.Diagnostics, "Could not read the phone number", err, nil)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, record{
		Record:                  identifier.NewRecord(a),
		PhoneNumber:             tf.Keep(config.PhoneNumber, types.StringValue(a.Value), tf.SameAddress),
		ReservedForSecondFactor: types.BoolValue(a.SecondFactor),
		DefaultSecondFactor:     types.BoolValue(a.DefaultSecondFactor),
	})...)
}
