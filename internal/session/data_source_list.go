package session

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

type listModel struct {
	UserID     types.String `tfsdk:"user_id"`
	ClientID   types.String `tfsdk:"client_id"`
	Status     types.String `tfsdk:"status"`
	Sessions   []record     `tfsdk:"sessions"`
	TotalCount types.Int64  `tfsdk:"total_count"`
}

type listDataSource struct{ client *clerk.Client }

var _ datasource.DataSourceWithConfigure = (*listDataSource)(nil)

// NewListDataSource is the data source clerk_sessions.
func NewListDataSource() datasource.DataSource { return &listDataSource{} }

func (d *listDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_sessions"
}

func (d *listDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	notEmpty := stringvalidator.LengthAtLeast(1)
	resp.Schema = schema.Schema{
		MarkdownDescription: "All sessions of a user, or of a client. " + cleanedUp + ", so this is no history.",
		Attributes: map[string]schema.Attribute{
			"user_id": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Sessions of this user, `user_…`. At least one of `user_id` and `client_id` is given.",
				Validators:          []validator.String{stringvalidator.AtLeastOneOf(path.MatchRoot("user_id"), path.MatchRoot("client_id")), notEmpty},
			},
			"client_id": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Sessions of this client, `client_…`.",
				Validators:          []validator.String{notEmpty},
			},
			"status": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Only sessions of this status: `abandoned`, `active`, `ended`, `expired`, `removed`, `replaced` or `revoked`. Omitted, any, `pending` ones too.",
				Validators:          []validator.String{stringvalidator.OneOf("abandoned", "active", "ended", "expired", "removed", "replaced", "revoked")},
			},
			"sessions": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The sessions, newest first.",
				NestedObject:        schema.NestedAttributeObject{Attributes: attributes()},
			},
			"total_count": schema.Int64Attribute{Computed: true, MarkdownDescription: "How many `sessions` has."},
		},
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
	config.Sessions = []record{}
	for s, err := range d.client.Sessions.List(ctx, clerk.SessionFilter{
		UserID: config.UserID.ValueString(), ClientID: config.ClientID.ValueString(), Status: config.Status.ValueString(),
	}) {
		if err != nil {
			tf.Report(&resp.Diagnostics, "Could not list the sessions", err, func(param string) (path.Path, bool) {
				return path.Root(param), param == "user_id" || param == "client_id" || param == "status"
			})
			return
		}
		config.Sessions = append(config.Sessions, newRecord(&s))
	}
	config.TotalCount = types.Int64Value(int64(len(config.Sessions)))
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, config)...)
}
