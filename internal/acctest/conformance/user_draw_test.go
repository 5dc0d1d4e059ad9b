package conformance_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"pgregory.net/rapid"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

// anchor is the address that a drawn configuration never takes from a user:
// Clerk does not let go of the last one.
const anchor = "ada@example.com"

// anchored reports whether an address is the anchor of one of the objects.
func anchored(address string) bool { return strings.HasPrefix(address, "ada") }

// drawUser draws a configuration of a user. Wallets are drawn once: Clerk adds
// none to a user that exists.
func drawUser(rt *rapid.T, _ map[string]cty.Value, state cty.Value) map[string]cty.Value {
	values := map[string]cty.Value{}
	mention := func(name string, value func() cty.Value) {
		if rapid.Bool().Draw(rt, "mentions "+name) {
			values[name] = value()
		}
	}
	choose := func(name string, from ...string) func() cty.Value {
		return func() cty.Value { return cty.StringVal(rapid.SampledFrom(from).Draw(rt, name)) }
	}
	flag := func(name string) func() cty.Value {
		return func() cty.Value { return cty.BoolVal(rapid.Bool().Draw(rt, name)) }
	}
	drawSet(rt, values, "email_addresses", "primary_email_address", anchor, []string{"countess@example.com", "byron@example.com", "king@example.com"})
	drawSet(rt, values, "phone_numbers", "primary_phone_number", "", []string{"+15555550100", "+15555560100"})
	if state.IsNull() {
		drawSet(rt, values, "web3_wallets", "primary_web3_wallet", "", []string{wallet, wallet2})
	}
	if state.IsNull() || rapid.Bool().Draw(rt, "mentions username") { // by which the user is found without addresses
		values["username"] = choose("username", "lovelace", "countess")()
	}
	mention("external_id", choose("external_id", "", "42", "43"))
	for _, name := range []string{"first_name", "last_name"} {
		mention(name, choose(name, "", "Ada", "Łukasz 🎉", `"quoted" ${x}`, "  spaced"))
	}
	mention("locale", choose("locale", "", "en-GB", "fr"))
	mention("profile_image", choose("profile_image", "", green, blue))
	for _, name := range []string{"public_metadata", "private_metadata", "unsafe_metadata"} {
		mention(name, func() cty.Value { return cty.StringVal(drawJSON(rt, name)) })
	}
	for _, name := range []string{"banned", "locked", "delete_self_enabled", "create_organization_enabled", "bypass_client_trust"} {
		mention(name, flag(name))
	}
	mention("create_organizations_limit", func() cty.Value { return cty.NumberIntVal(rapid.Int64Range(0, 9).Draw(rt, "limit")) })
	for _, name := range []string{"legal_accepted_at", "created_at"} {
		mention(name, choose(name, "2026-01-31T09:30:00Z", "2026-01-31T10:30:00.000+01:00", "2025-12-24T23:59:59.123Z"))
	}
	if rapid.IntRange(0, 4).Draw(rt, "has a password") == 0 {
		values["password_wo"] = cty.StringVal("correct horse battery staple")
		values["password_wo_version"] = cty.NumberIntVal(rapid.Int64Range(1, 3).Draw(rt, "version"))
	}
	return values
}

// drawSet draws a set of addresses, in which an anchor always is, and its primary
// element, which is mentioned where there are several.
func drawSet(rt *rapid.T, values map[string]cty.Value, set, primary, always string, others []string) {
	if !rapid.Bool().Draw(rt, "mentions "+set) {
		return
	}
	var chosen []string
	if always != "" {
		chosen = append(chosen, always)
	}
	for _, o := range others {
		if rapid.Bool().Draw(rt, o) {
			chosen = append(chosen, o)
		}
	}
	values[set] = texts(spelled(rt, chosen))
	if len(chosen) > 1 || len(chosen) == 1 && rapid.Bool().Draw(rt, "mentions "+primary) {
		values[primary] = cty.StringVal(rapid.SampledFrom(chosen).Draw(rt, primary))
	}
}

// spelled now and then writes an address otherwise than Clerk does.
func spelled(rt *rapid.T, addresses []string) []string {
	out := []string{}
	for _, a := range addresses {
		if rapid.IntRange(0, 5).Draw(rt, "spelling") == 0 && a[0] != '+' && a[0] != '0' {
			a = string(a[0]-'a'+'A') + a[1:]
		}
		out = append(out, a)
	}
	return out
}

func drawJSON(rt *rapid.T, name string) string {
	keys := []string{"a", "b", "ä ö", "a.b"}
	leaves := []any{1, -2.5, 1e3, "x", "", true, nil, []any{}, []any{1, "y", nil}, map[string]any{}, map[string]any{"deep": map[string]any{"er": 1}}}
	object := map[string]any{}
	for range rapid.IntRange(0, 3).Draw(rt, name+" size") {
		object[rapid.SampledFrom(keys).Draw(rt, "key")] = rapid.SampledFrom(leaves).Draw(rt, "leaf")
	}
	b, err := json.Marshal(object)
	if err != nil {
		rt.Fatalf("%v", err)
	}
	if rapid.Bool().Draw(rt, "spaced") {
		return " " + string(b) + "\n"
	}
	return string(b)
}

// meddleUser is what an application, the user, or a person in the dashboard does.
func meddleUser(rt *rapid.T, w *acctest.World, state cty.Value) error {
	return onUser(func(ctx context.Context, c *clerk.Client, u *clerk.User) error {
		update := func(a clerk.Account) error {
			return second(c.Users.Update(ctx, u.ID, clerk.UpdateUserParams{Account: a}))
		}
		switch n := rapid.IntRange(0, 12).Draw(rt, "meddling"); n {
		case 0:
			return update(clerk.Account{FirstName: clerk.Value("Outside"), Locale: clerk.Null[string]()})
		case 1:
			return update(clerk.Account{ExternalID: clerk.Value("99-" + u.ID), DeleteSelfEnabled: clerk.Value(!u.DeleteSelfEnabled)})
		case 2:
			return second(c.Users.MergeMetadata(ctx, u.ID, clerk.Metadata{Public: json.RawMessage(`{"a":{"outside":1},"b":null}`), Private: json.RawMessage(`{"p":1}`)}))
		case 3:
			return second(c.Users.ReplaceMetadata(ctx, u.ID, clerk.Metadata{Unsafe: json.RawMessage(`{}`)}))
		case 4:
			return second(c.Users.Ban(ctx, u.ID))
		case 5:
			return second(c.Users.Unban(ctx, u.ID))
		case 6:
			return second(c.Users.Lock(ctx, u.ID))
		case 7:
			return second(c.Users.Unlock(ctx, u.ID))
		case 8:
			address := fmt.Sprintf("outside%d.%s@example.com", rapid.IntRange(0, 2).Draw(rt, "which"), strings.ToLower(u.ID))
			if emailID(u, address) != "" {
				return c.EmailAddresses.Delete(ctx, emailID(u, address))
			}
			_, err := c.EmailAddresses.Create(ctx, clerk.CreateEmailAddressParams{UserID: u.ID, EmailAddress: address, Verified: clerk.Value(true), Primary: clerk.Value(rapid.Bool().Draw(rt, "primary"))})
			return err
		case 9:
			for _, e := range u.EmailAddresses {
				if !anchored(e.EmailAddress) {
					return c.EmailAddresses.Delete(ctx, e.ID)
				}
			}
		case 10:
			if len(u.PhoneNumbers) > 0 && slices.ContainsFunc(u.EmailAddresses, func(e clerk.EmailAddress) bool { return anchored(e.EmailAddress) }) {
				return c.PhoneNumbers.Delete(ctx, u.PhoneNumbers[0].ID)
			}
		case 11:
			image, err := os.ReadFile(rapid.SampledFrom([]string{green, blue}).Draw(rt, "picture"))
			if err != nil {
				return err
			}
			return second(c.Users.SetProfileImage(ctx, u.ID, "outside.png", image))
		default:
			return second(c.Users.DeleteProfileImage(ctx, u.ID))
		}
		return nil
	})(w, state)
}
