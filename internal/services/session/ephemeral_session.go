// Package session models Clerk's sessions, and the tokens that Clerk mints for
// them. Clerk creates sessions through its API on development instances only; on
// others they begin when somebody signs in.
package session

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

type sessionModel struct {
	UserID               types.String `tfsdk:"user_id"`
	ActiveOrganizationID types.String `tfsdk:"active_organization_id"`
	RevokeOnClose        types.Bool   `tfsdk:"revoke_on_close"`
	ID                   types.String `tfsdk:"id"`
	ClientID             types.String `tfsdk:"client_id"`
	Status               types.String `tfsdk:"status"`
	ExpireAt             types.String `tfsdk:"expire_at"`
	AbandonAt            types.String `tfsdk:"abandon_at"`
	CreatedAt            types.String `tfsdk:"created_at"`
}

// NewEphemeralResource is the ephemeral resource clerk_session.
func NewEphemeralResource() ephemeral.EphemeralResource { return session.EphemeralResource() }

var session = tf.Ephemeral[sessionModel]{
	Type: "session",
	Schema: schema.Schema{
		MarkdownDescription: "A new session of a user, as if the user had signed in. It is revoked when Terraform is done with it.\n\n" +
			attr.OpensAnew + " The session of a plan is not that of the apply.\n\n" +
			"Clerk creates sessions on development instances only: with the secret key of a production instance, `sk_live_…`, it is an error, and nothing is sent.\n\n" +
			"Terraform closes nothing after a run that fails. The session is then left until it expires, seven days after it began by Clerk's default; the instance's settings can shorten that.",
		Attributes: map[string]schema.Attribute{
			"user_id": schema.StringAttribute{Required: true, MarkdownDescription: "Id of the user, `user_…`.", Validators: []validator.String{notEmpty}},
			"active_organization_id": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Id of the organization, `org_…`, that is active in the session; the user has to be a member. None when omitted.",
				Validators:          []validator.String{notEmpty},
			},
			"revoke_on_close": schema.BoolAttribute{
				Optional:            true,
				MarkdownDescription: "Whether the session is revoked when Terraform is done with it. Defaults to `true`. With `false`, each plan and each apply leaves one more session behind.",
			},
			"id":         schema.StringAttribute{Computed: true, MarkdownDescription: "Id of the session, `sess_…`."},
			"client_id":  schema.StringAttribute{Computed: true, MarkdownDescription: "Id of the client that the session belongs to, `client_…`."},
			"status":     schema.StringAttribute{Computed: true, MarkdownDescription: "`active`, or `pending` while the user still has to do something, such as to choose an organization."},
			"expire_at":  schema.StringAttribute{Computed: true, MarkdownDescription: "When the session expires, RFC 3339."},
			"abandon_at": schema.StringAttribute{Computed: true, MarkdownDescription: "When the session counts as abandoned, RFC 3339."},
			"created_at": schema.StringAttribute{Computed: true, MarkdownDescription: "When the session began, RFC 3339."},
		},
	},
	Doing: "create a session of user", About: "user_id",
	Open: func(ctx context.Context, c *clerk.Client, m sessionModel) (sessionModel, string, error) {
		s, err := c.Sessions.Create(ctx, clerk.CreateSessionParams{
			UserID: m.UserID.ValueString(), ActiveOrganizationID: tf.SendIfSet(m.ActiveOrganizationID),
		})
		if err != nil {
			return m, "", tf.AtMember(ctx, c, err, m.UserID, "active_organization_id", m.ActiveOrganizationID)
		}
		m.ID = types.StringValue(s.ID)
		m.ClientID = types.StringValue(s.ClientID)
		m.Status = types.StringValue(s.Status)
		m.ExpireAt = tf.Time(s.ExpireAt)
		m.AbandonAt = tf.Time(s.AbandonAt)
		m.CreatedAt = tf.Time(s.CreatedAt)
		return m, tf.Revocable(m.RevokeOnClose, s.ID), nil
	},
	Check: func(c *clerk.Client, diags *diag.Diagnostics) {
		if c.Environment() == "production" {
			diags.AddError("Clerk creates sessions only on development instances",
				"The provider's secret key belongs to a production instance (it begins with sk_live_), so nothing was sent. "+
					"Use the secret key of a development instance, which begins with sk_test_. On a production instance a session begins only when somebody signs in, "+
					"with a token of clerk_sign_in_token for example.")
		}
	},
	Noun:   "session",
	Revoke: func(ctx context.Context, c *clerk.Client, id string) error { return c.Sessions.End(ctx, id) },
}
