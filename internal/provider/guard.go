package provider

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// guard checks that the key belongs to an instance that the configuration may
// touch. It asks Clerk only if there is something to check.
func guard(ctx context.Context, client *clerk.Client, m model, diags *diag.Diagnostics) {
	if m.AllowedInstanceIDs.IsNull() && m.Environment.IsNull() {
		return
	}
	instance, err := client.Instance.Own(ctx)
	if err != nil {
		if answer, ok := rest.AsError(err); ok && answer.Status == http.StatusUnauthorized {
			err = tf.At("secret_key", err)
		}
		tf.Report(diags, "Could not check which instance the secret key belongs to", err, nil)
		return
	}
	if allowed := attr.Strings(m.AllowedInstanceIDs); !m.AllowedInstanceIDs.IsNull() && !slices.Contains(allowed, instance.ID) {
		diags.AddAttributeError(path.Root("allowed_instance_ids"), "The secret key belongs to another instance",
			fmt.Sprintf("The key is of the instance %s, and this configuration may touch %s only. Nothing was read or changed. Use that instance's key, or add the id to allowed_instance_ids.",
				instance.ID, strings.Join(allowed, ", ")))
	}
	if want := m.Environment.ValueString(); want != "" && want != instance.EnvironmentType {
		diags.AddAttributeError(path.Root("environment"), "The secret key belongs to another environment",
			fmt.Sprintf("The key is of the instance %s, whose environment is %q, and this configuration is for %q only. Nothing was read or changed. Use a key of a %s instance, or change environment.",
				instance.ID, instance.EnvironmentType, want, want))
	}
}

// timeout validates request_timeout.
type timeout struct{}

const shortest, longest = time.Second, 10 * time.Minute

func (timeout) Description(context.Context) string {
	return fmt.Sprintf("The value is a duration from %s to %s.", shortest, longest)
}

func (t timeout) MarkdownDescription(ctx context.Context) string { return t.Description(ctx) }

func (timeout) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	d, err := time.ParseDuration(req.ConfigValue.ValueString())
	if err != nil || d < shortest || d > longest {
		resp.Diagnostics.AddAttributeError(req.Path, "Expected a duration",
			fmt.Sprintf("%q is not a duration from %s to %s, such as \"30s\" or \"2m\".", req.ConfigValue.ValueString(), shortest, longest))
	}
}
