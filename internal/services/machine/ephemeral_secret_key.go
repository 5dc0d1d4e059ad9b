package machine

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewSecretKeyEphemeralResource is the ephemeral resource clerk_machine_secret_key.
func NewSecretKeyEphemeralResource() ephemeral.EphemeralResource {
	return secretKey.EphemeralResource()
}

type secretKeyModel struct {
	MachineID types.String `tfsdk:"machine_id"`
	SecretKey types.String `tfsdk:"secret_key"`
}

var secretKey = tf.Ephemeral[secretKeyModel]{
	Type: "machine_secret_key",
	Schema: schema.Schema{
		MarkdownDescription: "The secret key of a machine, with which it asks for tokens: to hand it to the machine by a write-only argument of another provider, say. " +
			"The action `clerk_machine_rotate_secret_key` replaces it.\n\n" + attr.OpensAnew,
		Attributes: map[string]schema.Attribute{
			"machine_id": schema.StringAttribute{Required: true, MarkdownDescription: "Id of the machine, `mch_…`.", Validators: []validator.String{attr.PathSegment()}},
			"secret_key": schema.StringAttribute{Computed: true, Sensitive: true, MarkdownDescription: "The secret key. Of one that was rotated, it is the new one."},
		},
	},
	Doing: "read the secret key of the machine", About: "machine_id",
	Open: func(ctx context.Context, c *clerk.Client, m secretKeyModel) (secretKeyModel, string, error) {
		key, err := c.Machines.SecretKey(ctx, m.MachineID.ValueString())
		if err != nil {
			return m, "", tf.At("machine_id", err)
		}
		m.SecretKey = types.StringValue(key.Secret)
		return m, "", nil
	},
}
