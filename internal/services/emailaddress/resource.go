// Package emailaddress models email addresses of Clerk users, one by one.
package emailaddress

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/services/identifier"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewResource is the resource clerk_email_address.
func NewResource() resource.Resource { return kind.Resource() }

// NewListResource is the list resource clerk_email_address.
func NewListResource() list.ListResource { return kind.ListResource() }

// NewDataSource is the data source clerk_email_address.
func NewDataSource() datasource.DataSource { return description.DataSource() }

type model struct {
	identifier.Model
	EmailAddress                     types.String `tfsdk:"email_address"`
	NotifyPrimaryEmailAddressChanged types.Bool   `tfsdk:"notify_primary_email_address_changed"`
}

type record struct {
	identifier.Record
	EmailAddress types.String `tfsdk:"email_address"`
}

var kind = description.Kind()

var description = identifier.Description[model, record, clerk.EmailAddress, clerk.CreateEmailAddressParams]{
	Wording: identifier.Wording{
		Noun: "email address", One: "An email address", Short: "address", ShortOne: "an address", Attribute: "email_address",
		Example: "ada@example.com", Form: "The email address.", Same: "Case and surrounding space do not matter.",
		Check: attr.EmailAddress(),
	},
	Area: func(c *clerk.Client) identifier.Area[clerk.EmailAddress, clerk.CreateEmailAddressParams] {
		return c.EmailAddresses
	},
	Of: func(u *clerk.User) ([]clerk.EmailAddress, *string) { return u.EmailAddresses, u.PrimaryEmailAddressID },
	Address: func(e *clerk.EmailAddress) identifier.Address {
		return identifier.Address{
			Answered: e.Answered, ID: e.ID, Value: e.EmailAddress, Reserved: e.Reserved, Verification: e.Verification,
			CreatedAt: e.CreatedAt, UpdatedAt: e.UpdatedAt,
		}
	},
	Model: func(m *model) (*identifier.Model, *types.String) { return &m.Model, &m.EmailAddress },
	Attributes: map[string]schema.Attribute{
		"notify_primary_email_address_changed": schema.BoolAttribute{
			Optional: true, WriteOnly: true,
			MarkdownDescription: "Whether Clerk writes to the address that was primary before, when `primary = true` makes this one so. It is write-only: Clerk does not return it.",
		},
	},
	Sent: func(in tf.Input[model], p *clerk.UpdateIdentifierParams) {
		if !p.Primary.IsZero() && in.Config.NotifyPrimaryEmailAddressChanged.ValueBool() {
			p.NotifyPrimaryEmailAddressChanged = rest.Value(true)
		}
	},
	Created: func(user, value string, p clerk.UpdateIdentifierParams) clerk.CreateEmailAddressParams {
		return clerk.CreateEmailAddressParams{
			UserID: user, EmailAddress: value, Verified: p.Verified, Primary: p.Primary,
			NotifyPrimaryEmailAddressChanged: p.NotifyPrimaryEmailAddressChanged,
		}
	},
	Record: func(r *record) (*identifier.Record, *types.String) { return &r.Record, &r.EmailAddress },
}
