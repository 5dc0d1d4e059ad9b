package user

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/action"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// NewSetPasswordCompromisedAction is the action clerk_user_set_password_compromised.
func NewSetPasswordCompromisedAction() action.Action {
	return userAction{
		name:  "user_set_password_compromised",
		doing: "mark the password of the user %s as compromised",
		description: "Marks the password of a user as compromised: at the next sign-in the user has to choose another. " +
			"It can be repeated: a password that is marked stays so, and a user without a password is left unchanged.",
		option:     "revoke_all_sessions",
		optionText: "Whether all sessions of the user are revoked as well, also of a user without a password. Defaults to `false`.",
		act:        setPasswordCompromised,
	}.action()
}

func setPasswordCompromised(ctx context.Context, on target) (done string, err error) {
	if !on.PasswordEnabled {
		return on.withoutPassword(ctx)
	}
	_, err = on.client.Users.SetPasswordCompromised(ctx, on.ID, on.option)
	if e, ok := rest.AsError(err); ok && e.Has("no_password_set") {
		return on.withoutPassword(ctx) // it was removed meanwhile
	}
	done = fmt.Sprintf("Marked the password of the user %s as compromised", on.ID)
	if on.option {
		done += ", and ended all sessions"
	}
	return done + ".", err
}
