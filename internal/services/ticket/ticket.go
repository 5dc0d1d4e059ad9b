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
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
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
	Ticket func(*M) *Ticket
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
func Seconds(given types.Int64) (field rest.Optional[int64]) {
	if given.IsNull() {
		return field
	}
	return rest.Value(given.ValueInt64())
}

// EphemeralResource is the ephemeral resource.
func (d *Description[M]) EphemeralResource() ephemeral.EphemeralResource {
	e := &tf.Ephemeral[M]{
		Type: d.Type, Noun: d.Noun,
		Doing: "create " + d.One + " for user", About: "user_id",
		Schema: schema.Schema{
			MarkdownDescription: d.Text + " It is revoked when Terraform is done with it, unless it was used before.\n\n" +
				attr.OpensAnew + " The token of a plan is not that of the apply.\n\n" + attr.LeftOpen,
			Attributes: attr.With(attributes(), d.Attributes),
		},
		Validate: d.Validate,
		Open: func(ctx context.Context, c *clerk.Client, m M) (M, string, error) {
			issued, err := d.Create(ctx, c, m)
			if err != nil {
				return m, "", err
			}
			t := d.Ticket(&m)
			t.issue(issued)
			return m, tf.Revocable(t.RevokeOnClose, issued.ID), nil
		},
		Revoke: d.Revoke,
	}
	return e.EphemeralResource()
}
