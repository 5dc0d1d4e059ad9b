package jwttemplate

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

type listModel struct {
	JWTTemplates []record    `tfsdk:"jwt_templates"`
	TotalCount   types.Int64 `tfsdk:"total_count"`
}

type listDataSource struct{ client *clerk.Client }

var _ datasource.DataSourceWithConfigure = (*listDataSource)(nil)

// NewListDataSource is the data source clerk_jwt_templates.
func NewListDataSource() datasource.DataSource { return &listDataSource{} }

func (d *listDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_jwt_templates"
}

func (d *listDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "All JWT templates of the instance.",
		Attributes: map[string]schema.Attribute{
			"jwt_templates": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The templates, in Clerk's order.",
				NestedObject:        schema.NestedAttributeObject{Attributes: attributes()},
			},
			"total_count": schema.Int64Attribute{Computed: true, MarkdownDescription: "How many there are."},
		},
	}
}

func (d *listDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.client = tf.Client(req.ProviderData, &resp.Diagnostics)
}

func (d *listDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	out := listModel{JWTTemplates: []record{}}
	for t, err := range d.client.JWTTemplates.List(ctx) {
		if err == nil {
			err = tf.Whole(t.Answered)
		}
		if err != nil {
			tf.Report(&resp.Diagnostics, "Could not list the JWT templates", err, nil)
			return
		}
		out.JWTTemplates = append(out.JWTTemplates, newRecord(&t))
	}
	out.TotalCount = types.Int64Value(int64(len(out.JWTTemplates)))
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, out)...)
}
