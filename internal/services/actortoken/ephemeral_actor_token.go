// Package actortoken models Clerk's actor tokens, each of which lets its bearer
// impersonate a user, once.
package actortoken

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

type model struct {
	UserID                      types.String `tfsdk:"user_id"`
	Actor                       types.String `tfsdk:"actor"`
	ExpiresInSeconds            types.Int64  `tfsdk:"expires_in_seconds"`
	SessionMaxDurationInSeconds types.Int64  `tfsdk:"session_max_duration_in_seconds"`
	tf.Ticket
}

type actorTokenEphemeral struct{ client *clerk.Client }

var (
	_ ephemeral.EphemeralResourceWithConfigure      = (*actorTokenEphemeral)(nil)
	_ ephemeral.EphemeralResourceWithValidateConfig = (*actorTokenEphemeral)(nil)
	_ ephemeral.EphemeralResourceWithClose          = (*actorTokenEphemeral)(nil)
)

// NewEphemeralResource is the ephemeral resource clerk_actor_token.
func NewEphemeralResource() ephemeral.EphemeralResource { return &actorTokenEphemeral{} }

func (e *actorTokenEphemeral) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_actor_token"
}

func (e *actorTokenEphemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	positive := []validator.Int64{int64validator.AtLeast(1)}
	resp.Schema = schema.Schema{
		MarkdownDescription: "A token with which somebody, the actor, can sign in as a user to see what the user sees. It is revoked when Terraform is done with it, unless it was used before.\n\n" +
			tf.OpensAnew + " The token of a plan is not that of the apply.\n\n" + tf.LeftOpen,
		Attributes: tf.TicketAttributes(map[string]schema.Attribute{
			"user_id": schema.StringAttribute{Required: true, MarkdownDescription: "Id of the user who is impersonated, `user_…`.", Validators: []validator.String{stringvalidator.LengthAtLeast(1)}},
			"actor": schema.StringAttribute{
				Required: true,
				MarkdownDescription: "The actor, a JSON object with the id of the actor as `sub`, such as `jsonencode({ sub = clerk_user.support.id })`. " +
					"Clerk copies all of it into the claim `act` of the session tokens.",
				Validators: []validator.String{tf.JSONObject(0, "Write it with jsonencode, as in jsonencode({ sub = clerk_user.support.id }).")},
			},
			"expires_in_seconds":              schema.Int64Attribute{Optional: true, MarkdownDescription: "Seconds for which the token can be used, at least 1. Clerk's default is 3600, an hour.", Validators: positive},
			"session_max_duration_in_seconds": schema.Int64Attribute{Optional: true, MarkdownDescription: "Seconds that the session lasts at most which the token begins, at least 1. Clerk's default is 1800, half an hour.", Validators: positive},
		}),
	}
}

func (e *actorTokenEphemeral) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	e.client = tf.Client(req.ProviderData, &resp.Diagnostics)
}

func (e *actorTokenEphemeral) ValidateConfig(ctx context.Context, req ephemeral.ValidateConfigRequest, resp *ephemeral.ValidateConfigResponse) {
	var config model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() || config.Actor.IsNull() || config.Actor.IsUnknown() {
		return
	}
	var actor map[string]any
	if json.Unmarshal([]byte(config.Actor.ValueString()), &actor) != nil || actor == nil {
		return // the attribute's own validator says so
	}
	if sub, ok := actor["sub"].(string); !ok || sub == "" {
		resp.Diagnostics.AddAttributeError(path.Root("actor"), "An actor without an id",
			"The object has to name the actor as sub, a string: jsonencode({ sub = clerk_user.support.id }), or any other id by which you know who it is.")
	}
}

func (e *actorTokenEphemeral) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	tf.Open(ctx, req, resp, "create an actor token for user", "user_id", func(m model) (model, error) {
		params := clerk.CreateActorTokenParams{UserID: m.UserID.ValueString(), Actor: json.RawMessage(m.Actor.ValueString())}
		if !m.ExpiresInSeconds.IsNull() {
			params.ExpiresInSeconds = clerk.Value(m.ExpiresInSeconds.ValueInt64())
		}
		if !m.SessionMaxDurationInSeconds.IsNull() {
			params.SessionMaxDurationInSeconds = clerk.Value(m.SessionMaxDurationInSeconds.ValueInt64())
		}
		t, err := e.client.ActorTokens.Create(ctx, params)
		if err != nil {
			return m, tf.Absent(err, "user_id", "", types.StringNull())
		}
		m.Ticket = m.Issued(t)
		return m, tf.RevokeOnClose(ctx, resp, m.RevokeOnClose, t.ID)
	})
}

func (e *actorTokenEphemeral) Close(ctx context.Context, req ephemeral.CloseRequest, resp *ephemeral.CloseResponse) {
	tf.Close(ctx, req, resp, "actor token", func(ctx context.Context, id string) error {
		return e.client.ActorTokens.Revoke(ctx, id)
	})
}
