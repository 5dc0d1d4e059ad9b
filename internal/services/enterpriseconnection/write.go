package enterpriseconnection

import (
	"context"
	"fmt"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// create makes a connection with one request. What Clerk takes only afterwards is another one; if that fails, the connection is deleted again.
func create(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.EnterpriseConnection, error) {
	config, plan, state := in.Config, in.Plan, in.State
	p := clerk.CreateEnterpriseConnectionParams{
		Name: plan.Name.ValueString(), Provider: plan.IdentityProvider.ValueString(), Domains: attr.Strings(plan.Domains), OrganizationID: tf.SendIfSet(plan.OrganizationID),
		Active:                          tf.ChangedFlag(config.Active, plan.Active, state.Active),
		AllowOrganizationAccountLinking: tf.ChangedFlag(config.AllowOrganizationAccountLinking, plan.AllowOrganizationAccountLinking, state.AllowOrganizationAccountLinking),
		CustomAttributes:                changedAttributes(in), SAML: changedSAML(in), OIDC: changedOIDC(in),
	}
	made, err := c.EnterpriseConnections.Create(ctx, p)
	if err != nil {
		return nil, blame(err)
	}
	e, err := tf.InTurn(ctx, made, func(ctx context.Context) (*clerk.EnterpriseConnection, error) {
		later := clerk.UpdateEnterpriseConnectionParams{}
		if wanted := config.SyncUserAttributes; !wanted.IsNull() && wanted.ValueBool() != made.SyncUserAttributes {
			later.SyncUserAttributes = rest.Value(wanted.ValueBool())
		}
		if wanted := config.DisableAdditionalIdentifications; !wanted.IsNull() && wanted.ValueBool() != made.DisableAdditionalIdentifications {
			later.DisableAdditionalIdentifications = rest.Value(wanted.ValueBool())
		}
		if later.IsZero() {
			return nil, nil //nolint:nilnil // nothing is to be done
		}
		return c.EnterpriseConnections.Update(ctx, made.ID, later)
	})
	if err == nil {
		return e, nil
	}
	return tf.Undo(ctx, e, func(ctx context.Context) error { return c.EnterpriseConnections.Delete(ctx, made.ID) },
		tf.Note(fmt.Sprintf("The enterprise connection %s had been created; this was to set what Clerk takes only afterwards.", made.ID), err))
}

func update(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.EnterpriseConnection, error) {
	config, plan, state := in.Config, in.Plan, in.State
	p := clerk.UpdateEnterpriseConnectionParams{
		Name: tf.ChangedString(config.Name, plan.Name, state.Name), Domains: tf.ChangedSet(config.Domains, plan.Domains, state.Domains),
		OrganizationID:                   tf.ChangedString(config.OrganizationID, plan.OrganizationID, state.OrganizationID),
		Active:                           tf.ChangedFlag(config.Active, plan.Active, state.Active),
		SyncUserAttributes:               tf.ChangedFlag(config.SyncUserAttributes, plan.SyncUserAttributes, state.SyncUserAttributes),
		DisableAdditionalIdentifications: tf.ChangedFlag(config.DisableAdditionalIdentifications, plan.DisableAdditionalIdentifications, state.DisableAdditionalIdentifications),
		AllowOrganizationAccountLinking:  tf.ChangedFlag(config.AllowOrganizationAccountLinking, plan.AllowOrganizationAccountLinking, state.AllowOrganizationAccountLinking),
		CustomAttributes:                 changedAttributes(in), SAML: changedSAML(in), OIDC: changedOIDC(in),
	}
	if p.IsZero() { // only the state changes
		return c.EnterpriseConnections.Get(ctx, state.ID.ValueString())
	}
	e, err := c.EnterpriseConnections.Update(ctx, state.ID.ValueString(), p)
	return e, blame(err)
}

func changedAttributes(in tf.Input[model]) (field rest.Optional[[]clerk.CustomAttribute]) {
	if !tf.Changed(in.Config.CustomAttributes, in.Plan.CustomAttributes, in.State.CustomAttributes) || in.State.CustomAttributes.IsNull() && len(in.Plan.CustomAttributes.Elements()) == 0 {
		return field
	}
	return rest.Value(customAttributes(in.Plan.CustomAttributes))
}

// changedSAML is what is sent of a connection by SAML: what is mentioned and differs, or nil.
func changedSAML(in tf.Input[model]) *clerk.SAMLParams {
	if in.Config.SAML.IsNull() || in.Plan.SAML.Equal(in.State.SAML) {
		return nil
	}
	config, plan, state := tf.Nested[saml](in.Config.SAML), tf.Nested[saml](in.Plan.SAML), tf.Nested[saml](in.State.SAML)
	p := clerk.SAMLParams{
		IDPEntityID:       text(config.IDPEntityID, plan.IDPEntityID, state.IDPEntityID),
		IDPSSOURL:         text(config.IDPSSOURL, plan.IDPSSOURL, state.IDPSSOURL),
		IDPCertificate:    text(config.IDPCertificate, plan.IDPCertificate, state.IDPCertificate),
		IDPMetadataURL:    text(config.IDPMetadataURL, plan.IDPMetadataURL, state.IDPMetadataURL),
		IDPMetadata:       text(config.IDPMetadata, plan.IDPMetadata, state.IDPMetadata),
		AllowSubdomains:   tf.ChangedFlag(config.AllowSubdomains, plan.AllowSubdomains, state.AllowSubdomains),
		AllowIDPInitiated: tf.ChangedFlag(config.AllowIDPInitiated, plan.AllowIDPInitiated, state.AllowIDPInitiated),
		ForceAuthn:        tf.ChangedFlag(config.ForceAuthn, plan.ForceAuthn, state.ForceAuthn),
	}
	if tf.Changed(config.AttributeMapping, plan.AttributeMapping, state.AttributeMapping) {
		mapped, m := map[string]string{}, tf.Nested[mapping](plan.AttributeMapping)
		for name, value := range map[string]types.String{"user_id": m.UserID, "email_address": m.EmailAddress, "first_name": m.FirstName, "last_name": m.LastName} {
			if !value.IsNull() {
				mapped[name] = value.ValueString()
			}
		}
		p.AttributeMapping = rest.Value(mapped)
	}
	if tf.Changed(config.LoginHint, plan.LoginHint, state.LoginHint) {
		hint := tf.Nested[loginHint](plan.LoginHint)
		p.LoginHint = rest.Value(clerk.LoginHint{Mode: hint.Mode.ValueString(), Source: hint.Source.ValueString()})
	}
	if p.IsZero() {
		return nil
	}
	return &p
}

// changedOIDC is what is sent of a connection by OpenID Connect: what is mentioned and differs, or nil. The secret is sent with its version.
func changedOIDC(in tf.Input[model]) *clerk.OIDCParams {
	if in.Config.OIDC.IsNull() || in.Plan.OIDC.Equal(in.State.OIDC) {
		return nil
	}
	config, plan, state := tf.Nested[oidc](in.Config.OIDC), tf.Nested[oidc](in.Plan.OIDC), tf.Nested[oidc](in.State.OIDC)
	p := clerk.OIDCParams{
		ClientID:     text(config.ClientID, plan.ClientID, state.ClientID),
		DiscoveryURL: text(config.DiscoveryURL, plan.DiscoveryURL, state.DiscoveryURL),
		AuthURL:      text(config.AuthURL, plan.AuthURL, state.AuthURL),
		TokenURL:     text(config.TokenURL, plan.TokenURL, state.TokenURL),
		UserInfoURL:  text(config.UserInfoURL, plan.UserInfoURL, state.UserInfoURL),
		RequiresPKCE: tf.ChangedFlag(config.RequiresPKCE, plan.RequiresPKCE, state.RequiresPKCE),
	}
	if tf.Changed(config.ClientSecretWOVersion, plan.ClientSecretWOVersion, state.ClientSecretWOVersion) {
		p.ClientSecret = rest.Value(config.ClientSecretWO.ValueString())
	}
	if p == (clerk.OIDCParams{}) {
		return nil
	}
	return &p
}

// text is what is sent of a text: "" clears what there was, and is not sent where there is nothing.
func text(config, plan, state types.String) (field rest.Optional[string]) {
	if state.IsNull() {
		return tf.SendIfSet(plan)
	}
	return tf.ChangedText(config, plan, state)
}

// blame says what to do about a domain that another connection has, which Clerk's refusal names no field for.
func blame(err error) error {
	if answer, ok := rest.AsError(err); ok && answer.Status == http.StatusConflict {
		return tf.At("domains", tf.Hint("Another enterprise connection may have one of these domains: the data source clerk_enterprise_connections lists those that there are. "+
			"If it is the one that the configuration means, import it; otherwise choose other domains, or take them from that connection first.", err))
	}
	return err
}
