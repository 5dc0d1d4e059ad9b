package phonenumber

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
	PhoneNumber             types.String `tfsdk:"phone_number"`
	ReservedForSecondFactor types.Bool   `tfsdk:"reserved_for_second_factor"`
}

var object = tf.Object[model, *identifier.Address]{
	Noun:     addresses.Noun,
	Type:     "phone_number",
	ImportID: func(m model, holder string) string { return m.Model.ImportID(holder, m.PhoneNumber) },
	Model:    newModel,
	ID:       func(m model) types.String { return m.ID },
	Label:    func(m model) types.String { return m.PhoneNumber },
	Identity: func(m model) map[string]types.String { return m.Identity() },
	Sources:  addresses.Sources(),
}

func newModel(prior model, a *identifier.Address) model {
	return model{
		Model:                   identifier.NewModel(a),
		PhoneNumber:             tf.Keep(prior.PhoneNumber, types.StringValue(a.Value), tf.SameAddress),
		ReservedForSecondFactor: types.BoolValue(a.SecondFactor),
	}
}

var addresses = identifier.Kind{
	Noun:      "phone number",
	Attribute: "phone_number",
	Example:   "+15555550100",
	All: func(u *clerk.User) ([]identifier.Address, *string) {
		all := make([]identifier.Address, len(u.PhoneNumbers))
		for i := range all {
			all[i] = newAddress(&u.PhoneNumbers[i])
		}
		return all, u.PrimaryPhoneNumberID
	},
	Get: func(ctx context.Context, c *clerk.Client, id string) (identifier.Address, error) {
		return lift(c.PhoneNumbers.Get(ctx, id))
	},
	Change: func(ctx context.Context, c *clerk.Client, id string, params clerk.UpdateIdentifierParams) (identifier.Address, error) {
		return lift(c.PhoneNumbers.Update(ctx, id, params))
	},
	Remove: func(ctx context.Context, c *clerk.Client, id string) error {
		return c.PhoneNumbers.Delete(ctx, id)
	},
	Owner: func(ctx context.Context, c *clerk.Client, id string) (*clerk.User, error) {
		return c.PhoneNumbers.Owner(ctx, id)
	},
}

func newAddress(p *clerk.PhoneNumber) identifier.Address {
	return identifier.Address{
		Answered: p.Answered, ID: p.ID, Value: p.PhoneNumber, Reserved: p.Reserved, Verification: p.Verification,
		SecondFactor: p.ReservedForSecondFactor, DefaultSecondFactor: p.DefaultSecondFactor,
		CreatedAt: p.CreatedAt, UpdatedAt: p.UpdatedAt,
	}
}

// lift is an answer of Clerk's about one phone number.
func lift(answer *clerk.PhoneNumber, err error) (identifier.Address, error) {
	if err != nil {
		return identifier.Address{}, err
	}
	return newAddress(answer), nil
}

// common is what both kinds of address have of an input.
func common(in tf.Input[model]) tf.Input[identifier.Model] {
	return tf.Input[identifier.Model]{Config: in.Config.Model, Plan: in.Plan.Model, State: in.State.Model}
}

func createParams(in tf.Input[model]) clerk.CreatePhoneNumberParams {
	u := updateParams(in)
	return clerk.CreatePhoneNumberParams{
		UserID:      in.Plan.UserID.ValueString(),
		PhoneNumber: strings.TrimSpace(in.Plan.PhoneNumber.ValueString()),
		Verified:    u.Verified, Primary: u.Primary, ReservedForSecondFactor: u.ReservedForSecondFactor,
	}
}

// updateParams are what is mentioned and differs from the state.
func updateParams(in tf.Input[model]) clerk.UpdateIdentifierParams {
	return clerk.UpdateIdentifierParams{
		Verified:                identifier.Flag(in.Config.Verified, in.Plan.Verified, in.State.Verified),
		Primary:                 identifier.PrimaryFlag(common(in)),
		ReservedForSecondFactor: identifier.Flag(in.Config.ReservedForSecondFactor, in.Plan.ReservedForSecondFactor, in.State.ReservedForSecondFactor),
	}
}
