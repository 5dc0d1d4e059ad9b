package enterpriseconnection

import (
	"cmp"
	"slices"
	"strings"

	fwattr "github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

type model struct {
	shown
	SAML types.Object `tfsdk:"saml"`
	OIDC types.Object `tfsdk:"oidc"`
}

// shown is what the resource and the data sources have in common.
type shown struct {
	ID                               types.String `tfsdk:"id"`
	Name                             types.String `tfsdk:"name"`
	IdentityProvider                 types.String `tfsdk:"identity_provider"`
	Domains                          types.Set    `tfsdk:"domains"`
	OrganizationID                   types.String `tfsdk:"organization_id"`
	Active                           types.Bool   `tfsdk:"active"`
	SyncUserAttributes               types.Bool   `tfsdk:"sync_user_attributes"`
	DisableAdditionalIdentifications types.Bool   `tfsdk:"disable_additional_identifications"`
	AllowOrganizationAccountLinking  types.Bool   `tfsdk:"allow_organization_account_linking"`
	CustomAttributes                 types.Map    `tfsdk:"custom_attributes"`
	ACSURL                           types.String `tfsdk:"acs_url"`
	SPEntityID                       types.String `tfsdk:"sp_entity_id"`
	SPMetadataURL                    types.String `tfsdk:"sp_metadata_url"`
}

// saml is what the connection needs to know of an identity provider that speaks SAML.
type saml struct {
	IDPEntityID       types.String `tfsdk:"idp_entity_id"`
	IDPSSOURL         types.String `tfsdk:"idp_sso_url"`
	IDPCertificate    types.String `tfsdk:"idp_certificate"`
	IDPMetadataURL    types.String `tfsdk:"idp_metadata_url"`
	IDPMetadata       types.String `tfsdk:"idp_metadata"`
	AttributeMapping  types.Object `tfsdk:"attribute_mapping"`
	AllowSubdomains   types.Bool   `tfsdk:"allow_subdomains"`
	AllowIDPInitiated types.Bool   `tfsdk:"allow_idp_initiated"`
	ForceAuthn        types.Bool   `tfsdk:"force_authn"`
	LoginHint         types.Object `tfsdk:"login_hint"`
}

// mapping says which attribute of the identity provider's is which of a user.
type mapping struct {
	UserID       types.String `tfsdk:"user_id"`
	EmailAddress types.String `tfsdk:"email_address"`
	FirstName    types.String `tfsdk:"first_name"`
	LastName     types.String `tfsdk:"last_name"`
}

type loginHint struct {
	Mode   types.String `tfsdk:"mode"`
	Source types.String `tfsdk:"source"`
}

// oidc is what the connection needs to know of an identity provider that speaks OpenID Connect.
type oidc struct {
	ClientID              types.String `tfsdk:"client_id"`
	ClientSecretWO        types.String `tfsdk:"client_secret_wo"`
	ClientSecretWOVersion types.Int64  `tfsdk:"client_secret_wo_version"`
	DiscoveryURL          types.String `tfsdk:"discovery_url"`
	AuthURL               types.String `tfsdk:"auth_url"`
	TokenURL              types.String `tfsdk:"token_url"`
	UserInfoURL           types.String `tfsdk:"user_info_url"`
	RequiresPKCE          types.Bool   `tfsdk:"requires_pkce"`
}

// customAttribute is a value of custom_attributes; its key is that of the map.
type customAttribute struct {
	Name          types.String `tfsdk:"name"`
	SSOPath       types.String `tfsdk:"sso_path"`
	DirectoryPath types.String `tfsdk:"directory_path"`
	MultiValued   types.Bool   `tfsdk:"multi_valued"`
}

// sources are the fields of Clerk's that attributes are read from.
var sources = map[string][]string{
	"identity_provider": {"provider"}, "custom_attributes": {"custom_attributes", "custom_attributes.key", "custom_attributes.name"},
	"saml": {"saml_connection.*"}, "oidc": {"oauth_config.*"},
	"acs_url": {"saml_connection.acs_url"}, "sp_entity_id": {"saml_connection.sp_entity_id"}, "sp_metadata_url": {"saml_connection.sp_metadata_url"},
}

// arguments are the attributes of Clerk's fields that have other names there; errors may name a field inside another by its own name.
func arguments() map[string]string {
	all := map[string]string{"provider": "identity_provider", "oidc.client_secret": "oidc.client_secret_wo", "client_secret": "oidc.client_secret_wo"}
	for object, fields := range map[string][]string{
		"saml": {"idp_entity_id", "idp_sso_url", "idp_certificate", "idp_metadata_url", "idp_metadata", "attribute_mapping", "allow_subdomains", "allow_idp_initiated", "force_authn", "login_hint"},
		"oidc": {"client_id", "discovery_url", "auth_url", "token_url", "user_info_url", "requires_pkce"},
	} {
		for _, field := range fields {
			all[field] = object + "." + field
		}
	}
	return all
}

func newModel(prior model, e *clerk.EnterpriseConnection) model {
	imported := prior.Name.IsNull()
	m := model{
		shown: shown{
			ID: types.StringValue(e.ID), Name: types.StringValue(e.Name), IdentityProvider: types.StringValue(e.IdentityProvider()), Domains: tf.StringSet(e.Domains),
			OrganizationID: types.StringPointerValue(e.OrganizationID), Active: types.BoolValue(e.Active), SyncUserAttributes: types.BoolValue(e.SyncUserAttributes),
			DisableAdditionalIdentifications: types.BoolValue(e.DisableAdditionalIdentifications), AllowOrganizationAccountLinking: types.BoolValue(e.AllowOrganizationAccountLinking),
			CustomAttributes: newAttributes(prior.CustomAttributes, e.CustomAttributes, imported),
		},
		SAML: tf.NoNested(newSAML(saml{}, &clerk.SAMLConnection{})), OIDC: tf.NoNested(oidc{}),
	}
	if s := e.SAML; s != nil {
		m.ACSURL, m.SPEntityID, m.SPMetadataURL = types.StringPointerValue(s.ACSURL), types.StringPointerValue(s.SPEntityID), types.StringPointerValue(s.SPMetadataURL)
		m.SAML = tf.NestedIn(newSAML(tf.Nested[saml](prior.SAML), s))
	}
	if o := e.OIDC; o != nil && (imported || !prior.OIDC.IsNull()) {
		m.OIDC = tf.NestedIn(newOIDC(tf.Nested[oidc](prior.OIDC), o))
	}
	return m
}

func newSAML(prior saml, s *clerk.SAMLConnection) saml {
	m := saml{
		IDPEntityID: tf.Untouched(prior.IDPEntityID, s.IDPEntityID), IDPSSOURL: tf.Untouched(prior.IDPSSOURL, s.IDPSSOURL), IDPMetadataURL: tf.Untouched(prior.IDPMetadataURL, s.IDPMetadataURL),
		AllowSubdomains: types.BoolValue(s.AllowSubdomains), AllowIDPInitiated: types.BoolValue(s.AllowIDPInitiated), ForceAuthn: types.BoolValue(s.ForceAuthn),
		IDPCertificate: prior.IDPCertificate, IDPMetadata: prior.IDPMetadata, AttributeMapping: prior.AttributeMapping, LoginHint: tf.NoNested(loginHint{}),
	}
	if prior.AttributeMapping.IsNull() {
		m.AttributeMapping = tf.NoNested(mapping{})
	}
	if s.LoginHint != nil {
		source := tf.Nested[loginHint](prior.LoginHint).Source
		m.LoginHint = tf.NestedIn(loginHint{types.StringValue(s.LoginHint.Mode), tf.Untouched(source, &s.LoginHint.Source)})
	}
	return m
}

func newOIDC(prior oidc, o *clerk.OIDCConnection) oidc {
	return oidc{
		ClientID: tf.Untouched(prior.ClientID, o.ClientID), DiscoveryURL: tf.Untouched(prior.DiscoveryURL, o.DiscoveryURL), AuthURL: tf.Untouched(prior.AuthURL, o.AuthURL),
		TokenURL: tf.Untouched(prior.TokenURL, o.TokenURL), UserInfoURL: tf.Untouched(prior.UserInfoURL, o.UserInfoURL), RequiresPKCE: types.BoolValue(o.RequiresPKCE),
		ClientSecretWOVersion: prior.ClientSecretWOVersion,
	}
}

var attributeType = tf.NestedType(customAttribute{})

// newAttributes are the custom attributes by their keys; null where there are none, and nobody has said so.
func newAttributes(prior types.Map, has []clerk.CustomAttribute, imported bool) types.Map {
	if len(has) == 0 && prior.IsNull() && !imported {
		return types.MapNull(attributeType)
	}
	all := map[string]fwattr.Value{}
	for _, a := range has {
		var was customAttribute
		if written, ok := prior.Elements()[a.Key].(types.Object); ok {
			was = tf.Nested[customAttribute](written)
		}
		multi := types.BoolValue(a.MultiValued)
		if !a.MultiValued && was.MultiValued.IsNull() {
			multi = types.BoolNull()
		}
		all[a.Key] = tf.NestedIn(customAttribute{types.StringValue(a.Name), tf.Untouched(was.SSOPath, &a.SSOPath), tf.Untouched(was.DirectoryPath, &a.DirectoryPath), multi})
	}
	return types.MapValueMust(attributeType, all)
}

// customAttributes are those of a model, in the order of their keys.
func customAttributes(m types.Map) []clerk.CustomAttribute {
	all := []clerk.CustomAttribute{}
	for key, value := range m.Elements() {
		object, _ := value.(types.Object)
		a := tf.Nested[customAttribute](object)
		all = append(all, clerk.CustomAttribute{
			Name: a.Name.ValueString(), Key: key, SSOPath: a.SSOPath.ValueString(), DirectoryPath: a.DirectoryPath.ValueString(), MultiValued: a.MultiValued.ValueBool(),
		})
	}
	slices.SortFunc(all, func(a, b clerk.CustomAttribute) int { return cmp.Compare(a.Key, b.Key) })
	return all
}

// bySAML reports whether a kind of identity provider speaks SAML.
func bySAML(provider types.String) bool { return strings.HasPrefix(provider.ValueString(), "saml_") }
