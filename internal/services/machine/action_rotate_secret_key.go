package machine

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewRotateSecretKeyAction is the action clerk_machine_rotate_secret_key.
func NewRotateSecretKeyAction() action.Action { return rotate.Action() }

// longestGrace is how long a key that was rotated may be valid, in seconds.
const longestGrace = 28800

var rotate = tf.Action{
	Type: "machine_rotate_secret_key", Target: "machine_id", Doing: "rotate the secret key of the machine %s",
	Schema: schema.Schema{
		MarkdownDescription: "Gives a machine another secret key. The ephemeral resource `clerk_machine_secret_key` reads it; the action itself shows and stores nothing of it. " +
			"Each run rotates the key once more. Where it is not known whether Clerk has rotated it, because the answer was lost, the action fails, and does not do it again by itself.",
		Attributes: map[string]schema.Attribute{
			"machine_id": attr.Target(noun, prefix),
			"previous_token_ttl": schema.Int64Attribute{
				Required: true,
				MarkdownDescription: "For how many seconds the previous key is still valid, from 0 to 28800, which is eight hours. " +
					"With 0 the machine is locked out until it has the new one.",
				Validators: []validator.Int64{int64validator.Between(0, longestGrace)},
			},
		},
	},
	Act: func(ctx context.Context, in tf.Invocation) (done string, err error) {
		grace := in.Number("previous_token_ttl")
		err = in.Clerk.Machines.RotateSecretKey(ctx, in.ID, grace)
		if lost := (*rest.Lost)(nil); errors.As(err, &lost) {
			err = tf.Hint("Compare the key that clerk_machine_secret_key reads with the one that the machine has. If they are the same, nothing was rotated: run the action again. "+
				"If they differ, hand the new one to the machine: the previous one may end at any time.", err)
		}
		return fmt.Sprintf("Rotated the secret key of the machine %s. The previous one is valid for another %d seconds.", in.ID, grace), err
	},
}
