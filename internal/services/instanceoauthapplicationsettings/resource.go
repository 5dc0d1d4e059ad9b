// Package instanceoauthapplicationsettings models what holds for all OAuth applications of the
// instance.
package instanceoauthapplicationsettings

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/services/settings"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewResource is the resource clerk_instance_oauth_application_settings.
func NewResource() resource.Resource { return group.NewResource() }

// NewListResource is the list resource clerk_instance_oauth_application_settings.
func NewListResource() list.ListResource { return group.NewListResource() }

// NewDataSource is the data source clerk_instance_oauth_application_settings.
func NewDataSource() datasource.DataSource { return group.NewDataSource() }

type model struct {
	ID                  types.String `tfsdk:"id"`
	DynamicRegistration types.Bool   `tfsdk:"dynamic_oauth_client_registration"`
	DefaultScopes       types.Set    `tfsdk:"default_scopes"`
	JWTAccessTokens     types.Bool   `tfsdk:"oauth_jwt_access_tokens"`
	DocumentsAdvertised types.Bool   `tfsdk:"client_id_metadata_documents_advertised"`
	OnlyPreRegistered   types.Bool   `tfsdk:"client_id_metadata_documents_only_allow_pre_registered_clients"`
	BlockImplicit       types.Bool   `tfsdk:"client_id_metadata_documents_block_implicitly_allowed_clients"`
}

var group = &settings.Group[model, clerk.OAuthApplicationSettings]{
	Type: "instance_oauth_application_settings", Noun: "OAuth application settings",
	Description: "What holds for all OAuth applications of the instance, for which Clerk is the identity provider.",
	Attributes: map[string]schema.Attribute{
		"dynamic_oauth_client_registration": attr.Flag("Whether clients may register themselves (RFC 7591)."),
		"default_scopes":                    attr.Set("The scopes of a client that asks for none. `[]` brings Clerk's own back."),
		"oauth_jwt_access_tokens":           attr.Flag("Whether access tokens are JWTs; otherwise they are opaque."),
		"client_id_metadata_documents_advertised": attr.Flag(
			"Whether the metadata of the authorization server says that it takes Client ID Metadata Documents."),
		"client_id_metadata_documents_only_allow_pre_registered_clients": attr.Flag(
			"Whether clients that are new and unknown are refused. Those that were connected or registered before are still admitted; one that is deleted is unknown again."),
		"client_id_metadata_documents_block_implicitly_allowed_clients": attr.Flag(
			"Whether clients are refused from now on that were let in without having been allowed by anybody. Those that were allowed are still accepted, and access tokens that were issued stay valid."),
	},
	ID: func(m *model) *types.String { return &m.ID },
	Model: func(_ model, s *clerk.OAuthApplicationSettings) model {
		m := model{
			DynamicRegistration: types.BoolValue(s.DynamicOAuthClientRegistration), JWTAccessTokens: types.BoolValue(s.OAuthJWTAccessTokens),
			DocumentsAdvertised: types.BoolValue(s.CIMDAdvertised), OnlyPreRegistered: types.BoolValue(s.CIMDOnlyPreRegistered),
			BlockImplicit: types.BoolValue(s.CIMDBlockImplicitlyAllowed), DefaultScopes: tf.StringSet(nil),
		}
		if s.DefaultScopes != nil {
			m.DefaultScopes = tf.StringSet(*s.DefaultScopes)
		}
		return m
	},
	Written: func(m model) model {
		if len(m.DefaultScopes.Elements()) == 0 {
			m.DefaultScopes = types.SetNull(types.StringType)
		}
		return m
	},
	Read: func(ctx context.Context, c *clerk.Client) (*clerk.OAuthApplicationSettings, error) {
		return c.OAuthSettings.Get(ctx)
	},
	Write: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.OAuthApplicationSettings, error) {
		config, plan, state := in.Config, in.Plan, in.State
		scopes := tf.ChangedSet(config.DefaultScopes, plan.DefaultScopes, state.DefaultScopes)
		if !scopes.IsZero() && len(plan.DefaultScopes.Elements()) == 0 {
			scopes = rest.Null[[]string]()
		}
		return c.OAuthSettings.Update(ctx, clerk.UpdateOAuthApplicationSettingsParams{
			DynamicOAuthClientRegistration: tf.ChangedFlag(config.DynamicRegistration, plan.DynamicRegistration, state.DynamicRegistration),
			DefaultScopes:                  scopes,
			OAuthJWTAccessTokens:           tf.ChangedFlag(config.JWTAccessTokens, plan.JWTAccessTokens, state.JWTAccessTokens),
			CIMDAdvertised:                 tf.ChangedFlag(config.DocumentsAdvertised, plan.DocumentsAdvertised, state.DocumentsAdvertised),
			CIMDOnlyPreRegistered:          tf.ChangedFlag(config.OnlyPreRegistered, plan.OnlyPreRegistered, state.OnlyPreRegistered),
			CIMDBlockImplicitlyAllowed:     tf.ChangedFlag(config.BlockImplicit, plan.BlockImplicit, state.BlockImplicit),
		})
	},
}
