package user_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

const address = "clerk_user.ada"

const minimal = `
resource "clerk_user" "ada" {
  email_addresses = ["ada@example.com"]
}`

// full mentions every argument.
const full = `
resource "clerk_user" "ada" {
  email_addresses       = ["ada@example.com", "countess@example.com"]
  primary_email_address = "ada@example.com"
  phone_numbers         = ["+15555550100"]
  primary_phone_number  = "+15555550100"
  username              = "lovelace"
  external_id           = "42"
  first_name            = "Ada"
  last_name             = "Lovelace"
  locale                = "en-GB"
  public_metadata       = jsonencode({ plan = "pro", seats = 3 })
  private_metadata      = jsonencode({ crm = "a-17" })
  unsafe_metadata       = jsonencode({ theme = "dark" })
  banned                = true
  locked                = true
  created_at            = "2026-01-31T09:30:00Z"
}`

func value(attribute string, want knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), want)
}

func planned(action plancheck.ResourceActionType, changes ...string) resource.ConfigPlanChecks {
	checks := []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}
	if len(changes) > 0 {
		checks = append(checks, acctest.ExpectChanges(address, changes...))
	}
	return resource.ConfigPlanChecks{PreApply: checks}
}

func unchanged() resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
}

func emails(u *clerk.User) []string {
	var out []string
	for _, e := range u.EmailAddresses {
		out = append(out, e.EmailAddress)
	}
	slices.Sort(out)
	return out
}

func text(s *string) string {
	if s == nil {
		return "<null>"
	}
	return *s
}

func TestAccCreatesAUserWithOneRequest(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	i.Run(
		resource.TestStep{
			Config:           full,
			ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
			Check: func(*terraform.State) error {
				u := i.User("ada@example.com")
				if !slices.Equal(emails(u), []string{"ada@example.com", "countess@example.com"}) || u.PrimaryEmailAddress() != "ada@example.com" ||
					u.PrimaryPhoneNumber() != "+15555550100" || text(u.Username) != "lovelace" || text(u.ExternalID) != "42" ||
					text(u.FirstName) != "Ada" || text(u.LastName) != "Lovelace" || text(u.Locale) != "en-GB" ||
					!tf.SameJSON(string(u.PublicMetadata), `{"plan":"pro","seats":3}`) ||
					!tf.SameJSON(string(u.PrivateMetadata), `{"crm":"a-17"}`) ||
					!tf.SameJSON(string(u.UnsafeMetadata), `{"theme":"dark"}`) ||
					!u.Banned || !u.Locked || u.CreatedAt != time.Date(2026, 1, 31, 9, 30, 0, 0, time.UTC).UnixMilli() {
					t.Errorf("Clerk holds %+v", u)
				}
				if i.Sim != nil {
					writes := i.Sim.Stats().Requests - i.Sim.Stats().ByOperation["GET /users"] - i.Sim.Stats().ByOperation["GET /users/{user_id}"]
					if writes != 1 {
						t.Errorf("creating the user took %d writes: %v", writes, i.Sim.Stats().ByOperation)
					}
				}
				return nil
			},
		},
		resource.TestStep{Config: full, ConfigPlanChecks: unchanged()},
	)
	if left := i.Users(); i.Sim != nil && len(left) > 0 {
		t.Errorf("destroy left %v", left)
	}
}

func TestAccCreatesAMinimalUserAndMentionsNothingElse(t *testing.T) {
	t.Parallel()
	acctest.New(t).Run(
		resource.TestStep{
			Config: minimal,
			ConfigStateChecks: []statecheck.StateCheck{
				value("first_name", knownvalue.StringExact("")),
				value("phone_numbers", knownvalue.SetSizeExact(0)),
				value("primary_email_address", knownvalue.StringExact("ada@example.com")),
				value("public_metadata", knownvalue.StringExact("{}")),
				value("private_metadata", knownvalue.Null()),
				value("banned", knownvalue.Bool(false)),
			},
		},
		resource.TestStep{Config: minimal, ConfigPlanChecks: unchanged()},
	)
}

// changes has, for each argument, a configuration that differs from full in it
// alone, the endpoints that the update asks, and what Clerk then holds.
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
	"banned": {`banned                = true`, `banned = false`, nil, map[string]int{"POST /users/{user_id}/unban": 1}, func(u *clerk.User) bool {
		return !u.Banned
	}},
	"locked": {`locked                = true`, `locked = false`, nil, map[string]int{"POST /users/{user_id}/unlock": 1}, func(u *clerk.User) bool {
		return !u.Locked
	}},
	"primary_email_address": {`primary_email_address = "ada@example.com"`, `primary_email_address = "countess@example.com"`, nil, patch, func(u *clerk.User) bool {
		return u.PrimaryEmailAddress() == "countess@example.com"
	}},
	"email_addresses": {`"countess@example.com"]`, `"lovelace@example.com"]`, nil, map[string]int{"POST /email_addresses": 1, "DELETE /email_addresses/{email_address_id}": 1}, func(u *clerk.User) bool {
		return slices.Equal(emails(u), []string{"ada@example.com", "lovelace@example.com"})
	}},
	"phone_numbers": {`["+15555550100"]`, `["+15555550100", "+15555560100"]`, nil, map[string]int{"POST /phone_numbers": 1}, func(u *clerk.User) bool { return len(u.PhoneNumbers) == 2 }},
}

var (
	patch = map[string]int{"PATCH /users/{user_id}": 1}
	put   = map[string]int{"PUT /users/{user_id}/metadata": 1}
)

func TestAccChangesEachArgumentInPlaceAndNothingElse(t *testing.T) {
	t.Parallel()
	for argument, change := range changes {
		t.Run(argument, func(t *testing.T) {
			t.Parallel()
			i := acctest.New(t)
			changed := acctest.Replace(t, full, change.old, change.new)
			var before map[string]int
			i.Run(
				resource.TestStep{Config: full, Check: func(*terraform.State) error {
					before = i.Writes()
					return nil
				}},
				resource.TestStep{
					Config:           changed,
					ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, argument),
					Check: func(*terraform.State) error {
						if u := i.User("ada@example.com"); !change.holds(u) {
							t.Errorf("Clerk holds %+v", u)
						}
						i.ExpectWrites(before, change.requests)
						return nil
					},
				},
				resource.TestStep{Config: changed, ConfigPlanChecks: unchanged()},
			)
		})
	}
}

// drifts has a change outside Terraform for each argument.
var drifts = map[string]struct {
	outside func(context.Context, *clerk.Client, *clerk.User) error
	changes []string // shown in the plan; the argument alone if empty
}{
	"first_name":       {profile(clerk.UpdateUserParams{FirstName: clerk.Value("X")}), nil},
	"last_name":        {profile(clerk.UpdateUserParams{LastName: clerk.Value("X")}), nil},
	"username":         {profile(clerk.UpdateUserParams{Username: clerk.Value("xxxx")}), nil},
	"external_id":      {profile(clerk.UpdateUserParams{ExternalID: clerk.Null[string]()}), nil},
	"locale":           {profile(clerk.UpdateUserParams{Locale: clerk.Value("de")}), nil},
	"created_at":       {profile(clerk.UpdateUserParams{CreatedAt: clerk.Value("2020-01-01T00:00:00Z")}), nil},
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
	for argument, drift := range drifts {
		t.Run(argument, func(t *testing.T) {
			t.Parallel()
			i := acctest.New(t)
			shown := drift.changes
			if shown == nil {
				shown = []string{argument}
			}
			i.Run(
				resource.TestStep{Config: full},
				resource.TestStep{
					PreConfig: i.Outside(func(ctx context.Context, c *clerk.Client) error {
						return drift.outside(ctx, c, i.User("ada@example.com"))
					}),
					Config:           full,
					ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, shown...),
				},
				resource.TestStep{Config: full, ConfigPlanChecks: unchanged()},
			)
		})
	}
}

func TestAccLeavesOmittedArgumentsAlone(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	i.Run(
		resource.TestStep{Config: minimal},
		resource.TestStep{
			PreConfig: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				u := i.User("ada@example.com")
				if _, err := c.Users.Update(ctx, u.ID, clerk.UpdateUserParams{FirstName: clerk.Value("Outside"), Username: clerk.Value("outside")}); err != nil {
					return err
				}
				if _, err := c.Users.MergeMetadata(ctx, u.ID, clerk.Metadata{
					Public: json.RawMessage(`{"app":1}`), Private: json.RawMessage(`{"app":"secret"}`), Unsafe: json.RawMessage(`{"app":2}`),
				}); err != nil {
					return err
				}
				if _, err := c.EmailAddresses.Create(ctx, clerk.CreateEmailAddressParams{UserID: u.ID, EmailAddress: "own@example.com", Verified: clerk.Value(true)}); err != nil {
					return err
				}
				_, err := c.PhoneNumbers.Create(ctx, clerk.CreatePhoneNumberParams{UserID: u.ID, PhoneNumber: "+15555570100", Verified: clerk.Value(true)})
				return err
			}),
			Config:           minimal,
			ConfigPlanChecks: unchanged(),
		},
		resource.TestStep{
			Config: `
resource "clerk_user" "ada" {
  email_addresses = ["new@example.com"]
  last_name       = "Lovelace"
}`,
			ConfigStateChecks: []statecheck.StateCheck{value("private_metadata", knownvalue.Null())},
			Check: func(*terraform.State) error {
				u := i.User("new@example.com")
				if !slices.Equal(emails(u), []string{"new@example.com", "own@example.com"}) || len(u.PhoneNumbers) != 1 ||
					text(u.FirstName) != "Outside" || text(u.Username) != "outside" || string(u.PrivateMetadata) == "{}" {
					t.Errorf("an update changed what is not mentioned: %+v", u)
				}
				return nil
			},
		},
	)
}

func TestAccRecreatesAUserDeletedOutsideTerraform(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	i.Run(
		resource.TestStep{Config: minimal},
		resource.TestStep{
			PreConfig: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				return c.Users.Delete(ctx, i.User("ada@example.com").ID)
			}),
			Config:           minimal,
			ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
		},
		resource.TestStep{Config: minimal, ConfigPlanChecks: unchanged()},
	)
}

func TestAccImportsByIDWithoutADifference(t *testing.T) {
	t.Parallel()
	acctest.New(t).Run(
		resource.TestStep{Config: full},
		resource.TestStep{ResourceName: address, ImportState: true, ImportStateVerify: true},
		resource.TestStep{Config: full, ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithID},
	)
}

func TestAccImportsByIdentityWithoutADifference(t *testing.T) {
	t.Parallel()
	acctest.Needs(t, acctest.ImportByIdentity)
	acctest.New(t).Run(
		resource.TestStep{Config: full},
		resource.TestStep{Config: full, ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity},
	)
}

func TestAccShowsThatALockExpired(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t, func(o *clerksim.Options) { o.RateLimit = "development" })
	const locked = `
resource "clerk_user" "ada" {
  email_addresses = ["ada@example.com"]
  locked          = true
}`
	i.Run(
		resource.TestStep{Config: locked},
		resource.TestStep{
			PreConfig:        func() { i.Sim.Advance(61 * time.Minute) },
			Config:           locked,
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, "locked"),
		},
	)
}
