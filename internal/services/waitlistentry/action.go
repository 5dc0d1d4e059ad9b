package waitlistentry

import (
	"context"
	"errors"
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

const (
	argument       = "waitlist_entry_id"
	ignoreExisting = "ignore_existing"
)

// entryAction decides on one entry of the waitlist.
type entryAction struct {
	verb        string // "invite"
	description string
	attributes  map[string]schema.Attribute // beside the id
	// act carries it out, and says what it did.
	act func(ctx context.Context, c *clerk.Client, e *clerk.WaitlistEntry, ignore bool) (done string, err error)

	client *clerk.Client
}

var _ action.ActionWithConfigure = (*entryAction)(nil)

// NewInviteAction is the action clerk_waitlist_entry_invite.
func NewInviteAction() action.Action {
	return &entryAction{
		verb: "invite", act: invite,
		description: "Invites somebody on the waitlist to sign up: Clerk sends an invitation to the address.\n\n" +
			"It can be repeated: who is invited already, or has signed up, is sent nothing. The request is never sent twice. " +
			"If its answer is lost, the provider looks at the entry until it is invited, and says so if it is not.",
		attributes: map[string]schema.Attribute{ignoreExisting: schema.BoolAttribute{
			Optional:            true,
			MarkdownDescription: "Whether Clerk sends it also if another invitation of the address is pending, or a user has the address. Defaults to `false`.",
		}},
	}
}

// NewRejectAction is the action clerk_waitlist_entry_reject.
func NewRejectAction() action.Action {
	return &entryAction{
		verb: "reject", act: reject,
		description: "Rejects somebody on the waitlist. The entry stays, with the status `rejected`. It can be repeated: an entry that is rejected is left as it is.",
	}
}

func (a *entryAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_waitlist_entry_" + a.verb
}

func (a *entryAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{MarkdownDescription: a.description, Attributes: tf.With(a.attributes, map[string]schema.Attribute{
		argument: schema.StringAttribute{
			Required: true, MarkdownDescription: "Id of the entry, `" + prefix + "…`: that of a `clerk_waitlist_entry`, or from `clerk_waitlist_entries`.",
			Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
		},
	})}
}

func (a *entryAction) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	a.client = tf.Client(req.ProviderData, &resp.Diagnostics)
}

func (a *entryAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var id types.String
	var ignore types.Bool
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(argument), &id)...)
	if a.attributes != nil {
		resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(ignoreExisting), &ignore)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf("Going to %s the waitlist entry %s.", a.verb, id.ValueString())})
	var done string
	e, err := a.client.WaitlistEntries.Get(ctx, id.ValueString())
	if err == nil {
		done, err = a.act(ctx, a.client, e, ignore.ValueBool())
	}
	if err != nil {
		tf.Report(&resp.Diagnostics, fmt.Sprintf("Could not %s the waitlist entry %q", a.verb, id.ValueString()), tf.At(argument, err), nil)
		return
	}
	resp.SendProgress(action.InvokeProgressEvent{Message: done})
}

func invite(ctx context.Context, c *clerk.Client, e *clerk.WaitlistEntry, ignore bool) (done string, err error) {
	nothing := map[string]string{
		clerk.WaitlistInvited:   fmt.Sprintf("%s, %s, is invited already; nothing was sent.", e.ID, e.EmailAddress),
		clerk.WaitlistCompleted: fmt.Sprintf("%s, %s, has signed up already; nothing was sent.", e.ID, e.EmailAddress),
	}
	if said, over := nothing[e.Status]; over {
		return said, nil
	}
	_, err = c.WaitlistEntries.Invite(ctx, e.ID, ignore)
	answer, answered := clerk.AsError(err)
	var not *clerk.NotPending
	var lost *clerk.Lost
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

func reject(ctx context.Context, c *clerk.Client, e *clerk.WaitlistEntry, _ bool) (done string, err error) {
	if e.Status == clerk.WaitlistRejected {
		return fmt.Sprintf("%s, %s, is rejected already; nothing was changed.", e.ID, e.EmailAddress), nil
	}
	err = c.WaitlistEntries.Reject(ctx, e.ID)
	if not := (*clerk.NotPending)(nil); errors.As(err, &not) {
		err = tf.Hint(fmt.Sprintf("Its status is %s, and Clerk rejects pending entries only. An invitation can be revoked instead, in Clerk's dashboard or by destroying its clerk_invitation.", not.Status), err)
	}
	return fmt.Sprintf("Rejected %s, %s.", e.ID, e.EmailAddress), err
}
