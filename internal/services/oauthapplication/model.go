package oauthapplication

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

type model struct {
	shown
	Logo                types.String `tfsdk:"logo"`
	LogoSHA256          types.String `tfsdk:"logo_sha256"`
	KeepClientSecret    types.Bool   `tfsdk:"keep_client_secret"`
	ClientSecretVersion types.Int64  `tfsdk:"client_secret_version"`
	ClientSecret        types.String `tfsdk:"client_secret"`
}

// shown is what the resource and the data sources have in common.
type shown struct {
	ID                    types.String `tfsdk:"id"`
	Name                  types.String `tfsdk:"name"`
	RedirectURIs          types.Set    `tfsdk:"redirect_uris"`
	Scopes                types.Set    `tfsdk:"scopes"`
	ConsentScreenEnabled  types.Bool   `tfsdk:"consent_screen_enabled"`
	PKCERequired          types.Bool   `tfsdk:"pkce_required"`
	Public                types.Bool   `tfsdk:"public"`
	ImageURL              types.String `tfsdk:"image_url"`
	ClientID              types.String `tfsdk:"client_id"`
	DynamicallyRegistered types.Bool   `tfsdk:"dynamically_registered"`
	AuthorizeURL          types.String `tfsdk:"authorize_url"`
	TokenFetchURL         types.String `tfsdk:"token_fetch_url"`
	UserInfoURL           types.String `tfsdk:"user_info_url"`
	DiscoveryURL          types.String `tfsdk:"discovery_url"`
	TokenIntrospectionURL types.String `tfsdk:"token_introspection_url"`
}

func newShown(a *clerk.OAuthApplication) shown {
	return shown{
		ID: types.StringValue(a.ID), Name: types.StringValue(a.Name), RedirectURIs: tf.StringSet(a.RedirectURIs), Scopes: tf.StringSet(strings.Fields(a.Scopes)),
		ConsentScreenEnabled: types.BoolValue(a.ConsentScreenEnabled), PKCERequired: types.BoolValue(a.PKCERequired), Public: types.BoolValue(a.Public),
		ImageURL: tf.String(a.ClientImageURL), ClientID: types.StringValue(a.ClientID), DynamicallyRegistered: types.BoolValue(a.DynamicallyRegistered),
		AuthorizeURL: types.StringValue(a.AuthorizeURL), TokenFetchURL: types.StringValue(a.TokenFetchURL), UserInfoURL: types.StringValue(a.UserInfoURL),
		DiscoveryURL: types.StringValue(a.DiscoveryURL), TokenIntrospectionURL: types.StringValue(a.TokenIntrospectionURL),
	}
}

// newModel reads an application.
func newModel(prior model, a *clerk.OAuthApplication) model {
	m := model{shown: newShown(a)}
	if secret.Read(prior, &m, a); a.Public { // it has none, also if it had one before
		m.ClientSecret = types.StringNull()
	}
	logo.Read(prior, &m, a)
	if !prior.Name.IsNull() { // an import has nothing but the id, and brings the empty set
		tf.KeepNull(untold(&prior), untold(&m))
	}
	return m
}

// earlier reads states of other providers, which have one redirect URI, and the scopes in one text. They also store the client secret,
// which is dropped: here it is stored where keep_client_secret asks for it.
var earlier = tf.Foreign{Adapt: func(state map[string]any) {
	if scopes, ok := state["scopes"].(string); ok {
		state["scopes"] = strings.Fields(scopes)
	}
	if url, ok := state["callback_url"].(string); ok && state["redirect_uris"] == nil {
		state["redirect_uris"] = []string{url}
	}
	if keep, _ := state["keep_client_secret"].(bool); !keep {
		state["client_secret"] = nil
	}
}}

// untold are the fields that are null while Clerk has nothing.
func untold(m *model) tf.Untold { return tf.Untold{Sets: []*types.Set{&m.RedirectURIs}} }

var object = tf.Object[model, *clerk.OAuthApplication]{
	Noun: noun, Type: "oauth_application",
	Model:     newModel,
	ID:        func(m model) types.String { return m.ID },
	Label:     func(m model) types.String { return m.Name },
	Sources:   attr.With(secret.Sources(), map[string][]string{"logo": {"client_image_url"}, "logo_sha256": {"client_image_url"}, "image_url": {"client_image_url"}}),
	Arguments: map[string]string{"file": "logo"},
}

func createParams(in tf.Input[model]) clerk.CreateOAuthApplicationParams {
	config, plan, state := in.Config, in.Plan, in.State
	return clerk.CreateOAuthApplicationParams{
		Name:                 plan.Name.ValueString(),
		RedirectURIs:         tf.ChangedSet(config.RedirectURIs, plan.RedirectURIs, state.RedirectURIs),
		Scopes:               changedScopes(in),
		ConsentScreenEnabled: tf.ChangedFlag(config.ConsentScreenEnabled, plan.ConsentScreenEnabled, state.ConsentScreenEnabled),
		PKCERequired:         tf.ChangedFlag(config.PKCERequired, plan.PKCERequired, state.PKCERequired),
		Public:               tf.ChangedFlag(config.Public, plan.Public, state.Public),
	}
}

func updateParams(in tf.Input[model]) clerk.UpdateOAuthApplicationParams {
	config, plan, state := in.Config, in.Plan, in.State
	return clerk.UpdateOAuthApplicationParams{
		Name:                 tf.ChangedString(config.Name, plan.Name, state.Name),
		RedirectURIs:         tf.ChangedSet(config.RedirectURIs, plan.RedirectURIs, state.RedirectURIs),
		Scopes:               changedScopes(in),
		ConsentScreenEnabled: tf.ChangedFlag(config.ConsentScreenEnabled, plan.ConsentScreenEnabled, state.ConsentScreenEnabled),
		PKCERequired:         tf.ChangedFlag(config.PKCERequired, plan.PKCERequired, state.PKCERequired),
		Public:               tf.ChangedFlag(config.Public, plan.Public, state.Public),
	}
}

// changedScopes are the scopes as Clerk takes them: a text with spaces between them.
func changedScopes(in tf.Input[model]) (field rest.Optional[string]) {
	if tf.Changed(in.Config.Scopes, in.Plan.Scopes, in.State.Scopes) {
		return rest.Value(strings.Join(attr.Strings(in.Plan.Scopes), " "))
	}
	return field
}

// longestScopes is how long all scopes together may be, with a space between each two, in characters.
const longestScopes = 1024

// validate checks how long the scopes are together.
func validate(config model, diags *diag.Diagnostics) {
	if all := strings.Join(attr.Strings(config.Scopes), " "); len([]rune(all)) > longestScopes {
		diags.AddAttributeError(path.Root("scopes"), "Too many scopes",
			fmt.Sprintf("Together, with a space between each two, the scopes have %d characters, and Clerk takes at most %d. Take some of them out.", len([]rune(all)), longestScopes))
	}
}

// oneScope refuses what would be two scopes, or none, in Clerk's text.
var oneScope = attr.NewCheck("a scope", func(s string) string {
	if s == "" || len(strings.Fields(s)) != 1 || strings.TrimSpace(s) != s {
		return fmt.Sprintf("%q is not one scope, such as profile: a scope is not empty and has no space in it. Write each as an element of its own, as in [\"profile\", \"email\"].", s)
	}
	return ""
})
