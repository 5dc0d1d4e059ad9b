// Package testingtoken models Clerk's testing tokens, with which an end-to-end
// test passes the bot detection of the Frontend API.
package testingtoken

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

type model struct {
	Token     types.String `tfsdk:"token"`
	ExpiresAt types.String `tfsdk:"expires_at"`
}

// NewEphemeralResource is the ephemeral resource clerk_testing_token.
func NewEphemeralResource() ephemeral.EphemeralResource { return token.EphemeralResource() }

var token = tf.Ephemeral[model]{
	Type: "testing_token",
	Schema: schema.Schema{
		MarkdownDescription: "A testing token, with which an end-to-end test passes the bot detection of Clerk's Frontend API: the test sends it as the query parameter `__clerk_testing_token`.\n\n" +
			attr.OpensAnew + "\n\nA token cannot be revoked. It is valid until it expires.",
		Attributes: map[string]schema.Attribute{
			"token":      schema.StringAttribute{Computed: true, Sensitive: true, MarkdownDescription: "The token."},
			"expires_at": schema.StringAttribute{Computed: true, MarkdownDescription: "When the token expires, RFC 3339."},
		},
	},
	Doing: "create a testing token",
	Open: func(ctx context.Context, c *clerk.Client, m model) (model, string, error) {
		t, err := c.TestingTokens.Create(ctx)
		if err != nil {
			return m, "", err
		}
		return model{types.StringValue(t.Token), tf.UnixTime(t.ExpiresAt)}, "", nil
	},
}
