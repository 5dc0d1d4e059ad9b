package user

import "github.com/hashicorp/terraform-plugin-framework/action"

// NewRevokeSessionsAction is the action clerk_user_revoke_sessions.
func NewRevokeSessionsAction() action.Action {
	return userAction{
		name:  "user_revoke_sessions",
		doing: "revoke the sessions of the user %s",
		description: "Signs a user out everywhere: revokes all sessions of the user that are active or pending. " +
			"Session tokens that were minted before stay valid until they expire, after a minute by default, and the user may sign in again at once; `banned` of `clerk_user` keeps a user out. " +
			"It can be repeated: sessions that have ended are left as they are. A session that begins meanwhile may stay.",
		act: endSessions,
	}.action()
}
