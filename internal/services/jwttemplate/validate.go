package jwttemplate

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// reserved are the claims that Clerk sets itself, or refuses.
var reserved = []string{"azp", "exp", "fea", "iat", "iss", "jti", "nbf", "pla", "sid", "sub", "v"}

// validate checks the claims, and what the signing arguments say together.
func validate(config model, diags *diag.Diagnostics) {
	var claims map[string]json.RawMessage
	_ = json.Unmarshal([]byte(config.Claims.ValueString()), &claims) // a validator speaks of what is no object
	for _, claim := range reserved {
		if _, ok := claims[claim]; ok {
			diags.AddAttributeError(path.Root("claims"), "A reserved claim",
				fmt.Sprintf("Clerk sets the claim %q itself and refuses templates that contain it. Take it out of the claims.", claim))
		}
	}
	if config.CustomSigningKey.IsUnknown() {
		return
	}
	custom := config.CustomSigningKey.ValueBool()
	if custom && config.SigningAlgorithm.IsNull() {
		diags.AddAttributeError(path.Root("signing_algorithm"), "A custom key without its algorithm",
			"With custom_signing_key = true, Clerk has to be told the key's algorithm: set signing_algorithm, to \"HS256\" or \"RS256\" for example.")
	}
	if !custom && !config.SigningKeyWO.IsNull() {
		diags.AddAttributeError(path.Root("signing_key_wo"), "A key that would not be used",
			"Clerk uses signing_key_wo only with custom_signing_key = true. Set that, or take the key out.")
	}
	algorithm := config.SigningAlgorithm
	if !custom && !algorithm.IsUnknown() && !slices.Contains([]string{"", "RS256"}, algorithm.ValueString()) {
		diags.AddAttributeError(path.Root("signing_algorithm"), "An algorithm without its key",
			"Without custom_signing_key = true, tokens are signed with the instance's own key, whose algorithm is RS256. Take signing_algorithm out, or set custom_signing_key = true and the key.")
	}
}

// demandKey demands the key in the plans that would send it; what exists stays as it is
// without.
func demandKey(ctx context.Context, _ *clerk.Client, in tf.Input[model], resp *resource.ModifyPlanResponse) {
	config, plan, state := in.Config, in.Plan, in.State
	if !plan.CustomSigningKey.ValueBool() || !signingChanged(config, plan, state) || !config.SigningKeyWO.IsNull() {
		return
	}
	if state.ID.IsNull() {
		resp.Diagnostics.AddAttributeError(path.Root("signing_key_wo"), "A custom key is missing",
			"The template is to be created with a custom signing key. Clerk takes that and its algorithm only together with the key: set signing_key_wo and signing_key_wo_version.")
		return
	}
	// It may have been turned off outside: that must not fail the plan of everything else.
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("custom_signing_key"), state.CustomSigningKey)...)
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("signing_algorithm"), state.SigningAlgorithm)...)
	resp.Diagnostics.AddAttributeWarning(path.Root("signing_key_wo"), "A custom key is missing",
		fmt.Sprintf("Clerk has custom_signing_key = %t and signing_algorithm = %q, and changes either only together with the key, so both stay as they are. "+
			"Set signing_key_wo and signing_key_wo_version, or custom_signing_key = false.", state.CustomSigningKey.ValueBool(), state.SigningAlgorithm.ValueString()))
}
