package session

import (
	"context"
	"fmt"
	"net/http"

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

type tokenModel struct {
	SessionID        types.String  `tfsdk:"session_id"`
	Template         types.String  `tfsdk:"template"`
	ExpiresInSeconds types.Int64   `tfsdk:"expires_in_seconds"`
	JWT              types.String  `tfsdk:"jwt"`
	ExpiresAt        types.String  `tfsdk:"expires_at"`
	Claims           types.Dynamic `tfsdk:"claims"`
}

// NewTokenEphemeralResource is the ephemeral resource clerk_session_token.
func NewTokenEphemeralResource() ephemeral.EphemeralResource { return token.EphemeralResource() }

var token = tf.Ephemeral[tokenModel]{
	Type: "session_token",
	Schema: schema.Schema{
		MarkdownDescription: "A token of a session: the session token that an application's frontend sends, or one made from a JWT template.\n\n" +
			attr.OpensAnew + "\n\nA token cannot be revoked. It is valid until it expires, even if its session is revoked before, so keep its lifetime short.",
		Attributes: map[string]schema.Attribute{
			"session_id": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "Id of the session, `sess_…`, which has to be active: one of `clerk_session` for example.",
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"template": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Name of the JWT template that the token is made from. Omitted, it is a session token.",
				Validators:          []validator.String{attr.PathSegment()},
			},
			"expires_in_seconds": schema.Int64Attribute{
				Optional:            true,
				MarkdownDescription: "Seconds for which the token is valid, 30 to 315360000. Omitted, it is the template's lifetime, and 60 for a session token.",
				Validators:          []validator.Int64{int64validator.Between(30, 315_360_000)},
			},
			"jwt":        schema.StringAttribute{Computed: true, Sensitive: true, MarkdownDescription: "The token, a signed JSON Web Token. The instance's keys verify it, unless its template has a key of its own."},
			"expires_at": schema.StringAttribute{Computed: true, MarkdownDescription: "When the token expires, RFC 3339."},
			"claims":     schema.DynamicAttribute{Computed: true, MarkdownDescription: "The claims of the token as an object, such as `claims.sub`. A claim that not every token has is best read with `try(….claims.org_id, null)`."},
		},
	},
	Doing: "mint a token of the session", About: "session_id",
	Open: func(ctx context.Context, c *clerk.Client, m tokenModel) (tokenModel, string, error) {
		jwt, err := c.Sessions.Token(ctx, m.SessionID.ValueString(), m.Template.ValueString(), m.ExpiresInSeconds.ValueInt64())
		if err != nil {
			return m, "", explain(ctx, c, m, err)
		}
		claims, err := tf.JWTClaims(jwt)
		if err != nil {
			return m, "", tf.Unexpected(fmt.Errorf("the token that Clerk minted cannot be read: %w", err))
		}
		m.JWT = types.StringValue(jwt)
		m.ExpiresAt = tf.JWTExpiry(claims)
		m.Claims, err = tf.Dynamic(ctx, claims)
		return m, "", err
	},
}

// explain finds out what a refusal is about: Clerk answers 401 or 404 for a
// session that is gone or has ended, and 404 for a template that does not exist.
func explain(ctx context.Context, c *clerk.Client, m tokenModel, err error) error {
	answer, ok := rest.AsError(err)
	if !ok || answer.Status != http.StatusNotFound && answer.Status != http.StatusUnauthorized {
		return err
	}
	const again = "Take the id of an active session: one of the ephemeral resource clerk_session, on a development instance, or of the data source clerk_sessions with status = \"active\"."
	s, unread := c.Sessions.Get(ctx, m.SessionID.ValueString())
	switch {
	case rest.IsNotFound(unread):
		return tf.At("session_id", tf.Hint("The instance has no such session; Clerk deletes sessions some time after their end. "+again, err))
	case unread != nil:
		return err
	case s.Status != "active":
		return tf.At("session_id", tf.Hint(fmt.Sprintf("The session is %s, and Clerk mints tokens of active sessions only. %s", s.Status, again), err))
	case !m.Template.IsNull():
		return tf.At("template", tf.Hint("The session is active, so it is the template that is missing. Refer to the name of a clerk_jwt_template, so that it is created first, and mind upper and lower case.", err))
	}
	return err
}
