package user

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// ValidateConfig checks that the primary address and number are chosen where
// there is a choice, and from what there is.
func (r *userResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	validatePrimary(&resp.Diagnostics, "email_addresses", config.EmailAddresses, "primary_email_address", config.PrimaryEmailAddress)
	validatePrimary(&resp.Diagnostics, "phone_numbers", config.PhoneNumbers, "primary_phone_number", config.PrimaryPhoneNumber)
}

func validatePrimary(diags *diag.Diagnostics, setName string, set types.Set, primaryName string, primary types.String) {
	all := tf.Strings(set)
	if set.IsNull() || set.IsUnknown() || len(all) < len(set.Elements()) || primary.IsUnknown() {
		return
	}
	switch {
	case primary.IsNull() && len(all) > 1:
		diags.AddAttributeError(path.Root(primaryName), "No primary one is chosen",
			fmt.Sprintf("%s has %d elements, so %s has to say which of them Clerk writes to.", setName, len(all), primaryName))
	case !primary.IsNull() && (primary.ValueString() != "" || len(all) > 0) &&
		!slices.ContainsFunc(all, func(a string) bool { return tf.SameAddress(a, primary.ValueString()) }):
		diags.AddAttributeError(path.Root(primaryName), "The primary one is not in the set",
			fmt.Sprintf("%s is %q, which %s does not contain. Add it there, or choose one of those.", primaryName, primary.ValueString(), setName))
	}
}
