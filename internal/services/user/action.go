package user

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// userAction is an action on one user. The actions differ in what they do, and
// in whether they have a switch.
type userAction struct {
	name        string // of the type, without the provider's
	description string
	doing       string // what it does to which user, as in "disable the MFA of %s"
	option      string // name of the switch; "" if there is none
	optionText  string // describes the switch
	// act carries it out, and says what it did.
	act func(ctx context.Context, on target) (done string, err error)
}

// target is what an action works on.
type target struct {
	*clerk.User // as Clerk had it when the action began
	client      *clerk.Client
	option      bool
	progress    func(format string, values ...any)
}

func (a userAction) action() action.Action {
	arguments := map[string]schema.Attribute{"user_id": attr.Target("user", "user_")}
	if a.option != "" {
		arguments[a.option] = schema.BoolAttribute{Optional: true, MarkdownDescription: a.optionText}
	}
	return (&tf.Action{
		Type: a.name, Target: "user_id", Doing: a.doing,
		Schema: schema.Schema{MarkdownDescription: a.description, Attributes: arguments},
		Act: func(ctx context.Context, in tf.Invocation) (done string, err error) {
			user, err := in.Clerk.Users.Current(ctx, in.ID)
			if err == nil {
				err = tf.Whole(user.Answered)
			}
			if err == nil {
				done, err = a.act(ctx, target{user, in.Clerk, in.Bool(a.option), in.Progress})
			}
			return done, err
		},
	}).Action()
}

// endSessions ends all sessions of the user that have not ended, and says so.
func endSessions(ctx context.Context, on target) (done string, err error) {
	sessions, err := rest.Collect(on.client.Sessions.List(ctx, clerk.SessionFilter{UserID: on.ID}))
	if err != nil {
		return "", err
	}
	ended := 0
	for _, s := range sessions {
		if !s.Lives() {
			continue
		}
		if err := on.client.Sessions.End(ctx, s.ID); err != nil {
			return "", err
		}
		ended++
		on.progress("Revoked the session %s.", s.ID)
	}
	if ended == 0 {
		return fmt.Sprintf("The user %s has no active session; none was revoked.", on.ID), nil
	}
	return fmt.Sprintf("Revoked %d of the %d sessions of the user %s that Clerk lists; the others had ended before.", ended, len(sessions), on.ID), nil
}
