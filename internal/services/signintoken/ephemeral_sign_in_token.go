// Package signintoken models Clerk's sign-in tokens, each of which lets its
// bearer sign in as a user, once.
package signintoken

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/services/ticket"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// lifetime is that of a token which says nothing else, in seconds. Clerk's own
// default, 30 days, is too long for what a failed run may leave behind.
const lifetime = 3600

type model struct {
	UserID           types.String `tfsdk:"user_id"`
	OrgID            types.String `tfsdk:"org_id"`
	ExpiresInSeconds types.Int64  `tfsdk:"expires_in_seconds"`
	ticket.Ticket
}

// NewEphemeralResource is the ephemeral resource clerk_sign_in_token.
func NewEphemeralResource() ephemeral.EphemeralResource { return description.EphemeralResource() }

var description = ticket.Description[model]{
	Type: "sign_in_token", Noun: "sign-in token", One: "a sign-in token",
	Text: "A token with which somebody can sign in as a user, once and without a password.",
	Attributes: map[string]schema.Attribute{
		"user_id": ticket.UserID("Id of the user, `user_…`."),
		"org_id": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "Id of the organization, `org_…`, that is active after the sign-in; the user has to be a member. None when omitted.",
			Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
		},
		"expires_in_seconds": ticket.Positive("Seconds for which the token can be used, at least 1. Defaults to 3600, an hour, where Clerk's own default is 30 days."),
	},
	Ticket: func(m *model) *ticket.Ticket { return &m.Ticket },
	Create: func(ctx context.Context, c *clerk.Client, m model) (*clerk.Ticket, error) {
		seconds := ticket.Seconds(m.ExpiresInSeconds)
		if m.ExpiresInSeconds.IsNull() {
			seconds = rest.Value(int64(lifetime))
		}
		t, err := c.SignInTokens.Create(ctx, clerk.CreateSignInTokenParams{UserID: m.UserID.ValueString(), OrgID: tf.SendIfSet(m.OrgID), ExpiresInSeconds: seconds})
		return t, tf.AtMember(ctx, c, err, m.UserID, "org_id", m.OrgID)
	},
	Revoke: func(ctx context.Context, c *clerk.Client, id string) error { return c.SignInTokens.Revoke(ctx, id) },
}
