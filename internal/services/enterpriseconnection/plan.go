package enterpriseconnection

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

func beside(name string) path.Expression { return path.MatchRelative().AtParent().AtName(name) }

func versionOf(name string) validator.Int64 { return int64validator.AlsoRequires(beside(name)) }

// validate refuses what the kind of the identity provider does not take, and what contradicts itself.
func validate(config model, diags *diag.Diagnostics) {
	if provider := config.IdentityProvider; !provider.IsNull() && !provider.IsUnknown() {
		for attribute, is := range map[string]bool{"saml": bySAML(provider), "oidc": !bySAML(provider)} {
			object := map[string]types.Object{"saml": config.SAML, "oidc": config.OIDC}[attribute]
			if !is && !object.IsNull() && !object.IsUnknown() {
				other := map[string]string{"saml": "oidc", "oidc": "saml"}[attribute]
				diags.AddAttributeError(path.Root(attribute), "Not for this kind of identity provider",
					fmt.Sprintf("A connection to %s has no %s. Write %s in its place, or choose another identity_provider.", provider.ValueString(), attribute, other))
			}
		}
	} else if !config.SAML.IsNull() && !config.SAML.IsUnknown() && !config.OIDC.IsNull() && !config.OIDC.IsUnknown() {
		diags.AddAttributeError(path.Root("oidc"), "One of saml and oidc", "A connection is by SAML or by OpenID Connect, as its identity_provider says. Take one of the two out.")
	}
	hint := tf.Nested[loginHint](tf.Nested[saml](config.SAML).LoginHint)
	at := path.Root("saml").AtName("login_hint").AtName("source")
	switch custom := hint.Mode.ValueString() == customHint; {
	case hint.Mode.IsNull() || hint.Mode.IsUnknown() || hint.Source.IsUnknown():
	case custom && hint.Source.ValueString() == "":
		diags.AddAttributeError(at, "A key is missing", "With the mode custom_attribute, source is the key in the user's public metadata whose value is sent. Add it.")
	case !custom && hint.Source.ValueString() != "":
		diags.AddAttributeError(at, "A key that nobody uses", fmt.Sprintf("With the mode %s, Clerk uses no key. Take source out, or choose the mode custom_attribute.", hint.Mode.ValueString()))
	}
}

// What Clerk never returns, and what it may derive from something else.
var (
	samlUntold = map[string]bool{"idp_certificate": true, "idp_metadata": true, "attribute_mapping": true}
	oidcUntold = map[string]bool{"client_secret_wo": true, "client_secret_wo_version": true}
	ofMetadata = map[string]bool{"idp_entity_id": true, "idp_sso_url": true}
	ofDocument = map[string]bool{"auth_url": true, "token_url": true, "user_info_url": true}
)

// plan plans what is omitted inside of saml and oidc, and refuses new connections that Clerk would refuse.
func plan(ctx context.Context, _ *clerk.Client, in tf.Input[model], resp *resource.ModifyPlanResponse) {
	s, was := tf.Nested[saml](in.Config.SAML), tf.Nested[saml](in.State.SAML)
	var derived map[string]bool
	if tf.Changed(s.IDPMetadata, s.IDPMetadata, was.IDPMetadata) || tf.Changed(s.IDPMetadataURL, s.IDPMetadataURL, was.IDPMetadataURL) {
		derived = ofMetadata
	}
	tf.PlanNested(ctx, "saml", in.Config.SAML, in.State.SAML, samlUntold, derived, resp)

	o, had := tf.Nested[oidc](in.Config.OIDC), tf.Nested[oidc](in.State.OIDC)
	if derived = nil; tf.Changed(o.DiscoveryURL, o.DiscoveryURL, had.DiscoveryURL) {
		derived = ofDocument
	}
	config := in.Config.OIDC
	if !config.IsNull() && !config.IsUnknown() { // what is write-only is planned by nobody
		secretless := o
		secretless.ClientSecretWO = types.StringNull()
		config = tf.NestedIn(secretless)
	}
	tf.PlanNested(ctx, "oidc", config, in.State.OIDC, oidcUntold, derived, resp)

	if !in.State.ID.IsNull() {
		return
	}
	if provider := in.Config.IdentityProvider; !provider.IsUnknown() {
		if !bySAML(provider) {
			resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("saml"), tf.NoNested(newSAML(saml{}, &clerk.SAMLConnection{})))...)
			for _, name := range []string{"acs_url", "sp_entity_id", "sp_metadata_url"} {
				resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(name), types.StringNull())...)
			}
		} else if in.Config.Active.ValueBool() && !in.Config.SAML.IsUnknown() && !described(s) {
			resp.Diagnostics.AddAttributeError(path.Root("active"), "A connection that cannot be enabled yet",
				"Clerk enables a connection by SAML once it knows the identity provider. Add idp_metadata_url or idp_metadata to saml, or idp_entity_id, idp_sso_url and idp_certificate; or leave active out until then.")
		}
	}
	if known := !o.ClientSecretWO.IsUnknown() && !o.RequiresPKCE.IsUnknown(); known && o.ClientID.ValueString() != "" && o.ClientSecretWO.IsNull() && !o.RequiresPKCE.ValueBool() {
		resp.Diagnostics.AddAttributeError(path.Root("oidc").AtName("requires_pkce"), "A client without a secret",
			"Clerk demands PKCE of a client that has no secret. Set requires_pkce = true, or give the secret as client_secret_wo, with client_secret_wo_version.")
	}
}

// described reports whether a configuration may say enough of the identity provider.
func described(s saml) bool {
	says := func(v types.String) bool { return v.IsUnknown() || v.ValueString() != "" }
	return says(s.IDPMetadataURL) || says(s.IDPMetadata) || says(s.IDPEntityID) && says(s.IDPSSOURL) && says(s.IDPCertificate)
}

// written leaves out what is nothing, and what Clerk does by itself.
func written(m model) model {
	m.AllowOrganizationAccountLinking = tf.OmitDefaultBool(false, m.AllowOrganizationAccountLinking)
	m.DisableAdditionalIdentifications = tf.OmitDefaultBool(false, m.DisableAdditionalIdentifications)
	m.Active = tf.OmitDefaultBool(false, m.Active)
	if len(m.CustomAttributes.Elements()) == 0 {
		m.CustomAttributes = types.MapNull(attributeType)
	}
	if !m.SAML.IsNull() {
		s := tf.Nested[saml](m.SAML)
		s.AllowSubdomains, s.AllowIDPInitiated, s.ForceAuthn = tf.OmitDefaultBool(false, s.AllowSubdomains), tf.OmitDefaultBool(false, s.AllowIDPInitiated), tf.OmitDefaultBool(false, s.ForceAuthn)
		m.SAML = tf.NestedIn(s)
	}
	if !m.OIDC.IsNull() {
		o := tf.Nested[oidc](m.OIDC)
		o.RequiresPKCE = tf.OmitDefaultBool(false, o.RequiresPKCE)
		m.OIDC = tf.NestedIn(o)
	}
	return m
}
