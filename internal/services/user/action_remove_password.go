package user

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/action"
)

// NewRemovePasswordAction is the action clerk_user_remove_password.
func NewRemovePasswordAction() action.Action {
	return userAction{
		name:  "user_remove_password",
		doing: "remove the password of the user %s",
		description: "Removes the password of a user, who then signs in by other means. Clerk allows it even if the user has none. " +
			"It can be repeated: a user without a password is left unchanged. A `clerk_user` sets its `password_wo` again only when `password_wo_version` changes.",
		option:     "sign_out_of_other_sessions",
		optionText: "Whether the user's active sessions are revoked as well, also of a user without a password. Defaults to `false`.",
		act:        removePassword,
	}.action()
}

func removePassword(ctx context.Context, on target) (done string, err error) {
	if !on.PasswordEnabled {
		return on.withoutPassword(ctx)
	}
	done = fmt.Sprintf("Removed the password of the user %s", on.ID)
	if on.option {
		done += ", and ended the active sessions"
	}
	_, err = on.client.Users.RemovePassword(ctx, on.ID, on.option)
	return done + ".", err
}

// withoutPassword is what an action on a password does if there is none. Clerk
// would leave the sessions of such a user as they are.
func (on target) withoutPassword(ctx context.Context) (done string, err error) {
	done = fmt.Sprintf("The user %s has no password; nothing was changed.", on.ID)
	if !on.option {
		return done, nil
	}
	on.progress("The user %s has no password.", on.ID)
	return endSessions(ctx, on)
}
