package machine

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

type rotateModel struct {
	MachineID        types.String `tfsdk:"machine_id"`
	PreviousTokenTTL types.Int64  `tfsdk:"previous_token_ttl"`
}

type rotateAction struct{ client *clerk.Client }

var _ action.ActionWithConfigure = (*rotateAction)(nil)

// longestGrace is how long a key that was rotated may be valid, in seconds.
const longestGrace = 28800

// NewRotateSecretKeyAction is the action clerk_machine_rotate_secret_key.
func NewRotateSecretKeyAction() action.Action { return &rotateAction{} }

func (a *rotateAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_machine_rotate_secret_key"
}

func (a *rotateAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Gives a machine another secret key. The ephemeral resource `clerk_machine_secret_key` reads it; the action itself shows and stores nothing of it. " +
			"Each run rotates the key once more. Where it is not known whether Clerk has rotated it, because the answer was lost, the action fails, and does not do it again by itself.",
		Attributes: map[string]schema.Attribute{
			"machine_id": schema.StringAttribute{Required: true, MarkdownDescription: "Id of the machine, `mch_…`.", Validators: []validator.String{tf.PathSegment()}},
			"previous_token_ttl": schema.Int64Attribute{
				Required: true,
				MarkdownDescription: "For how many seconds the previous key is still valid, from 0 to 28800, which is eight hours. " +
					"With 0 the machine is locked out until it has the new one.",
				Validators: []validator.Int64{int64validator.Between(0, longestGrace)},
			},
		},
	}
}

func (a *rotateAction) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	a.client = tf.Client(req.ProviderData, &resp.Diagnostics)
}

func (a *rotateAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var config rotateModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	id, grace := config.MachineID.ValueString(), config.PreviousTokenTTL.ValueInt64()
	resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf("Rotating the secret key of the machine %s.", id)})
	if err := a.client.Machines.RotateSecretKey(ctx, id, grace); err != nil {
		var lost *clerk.Lost
		if errors.As(err, &lost) {
			err = tf.Hint("Compare the key that clerk_machine_secret_key reads with the one that the machine has. If they are the same, nothing was rotated: run the action again. "+
				"If they differ, hand the new one to the machine: the previous one may end at any time.", err)
		}
		tf.Report(&resp.Diagnostics, fmt.Sprintf("Could not rotate the secret key of the machine %q", id), tf.At("machine_id", err), func(param string) (path.Path, bool) {
			return path.Root(param), param == "previous_token_ttl"
		})
		return
	}
	resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf("Rotated the secret key of the machine %s. The previous one is valid for another %d seconds.", id, grace)})
}
