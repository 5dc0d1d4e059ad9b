// Package m2mtoken models the tokens with which machines prove to each other who they are.
package m2mtoken

import (
	"context"
	"net/http"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewEphemeralResource is the ephemeral resource clerk_m2m_token.
func NewEphemeralResource() ephemeral.EphemeralResource { return token.EphemeralResource() }

type model struct {
	MachineSecretKey       types.String `tfsdk:"machine_secret_key"`
	TokenFormat            types.String `tfsdk:"token_format"`
	SecondsUntilExpiration types.Int64  `tfsdk:"seconds_until_expiration"`
	Claims                 types.String `tfsdk:"claims"`
	RevokeOnClose          types.Bool   `tfsdk:"revoke_on_close"`
	ID                     types.String `tfsdk:"id"`
	MachineID              types.String `tfsdk:"machine_id"`
	Scopes                 types.Set    `tfsdk:"scopes"`
	Token                  types.String `tfsdk:"token"`
	ExpiresAt              types.String `tfsdk:"expires_at"`
}

// jwt is the format of tokens that Clerk does not store.
const jwt = "jwt"

// key demands what can be the secret key of a machine: nothing of it is repeated in a message.
var key = attr.NewCheck("the secret key of a machine", func(s string) string {
	switch {
	case strings.HasPrefix(s, "sk_"):
		return "This is the secret key of an instance. A machine has one of its own: the ephemeral resource clerk_machine_secret_key reads it."
	case s == "" || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' }):
		return "This is empty, or contains a space, a line break or another character that no key has. The ephemeral resource clerk_machine_secret_key reads the key of a machine."
	}
	return ""
})

var token = tf.Ephemeral[model]{
	Type: "m2m_token",
	Schema: schema.Schema{
		MarkdownDescription: "A token with which a machine proves to others who it is: to those that a `clerk_machine_scope` gives it access to. It is asked for with the machine's own secret key. " +
			"An opaque token is revoked when Terraform is done with it; one that is a JWT cannot be revoked.\n\n" +
			attr.OpensAnew + " The token of a plan is not that of the apply.\n\n" + attr.LeftOpen,
		Attributes: map[string]schema.Attribute{
			"machine_secret_key": schema.StringAttribute{
				Required: true, Sensitive: true,
				MarkdownDescription: "Secret key of the machine, which the ephemeral resource `clerk_machine_secret_key` reads.",
				Validators:          []validator.String{key},
			},
			"token_format": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "`opaque`, which Clerk verifies and can revoke, or `jwt`, which can be verified without asking Clerk, and is valid until it expires. " +
					"Defaults to `opaque`.",
				Validators: []validator.String{stringvalidator.OneOf("opaque", jwt)},
			},
			"seconds_until_expiration": schema.Int64Attribute{
				Optional: true, MarkdownDescription: "Seconds for which the token is valid, at least 1. Defaults to `default_token_ttl` of the machine.",
				Validators: []validator.Int64{int64validator.AtLeast(1)},
			},
			"claims": schema.StringAttribute{
				Optional: true, MarkdownDescription: "What else the token says, a JSON object; write it with `jsonencode`.",
				Validators: []validator.String{attr.JSONObject(0, "Write it with jsonencode.")},
			},
			"revoke_on_close": schema.BoolAttribute{
				Optional: true,
				MarkdownDescription: "Whether an opaque token is revoked when Terraform is done with it. Defaults to `true`. " +
					"Use `false` for a token that is handed on, through a write-only argument for example; each plan and each apply then leaves one behind.",
			},
			"id":         schema.StringAttribute{Computed: true, MarkdownDescription: "Id of the token, `mt_…`."},
			"machine_id": schema.StringAttribute{Computed: true, MarkdownDescription: "Id of the machine, `mch_…`."},
			"scopes":     schema.SetAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "Ids of the machines that the token is good for."},
			"token":      schema.StringAttribute{Computed: true, Sensitive: true, MarkdownDescription: "The token."},
			"expires_at": schema.StringAttribute{Computed: true, MarkdownDescription: "When the token expires, RFC 3339; null if never."},
		},
	},
	Doing: "create a token of a machine",
	Open:  open,
	Noun:  "token of a machine",
	Revoke: func(ctx context.Context, c *clerk.Client, id string) error {
		return c.M2MTokens.Revoke(ctx, id)
	},
}

func open(ctx context.Context, c *clerk.Client, m model) (model, string, error) {
	p := clerk.CreateM2MTokenParams{TokenFormat: tf.SendIfSet(m.TokenFormat), Claims: tf.RawJSON(m.Claims)}
	if !m.SecondsUntilExpiration.IsNull() {
		p.SecondsUntilExpiration = rest.Value(m.SecondsUntilExpiration.ValueInt64())
	}
	issued, err := c.M2MTokens.Create(ctx, m.MachineSecretKey.ValueString(), p)
	if err != nil {
		if answer, ok := rest.AsError(err); ok && answer.Status == http.StatusUnauthorized {
			err = tf.At("machine_secret_key", tf.Hint("Clerk does not take it for the secret key of a machine of an instance. It may have been rotated, or the machine deleted: read it with the ephemeral resource clerk_machine_secret_key.", err))
		}
		return m, "", err
	}
	m.ID, m.MachineID, m.Token = types.StringValue(issued.ID), types.StringValue(issued.Subject), types.StringValue(issued.Token)
	m.Scopes, m.ExpiresAt = tf.StringSet(issued.Scopes), tf.OptionalTime(issued.Expiration)
	if m.TokenFormat.ValueString() == jwt {
		return m, "", nil
	}
	return m, tf.Revocable(m.RevokeOnClose, issued.ID), nil
}
