package session

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewRevokeAction is the action clerk_session_revoke.
func NewRevokeAction() action.Action { return revoke.Action() }

var revoke = tf.Action{
	Type: "session_revoke", Target: "session_id", Doing: "revoke the session %s",
	Schema: schema.Schema{
		MarkdownDescription: "Revokes a session: whoever uses it is signed out. A session token that was minted before stays valid until it expires, after a minute by default. " +
			"It can be repeated: a session that has ended already is left as it is. One that does not exist is an error, even if Clerk has cleaned it up, since its id may as well be mistyped.",
		Attributes: map[string]schema.Attribute{"session_id": attr.Target("session", "sess_")},
	},
	Act: func(ctx context.Context, in tf.Invocation) (done string, err error) {
		session, err := in.Clerk.Sessions.Get(ctx, in.ID)
		switch {
		case rest.IsNotFound(err):
			return "", tf.Hint(cleanedUp+", and such a one needs no revocation. But the id may also be mistyped, or of another instance: check it.", err)
		case err != nil:
			return "", err
		case !session.Lives():
			return fmt.Sprintf("The session %s of the user %s is %s already; nothing was changed.", in.ID, session.UserID, session.Status), nil
		}
		return fmt.Sprintf("Revoked the session %s of the user %s.", in.ID, session.UserID), in.Clerk.Sessions.End(ctx, in.ID)
	},
}
