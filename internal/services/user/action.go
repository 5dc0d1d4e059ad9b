package user

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
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

	client *clerk.Client
}

// target is what an action works on.
type target struct {
	*clerk.User // as Clerk had it when the action began
	client      *clerk.Client
	option      bool
	progress    func(format string, values ...any)
}

var _ action.ActionWithConfigure = (*userAction)(nil)

func (a *userAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + a.name
}

func (a *userAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{MarkdownDescription: a.description, Attributes: map[string]schema.Attribute{
		"user_id": schema.StringAttribute{Required: true, MarkdownDescription: "Id of the user, `user_…`.", Validators: []validator.String{stringvalidator.LengthAtLeast(1)}},
	}}
	if a.option != "" {
		resp.Schema.Attributes[a.option] = schema.BoolAttribute{Optional: true, MarkdownDescription: a.optionText}
	}
}

func (a *userAction) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	a.client = tf.Client(req.ProviderData, &resp.Diagnostics)
}

func (a *userAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var id types.String
	var option types.Bool
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("user_id"), &id)...)
	if a.option != "" {
		resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(a.option), &option)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	on := target{client: a.client, option: option.ValueBool(), progress: func(format string, values ...any) {
		resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf(format, values...)})
	}}
	on.progress("Going to "+a.doing+".", id.ValueString())
	user, err := a.client.Users.Current(ctx, id.ValueString())
	if err == nil {
		err = tf.Whole(user.Answered)
	}
	if err == nil {
		var done string
		on.User = user
		if done, err = a.act(ctx, on); err == nil {
			on.progress("%s", done)
			return
		}
	}
	tf.Report(&resp.Diagnostics, fmt.Sprintf("Could not "+a.doing, id.ValueString()), atUser(err), nil)
}

// endSessions ends all sessions of the user that have not ended, and says so.
func endSessions(ctx context.Context, on target) (done string, err error) {
	sessions, err := clerk.Collect(on.client.Sessions.List(ctx, clerk.SessionFilter{UserID: on.ID}))
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
