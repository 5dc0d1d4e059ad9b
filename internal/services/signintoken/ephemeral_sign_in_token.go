// Package signintoken models Clerk's sign-in tokens, each of which lets its
// bearer sign in as a user, once.
package signintoken

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// lifetime is that of a token which says nothing else, in seconds. Clerk's own
// default, 30 days, is too long for what a failed run may leave behind.
const lifetime = 3600

type model struct {
	UserID           types.String `tfsdk:"user_id"`
	OrgID            types.String `tfsdk:"org_id"`
	ExpiresInSeconds types.Int64  `tfsdk:"expires_in_seconds"`
	tf.Ticket
}

type signInTokenEphemeral struct{ client *clerk.Client }

var (
	_ ephemeral.EphemeralResourceWithConfigure = (*signInTokenEphemeral)(nil)
	_ ephemeral.EphemeralResourceWithClose     = (*signInTokenEphemeral)(nil)
)

// NewEphemeralResource is the ephemeral resource clerk_sign_in_token.
func NewEphemeralResource() ephemeral.EphemeralResource { return &signInTokenEphemeral{} }

func (e *signInTokenEphemeral) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_sign_in_token"
}

func (e *signInTokenEphemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	notEmpty := []validator.String{stringvalidator.LengthAtLeast(1)}
	resp.Schema = schema.Schema{
		MarkdownDescription: "A token with which somebody can sign in as a user, once and without a password. It is revoked when Terraform is done with it, unless it was used before.\n\n" +
			tf.OpensAnew + " The token of a plan is not that of the apply.\n\n" + tf.LeftOpen,
		Attributes: tf.TicketAttributes(map[string]schema.Attribute{
			"user_id": schema.StringAttribute{Required: true, MarkdownDescription: "Id of the user, `user_…`.", Validators: notEmpty},
			"org_id": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Id of the organization, `org_…`, that is active after the sign-in; the user has to be a member. None when omitted.",
				Validators:          notEmpty,
			},
			"expires_in_seconds": schema.Int64Attribute{
				Optional:            true,
				MarkdownDescription: "Seconds for which the token can be used, at least 1. Defaults to 3600, an hour, where Clerk's own default is 30 days.",
				Validators:          []validator.Int64{int64validator.AtLeast(1)},
			},
		}),
	}
}

func (e *signInTokenEphemeral) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	e.client = tf.Client(req.ProviderData, &resp.Diagnostics)
}

func (e *signInTokenEphemeral) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	tf.Open(ctx, req, resp, "create a sign-in token for user", "user_id", func(m model) (model, error) {
		seconds := int64(lifetime)
		if !m.ExpiresInSeconds.IsNull() {
			seconds = m.ExpiresInSeconds.ValueInt64()
		}
		t, err := e.client.SignInTokens.Create(ctx, clerk.CreateSignInTokenParams{
			UserID: m.UserID.ValueString(), OrgID: tf.Given(m.OrgID), ExpiresInSeconds: clerk.Value(seconds),
		})
		if err != nil {
			return m, tf.Absent(err, "user_id", "org_id", m.OrgID)
		}
		m.Ticket = m.Issued(t)
		return m, tf.RevokeOnClose(ctx, resp, m.RevokeOnClose, t.ID)
	})
}

func (e *signInTokenEphemeral) Close(ctx context.Context, req ephemeral.CloseRequest, resp *ephemeral.CloseResponse) {
	tf.Close(ctx, req, resp, "sign-in token", func(ctx context.Context, id string) error {
		return e.client.SignInTokens.Revoke(ctx, id)
	})
}
