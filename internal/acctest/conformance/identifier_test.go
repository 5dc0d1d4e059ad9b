package conformance_test

import (
	"context"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"pgregory.net/rapid"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

const (
	notTakenBack = "Clerk cannot take a verification back"
	replaced     = "Clerk cannot change it; another one is another object"
)

var emailSubject = &subject{
	name: "clerk_email_address",
	keys: []string{"email_address"}, unshared: "primary",
	prepare: owners,
	minimal: `
		user_id       = var.user
		email_address = "countess@example.com"`,
	full: `
		user_id       = var.user
		email_address = "countess@example.com"
		verified      = true
		primary       = true`,
	fixed:  map[string]string{"id": "computed", "notify_primary_email_address_changed": writeOnly},
	update: "PATCH /email_addresses/{email_address_id}",
	changes: map[string]change{
		"user_id":       {to: `var.other`, replaces: true, also: computedAgain},
		"email_address": {to: `"byron@example.com"`, replaces: true, also: computedAgain},
		"verified":      {from: `verified = false`, to: `true`},
		"primary":       {from: `primary = false`, to: `true`},
	},
	drifts: map[string]drift{
		"user_id": {none: replaced}, "email_address": {none: replaced}, "verified": {none: notTakenBack},
		"primary": {outside: onOwner(func(ctx context.Context, c *clerk.Client, u *clerk.User) error {
			return second(c.Users.Update(ctx, u.ID, clerk.UpdateUserParams{PrimaryEmailAddressID: clerk.Value(emailID(u, anchor))}))
		})},
	},
	spellings: map[string]spelling{
		"user_id": {none: "it is an id"}, "primary": {taken: "its answer does not say; the next plan shows it"},
	},
	held: func(w *acctest.World, state cty.Value) map[string]cty.Value {
		u := owner(w, state)
		if u == nil {
			return nil
		}
		for _, e := range u.EmailAddresses {
			if e.ID == attribute(state, "id") {
				return map[string]cty.Value{
					"user_id": cty.StringVal(u.ID), "email_address": cty.StringVal(e.EmailAddress),
					"verified": cty.BoolVal(verified(e.Verification)), "primary": cty.BoolVal(u.PrimaryEmailAddress() == e.EmailAddress),
				}
			}
		}
		return nil
	},
	agrees: map[string]func(held, asked cty.Value) bool{"email_address": sameAddress},
	remove: func(w *acctest.World, state cty.Value) error {
		return w.Clerk.EmailAddresses.Delete(w.TB.Context(), attribute(state, "id"))
	},
	exist: func(w *acctest.World, vars map[string]cty.Value) []string {
		return ofOwners(w, vars, func(u *clerk.User) (ids []string) {
			for _, e := range u.EmailAddresses {
				if strings.HasPrefix(e.EmailAddress, "countess") || strings.HasPrefix(e.EmailAddress, "byron") {
					ids = append(ids, e.ID)
				}
			}
			return ids
		})
	},
	purge: func(w *acctest.World, _ map[string]cty.Value, id string) error {
		return w.Clerk.EmailAddresses.Delete(w.TB.Context(), id)
	},
	id:  composite,
	key: func(state cty.Value) string { return attribute(state, "email_address") },
	draw: func(rt *rapid.T, vars map[string]cty.Value, _ cty.Value) map[string]cty.Value {
		return drawIdentifier(rt, vars, "email_address", "countess@example.com", "byron@example.com")
	},
	meddle: func(rt *rapid.T, w *acctest.World, state cty.Value) error {
		return onOwner(func(ctx context.Context, c *clerk.Client, u *clerk.User) error {
			switch rapid.IntRange(0, 3).Draw(rt, "meddling") {
			case 0:
				return second(c.Users.Update(ctx, u.ID, clerk.UpdateUserParams{PrimaryEmailAddressID: clerk.Value(u.EmailAddresses[0].ID)}))
			case 1:
				_, err := c.EmailAddresses.Update(ctx, attribute(state, "id"), clerk.UpdateIdentifierParams{Verified: clerk.Value(true)})
				return err
			case 2:
				return second(c.Users.Ban(ctx, u.ID))
			default:
				if id := emailID(u, another(u).email); id != "" {
					return c.EmailAddresses.Delete(ctx, id)
				}
				_, err := c.EmailAddresses.Create(ctx, clerk.CreateEmailAddressParams{UserID: u.ID, EmailAddress: another(u).email, Verified: clerk.Value(true), Primary: clerk.Value(true)})
				return err
			}
		})(w, state)
	},
}

var phoneSubject = &subject{
	name: "clerk_phone_number",
	keys: []string{"phone_number"}, unshared: "primary",
	prepare: owners,
	minimal: `
		user_id      = var.user
		phone_number = "+15555560100"`,
	full: `
		user_id                    = var.user
		phone_number               = "+15555560100"
		verified                   = true
		primary                    = true
		reserved_for_second_factor = true`,
	fixed:  map[string]string{"id": "computed"},
	update: "PATCH /phone_numbers/{phone_number_id}",
	changes: map[string]change{
		"user_id":                    {to: `var.other`, replaces: true, also: computedAgain},
		"phone_number":               {to: `"+15555570100"`, replaces: true, also: computedAgain},
		"verified":                   {from: "verified = false\nreserved_for_second_factor = false", to: `true`},
		"primary":                    {from: `primary = false`, to: `true`},
		"reserved_for_second_factor": {to: `false`},
	},
	drifts: map[string]drift{
		"user_id": {none: replaced}, "phone_number": {none: replaced}, "verified": {none: notTakenBack},
		"primary": {outside: onOwner(func(ctx context.Context, c *clerk.Client, u *clerk.User) error {
			return second(c.Users.Update(ctx, u.ID, clerk.UpdateUserParams{PrimaryPhoneNumberID: clerk.Value(phoneID(u, anchorNumber))}))
		})},
		"reserved_for_second_factor": {outside: func(w *acctest.World, state cty.Value) error {
			_, err := w.Clerk.PhoneNumbers.Update(w.TB.Context(), attribute(state, "id"), clerk.UpdateIdentifierParams{ReservedForSecondFactor: clerk.Value(false)})
			return err
		}},
	},
	spellings: map[string]spelling{
		"user_id": {none: "it is an id"}, "primary": {taken: "its answer does not say; the next plan shows it"},
	},
	held: func(w *acctest.World, state cty.Value) map[string]cty.Value {
		u := owner(w, state)
		if u == nil {
			return nil
		}
		for _, p := range u.PhoneNumbers {
			if p.ID == attribute(state, "id") {
				return map[string]cty.Value{
					"user_id": cty.StringVal(u.ID), "phone_number": cty.StringVal(p.PhoneNumber),
					"verified": cty.BoolVal(verified(p.Verification)), "primary": cty.BoolVal(u.PrimaryPhoneNumber() == p.PhoneNumber),
					"reserved_for_second_factor": cty.BoolVal(p.ReservedForSecondFactor),
				}
			}
		}
		return nil
	},
	remove: func(w *acctest.World, state cty.Value) error {
		return w.Clerk.PhoneNumbers.Delete(w.TB.Context(), attribute(state, "id"))
	},
	exist: func(w *acctest.World, vars map[string]cty.Value) []string {
		return ofOwners(w, vars, func(u *clerk.User) (ids []string) {
			for _, p := range u.PhoneNumbers {
				if strings.HasSuffix(p.PhoneNumber, "560100") || strings.HasSuffix(p.PhoneNumber, "570100") {
					ids = append(ids, p.ID)
				}
			}
			return ids
		})
	},
	purge: func(w *acctest.World, _ map[string]cty.Value, id string) error {
		return w.Clerk.PhoneNumbers.Delete(w.TB.Context(), id)
	},
	id:  composite,
	key: func(state cty.Value) string { return attribute(state, "phone_number") },
	draw: func(rt *rapid.T, vars map[string]cty.Value, _ cty.Value) map[string]cty.Value {
		values := drawIdentifier(rt, vars, "phone_number", "+15555560100", "+15555570100")
		if values["verified"] != cty.NilVal && rapid.Bool().Draw(rt, "mentions reserved_for_second_factor") {
			values["reserved_for_second_factor"] = cty.BoolVal(rapid.Bool().Draw(rt, "second factor"))
		}
		return values
	},
	meddle: func(rt *rapid.T, w *acctest.World, state cty.Value) error {
		return onOwner(func(ctx context.Context, c *clerk.Client, u *clerk.User) error {
			switch rapid.IntRange(0, 2).Draw(rt, "meddling") {
			case 0:
				return second(c.Users.Update(ctx, u.ID, clerk.UpdateUserParams{PrimaryPhoneNumberID: clerk.Value(u.PhoneNumbers[0].ID)}))
			case 1:
				_, err := c.PhoneNumbers.Update(ctx, attribute(state, "id"), clerk.UpdateIdentifierParams{Verified: clerk.Value(true), ReservedForSecondFactor: clerk.Value(true)})
				return err
			default:
				if id := phoneID(u, another(u).phone); id != "" {
					return c.PhoneNumbers.Delete(ctx, id)
				}
				_, err := c.PhoneNumbers.Create(ctx, clerk.CreatePhoneNumberParams{UserID: u.ID, PhoneNumber: another(u).phone, Verified: clerk.Value(true), Primary: clerk.Value(true)})
				return err
			}
		})(w, state)
	},
}

// anchorNumber and otherNumber are the numbers that the users of owners have.
const (
	anchorNumber = "+15555550100"
	otherNumber  = "+15555590100"
)

// computedAgain are what a replacement leaves to Clerk.
var computedAgain = []string{"id"}

// owners makes two users who have an address and a number already, so that the
// next ones are not primary by themselves.
func owners(w *acctest.World, n nth) map[string]cty.Value {
	vars := map[string]cty.Value{}
	for name, p := range map[string]clerk.CreateUserParams{
		"user":  {EmailAddresses: []string{n.own(anchor)}, PhoneNumbers: []string{n.own(anchorNumber)}},
		"other": {EmailAddresses: []string{n.own("other@example.com")}, PhoneNumbers: []string{n.own(otherNumber)}},
	} {
		u, err := w.Clerk.Users.Create(w.TB.Context(), p)
		w.Must(err)
		vars[name] = cty.StringVal(u.ID)
	}
	return vars
}

// another is what is added to a user of owners outside Terraform: no other of them
// has it.
func another(u *clerk.User) struct{ email, phone string } {
	out := struct{ email, phone string }{"another." + strings.ToLower(u.ID) + "@example.com", "+15555580100"}
	for _, p := range u.PhoneNumbers {
		switch its := p.PhoneNumber[6:]; its {
		case anchorNumber[6:]:
			out.phone = p.PhoneNumber[:6] + "580100"
		case otherNumber[6:]:
			out.phone = p.PhoneNumber[:6] + "510100"
		}
	}
	return out
}

// owner is the user whose address a state is; nil if there is none.
func owner(w *acctest.World, state cty.Value) *clerk.User {
	return userOf(w, attribute(state, "user_id"))
}

// ofOwners are what the users of owners have.
func ofOwners(w *acctest.World, vars map[string]cty.Value, of func(*clerk.User) []string) []string {
	var all []string
	for _, id := range vars {
		all = append(all, of(userOf(w, id.AsString()))...)
	}
	return all
}

func onOwner(do func(context.Context, *clerk.Client, *clerk.User) error) func(*acctest.World, cty.Value) error {
	return func(w *acctest.World, state cty.Value) error {
		return do(w.TB.Context(), w.Clerk, owner(w, state))
	}
}

func sameAddress(held, asked cty.Value) bool {
	return strings.EqualFold(held.AsString(), asked.AsString())
}

func verified(v *clerk.Verification) bool { return v != nil && v.Status == "verified" }

func composite(state cty.Value) string {
	return attribute(state, "user_id") + "/" + attribute(state, "id")
}

func drawIdentifier(rt *rapid.T, vars map[string]cty.Value, name string, from ...string) map[string]cty.Value {
	values := map[string]cty.Value{"user_id": vars["user"]}
	if rapid.IntRange(0, 9).Draw(rt, "another user") == 0 {
		values["user_id"] = vars["other"]
	}
	if rapid.IntRange(0, 4).Draw(rt, "another") == 0 {
		from = from[1:]
	}
	values[name] = cty.StringVal(spelled(rt, from[:1])[0])
	if rapid.Bool().Draw(rt, "mentions verified") {
		values["verified"] = cty.True
		if rapid.Bool().Draw(rt, "mentions primary") {
			values["primary"] = cty.True
		}
	}
	return values
}
