package emailaddress

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/services/identifier"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

type model struct {
	identifier.Model
	EmailAddress                     types.String `tfsdk:"email_address"`
	NotifyPrimaryEmailAddressChanged types.Bool   `tfsdk:"notify_primary_email_address_changed"`
}

var object = tf.Object[model, *identifier.Address]{
	Noun:     addresses.Noun,
	Type:     "email_address",
	ImportID: func(m model, holder string) string { return m.Model.ImportID(holder, m.EmailAddress) },
	Model:    newModel,
	ID:       func(m model) types.String { return m.ID },
	Label:    func(m model) types.String { return m.EmailAddress },
	Identity: func(m model) map[string]types.String { return m.Identity() },
	Sources:  addresses.Sources(),
}

func newModel(prior model, a *identifier.Address) model {
	return model{
		Model:        identifier.NewModel(a),
		EmailAddress: tf.Keep(prior.EmailAddress, types.StringValue(a.Value), tf.SameAddress),
	}
}

var addresses = identifier.Kind{
	Noun:      "email address",
	Attribute: "email_address",
	Example:   "ada@example.com",
	All: func(u *clerk.User) ([]identifier.Address, *string) {
		all := make([]identifier.Address, len(u.EmailAddresses))
		for i := range all {
			all[i] = newAddress(&u.EmailAddresses[i])
		}
		return all, u.PrimaryEmailAddressID
	},
	Get: func(ctx context.Context, c *clerk.Client, id string) (identifier.Address, error) {
		return lift(c.EmailAddresses.Get(ctx, id))
	},
	Change: func(ctx context.Context, c *clerk.Client, id string, params clerk.UpdateIdentifierParams) (identifier.Address, error) {
		return lift(c.EmailAddresses.Update(ctx, id, params))
	},
	Remove: func(ctx context.Context, c *clerk.Client, id string) error {
		return c.EmailAddresses.Delete(ctx, id)
	},
	Owner: func(ctx context.Context, c *clerk.Client, id string) (*clerk.User, error) {
		return c.EmailAddresses.Owner(ctx, id)
	},
}

func newAddress(e *clerk.EmailAddress) identifier.Address {
	return identifier.Address{
		Answered: e.Answered, ID: e.ID, Value: e.EmailAddress, Reserved: e.Reserved, Verification: e.Verification,
		CreatedAt: e.CreatedAt, UpdatedAt: e.UpdatedAt,
	}
}

// lift is an answer of Clerk's about one email address.
func lift(answer *clerk.EmailAddress, err error) (identifier.Address, error) {
	if err != nil {
		return identifier.Address{}, err
	}
	return newAddress(answer), nil
}

// common is what both kinds of address have of an input.
func common(in tf.Input[model]) tf.Input[identifier.Model] {
	return tf.Input[identifier.Model]{Config: in.Config.Model, Plan: in.Plan.Model, State: in.State.Model}
}

func createParams(in tf.Input[model]) clerk.CreateEmailAddressParams {
	u := updateParams(in)
	return clerk.CreateEmailAddressParams{
		UserID:       in.Plan.UserID.ValueString(),
		EmailAddress: strings.TrimSpace(in.Plan.EmailAddress.ValueString()),
		Verified:     u.Verified, Primary: u.Primary, NotifyPrimaryEmailAddressChanged: u.NotifyPrimaryEmailAddressChanged,
	}
}

// updateParams are what is mentioned and differs from the state.
func updateParams(in tf.Input[model]) clerk.UpdateIdentifierParams {
	p := clerk.UpdateIdentifierParams{
		Verified: identifier.Flag(in.Config.Verified, in.Plan.Verified, in.State.Verified),
		Primary:  identifier.PrimaryFlag(common(in)),
	}
	if !p.Primary.IsZero() && in.Config.NotifyPrimaryEmailAddressChanged.ValueBool() {
		p.NotifyPrimaryEmailAddressChanged = clerk.Value(true)
	}
	return p
}
