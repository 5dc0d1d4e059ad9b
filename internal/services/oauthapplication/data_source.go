package oauthapplication

import (
	"context"
	"errors"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
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
	"id":                      tf.Shown("Id of the OAuth application, `oa_…`."),
	"name":                    tf.Shown("Name of the application."),
	"client_id":               tf.Shown("Id of the application as an OAuth client."),
	"redirect_uris":           tf.ShownSet(types.StringType, "Where Clerk may send people back to."),
	"scopes":                  tf.ShownSet(types.StringType, "What the application may ask for."),
	"consent_screen_enabled":  tf.ShownFlag("Whether people are asked for their consent."),
	"pkce_required":           tf.ShownFlag("Whether the client has to use PKCE (Proof Key for Code Exchange)."),
	"public":                  tf.ShownFlag("Whether the client is public, and has no secret."),
	"image_url":               tf.Shown("URL of the application's logo; empty if it has none."),
	"client_uri":              tf.Shown("URL of the application's home page; empty if none is known."),
	"dynamically_registered":  tf.ShownFlag("Whether the client has registered itself."),
	"authorize_url":           tf.Shown("URL of the authorization endpoint, where people sign in and give their consent."),
	"token_fetch_url":         tf.Shown("URL of the token endpoint."),
	"user_info_url":           tf.Shown("URL of the endpoint that tells about the user of an access token."),
	"discovery_url":           tf.Shown("URL of the document that tells clients of these endpoints."),
	"token_introspection_url": tf.Shown("URL of the endpoint that tells about a token."),
	"created_at":              tf.Shown("When it was created, RFC 3339."),
	"updated_at":              tf.Shown("When it was last changed, RFC 3339."),
}

var one = tf.DataSource[record]{
	Type: "oauth_application",
	Schema: schema.Schema{
		MarkdownDescription: "An OAuth application, by its id, its name or its `client_id`. One that does not exist is an error, and so are several of the name. Clerk does not show its secret.",
		Attributes: tf.With(recordAttributes, map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Optional: true, Computed: true,
				MarkdownDescription: "Id of the OAuth application, `oa_…`. Exactly one of `id`, `name` and `client_id` is given.",
				Validators: []validator.String{
					stringvalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("name"), path.MatchRoot("client_id")), tf.PathSegment(),
				},
			},
			"name": schema.StringAttribute{
				Optional: true, Computed: true,
				MarkdownDescription: "Name of the application, in upper and lower case as Clerk has it.",
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
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
		if err == nil {
			err = tf.Whole(a)
		}
		if err != nil {
			return config, err
		}
		return newRecord(a), nil
	},
}

func lookUp(ctx context.Context, c *clerk.Client, config record) (*clerk.OAuthApplication, error) {
	if id := config.ID.ValueString(); id != "" {
		a, err := c.OAuthApplications.Get(ctx, id)
		return a, tf.At("id", err)
	}
	given, value, find := "name", config.Name, c.OAuthApplications.Find
	if !config.ClientID.IsNull() {
		given, value, find = "client_id", config.ClientID, c.OAuthApplications.FindByClientID
	}
	a, err := find(ctx, value.ValueString())
	if errors.Is(err, clerk.ErrNoOAuthApplication) {
		err = tf.Hint("Check it, upper and lower case too, and that the provider's key is of the right instance. Refer to a clerk_oauth_application of this configuration by its attributes, so that it is created first.", err)
	}
	return a, tf.At(given, err)
}

var all = tf.ListOf[record, clerk.OAuthApplication]{
	Type: "oauth_applications", Items: "oauth_applications", Noun: "OAuth applications",
	Description:      "OAuth applications of the instance, all of them or those that match. Those that have registered themselves are among them. Clerk does not show their secrets.",
	ItemsDescription: "The OAuth applications.",
	CountDescription: "How many OAuth applications `oauth_applications` has.",
	Arguments:        tf.With(filters.Attributes(), map[string]schema.Attribute{"limit": tf.LimitArgument("OAuth applications")}),
	Item:             recordAttributes,
	All: func(ctx context.Context, c *clerk.Client, q tf.Query) iter.Seq2[clerk.OAuthApplication, error] {
		return tf.Limited(search(ctx, c, q), q)
	},
	Record: newRecord,
}
