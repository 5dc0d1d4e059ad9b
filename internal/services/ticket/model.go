package ticket

import (
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// Ticket is what the ephemeral resources have in common whose token lets its
// bearer sign in as a user, once. Their models embed it.
type Ticket struct {
	RevokeOnClose types.Bool   `tfsdk:"revoke_on_close"`
	ID            types.String `tfsdk:"id"`
	Status        types.String `tfsdk:"status"`
	Token         types.String `tfsdk:"token"`
	URL           types.String `tfsdk:"url"`
	CreatedAt     types.String `tfsdk:"created_at"`
}

// attributes are those of a Ticket.
func attributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"revoke_on_close": schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "Whether the token is revoked when Terraform is done with it and nobody has used it. Defaults to `true`. " +
				"Use `false` for a token that is handed on, through a write-only argument for example; each plan and each apply then leaves one behind.",
		},
		"id":         schema.StringAttribute{Computed: true, MarkdownDescription: "Id of the token."},
		"status":     schema.StringAttribute{Computed: true, MarkdownDescription: "`pending`: nobody has used it yet."},
		"token":      schema.StringAttribute{Computed: true, Sensitive: true, MarkdownDescription: "The token, for the sign-in strategy `ticket`."},
		"url":        schema.StringAttribute{Computed: true, Sensitive: true, MarkdownDescription: "Address that signs in whoever opens it."},
		"created_at": schema.StringAttribute{Computed: true, MarkdownDescription: "When the token was created, RFC 3339."},
	}
}

// issue fills in what Clerk has issued.
func (t *Ticket) issue(issued *clerk.Ticket) {
	t.ID = types.StringValue(issued.ID)
	t.Status = types.StringValue(issued.Status)
	t.Token = types.StringValue(issued.Token)
	t.URL = types.StringValue(issued.URL)
	t.CreatedAt = tf.Time(issued.CreatedAt)
}
