package conformance_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

var (
	green = filepath.Join(acctest.Root(), "internal", "services", "user", "testdata", "green.png")
	blue  = filepath.Join(acctest.Root(), "internal", "services", "user", "testdata", "blue.png")
)

const (
	wallet  = "0x00000000000000000000000000000000000000a1"
	wallet2 = "0x00000000000000000000000000000000000000b2"
)

var userSubject = &subject{
	name:    "clerk_user",
	keys:    []string{"email_addresses", "primary_email_address", "phone_numbers", "primary_phone_number", "web3_wallets", "primary_web3_wallet", "username", "external_id"},
	minimal: `email_addresses = ["ada@example.com"]`,
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
	hides:  `profile_image = null`, // Clerk's own picture follows the names
	update: "PATCH /users/{user_id}",
	changes: map[string]change{
		"email_addresses":             {to: `["ada@example.com", "countess@example.com", "byron@example.com"]`, writes: []string{"POST /email_addresses"}},
		"primary_email_address":       {to: `"countess@example.com"`},
		"phone_numbers":               {to: `["+15555550100", "+15555570100"]`, writes: []string{"POST /phone_numbers", "DELETE /phone_numbers/{phone_number_id}"}},
		"primary_phone_number":        {to: `"+15555560100"`},
		"web3_wallets":                {to: `["` + wallet + `"]`, writes: []string{"DELETE /users/{user_id}/web3_wallets/{web3_wallet_identification_id}"}},
		"primary_web3_wallet":         {to: `"` + wallet2 + `"`},
		"username":                    {to: `"countess"`},
		"external_id":                 {to: `"43"`},
		"first_name":                  {to: `"Augusta"`},
		"last_name":                   {to: `""`},
		"locale":                      {to: `"fr"`},
		"profile_image":               {to: `"` + blue + `"`, also: []string{"image_url", "profile_image_sha256"}, writes: []string{"POST /users/{user_id}/profile_image"}},
		"public_metadata":             {to: `jsonencode({ plan = "free" })`, writes: []string{"PUT /users/{user_id}/metadata"}},
		"private_metadata":            {to: `jsonencode({})`, writes: []string{"PUT /users/{user_id}/metadata"}},
		"unsafe_metadata":             {to: `jsonencode({ theme = "light", deep = { er = [1, null] } })`, writes: []string{"PUT /users/{user_id}/metadata"}},
		"banned":                      {to: `false`, writes: []string{"POST /users/{user_id}/unban"}},
		"locked":                      {to: `false`, writes: []string{"POST /users/{user_id}/unlock"}},
		"delete_self_enabled":         {to: `true`},
		"create_organization_enabled": {to: `true`},
		"create_organizations_limit":  {to: `0`},
		"bypass_client_trust":         {to: `false`},
		"legal_accepted_at":           {to: `"2026-02-01T00:00:00Z"`},
		"created_at":                  {to: `"2025-12-24T00:00:00+01:00"`},
	},
	drifts: map[string]drift{
		"email_addresses": {outside: onUser(func(ctx context.Context, c *clerk.Client, u *clerk.User) error {
			return c.EmailAddresses.Delete(ctx, emailID(u, "countess@example.com"))
		})},
		"primary_email_address": {outside: onUser(func(ctx context.Context, c *clerk.Client, u *clerk.User) error {
			return second(c.Users.Update(ctx, u.ID, clerk.UpdateUserParams{PrimaryEmailAddressID: clerk.Value(emailID(u, "countess@example.com"))}))
		})},
		"phone_numbers": {outside: onUser(func(ctx context.Context, c *clerk.Client, u *clerk.User) error {
			return c.PhoneNumbers.Delete(ctx, phoneID(u, "+15555560100"))
		})},
		"primary_phone_number": {outside: onUser(func(ctx context.Context, c *clerk.Client, u *clerk.User) error {
			return second(c.Users.Update(ctx, u.ID, clerk.UpdateUserParams{PrimaryPhoneNumberID: clerk.Value(phoneID(u, "+15555560100"))}))
		})},
		"web3_wallets": {unmendable: true, outside: onUser(func(ctx context.Context, c *clerk.Client, u *clerk.User) error {
			return c.Users.DeleteWeb3Wallet(ctx, u.ID, u.Web3Wallets[1].ID)
		})},
		"primary_web3_wallet": {outside: onUser(func(ctx context.Context, c *clerk.Client, u *clerk.User) error {
			return second(c.Users.Update(ctx, u.ID, clerk.UpdateUserParams{PrimaryWeb3WalletID: clerk.Value(u.Web3Wallets[1].ID)}))
		})},
		"username":    {outside: account(clerk.Account{Username: clerk.Value("other")})},
		"external_id": {outside: account(clerk.Account{ExternalID: clerk.Null[string]()})},
		"first_name":  {outside: account(clerk.Account{FirstName: clerk.Value("X")})},
		"last_name":   {outside: account(clerk.Account{LastName: clerk.Value("X")})},
		"locale":      {outside: account(clerk.Account{Locale: clerk.Value("de")})},
		"profile_image": {also: []string{"image_url", "profile_image_sha256"}, outside: onUser(func(ctx context.Context, c *clerk.Client, u *clerk.User) error {
			image, err := os.ReadFile(blue)
			if err != nil {
				return err
			}
			return second(c.Users.SetProfileImage(ctx, u.ID, "blue.png", image))
		})},
		"public_metadata":  {outside: merge(clerk.Metadata{Public: json.RawMessage(`{"seats":4}`)})},
		"private_metadata": {outside: merge(clerk.Metadata{Private: json.RawMessage(`{"added":true}`)})},
		"unsafe_metadata":  {outside: merge(clerk.Metadata{Unsafe: json.RawMessage(`{"theme":null}`)})},
		"banned": {outside: onUser(func(ctx context.Context, c *clerk.Client, u *clerk.User) error {
			return second(c.Users.Unban(ctx, u.ID))
		})},
		"locked": {outside: onUser(func(ctx context.Context, c *clerk.Client, u *clerk.User) error {
			return second(c.Users.Unlock(ctx, u.ID))
		})},
		"delete_self_enabled":         {outside: account(clerk.Account{DeleteSelfEnabled: clerk.Value(true)})},
		"create_organization_enabled": {outside: account(clerk.Account{CreateOrganizationEnabled: clerk.Value(true)})},
		"create_organizations_limit":  {outside: account(clerk.Account{CreateOrganizationsLimit: clerk.Value(int64(6))})},
		"bypass_client_trust":         {outside: account(clerk.Account{BypassClientTrust: clerk.Value(false)})},
		"legal_accepted_at":           {outside: account(clerk.Account{LegalAcceptedAt: clerk.Value("2020-01-01T00:00:00Z")})},
		"created_at":                  {outside: account(clerk.Account{CreatedAt: clerk.Value("2020-01-01T00:00:00Z")})},
	},
	spellings: map[string]spelling{
		"email_addresses":       {field: "email_address", taken: createdOrRefused},
		"phone_numbers":         {field: "phone_number", taken: createdOrRefused},
		"web3_wallets":          {field: "web3_wallet", taken: "Clerk only deletes them"},
		"primary_email_address": {field: "primary_email_address_id", none: oneOfThem},
		"primary_phone_number":  {field: "primary_phone_number_id", none: oneOfThem},
		"primary_web3_wallet":   {field: "primary_web3_wallet_id", none: oneOfThem},
		"profile_image":         {field: "file", none: "it is a file", taken: "Clerk does not give its content"},
	},
	held: heldUser,
	agrees: map[string]func(held, asked cty.Value) bool{
		"email_addresses": contains, "phone_numbers": contains, "web3_wallets": contains,
		// Clerk does not give the content of a picture, only whether there is one.
		"profile_image": func(held, asked cty.Value) bool { return held.True() == (asked.AsString() != "") },
	},
	remove: onUser(func(ctx context.Context, c *clerk.Client, u *clerk.User) error { return c.Users.Delete(ctx, u.ID) }),
	exist: func(w *acctest.World, _ map[string]cty.Value) []string {
		var ids []string
		for id, object := range w.Everything()["users"] {
			if !strings.Contains(object, "bystander@example.com") {
				ids = append(ids, id)
			}
		}
		return ids
	},
	purge: func(w *acctest.World, _ map[string]cty.Value, id string) error {
		return w.Clerk.Users.Delete(w.TB.Context(), id)
	},
	id:  func(state cty.Value) string { return attribute(state, "id") },
	key: func(state cty.Value) string { return attribute(state, "primary_email_address") },
	unimported: map[string]string{
		"profile_image": "Clerk does not give the file back", "profile_image_sha256": "Clerk does not give the file back",
		"private_metadata": "an import mentions it; otherwise the configuration decides", "email_addresses": allOfThem, "phone_numbers": allOfThem, "web3_wallets": allOfThem,
	},
	follows: map[string][]string{
		"email_addresses": {"primary_email_address"}, "phone_numbers": {"primary_phone_number"}, "web3_wallets": {"primary_web3_wallet"},
	},
	draw:   drawUser,
	meddle: meddleUser,
}

const (
	createdOrRefused = "Clerk creates each, or refuses it"
	oneOfThem        = "it is one of those that the user has"

	writeOnly = "write-only"
	version   = "version of a write-only argument, which Clerk does not know"
	allOfThem = "an import mentions all of them, a configuration some"
)

func heldUser(w *acctest.World, state cty.Value) map[string]cty.Value {
	u := userOf(w, attribute(state, "id"))
	if u == nil {
		return nil
	}
	var emails, phones, wallets []string
	for _, e := range u.EmailAddresses {
		emails = append(emails, e.EmailAddress)
	}
	for _, p := range u.PhoneNumbers {
		phones = append(phones, p.PhoneNumber)
	}
	for _, w := range u.Web3Wallets {
		wallets = append(wallets, w.Web3Wallet)
	}
	return map[string]cty.Value{
		"email_addresses": texts(emails), "primary_email_address": cty.StringVal(u.PrimaryEmailAddress()),
		"phone_numbers": texts(phones), "primary_phone_number": cty.StringVal(u.PrimaryPhoneNumber()),
		"web3_wallets": texts(wallets), "primary_web3_wallet": cty.StringVal(u.PrimaryWeb3Wallet()),
		"username": text(u.Username), "external_id": text(u.ExternalID), "first_name": text(u.FirstName),
		"last_name": text(u.LastName), "locale": text(u.Locale), "profile_image": cty.BoolVal(u.HasImage),
		"public_metadata": cty.StringVal(string(u.PublicMetadata)), "private_metadata": cty.StringVal(string(u.PrivateMetadata)),
		"unsafe_metadata": cty.StringVal(string(u.UnsafeMetadata)),
		"banned":          cty.BoolVal(u.Banned), "locked": cty.BoolVal(u.Locked),
		"delete_self_enabled": cty.BoolVal(u.DeleteSelfEnabled), "create_organization_enabled": cty.BoolVal(u.CreateOrganizationEnabled),
		"create_organizations_limit": number(u.CreateOrganizationsLimit), "bypass_client_trust": cty.BoolVal(u.BypassClientTrust),
		"legal_accepted_at": instant(u.LegalAcceptedAt), "created_at": instant(&u.CreatedAt),
	}
}

// userOf is the user of that id; nil if there is none.
func userOf(w *acctest.World, id string) *clerk.User {
	u, err := w.Clerk.Users.Get(w.TB.Context(), id)
	if clerk.IsNotFound(err) {
		return nil
	}
	w.Must(err)
	return u
}

// contains: a set mentions its elements, and the user may have others.
func contains(held, asked cty.Value) bool {
	has := strings.Fields(plain(held))
	return !slices.ContainsFunc(strings.Fields(plain(asked)), func(a string) bool { return !slices.Contains(has, a) })
}

// onUser is a change outside Terraform of the user of a state.
func onUser(do func(context.Context, *clerk.Client, *clerk.User) error) func(*acctest.World, cty.Value) error {
	return func(w *acctest.World, state cty.Value) error {
		u, err := w.Clerk.Users.Get(w.TB.Context(), attribute(state, "id"))
		if err != nil {
			return err
		}
		return do(w.TB.Context(), w.Clerk, u)
	}
}

func account(a clerk.Account) func(*acctest.World, cty.Value) error {
	return onUser(func(ctx context.Context, c *clerk.Client, u *clerk.User) error {
		return second(c.Users.Update(ctx, u.ID, clerk.UpdateUserParams{Account: a}))
	})
}

func merge(m clerk.Metadata) func(*acctest.World, cty.Value) error {
	return onUser(func(ctx context.Context, c *clerk.Client, u *clerk.User) error {
		return second(c.Users.MergeMetadata(ctx, u.ID, m))
	})
}

func second(_ *clerk.User, err error) error { return err }

func emailID(u *clerk.User, address string) string {
	for _, e := range u.EmailAddresses {
		if strings.HasPrefix(e.EmailAddress, address) { // however Clerk spells it
			return e.ID
		}
	}
	return ""
}

func phoneID(u *clerk.User, number string) string {
	for _, p := range u.PhoneNumbers {
		if strings.HasPrefix(p.PhoneNumber, number) {
			return p.ID
		}
	}
	return ""
}
