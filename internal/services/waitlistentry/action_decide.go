package waitlistentry

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

const ignoreExisting = "ignore_existing"

// NewInviteAction is the action clerk_waitlist_entry_invite.
func NewInviteAction() action.Action {
	return deciding("invite", invite, "Invites somebody on the waitlist to sign up: Clerk sends an invitation to the address.\n\n"+
		"It can be repeated: who is invited already, or has signed up, is sent nothing. The request is never sent twice. "+
		"If its answer is lost, the provider looks at the entry until it is invited, and says so if it is not.",
		map[string]schema.Attribute{ignoreExisting: schema.BoolAttribute{
			Optional:            true,
			MarkdownDescription: "Whether Clerk sends it also if another invitation of the address is pending, or a user has the address. Defaults to `false`.",
		}})
}

// NewRejectAction is the action clerk_waitlist_entry_reject.
func NewRejectAction() action.Action {
	return deciding("reject", reject, "Rejects somebody on the waitlist. The entry stays, with the status `rejected`. It can be repeated: an entry that is rejected is left as it is.", nil)
}

// deciding is an action that decides on one entry of the waitlist.
func deciding(verb string, act func(context.Context, tf.Invocation, *clerk.WaitlistEntry) (string, error), description string, arguments map[string]schema.Attribute) action.Action {
	return (&tf.Action{
		Type: "waitlist_entry_" + verb, Target: "waitlist_entry_id", Doing: verb + " the waitlist entry %s",
		Schema: schema.Schema{
			MarkdownDescription: description,
			Attributes:          attr.With(arguments, map[string]schema.Attribute{"waitlist_entry_id": attr.Target("waitlist entry", prefix)}),
		},
		Act: func(ctx context.Context, in tf.Invocation) (done string, err error) {
			e, err := in.Clerk.WaitlistEntries.Get(ctx, in.ID)
			if err != nil {
				return "", err
			}
			return act(ctx, in, e)
		},
	}).Action()
}

func invite(ctx context.Context, in tf.Invocation, e *clerk.WaitlistEntry) (done string, err error) {
	nothing := map[string]string{
		clerk.WaitlistInvited:   fmt.Sprintf("%s, %s, is invited already; nothing was sent.", e.ID, e.EmailAddress),
		clerk.WaitlistCompleted: fmt.Sprintf("%s, %s, has signed up already; nothing was sent.", e.ID, e.EmailAddress),
	}
	if said, over := nothing[e.Status]; over {
		return said, nil
	}
	_, err = in.Clerk.WaitlistEntries.Invite(ctx, e.ID, in.Bool(ignoreExisting))
	answer, answered := rest.AsError(err)
	var not *clerk.NotPending
	var lost *rest.Lost
	switch {
	case errors.As(err, &not) && nothing[not.Status] != "": // somebody was faster
		return nothing[not.Status], nil
	case errors.As(err, &lost):
		err = tf.Hint("The waitlist does not show it as invited. Look in Clerk's dashboard whether an invitation was sent all the same; if there is none, run this again.", err)
	case answered && (answer.Has("duplicate_record") || answer.Has("form_identifier_exists")):
		err = tf.Hint("A user has the address, or an invitation of it is pending. Leave it at that, or set ignore_existing = true to send another one.", err)
	}
	return fmt.Sprintf("Invited %s, %s.", e.ID, e.EmailAddress), err
}

func reject(ctx context.Context, in tf.Invocation, e *clerk.WaitlistEntry) (done string, err error) {
	if e.Status == clerk.WaitlistRejected {
		return fmt.Sprintf("%s, %s, is rejected already; nothing was changed.", e.ID, e.EmailAddress), nil
	}
	err = in.Clerk.WaitlistEntries.Reject(ctx, e.ID)
	if not := (*clerk.NotPending)(nil); errors.As(err, &not) {
		err = tf.Hint(fmt.Sprintf("Its status is %s, and Clerk rejects pending entries only. An invitation can be revoked instead, in Clerk's dashboard or by destroying its clerk_invitation.", not.Status), err)
	}
	return fmt.Sprintf("Rejected %s, %s.", e.ID, e.EmailAddress), err
}
