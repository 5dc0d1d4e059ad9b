package user_test

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	frameworkresource "github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/user"
)

// changes has, for each argument, what replaces its old value in the configuration
// that the changes before it made of full (they are made in the order of their
// names), the endpoints that the update asks, and what Clerk then holds.
var changes = map[string]struct {
	old, new string
	also     []string // computed beside it
	requests map[string]int
	holds    func(*clerk.User) bool
}{
	"first_name":  {`= "Ada"`, `= "Augusta"`, nil, patch, func(u *clerk.User) bool { return text(u.FirstName) == "Augusta" }},
	"last_name":   {`= "Lovelace"`, `= ""`, nil, patch, func(u *clerk.User) bool { return text(u.LastName) == "<null>" || text(u.LastName) == "" }},
	"username":    {`= "lovelace"`, `= "countess"`, nil, patch, func(u *clerk.User) bool { return text(u.Username) == "countess" }},
	"external_id": {`= "42"`, `= "43"`, nil, patch, func(u *clerk.User) bool { return text(u.ExternalID) == "43" }},
	"locale":      {`= "en-GB"`, `= "fr"`, nil, patch, func(u *clerk.User) bool { return text(u.Locale) == "fr" }},
	"created_at": {`"2026-01-31T09:30:00Z"`, `"2025-12-24T00:00:00+01:00"`, nil, patch, func(u *clerk.User) bool {
		return u.CreatedAt == time.Date(2025, 12, 23, 23, 0, 0, 0, time.UTC).UnixMilli()
	}},
	"public_metadata":  {`plan = "pro"`, `plan = "free"`, nil, put, func(u *clerk.User) bool { return tf.SameJSON(string(u.PublicMetadata), `{"plan":"free","seats":3}`) }},
	"private_metadata": {`{ crm = "a-17" }`, `{}`, nil, put, func(u *clerk.User) bool { return tf.SameJSON(string(u.PrivateMetadata), `{}`) }},
	"unsafe_metadata":  {`theme = "dark"`, `theme = "light"`, nil, put, func(u *clerk.User) bool { return tf.SameJSON(string(u.UnsafeMetadata), `{"theme":"light"}`) }},
	"banned": {`banned                      = true`, `banned = false`, nil, map[string]int{"POST /users/{user_id}/unban": 1}, func(u *clerk.User) bool {
		return !u.Banned
	}},
	"locked": {`locked                      = true`, `locked = false`, nil, map[string]int{"POST /users/{user_id}/unlock": 1}, func(u *clerk.User) bool {
		return !u.Locked
	}},
	"primary_email_address": {`primary_email_address       = "ada@example.com"`, `primary_email_address = "countess@example.com"`, nil, patch, func(u *clerk.User) bool {
		return u.PrimaryEmailAddress() == "countess@example.com"
	}},
	"email_addresses": {`"countess@example.com"]`, `"countess@example.com", "lovelace@example.com"]`, nil, map[string]int{"POST /email_addresses": 1}, func(u *clerk.User) bool {
		return slices.Equal(emails(u), []string{"ada@example.com", "countess@example.com", "lovelace@example.com"})
	}},
	"primary_phone_number": {`primary_phone_number        = "+15555550100"`, `primary_phone_number = "+15555560100"`, nil, patch, func(u *clerk.User) bool {
		return u.PrimaryPhoneNumber() == "+15555560100"
	}},
	"primary_web3_wallet": {`primary_web3_wallet         = "0x00000000000000000000000000000000000000a1"`, `primary_web3_wallet = "0x00000000000000000000000000000000000000b2"`, nil, patch, func(u *clerk.User) bool {
		return u.PrimaryWeb3Wallet() == "0x00000000000000000000000000000000000000b2"
	}},
	"web3_wallets": {`"0x00000000000000000000000000000000000000a1", "0x00000000000000000000000000000000000000b2"`, `"0x00000000000000000000000000000000000000b2"`, nil,
		map[string]int{"DELETE /users/{user_id}/web3_wallets/{web3_wallet_identification_id}": 1}, func(u *clerk.User) bool { return len(u.Web3Wallets) == 1 }},
	"profile_image": {`"testdata/green.png"`, `"testdata/blue.png"`, []string{"profile_image_sha256", "image_url"}, map[string]int{"POST /users/{user_id}/profile_image": 1}, func(u *clerk.User) bool {
		return u.HasImage
	}},
	"delete_self_enabled":         {`delete_self_enabled         = false`, `delete_self_enabled = true`, nil, patch, func(u *clerk.User) bool { return u.DeleteSelfEnabled }},
	"create_organization_enabled": {`create_organization_enabled = false`, `create_organization_enabled = true`, nil, patch, func(u *clerk.User) bool { return u.CreateOrganizationEnabled }},
	"create_organizations_limit":  {`create_organizations_limit  = 5`, `create_organizations_limit = 0`, nil, patch, func(u *clerk.User) bool { return *u.CreateOrganizationsLimit == 0 }},
	"bypass_client_trust":         {`bypass_client_trust         = true`, `bypass_client_trust = false`, nil, patch, func(u *clerk.User) bool { return !u.BypassClientTrust }},
	"legal_accepted_at": {`"2026-01-31T09:29:00Z"`, `"2026-02-01T00:00:00Z"`, nil, patch, func(u *clerk.User) bool {
		return *u.LegalAcceptedAt == time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
	}},
	"phone_numbers": {`["+15555550100"]`, `["+15555550100", "+15555560100"]`, nil, map[string]int{"POST /phone_numbers": 1}, func(u *clerk.User) bool { return len(u.PhoneNumbers) == 2 }},
}

var (
	patch = map[string]int{"PATCH /users/{user_id}": 1}
	put   = map[string]int{"PUT /users/{user_id}/metadata": 1}
)

func TestAccChangesEachArgumentInPlaceAndNothingElse(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	var before map[string]int
	remember := func(*terraform.State) error {
		before = i.Writes()
		return nil
	}
	config := full
	steps := []resource.TestStep{{Config: full, Check: remember}}
	for _, argument := range slices.Sorted(maps.Keys(changes)) {
		change := changes[argument]
		config = acctest.Replace(t, config, change.old, change.new)
		steps = append(steps, resource.TestStep{
			Config:           config,
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, append(change.also, argument)...),
			Check: resource.ComposeTestCheckFunc(func(*terraform.State) error {
				if u := i.User("ada@example.com"); !change.holds(u) {
					t.Errorf("after the change of %s Clerk holds %+v", argument, u)
				}
				i.ExpectWrites(before, change.requests)
				return nil
			}, remember),
		})
	}
	i.Run(steps...)
}

// drifts has a change outside Terraform for each argument.
var drifts = map[string]struct {
	outside func(context.Context, *clerk.Client, *clerk.User) error
	changes []string // shown in the plan; the argument alone if empty
}{
	"first_name":       {profile(clerk.UpdateUserParams{Account: clerk.Account{FirstName: clerk.Value("X")}}), nil},
	"last_name":        {profile(clerk.UpdateUserParams{Account: clerk.Account{LastName: clerk.Value("X")}}), nil},
	"username":         {profile(clerk.UpdateUserParams{Account: clerk.Account{Username: clerk.Value("xxxx")}}), nil},
	"external_id":      {profile(clerk.UpdateUserParams{Account: clerk.Account{ExternalID: clerk.Null[string]()}}), nil},
	"locale":           {profile(clerk.UpdateUserParams{Account: clerk.Account{Locale: clerk.Value("de")}}), nil},
	"created_at":       {profile(clerk.UpdateUserParams{Account: clerk.Account{CreatedAt: clerk.Value("2020-01-01T00:00:00Z")}}), nil},
	"public_metadata":  {merge(clerk.Metadata{Public: json.RawMessage(`{"seats":4}`)}), nil},
	"private_metadata": {merge(clerk.Metadata{Private: json.RawMessage(`{"added":true}`)}), nil},
	"unsafe_metadata":  {merge(clerk.Metadata{Unsafe: json.RawMessage(`{"theme":null}`)}), nil},
	"banned": {func(ctx context.Context, c *clerk.Client, u *clerk.User) error {
		return second(c.Users.Unban(ctx, u.ID))
	}, nil},
	"locked": {func(ctx context.Context, c *clerk.Client, u *clerk.User) error {
		return second(c.Users.Unlock(ctx, u.ID))
	}, nil},
	"primary_email_address": {func(ctx context.Context, c *clerk.Client, u *clerk.User) error {
		return second(c.Users.Update(ctx, u.ID, clerk.UpdateUserParams{PrimaryEmailAddressID: clerk.Value(emailID(u, "countess@example.com"))}))
	}, nil},
	"email_addresses": {func(ctx context.Context, c *clerk.Client, u *clerk.User) error {
		return c.EmailAddresses.Delete(ctx, emailID(u, "countess@example.com"))
	}, nil},
	"primary_phone_number": {func(ctx context.Context, c *clerk.Client, u *clerk.User) error {
		p, err := c.PhoneNumbers.Create(ctx, clerk.CreatePhoneNumberParams{UserID: u.ID, PhoneNumber: "+15555580100", Verified: clerk.Value(true)})
		if err != nil {
			return err
		}
		return second(c.Users.Update(ctx, u.ID, clerk.UpdateUserParams{PrimaryPhoneNumberID: clerk.Value(p.ID)}))
	}, nil},
	"primary_web3_wallet": {func(ctx context.Context, c *clerk.Client, u *clerk.User) error {
		return second(c.Users.Update(ctx, u.ID, clerk.UpdateUserParams{PrimaryWeb3WalletID: clerk.Value(u.Web3Wallets[1].ID)}))
	}, nil},
	"profile_image": {func(ctx context.Context, c *clerk.Client, u *clerk.User) error {
		image, err := os.ReadFile("testdata/blue.png")
		if err != nil {
			return err
		}
		return second(c.Users.SetProfileImage(ctx, u.ID, "blue.png", image))
	}, []string{"profile_image", "profile_image_sha256", "image_url"}},
	"delete_self_enabled":         {profile(clerk.UpdateUserParams{Account: clerk.Account{DeleteSelfEnabled: clerk.Value(true)}}), nil},
	"create_organization_enabled": {profile(clerk.UpdateUserParams{Account: clerk.Account{CreateOrganizationEnabled: clerk.Value(true)}}), nil},
	"create_organizations_limit":  {profile(clerk.UpdateUserParams{Account: clerk.Account{CreateOrganizationsLimit: clerk.Value(int64(6))}}), nil},
	"bypass_client_trust":         {profile(clerk.UpdateUserParams{Account: clerk.Account{BypassClientTrust: clerk.Value(false)}}), nil},
	"legal_accepted_at":           {profile(clerk.UpdateUserParams{Account: clerk.Account{LegalAcceptedAt: clerk.Value("2020-01-01T00:00:00Z")}}), nil},
	"phone_numbers": {func(ctx context.Context, c *clerk.Client, u *clerk.User) error {
		return c.PhoneNumbers.Delete(ctx, u.PhoneNumbers[0].ID)
	}, []string{"phone_numbers", "primary_phone_number"}},
}

func profile(p clerk.UpdateUserParams) func(context.Context, *clerk.Client, *clerk.User) error {
	return func(ctx context.Context, c *clerk.Client, u *clerk.User) error {
		return second(c.Users.Update(ctx, u.ID, p))
	}
}

func merge(m clerk.Metadata) func(context.Context, *clerk.Client, *clerk.User) error {
	return func(ctx context.Context, c *clerk.Client, u *clerk.User) error {
		return second(c.Users.MergeMetadata(ctx, u.ID, m))
	}
}

func second(_ *clerk.User, err error) error { return err }

func emailID(u *clerk.User, address string) string {
	for _, e := range u.EmailAddresses {
		if e.EmailAddress == address {
			return e.ID
		}
	}
	return ""
}

func TestAccShowsTheDriftOfEachArgument(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	steps := []resource.TestStep{{Config: full}}
	for _, argument := range slices.Sorted(maps.Keys(drifts)) {
		drift := drifts[argument]
		shown := drift.changes
		if shown == nil {
			shown = []string{argument}
		}
		steps = append(steps, resource.TestStep{
			PreConfig: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				return drift.outside(ctx, c, i.User("ada@example.com"))
			}),
			Config:           full,
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, shown...),
		})
	}
	i.Run(steps...)
}

// A new argument has to come with a change and a drift of its own. Wallets cannot
// be added outside Terraform through this API, nor taken in again.
func TestEachArgumentThatClerkReturnsHasAChangeAndADrift(t *testing.T) {
	t.Parallel()
	var resp frameworkresource.SchemaResponse
	user.NewResource().Schema(t.Context(), frameworkresource.SchemaRequest{}, &resp)
	for name, attribute := range resp.Schema.Attributes {
		if !attribute.IsOptional() || attribute.IsWriteOnly() || strings.HasSuffix(name, "_wo_version") {
			continue
		}
		if _, ok := changes[name]; !ok {
			t.Errorf("%s has no change", name)
		}
		if _, ok := drifts[name]; !ok && name != "web3_wallets" {
			t.Errorf("%s has no drift", name)
		}
	}
}
