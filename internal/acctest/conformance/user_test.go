package conformance_test

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

var (
	green = filepath.Join(acctest.Root(), "internal", "services", "picture", "testdata", "green.png")
	blue  = filepath.Join(acctest.Root(), "internal", "services", "picture", "testdata", "blue.png")
)

const (
	wallet  = "0x00000000000000000000000000000000000000a1"
	wallet2 = "0x00000000000000000000000000000000000000b2"
)

var userSubject = &subject{
	name: "clerk_user", path: "/users/{user_id}",
	keys:      []string{"primary_email_address", "email_addresses", "phone_numbers", "primary_phone_number", "web3_wallets", "primary_web3_wallet", "username", "external_id"},
	unmanaged: `{"email_address":["bystander@example.com"],"public_metadata":{"a":1}}`,
	minimal:   `email_addresses = ["ada@example.com"]`,
	full: `
		email_addresses             = ["ada@example.com", "countess@example.com"]
		primary_email_address       = "ada@example.com"
		phone_numbers               = ["+15555550100", "+15555560100"]
		primary_phone_number        = "+15555550100"
		web3_wallets                = ["` + wallet + `", "` + wallet2 + `"]
		primary_web3_wallet         = "` + wallet + `"
		username                    = "lovelace"
		external_id                 = "42"
		first_name                  = "Ada"
		last_name                   = "Lovelace"
		locale                      = "en-GB"
		profile_image               = "` + green + `"
		public_metadata             = jsonencode({ plan = "pro", seats = 3 })
		private_metadata            = jsonencode({ crm = "a-17" })
		unsafe_metadata             = jsonencode({ theme = "dark" })
		banned                      = true
		locked                      = true
		delete_self_enabled         = false
		create_organization_enabled = false
		create_organizations_limit  = 5
		bypass_client_trust         = true
		legal_accepted_at           = "2026-01-31T09:29:00Z"
		created_at                  = "2026-01-31T09:30:00Z"`,
	fixed: map[string]string{
		"id": "computed", "profile_image_sha256": "computed", "image_url": "computed",
		"private_metadata_wo": writeOnly, "private_metadata_wo_version": version,
		"password_wo": writeOnly, "password_wo_version": version,
		"password_digest_wo": writeOnly, "password_digest_wo_version": version, "password_hasher": writeOnly,
		"totp_secret_wo": writeOnly, "totp_secret_wo_version": version,
		"backup_codes_wo": writeOnly, "backup_codes_wo_version": version,
		"identification_status": writeOnly, "notify_primary_email_address_changed": writeOnly,
		"skip_legal_checks": writeOnly, "skip_password_checks": writeOnly, "skip_password_requirement": writeOnly,
		"sign_out_of_other_sessions": writeOnly,
	},
	hides: `profile_image = null`, // Clerk's own picture follows the names
	arguments: map[string]argument{
		"email_addresses": {
			to: `["ada@example.com", "countess@example.com", "byron@example.com"]`, writes: []string{"POST /email_addresses"},
			outside:  asksOf("email_addresses", "DELETE /email_addresses/{id}", ""),
			spelling: spelling{field: "email_address", taken: createdOrRefused},
		},
		"primary_email_address": {
			to: `"countess@example.com"`, outside: asksOf("email_addresses", "", `{"primary_email_address_id":"{id}"}`),
			spelling: spelling{field: "primary_email_address_id", none: oneOfThem},
		},
		"phone_numbers": {
			to: `["+15555550100", "+15555570100"]`, writes: []string{"POST /phone_numbers", "DELETE /phone_numbers/{phone_number_id}"},
			outside:  asksOf("phone_numbers", "DELETE /phone_numbers/{id}", ""),
			spelling: spelling{field: "phone_number", taken: createdOrRefused},
		},
		"primary_phone_number": {
			to: `"+15555560100"`, outside: asksOf("phone_numbers", "", `{"primary_phone_number_id":"{id}"}`),
			spelling: spelling{field: "primary_phone_number_id", none: oneOfThem},
		},
		"web3_wallets": {
			to: `["` + wallet + `"]`, writes: []string{"DELETE /users/{user_id}/web3_wallets/{web3_wallet_identification_id}"},
			outside: asksOf("web3_wallets", "DELETE /users/{user}/web3_wallets/{id}", ""), unmendable: true,
			spelling: spelling{field: "web3_wallet", taken: "Clerk only deletes them"},
		},
		"primary_web3_wallet": {
			to: `"` + wallet2 + `"`, outside: asksOf("web3_wallets", "", `{"primary_web3_wallet_id":"{id}"}`),
			spelling: spelling{field: "primary_web3_wallet_id", none: oneOfThem},
		},
		"username":    {to: `"countess"`, patch: `{"username":"other"}`},
		"external_id": {to: `"43"`, patch: `{"external_id":null}`},
		"first_name":  {to: `"Augusta"`, patch: `{"first_name":"X"}`},
		"last_name":   {to: `""`, patch: `{"last_name":"X"}`},
		"locale":      {to: `"fr"`, patch: `{"locale":"de"}`},
		"profile_image": {
			to: `"` + blue + `"`, also: pictured, writes: []string{"POST /users/{user_id}/profile_image"},
			outside: func(w *acctest.World, state cty.Value) error { return setPicture(w, attribute(state, "id"), blue) }, driftsAlso: pictured,
			spelling: spelling{field: "file", none: "it is a file", taken: "Clerk does not give its content"},
		},
		"public_metadata":             {to: `jsonencode({ plan = "free" })`, writes: replacesMetadata, outside: asks(mergesMetadata, `{"public_metadata":{"seats":4}}`)},
		"private_metadata":            {to: `jsonencode({})`, writes: replacesMetadata, outside: asks(mergesMetadata, `{"private_metadata":{"added":true}}`)},
		"unsafe_metadata":             {to: `jsonencode({ theme = "light", deep = { er = [1, null] } })`, writes: replacesMetadata, outside: asks(mergesMetadata, `{"unsafe_metadata":{"theme":null}}`)},
		"banned":                      {to: `false`, writes: []string{"POST /users/{user_id}/unban"}, outside: asks("POST /users/{user_id}/unban", "")},
		"locked":                      {to: `false`, writes: []string{"POST /users/{user_id}/unlock"}, outside: asks("POST /users/{user_id}/unlock", "")},
		"delete_self_enabled":         {to: `true`, patch: `{"delete_self_enabled":true}`},
		"create_organization_enabled": {to: `true`, patch: `{"create_organization_enabled":true}`},
		"create_organizations_limit":  {to: `0`, patch: `{"create_organizations_limit":6}`},
		"bypass_client_trust":         {to: `false`, patch: `{"bypass_client_trust":false}`},
		"legal_accepted_at":           {to: `"2026-02-01T00:00:00Z"`, patch: `{"legal_accepted_at":"2020-01-01T00:00:00Z"}`},
		"created_at":                  {to: `"2025-12-24T00:00:00+01:00"`, patch: `{"created_at":"2020-01-01T00:00:00Z"}`},
	},
	fields: map[string]func(object) cty.Value{
		"email_addresses": values("email_addresses", "email_address"), "primary_email_address": primaryValue("email_addresses", "email_address"),
		"phone_numbers": values("phone_numbers", "phone_number"), "primary_phone_number": primaryValue("phone_numbers", "phone_number"),
		"web3_wallets": values("web3_wallets", "web3_wallet"), "primary_web3_wallet": primaryValue("web3_wallets", "web3_wallet"),
		"profile_image": func(o object) cty.Value { return cty.BoolVal(string(o["has_image"]) == "true") },
	},
	agrees: map[string]func(held, asked cty.Value) bool{
		"email_addresses": contains, "phone_numbers": contains, "web3_wallets": contains,
		// Clerk does not give the content of a picture, only whether there is one.
		"profile_image": func(held, asked cty.Value) bool { return held.True() == (asked.AsString() != "") },
	},
	unimported: map[string]string{
		"profile_image": noFileBack, "profile_image_sha256": noFileBack,
		"private_metadata": "an import mentions it; otherwise the configuration decides", "email_addresses": allOfThem, "phone_numbers": allOfThem, "web3_wallets": allOfThem,
	},
	follows: map[string][]string{
		"email_addresses": {"primary_email_address"}, "phone_numbers": {"primary_phone_number"}, "web3_wallets": {"primary_web3_wallet"},
	},
	draw:          drawUser,
	changeOutside: changeUserOutside,
	drawn: []drawnBlock{
		{"ada", `
		email_addresses = ["ada@example.com"]
		username        = "lovelace"
		first_name      = | "Ada" | "Augusta"
		public_metadata = | jsonencode({ plan = "pro" }) | jsonencode({ plan = "free", seats = [1, null] })
		profile_image   = | "` + green + `" | "` + blue + `"
		banned          = | false | true`},
		{"grace", `
		email_addresses = ["grace@example.com"] | ["grace@example.com", "hopper@example.com"]
		primary_email_address = "grace@example.com"
		external_id     = | "42" | "43"
		locale          = | "en-GB" | "fr"`},
	},
}

var (
	pictured         = []string{"image_url", "profile_image_sha256"} // what follows from a picture
	replacesMetadata = []string{"PUT /users/{user_id}/metadata"}
	mergesMetadata   = "PATCH /users/{user_id}/metadata"
)

const (
	createdOrRefused = "Clerk creates each, or refuses it"
	oneOfThem        = "it is one of those that the user has"

	writeOnly = "write-only"
	version   = "version of a write-only argument, which Clerk does not know"
	allOfThem = "an import mentions all of them, a configuration some"
)

// contains: a set mentions its elements, and the user may have others.
func contains(held, asked cty.Value) bool {
	has := strings.Fields(plain(held))
	return !slices.ContainsFunc(strings.Fields(plain(asked)), func(a string) bool { return !slices.Contains(has, a) })
}

// asksOf is a request outside Terraform about the second address of the user; where it
// names none, it patches the user. "{id}" is the address's id, "{user}" the user's.
func asksOf(collection, operation, body string) outside {
	return func(w *acctest.World, state cty.Value) error {
		user, id := userObject(w, state), ""
		if all := user.objects(collection); len(all) > 1 {
			id = all[1].text("id")
		}
		ids := strings.NewReplacer("{id}", id, "{user}", user.text("id"))
		return ask(w, ids.Replace(cmp.Or(operation, "PATCH /users/{user}")), ids.Replace(body))
	}
}

// values are the addresses of a user.
func values(collection, field string) func(object) cty.Value {
	return func(o object) cty.Value {
		var all []string
		for _, one := range o.objects(collection) {
			all = append(all, one.text(field))
		}
		return texts(all)
	}
}

// primaryValue is the primary one of them; "" if there is none.
func primaryValue(collection, field string) func(object) cty.Value {
	return func(o object) cty.Value {
		for _, one := range o.objects(collection) {
			if one.text("id") == o.text("primary_"+field+"_id") {
				return cty.StringVal(one.text(field))
			}
		}
		return cty.StringVal("")
	}
}

// setPicture gives a user a picture outside Terraform.
func setPicture(w *acctest.World, id, file string) error {
	image, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return second(w.Clerk.Users.SetProfileImage(w.TB.Context(), id, "outside.png", image))
}

func second(_ *clerk.User, err error) error { return err }
