// Package emailaddress models email addresses of Clerk users, one by one.
package emailaddress

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/services/identifier"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// NewResource is the resource clerk_email_address.
func NewResource() resource.Resource { return kind.Resource() }

// NewListResource is the list resource clerk_email_address.
func NewListResource() list.ListResource { return kind.ListResource() }

var kind = tf.Kind[model, identifier.Address]{
	Object: object,
	Schema: schema.Schema{
		MarkdownDescription: "An email address of a user, managed on its own: of a user whom the application or another configuration manages, say.\n\n" +
			"Beside a `clerk_user`, each manages the addresses that it mentions and leaves the others alone. " +
			"Do not list an address in both, and let one of them alone choose the primary address.\n\n" +
			addresses.LastOne(),
		Attributes: attributes(),
	},
	IdentitySchema: addresses.IdentitySchema(),
	Create: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*identifier.Address, error) {
		return addresses.Create(ctx, c, in.Plan.Model, in.Plan.EmailAddress.ValueString(), in.Diags, updateParams(in), func() (identifier.Address, error) {
			return lift(c.EmailAddresses.Create(ctx, createParams(in)))
		})
	},
	Read: func(ctx context.Context, c *clerk.Client, state model) (*identifier.Address, error) {
		return addresses.Read(ctx, c, state.Model)
	},
	Update: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*identifier.Address, error) {
		return addresses.Update(ctx, c, common(in), updateParams(in))
	},
	Delete: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) error {
		return addresses.Delete(ctx, c, in.State.Model, in.State.EmailAddress.ValueString(), in.Diags)
	},
	Plan:        checkPlan,
	Import:      addresses.Import,
	QuerySchema: addresses.QuerySchema(),
	All: func(ctx context.Context, c *clerk.Client, q tf.Query) iter.Seq2[identifier.Address, error] {
		return addresses.List(ctx, c, q.String("user_id"))
	},
	Written: func(m model) model {
		m.Model = m.Model.Written()
		return m
	},
}

func attributes() map[string]schema.Attribute {
	attributes := addresses.Attributes()
	attributes["email_address"] = schema.StringAttribute{
		Required: true,
		MarkdownDescription: "The email address. Clerk cannot change it, so a change deletes it and creates a new one; `create_before_destroy` turns that around, for an address that the user must not be without. " +
			"Case and surrounding space do not matter.",
		Validators:    []validator.String{tf.EmailAddress()},
		PlanModifiers: []planmodifier.String{tf.KeepEqual(tf.SameAddress), stringplanmodifier.RequiresReplace()},
	}
	attributes["notify_primary_email_address_changed"] = schema.BoolAttribute{
		Optional: true, WriteOnly: true,
		MarkdownDescription: "Whether Clerk writes to the address that was primary before, when `primary = true` makes this one so. It is write-only: Clerk does not return it.",
	}
	return attributes
}

// checkPlan warns of what Clerk cannot do.
func checkPlan(ctx context.Context, c *clerk.Client, in tf.Input[model], resp *resource.ModifyPlanResponse) {
	addresses.CheckPlan(ctx, c, common(in), replaces(in), resp)
}

// replaces reports whether a plan makes a new one.
func replaces(in tf.Input[model]) bool {
	return !in.Plan.EmailAddress.Equal(in.State.EmailAddress) || !in.Plan.UserID.Equal(in.State.UserID)
}
