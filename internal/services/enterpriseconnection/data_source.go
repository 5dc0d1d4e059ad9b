package enterpriseconnection

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewDataSource is the data source clerk_enterprise_connection.
func NewDataSource() datasource.DataSource { return one.DataSource() }

// NewListDataSource is the data source clerk_enterprise_connections.
func NewListDataSource() datasource.DataSource { return all.DataSource() }

// record is an enterprise connection as the data sources show it.
type record struct {
	shown
	SAML      types.Object `tfsdk:"saml"`
	OIDC      types.Object `tfsdk:"oidc"`
	CreatedAt types.String `tfsdk:"created_at"`
	UpdatedAt types.String `tfsdk:"updated_at"`
}

// samlRecord and oidcRecord are what Clerk returns of what is specific to a protocol.
type samlRecord struct {
	IDPEntityID       types.String `tfsdk:"idp_entity_id"`
	IDPSSOURL         types.String `tfsdk:"idp_sso_url"`
	IDPMetadataURL    types.String `tfsdk:"idp_metadata_url"`
	AllowSubdomains   types.Bool   `tfsdk:"allow_subdomains"`
	AllowIDPInitiated types.Bool   `tfsdk:"allow_idp_initiated"`
	ForceAuthn        types.Bool   `tfsdk:"force_authn"`
	LoginHint         types.Object `tfsdk:"login_hint"`
}

type oidcRecord struct {
	ClientID     types.String `tfsdk:"client_id"`
	DiscoveryURL types.String `tfsdk:"discovery_url"`
	AuthURL      types.String `tfsdk:"auth_url"`
	TokenURL     types.String `tfsdk:"token_url"`
	UserInfoURL  types.String `tfsdk:"user_info_url"`
	RequiresPKCE types.Bool   `tfsdk:"requires_pkce"`
}

func newRecord(e *clerk.EnterpriseConnection) record {
	m := newModel(model{}, e)
	r := record{
		shown: m.shown, SAML: tf.NoNested(samlRecord{LoginHint: tf.NoNested(loginHint{})}), OIDC: tf.NoNested(oidcRecord{}),
		CreatedAt: tf.Time(e.CreatedAt), UpdatedAt: tf.Time(e.UpdatedAt),
	}
	if !m.SAML.IsNull() {
		s := tf.Nested[saml](m.SAML)
		r.SAML = tf.NestedIn(samlRecord{s.IDPEntityID, s.IDPSSOURL, s.IDPMetadataURL, s.AllowSubdomains, s.AllowIDPInitiated, s.ForceAuthn, s.LoginHint})
	}
	if !m.OIDC.IsNull() {
		o := tf.Nested[oidc](m.OIDC)
		r.OIDC = tf.NestedIn(oidcRecord{o.ClientID, o.DiscoveryURL, o.AuthURL, o.TokenURL, o.UserInfoURL, o.RequiresPKCE})
	}
	return r
}

var recordAttributes = map[string]schema.Attribute{
	"id":                                 attr.Shown("Id of the connection, `ec_…`."),
	"name":                               attr.Shown("Name of the connection."),
	"identity_provider":                  attr.Shown("Kind of the identity provider, such as `saml_okta`."),
	"domains":                            attr.ShownSet(types.StringType, "Domains whose people sign in by the connection."),
	"organization_id":                    attr.Shown("Id of the organization that it belongs to, `org_…`; null if there is none."),
	"active":                             attr.ShownFlag("Whether people can sign in by it."),
	"sync_user_attributes":               attr.ShownFlag("Whether each sign-in updates the attributes of the user."),
	"disable_additional_identifications": attr.ShownFlag("Whether its users are kept from adding other addresses and the like."),
	"allow_organization_account_linking": attr.ShownFlag("Whether a membership of the organization is enough to link an existing account."),
	"custom_attributes": schema.MapNestedAttribute{
		Computed: true, MarkdownDescription: "What is taken over from the identity provider into the public metadata of users, by the key that it has there.",
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"name":           attr.Shown("Name of the attribute."),
			"sso_path":       attr.Shown("Where it stands in what the identity provider says at a sign-in; null if nowhere."),
			"directory_path": attr.Shown("Where it stands in what a directory says of a user; null if nowhere."),
			"multi_valued":   attr.ShownFlag("Whether it may have several values; null if not."),
		}},
	},
	"saml": schema.SingleNestedAttribute{
		Computed: true, MarkdownDescription: "What is specific to SAML, as far as Clerk returns it; null of a connection by OpenID Connect.",
		Attributes: map[string]schema.Attribute{
			"idp_entity_id":       attr.Shown("Entity id of the identity provider; null if Clerk does not know it."),
			"idp_sso_url":         attr.Shown("URL at which people sign in; null if Clerk does not know it."),
			"idp_metadata_url":    attr.Shown("URL of the metadata of the identity provider; null if there is none."),
			"allow_subdomains":    attr.ShownFlag("Whether people with addresses of subdomains sign in by it, too."),
			"allow_idp_initiated": attr.ShownFlag("Whether a sign-in may begin at the identity provider."),
			"force_authn":         attr.ShownFlag("Whether people are authenticated anew each time."),
			"login_hint": schema.SingleNestedAttribute{
				Computed: true, MarkdownDescription: "What the identity provider is told of who signs in.",
				Attributes: map[string]schema.Attribute{
					"mode":   attr.Shown("`email_address`, `custom_attribute` or `off`."),
					"source": attr.Shown("With `custom_attribute`, the key in the user's public metadata whose value is sent."),
				},
			},
		},
	},
	"oidc": schema.SingleNestedAttribute{
		Computed: true, MarkdownDescription: "What is specific to OpenID Connect, without the client secret; null of a connection by SAML.",
		Attributes: map[string]schema.Attribute{
			"client_id":     attr.Shown("Id of the client; null if there is none."),
			"discovery_url": attr.Shown("URL of the document in which the identity provider describes itself; null if there is none."),
			"auth_url":      attr.Shown("URL at which people sign in; null if Clerk does not know it."),
			"token_url":     attr.Shown("URL at which Clerk asks for tokens; null if Clerk does not know it."),
			"user_info_url": attr.Shown("URL at which Clerk asks who signed in; null if Clerk does not know it."),
			"requires_pkce": attr.ShownFlag("Whether the client proves by PKCE that it began the sign-in."),
		},
	},
	"acs_url":         attr.Shown("Where the identity provider sends its answers to; null unless the connection is by SAML."),
	"sp_entity_id":    attr.Shown("The entity id of Clerk, the service provider; null unless the connection is by SAML."),
	"sp_metadata_url": attr.Shown("Where the identity provider can read the metadata of Clerk; null unless the connection is by SAML."),
	"created_at":      attr.Shown("When the connection was created, RFC 3339."),
	"updated_at":      attr.Shown("When it was last changed, RFC 3339."),
}

var one = tf.DataSource[record]{
	Type: "enterprise_connection",
	Schema: schema.Schema{
		MarkdownDescription: "An enterprise connection, by its id or its name. One that does not exist is an error, and so are several of the name.",
		Attributes:          attr.With(recordAttributes, byName.Attributes()),
	},
	Doing: func(record) string { return "read the enterprise connection" },
	Read: func(ctx context.Context, c *clerk.Client, config record) (record, error) {
		e, err := byName.Look(ctx, c, config.ID, config.Name)
		if err != nil {
			return config, err
		}
		return newRecord(e), nil
	},
}

var byName = tf.ByName[clerk.EnterpriseConnection]{
	Noun: noun, Prefix: prefix, Type: "enterprise_connection", None: clerk.ErrNoEnterpriseConnection,
	Get: func(ctx context.Context, c *clerk.Client, id string) (*clerk.EnterpriseConnection, error) {
		return c.EnterpriseConnections.Get(ctx, id)
	},
	Find: func(ctx context.Context, c *clerk.Client, name string) (*clerk.EnterpriseConnection, error) {
		e, err := c.EnterpriseConnections.Find(ctx, name)
		if err != nil {
			return nil, err
		}
		return c.EnterpriseConnections.Get(ctx, e.ID) // the list may show it without its details
	},
}

var filters = attr.Filters{
	"organization_id": {Description: "Connections of this organization, `org_…`.", Checks: []validator.String{attr.PathSegment()}},
	"active":          {Description: "Connections by which people can sign in, or those by which they cannot.", Flag: true},
}

func filter(q tf.Query) clerk.EnterpriseConnectionFilter {
	return clerk.EnterpriseConnectionFilter{OrganizationID: q.String("organization_id"), Active: q.Flag("active")}
}

var all = tf.ListOf[record, clerk.EnterpriseConnection]{
	Type: "enterprise_connections", Items: "enterprise_connections", Noun: "enterprise connections",
	Description:      "Enterprise connections of the instance, all of them or those that every given filter matches. Of connections by SAML, Clerk may leave out what concerns the identity provider: the data source `clerk_enterprise_connection` has it.",
	ItemsDescription: "The enterprise connections.",
	CountDescription: "How many connections `enterprise_connections` has.",
	Arguments:        attr.With(filters.Attributes(), map[string]schema.Attribute{"limit": attr.Limit("enterprise connections")}),
	Item:             recordAttributes,
	All: func(ctx context.Context, c *clerk.Client, q tf.Query) iter.Seq2[clerk.EnterpriseConnection, error] {
		return tf.Limited(c.EnterpriseConnections.List(ctx, filter(q)), q)
	},
	Record: newRecord,
}
