package user

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/action"
)

// NewDisableMFAAction is the action clerk_user_disable_mfa.
func NewDisableMFAAction() action.Action {
	return userAction{
		name:  "user_disable_mfa",
		doing: "disable the multi-factor authentication of the user %s",
		description: "Disables the multi-factor authentication of a user who has lost the second factor: the authenticator app, the backup codes, and phone numbers as second factors. " +
			"The phone numbers themselves stay. It can be repeated: a user without a second factor is left unchanged.",
		act: disableMFA,
	}.action()
}

func disableMFA(ctx context.Context, on target) (done string, err error) {
	if !on.HasMFA() {
		return fmt.Sprintf("The user %s has no second factor; nothing was changed.", on.ID), nil
	}
	var factors []string
	if on.TOTPEnabled {
		factors = append(factors, "the authenticator app")
	}
	if on.BackupCodeEnabled {
		factors = append(factors, "the backup codes")
	}
	for _, p := range on.PhoneNumbers {
		if p.ReservedForSecondFactor {
			factors = append(factors, "the phone number "+p.ID+" as second factor")
		}
	}
	done = fmt.Sprintf("Disabled the multi-factor authentication of the user %s", on.ID)
	if len(factors) > 0 {
		done += ": " + strings.Join(factors, ", ")
	}
	return done + ".", on.client.Users.DisableMFA(ctx, on.ID)
}
