// Package ticket holds what the ephemeral resources have in common whose token lets its
// bearer sign in as a user, once.
package ticket

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// Description is a kind of token, with M as its model. What is not said to be optional is
// required.
type Description[M any] struct {
	Type string // without the provider's name: "sign_in_token"
	Noun string // "sign-in token"
	One  string // "a sign-in token"
	// Text is the first sentence of the description.
	Text       string
	Attributes map[string]schema.Attribute
	// Ticket finds in a model what every kind has.
	Ticket func(*M) *tf.Ticket
	// Validate checks the configuration. Optional.
	Validate func(config M, diags *diag.Diagnostics)
	Create   func(ctx context.Context, c *clerk.Client, config M) (*clerk.Ticket, error)
	Revoke   func(ctx context.Context, c *clerk.Client, id string) error
}

// Positive is an argument that is at least 1.
func Positive(description string) schema.Int64Attribute {
	return schema.Int64Attribute{Optional: true, MarkdownDescription: description, Validators: []validator.Int64{int64validator.AtLeast(1)}}
}

// UserID is the argument user_id.
func UserID(description string) schema.StringAttribute {
	return schema.StringAttribute{Required: true, MarkdownDescription: description, Validators: []validator.String{stringvalidator.LengthAtLeast(1)}}
}

// Seconds is a number of seconds that an argument may give.
func Seconds(given types.Int64) (field clerk.Optional[int64]) {
	if given.IsNull() {
		return field
	}
	return clerk.Value(given.ValueInt64())
}

// EphemeralResource is the ephemeral resource.
func (d *Description[M]) EphemeralResource() ephemeral.EphemeralResource {
	return &ticket[M]{Description: d}
}

type ticket[M any] struct {
	*Description[M]
	client *clerk.Client
}

var (
	_ ephemeral.EphemeralResourceWithConfigure      = (*ticket[any])(nil)
	_ ephemeral.EphemeralResourceWithValidateConfig = (*ticket[any])(nil)
	_ ephemeral.EphemeralResourceWithClose          = (*ticket[any])(nil)
)

func (t *ticket[M]) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + t.Type
}

func (t *ticket[M]) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: t.Text + " It is revoked when Terraform is done with it, unless it was used before.\n\n" +
			tf.OpensAnew + " The token of a plan is not that of the apply.\n\n" + tf.LeftOpen,
		Attributes: tf.TicketAttributes(t.Attributes),
	}
}

func (t *ticket[M]) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	t.client = tf.Client(req.ProviderData, &resp.Diagnostics)
}

func (t *ticket[M]) ValidateConfig(ctx context.Context, req ephemeral.ValidateConfigRequest, resp *ephemeral.ValidateConfigResponse) {
	if t.Validate == nil {
		return
	}
	var config M
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !resp.Diagnostics.HasError() {
		t.Validate(config, &resp.Diagnostics)
	}
}

func (t *ticket[M]) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	tf.Open(ctx, req, resp, "create "+t.One+" for user", "user_id", func(m M) (M, error) {
		issued, err := t.Create(ctx, t.client, m)
		if err != nil {
			return m, err
		}
		is := t.Ticket(&m)
		*is = is.Issued(issued)
		return m, tf.RevokeOnClose(ctx, resp, is.RevokeOnClose, issued.ID)
	})
}

func (t *ticket[M]) Close(ctx context.Context, req ephemeral.CloseRequest, resp *ephemeral.CloseResponse) {
	tf.Close(ctx, req, resp, t.Noun, func(ctx context.Context, id string) error { return t.Revoke(ctx, t.client, id) })
}
