package oauthapplication

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

// NewDataSource is the data source clerk_oauth_application.
func NewDataSource() datasource.DataSource { return one.DataSource() }

// NewListDataSource is the data source clerk_oauth_applications.
func NewListDataSource() datasource.DataSource { return all.DataSource() }

// record is an OAuth application as the data sources show it.
type record struct {
	shown
	ClientURI types.String `tfsdk:"client_uri"`
	CreatedAt types.String `tfsdk:"created_at"`
	UpdatedAt types.String `tfsdk:"updated_at"`
}

func newRecord(a *clerk.OAuthApplication) record {
	return record{newShown(a), tf.String(a.ClientURI), tf.Time(a.CreatedAt), tf.Time(a.UpdatedAt)}
}

var recordAttributes = map[string]schema.Attribute{
	"id":                      attr.Shown("Id of the OAuth application, `oa_…`."),
	"name":                    attr.Shown("Name of the application."),
	"client_id":               attr.Shown("Id of the application as an OAuth client."),
	"redirect_uris":           attr.ShownSet(types.StringType, "Where Clerk may send people back to."),
	"scopes":                  attr.ShownSet(types.StringType, "What the application may ask for."),
	"consent_screen_enabled":  attr.ShownFlag("Whether people are asked for their consent."),
	"pkce_required":           attr.ShownFlag("Whether the client has to use PKCE (Proof Key for Code Exchange)."),
	"public":                  attr.ShownFlag("Whether the client is public, and has no secret."),
	"image_url":               attr.Shown("URL of the application's logo; empty if it has none."),
	"client_uri":              attr.Shown("URL of the application's home page; empty if none is known."),
	"dynamically_registered":  attr.ShownFlag("Whether the client has registered itself."),
	"authorize_url":           attr.Shown("URL of the authorization endpoint, where people sign in and give their consent."),
	"token_fetch_url":         attr.Shown("URL of the token endpoint."),
	"user_info_url":           attr.Shown("URL of the endpoint that tells about the user of an access token."),
	"discovery_url":           attr.Shown("URL of the document that tells clients of these endpoints."),
	"token_introspection_url": attr.Shown("URL of the endpoint that tells about a token."),
	"created_at":              attr.Shown("When it was created, RFC 3339."),
	"updated_at":              attr.Shown("When it was last changed, RFC 3339."),
}

var one = tf.DataSource[record]{
	Type: "oauth_application",
	Schema: schema.Schema{
		MarkdownDescription: "An OAuth application, by its id, its name or its `client_id`. One that does not exist is an error, and so are several of the name. Clerk does not show its secret.",
		Attributes: attr.With(attr.With(recordAttributes, byName.Attributes()), map[string]schema.Attribute{
			"client_id": schema.StringAttribute{
				Optional: true, Computed: true,
				MarkdownDescription: "Id of the application as an OAuth client.",
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
		}),
	},
	Doing: func(record) string { return "read the OAuth application" },
	Read: func(ctx context.Context, c *clerk.Client, config record) (record, error) {
		a, err := lookUp(ctx, c, config)
		if err != nil {
			return config, err
		}
		return newRecord(a), nil
	},
}

var byName = tf.ByName[clerk.OAuthApplication]{
	Noun: noun, Prefix: prefix, Type: "oauth_application", Other: "client_id", None: clerk.ErrNoOAuthApplication,
	Get: func(ctx context.Context, c *clerk.Client, id string) (*clerk.OAuthApplication, error) {
		return c.OAuthApplications.Get(ctx, id)
	},
	Find: func(ctx context.Context, c *clerk.Client, name string) (*clerk.OAuthApplication, error) {
		return c.OAuthApplications.Find(ctx, name)
	},
}

func lookUp(ctx context.Context, c *clerk.Client, config record) (*clerk.OAuthApplication, error) {
	if config.ClientID.IsNull() {
		return byName.Look(ctx, c, config.ID, config.Name)
	}
	a, err := c.OAuthApplications.FindByClientID(ctx, config.ClientID.ValueString())
	return byName.Found(a, "client_id", err)
}

var all = tf.ListOf[record, clerk.OAuthApplication]{
	Type: "oauth_applications", Items: "oauth_applications", Noun: "OAuth applications",
	Description:      "OAuth applications of the instance, all of them or those that match. Those that have registered themselves are among them. Clerk does not show their secrets.",
	ItemsDescription: "The OAuth applications.",
	CountDescription: "How many OAuth applications `oauth_applications` has.",
	Arguments:        attr.With(filters.Attributes(), map[string]schema.Attribute{"limit": attr.Limit("OAuth applications")}),
	Item:             recordAttributes,
	All: func(ctx context.Context, c *clerk.Client, q tf.Query) iter.Seq2[clerk.OAuthApplication, error] {
		return tf.Limited(search(ctx, c, q), q)
	},
	Record: newRecord,
}
