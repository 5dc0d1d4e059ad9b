package user

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

type oauthAccessTokenModel struct {
	UserID       types.String  `tfsdk:"user_id"`
	ProviderName types.String  `tfsdk:"provider_name"`
	Tokens       []oauthRecord `tfsdk:"tokens"`
}

type oauthRecord struct {
	ExternalAccountID types.String `tfsdk:"external_account_id"`
	ProviderUserID    types.String `tfsdk:"provider_user_id"`
	Token             types.String `tfsdk:"token"`
	TokenSecret       types.String `tfsdk:"token_secret"`
	IDToken           types.String `tfsdk:"id_token"`
	Scopes            types.Set    `tfsdk:"scopes"`
	ExpiresAt         types.String `tfsdk:"expires_at"`
	Label             types.String `tfsdk:"label"`
	PublicMetadata    types.String `tfsdk:"public_metadata"`
}

func newOAuthRecord(t clerk.OAuthAccessToken) oauthRecord {
	r := oauthRecord{
		ExternalAccountID: types.StringValue(t.ExternalAccountID),
		ProviderUserID:    types.StringValue(t.ProviderUserID),
		Token:             types.StringValue(t.Token),
		TokenSecret:       types.StringValue(t.TokenSecret),
		IDToken:           types.StringValue(t.IDToken),
		Scopes:            tf.StringSet(t.Scopes),
		ExpiresAt:         types.StringNull(),
		Label:             tf.String(t.Label),
		PublicMetadata:    tf.JSON(t.PublicMetadata),
	}
	if t.ExpiresAt != nil {
		r.ExpiresAt = tf.UnixTime(*t.ExpiresAt)
	}
	return r
}

// NewOAuthAccessToken is the ephemeral resource clerk_oauth_access_token.
func NewOAuthAccessToken() ephemeral.EphemeralResource { return oauthAccessToken.EphemeralResource() }

var oauthAccessToken = tf.Ephemeral[oauthAccessTokenModel]{
	Type: "oauth_access_token",
	Schema: schema.Schema{
		MarkdownDescription: "The tokens with which a user, who signed in through an OAuth provider, lets your application act at that provider. " +
			"Clerk renews one that has expired, where the provider allows it.\n\n" + attr.OpensAnew,
		Attributes: map[string]schema.Attribute{
			"user_id": schema.StringAttribute{Required: true, MarkdownDescription: "Id of the user, `user_…`.", Validators: []validator.String{stringvalidator.LengthAtLeast(1)}},
			"provider_name": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "Name of the provider, with `oauth_` before it or without: `google` or `oauth_google`.",
				Validators:          []validator.String{attr.PathSegment()},
			},
			"tokens": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The tokens, in Clerk's order: one for each of the user's accounts at the provider, and none if there is no account.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"external_account_id": openedText("Id of the account in Clerk, `eac_…`."),
					"provider_user_id":    openedText("Id of the user at the provider."),
					"token":               openedSecret("The access token."),
					"token_secret":        openedSecret("Secret that belongs to the token with OAuth 1.0; empty otherwise."),
					"id_token":            openedSecret("OpenID Connect id token; empty if the provider gave none."),
					"scopes":              schema.SetAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "Scopes that the user granted."},
					"expires_at":          openedText("When the token expires, RFC 3339; null if Clerk does not know."),
					"label":               openedText("Label of the account; empty if it has none."),
					"public_metadata":     openedText("Metadata that Clerk keeps with the account, a JSON object; read it with `jsondecode`."),
				}},
			},
		},
	},
	Doing: "read the OAuth access tokens of user", About: "user_id",
	Open: func(ctx context.Context, c *clerk.Client, m oauthAccessTokenModel) (oauthAccessTokenModel, string, error) {
		m.Tokens = []oauthRecord{}
		name := "oauth_" + strings.TrimPrefix(m.ProviderName.ValueString(), "oauth_")
		for t, err := range c.Users.OAuthAccessTokens(ctx, m.UserID.ValueString(), name) {
			if e, ok := rest.AsError(err); ok && e.Has("oauth_token_provider_not_enabled") {
				return m, "", tf.At("provider_name", err)
			}
			if err != nil {
				return m, "", atUser(err)
			}
			m.Tokens = append(m.Tokens, newOAuthRecord(t))
		}
		return m, "", nil
	},
}

func openedText(description string) schema.StringAttribute {
	return schema.StringAttribute{Computed: true, MarkdownDescription: description}
}

func openedSecret(description string) schema.StringAttribute {
	return schema.StringAttribute{Computed: true, Sensitive: true, MarkdownDescription: description}
}
