package session

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

type revokeModel struct {
	SessionID types.String `tfsdk:"session_id"`
}

type revokeAction struct{ client *clerk.Client }

var _ action.ActionWithConfigure = (*revokeAction)(nil)

// NewRevokeAction is the action clerk_session_revoke.
func NewRevokeAction() action.Action { return &revokeAction{} }

func (a *revokeAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_session_revoke"
}

func (a *revokeAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Revokes a session: whoever uses it is signed out. A session token that was minted before stays valid until it expires, after a minute by default. " +
			"It can be repeated: a session that has ended already is left as it is. One that does not exist is an error, even if Clerk has cleaned it up, since its id may as well be mistyped.",
		Attributes: map[string]schema.Attribute{
			"session_id": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "Id of the session, `sess_…`.",
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
		},
	}
}

func (a *revokeAction) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	a.client = tf.Client(req.ProviderData, &resp.Diagnostics)
}

func (a *revokeAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var config revokeModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	id := config.SessionID.ValueString()
	resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf("Revoking the session %s.", id)})
	done, err := a.revoke(ctx, id)
	if err != nil {
		tf.Report(&resp.Diagnostics, fmt.Sprintf("Could not revoke the session %q", id), tf.At("session_id", err), nil)
		return
	}
	resp.SendProgress(action.InvokeProgressEvent{Message: done})
}

// revoke says what it did.
func (a *revokeAction) revoke(ctx context.Context, id string) (done string, err error) {
	session, err := a.client.Sessions.Get(ctx, id)
	switch {
	case clerk.IsNotFound(err):
		return "", tf.Hint(cleanedUp+", and such a one needs no revocation. But the id may also be mistyped, or of another instance: check it.", err)
	case err != nil:
		return "", err
	case !session.Lives():
		return fmt.Sprintf("The session %s of the user %s is %s already; nothing was changed.", id, session.UserID, session.Status), nil
	}
	return fmt.Sprintf("Revoked the session %s of the user %s.", id, session.UserID), a.client.Sessions.End(ctx, id)
}
