package jwttemplate

import (
	"encoding/json"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

type model struct {
	ID                  types.String `tfsdk:"id"`
	Name                types.String `tfsdk:"name"`
	Claims              types.String `tfsdk:"claims"`
	Lifetime            types.Int64  `tfsdk:"lifetime"`
	AllowedClockSkew    types.Int64  `tfsdk:"allowed_clock_skew"`
	CustomSigningKey    types.Bool   `tfsdk:"custom_signing_key"`
	SigningAlgorithm    types.String `tfsdk:"signing_algorithm"`
	SigningKeyWO        types.String `tfsdk:"signing_key_wo"`
	SigningKeyWOVersion types.Int64  `tfsdk:"signing_key_wo_version"`
}

var object = tf.Object[model, *clerk.JWTTemplate]{
	Noun:      "JWT template",
	Type:      "jwt_template",
	Model:     newModel,
	ID:        func(m model) types.String { return m.ID },
	Label:     func(m model) types.String { return m.Name },
	Arguments: map[string]string{"signing_key": "signing_key_wo"},
}

func newModel(prior model, t *clerk.JWTTemplate) model {
	return model{
		ID:                  types.StringValue(t.ID),
		Name:                types.StringValue(t.Name),
		Claims:              tf.PreferPrior(prior.Claims, tf.JSON(t.Claims), attr.SameJSON),
		Lifetime:            types.Int64Value(t.Lifetime),
		AllowedClockSkew:    types.Int64Value(t.AllowedClockSkew),
		CustomSigningKey:    types.BoolValue(t.CustomSigningKey),
		SigningAlgorithm:    types.StringValue(t.SigningAlgorithm),
		SigningKeyWOVersion: prior.SigningKeyWOVersion,
	}
}

// params are what a create (with a zero state) or an update sends: name and
// claims always, since Clerk demands them, and the rest where it is mentioned
// and differs.
func params(in tf.Input[model]) clerk.JWTTemplateParams {
	config, plan, state := in.Config, in.Plan, in.State
	p := clerk.JWTTemplateParams{
		Name: plan.Name.ValueString(), Claims: json.RawMessage(plan.Claims.ValueString()),
		Lifetime:         tf.ChangedNumber(config.Lifetime, plan.Lifetime, state.Lifetime),
		AllowedClockSkew: tf.ChangedNumber(config.AllowedClockSkew, plan.AllowedClockSkew, state.AllowedClockSkew),
	}
	if signingChanged(config, plan, state) {
		p.CustomSigningKey = rest.Value(plan.CustomSigningKey.ValueBool())
		if plan.CustomSigningKey.ValueBool() {
			// Clerk takes the three together only.
			p.SigningAlgorithm = tf.SendIfSet(plan.SigningAlgorithm)
			p.SigningKey = tf.SendIfSet(config.SigningKeyWO)
		}
	}
	return p
}

// blame puts a refusal of the instance's plan, which names no field, on the only
// argument that depends on the plan.
func blame(err error, p clerk.JWTTemplateParams) error {
	if answer, ok := rest.AsError(err); ok && answer.Status == http.StatusPaymentRequired && !p.CustomSigningKey.IsZero() {
		return tf.At("custom_signing_key", err)
	}
	return err
}

// signingChanged reports whether the key, or how it is used, has to be sent.
func signingChanged(config, plan, state model) bool {
	return tf.Changed(config.CustomSigningKey, plan.CustomSigningKey, state.CustomSigningKey) ||
		tf.Changed(config.SigningAlgorithm, plan.SigningAlgorithm, state.SigningAlgorithm) ||
		tf.Changed(config.SigningKeyWOVersion, plan.SigningKeyWOVersion, state.SigningKeyWOVersion)
}
