package apikey

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

// NewSecretEphemeralResource is the ephemeral resource clerk_api_key_secret.
func NewSecretEphemeralResource() ephemeral.EphemeralResource { return secret.EphemeralResource() }

type secretModel struct {
	APIKeyID types.String `tfsdk:"api_key_id"`
	Secret   types.String `tfsdk:"secret"`
}

var secret = tf.Ephemeral[secretModel]{
	Type: "api_key_secret",
	Schema: schema.Schema{
		MarkdownDescription: "The secret of an API key, which its bearer shows: to hand it on by a write-only argument of another provider, say.\n\n" + attr.OpensAnew,
		Attributes: map[string]schema.Attribute{
			"api_key_id": schema.StringAttribute{Required: true, MarkdownDescription: "Id of the API key, `ak_…`.", Validators: []validator.String{attr.PathSegment()}},
			"secret":     schema.StringAttribute{Computed: true, Sensitive: true, MarkdownDescription: "The secret."},
		},
	},
	Doing: "read the secret of the API key", About: "api_key_id",
	Open: func(ctx context.Context, c *clerk.Client, m secretModel) (secretModel, string, error) {
		s, err := c.APIKeys.Secret(ctx, m.APIKeyID.ValueString())
		if err != nil {
			return m, "", tf.At("api_key_id", err)
		}
		m.Secret = types.StringValue(s)
		return m, "", nil
	},
}
