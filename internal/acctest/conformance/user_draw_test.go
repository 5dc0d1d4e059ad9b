package conformance_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"pgregory.net/rapid"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
)

// anchor is the address that a drawn configuration never takes from a user:
// Clerk does not let go of the last one.
const anchor = "ada@example.com"

// anchored reports whether an address is the anchor of one of the objects.
func anchored(address object) bool { return strings.HasPrefix(address.text("email_address"), "ada") }

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

// changeUserOutside is what an application, the user, or a person in the dashboard does.
func changeUserOutside(rt *rapid.T, w *acctest.World, state cty.Value) error {
	user := userObject(w, state)
	id := user.text("id")
	requests := [][2]string{
		{"PATCH /users/" + id, `{"first_name":"Outside","locale":null}`},
		{"PATCH /users/" + id, fmt.Sprintf(`{"external_id":"99-%s","delete_self_enabled":%t}`, id, string(user["delete_self_enabled"]) != "true")},
		{"PATCH /users/" + id + "/metadata", `{"public_metadata":{"a":{"outside":1},"b":null},"private_metadata":{"p":1}}`},
		{"PUT /users/" + id + "/metadata", `{"unsafe_metadata":{}}`},
		{"POST /users/" + id + "/ban"}, {"POST /users/" + id + "/unban"},
		{"POST /users/" + id + "/lock"}, {"POST /users/" + id + "/unlock"},
		{"DELETE /users/" + id + "/profile_image"},
	}
	emails, numbers := user.objects("email_addresses"), user.objects("phone_numbers")
	switch n := rapid.IntRange(0, len(requests)+3).Draw(rt, "changed outside") - len(requests); {
	case n < 0:
		return ask(w, requests[n+len(requests)][0], requests[n+len(requests)][1])
	case n == 0:
		address := fmt.Sprintf("outside%d.%s@example.com", rapid.IntRange(0, 2).Draw(rt, "which"), strings.ToLower(id))
		if at := slices.IndexFunc(emails, func(e object) bool { return e.text("email_address") == address }); at >= 0 {
			return ask(w, "DELETE /email_addresses/"+emails[at].text("id"), "")
		}
		return ask(w, "POST /email_addresses", fmt.Sprintf(`{"user_id":%q,"email_address":%q,"verified":true,"primary":%t}`, id, address, rapid.Bool().Draw(rt, "primary")))
	case n == 1:
		if at := slices.IndexFunc(emails, func(e object) bool { return !anchored(e) }); at >= 0 {
			return ask(w, "DELETE /email_addresses/"+emails[at].text("id"), "")
		}
	case n == 2 && len(numbers) > 0 && slices.ContainsFunc(emails, anchored):
		return ask(w, "DELETE /phone_numbers/"+numbers[0].text("id"), "")
	case n == 3:
		return setPicture(w, id, rapid.SampledFrom([]string{green, blue}).Draw(rt, "picture"))
	}
	return nil
}
