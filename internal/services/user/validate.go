package user

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// ValidateConfig checks that the primary address and number are chosen where
// there is a choice, and from what there is.
func (r *userResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config model
	resp.Diagnostics.Append(tf.Get(ctx, tfsdk.State(req.Config), &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	validatePrimary(&resp.Diagnostics, "email_addresses", config.EmailAddresses, "primary_email_address", config.PrimaryEmailAddress)
	validatePrimary(&resp.Diagnostics, "phone_numbers", config.PhoneNumbers, "primary_phone_number", config.PrimaryPhoneNumber)
	validatePrimary(&resp.Diagnostics, "web3_wallets", config.Web3Wallets, "primary_web3_wallet", config.PrimaryWeb3Wallet)
	if config.SignOutOfOtherSessions.ValueBool() && config.PasswordWO.IsNull() && config.PasswordDigestWO.IsNull() {
		resp.Diagnostics.AddAttributeError(path.Root("sign_out_of_other_sessions"), "A switch without its password",
			"Sessions end with a change of the password only. Set password_wo or password_digest_wo, or take the switch out.")
	}
}

// ModifyPlan plans the picture, and refuses what Clerk cannot do to a user who
// exists.
func (r *userResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	in := tf.PlannedInput[model](ctx, req, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if config := in.Config; req.State.Raw.IsNull() {
		validateNamed(&resp.Diagnostics, "email_addresses", config.EmailAddresses, "primary_email_address", config.PrimaryEmailAddress)
		validateNamed(&resp.Diagnostics, "phone_numbers", config.PhoneNumbers, "primary_phone_number", config.PrimaryPhoneNumber)
		validateNamed(&resp.Diagnostics, "web3_wallets", config.Web3Wallets, "primary_web3_wallet", config.PrimaryWeb3Wallet)
	} else {
		planWallets(ctx, in.Plan, in.State, resp)
	}
	profileImage.Plan(ctx, in, resp)
}

func validatePrimary(diags *diag.Diagnostics, setName string, set types.Set, primaryName string, primary types.String) {
	all := attr.Strings(set)
	if set.IsNull() || set.IsUnknown() || len(all) < len(set.Elements()) || primary.IsUnknown() {
		return
	}
	switch {
	case primary.IsNull() && len(all) > 1:
		diags.AddAttributeError(path.Root(primaryName), "No primary one is chosen",
			fmt.Sprintf("%s has %d elements, so %s has to say which of them is the primary one.", setName, len(all), primaryName))
	case !primary.IsNull() && (primary.ValueString() != "" || len(all) > 0) &&
		!slices.ContainsFunc(all, func(a string) bool { return attr.SameAddress(a, primary.ValueString()) }):
		diags.AddAttributeError(path.Root(primaryName), "The primary one is not in the set",
			fmt.Sprintf("%s is %q, which %s does not contain. Add it there, or choose one of those.", primaryName, primary.ValueString(), setName))
	}
}

// validateNamed checks that the set of a user who is to be created is there where its
// primary one is: of a user who exists, the primary one may be any that they have.
func validateNamed(diags *diag.Diagnostics, setName string, set types.Set, primaryName string, primary types.String) {
	if set.IsNull() && primary.ValueString() != "" {
		diags.AddAttributeError(path.Root(primaryName), "The primary one is in no set",
			fmt.Sprintf("%s is %q, but the user is to be created without %s. Set %[3]s, with it among them.", primaryName, primary.ValueString(), setName))
	}
}
