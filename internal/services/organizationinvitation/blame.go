package organizationinvitation

import (
	"errors"
	"strings"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// blame puts a refusal that names no argument on the one that it is about.
func blame(role string, err error) error {
	answer, ok := rest.AsError(err)
	if !ok || len(answer.Items) == 0 {
		return err
	}
	item := answer.Items[0]
	switch {
	case item.ParamName == "role", rest.IsNotFound(answer) && strings.Contains(item.Text(), role):
		return tf.AtRole(role, err)
	case answer.Has("already_a_member_in_organization"):
		if taken := (*rest.Taken)(nil); errors.As(err, &taken) {
			err = taken.Err
		}
		return tf.At("email_address", tf.Hint("Nobody has to be invited who is a member. Take the invitation out of the configuration; a clerk_organization_membership manages the membership, once it is imported.", err))
	case answer.Has("organization_invitation_not_unique"):
		return tf.At("email_address", err)
	case answer.Has("not_an_admin_in_organization"), answer.Has("not_a_member_in_organization"):
		return tf.At("inviter_user_id", tf.Hint("Who invites has to be a member of the organization who may invite others. Choose another user, or leave the argument out.", err))
	case rest.IsNotFound(answer) && item.ParamName == "":
		return tf.At("organization_id", err)
	}
	return err
}
