// Package actortoken models Clerk's actor tokens, each of which lets its bearer
// impersonate a user, once.
package actortoken

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/services/ticket"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

type model struct {
	UserID                      types.String `tfsdk:"user_id"`
	Actor                       types.String `tfsdk:"actor"`
	ExpiresInSeconds            types.Int64  `tfsdk:"expires_in_seconds"`
	SessionMaxDurationInSeconds types.Int64  `tfsdk:"session_max_duration_in_seconds"`
	ticket.Ticket
}

// NewEphemeralResource is the ephemeral resource clerk_actor_token.
func NewEphemeralResource() ephemeral.EphemeralResource { return description.EphemeralResource() }

var description = ticket.Description[model]{
	Type: "actor_token", Noun: "actor token", One: "an actor token",
	Text: "A token with which somebody, the actor, can sign in as a user to see what the user sees.",
	Attributes: map[string]schema.Attribute{
		"user_id": ticket.UserID("Id of the user who is impersonated, `user_…`."),
		"actor": schema.StringAttribute{
			Required: true,
			MarkdownDescription: "The actor, a JSON object with the id of the actor as `sub`, such as `jsonencode({ sub = clerk_user.support.id })`. " +
				"Clerk copies all of it into the claim `act` of the session tokens.",
			Validators: []validator.String{attr.JSONObject(0, "Write it with jsonencode, as in jsonencode({ sub = clerk_user.support.id }).")},
		},
		"expires_in_seconds":              ticket.Positive("Seconds for which the token can be used, at least 1. Clerk's default is 3600, an hour."),
		"session_max_duration_in_seconds": ticket.Positive("Seconds that the session lasts at most which the token begins, at least 1. Clerk's default is 1800, half an hour."),
	},
	Ticket:   func(m *model) *ticket.Ticket { return &m.Ticket },
	Validate: validate,
	Create: func(ctx context.Context, c *clerk.Client, m model) (*clerk.Ticket, error) {
		t, err := c.ActorTokens.Create(ctx, clerk.CreateActorTokenParams{
			UserID: m.UserID.ValueString(), Actor: json.RawMessage(m.Actor.ValueString()),
			ExpiresInSeconds: ticket.Seconds(m.ExpiresInSeconds), SessionMaxDurationInSeconds: ticket.Seconds(m.SessionMaxDurationInSeconds),
		})
		return t, tf.Absent(err, "user_id", "", types.StringNull())
	},
	Revoke: func(ctx context.Context, c *clerk.Client, id string) error { return c.ActorTokens.Revoke(ctx, id) },
}

// validate demands an actor with an id.
func validate(config model, diags *diag.Diagnostics) {
	if config.Actor.IsNull() || config.Actor.IsUnknown() {
		return
	}
	var actor map[string]any
	if json.Unmarshal([]byte(config.Actor.ValueString()), &actor) != nil || actor == nil {
		return // the attribute's own validator says so
	}
	if sub, ok := actor["sub"].(string); !ok || sub == "" {
		diags.AddAttributeError(path.Root("actor"), "An actor without an id",
			"The object has to name the actor as sub, a string: jsonencode({ sub = clerk_user.support.id }), or any other id by which you know who it is.")
	}
}
