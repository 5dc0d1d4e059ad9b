package user_test

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

func TestAccReadsAUserByEachOfItsKeys(t *testing.T) {
	t.Parallel()
	config := full + `
data "clerk_user" "id" { id = clerk_user.ada.id }
data "clerk_user" "email" {
  email_address = "Countess@example.com"
  depends_on    = [clerk_user.ada]
}
data "clerk_user" "phone" {
  phone_number = "+15555550100"
  depends_on   = [clerk_user.ada]
}
data "clerk_user" "username" { username = clerk_user.ada.username }
data "clerk_user" "external" { external_id = clerk_user.ada.external_id }
output "all_the_same" {
  value = length(distinct([
    for u in [data.clerk_user.id, data.clerk_user.email, data.clerk_user.phone, data.clerk_user.username, data.clerk_user.external] :
    [u.id, u.first_name, u.primary_email_address, u.banned, u.created_at, jsondecode(u.public_metadata).plan]
  ]))
}
output "first_name" { value = data.clerk_user.email.first_name }
`
	acctest.New(t).Run(resource.TestStep{
		Config: config,
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownOutputValue("all_the_same", knownvalue.Int64Exact(1)),
			statecheck.ExpectKnownOutputValue("first_name", knownvalue.StringExact("Ada")),
		},
	})
}

func TestAccSaysThatAUserDoesNotExist(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		`id = "user_0"`:                        "404",
		`email_address = "nobody@example.com"`: `no user with the email address "nobody@example.com"`,
		`phone_number = "+15555590100"`:        `no user with the phone number "+15555590100"`,
		`username = "nobody"`:                  `no user with the username "nobody"`,
		`external_id = "-1"`:                   `no user with the external id "-1"`,
	} {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			acctest.New(t).Run(resource.TestStep{
				Config:      "data \"clerk_user\" \"this\" {\n  " + line + "\n}",
				ExpectError: acctest.Words("Could not read the user", line, want),
			})
		})
	}
}

func TestAccAsksForExactlyOneKey(t *testing.T) {
	t.Parallel()
	for _, lines := range []string{"", "username = \"ada\"\n external_id = \"42\""} {
		acctest.New(t).Run(resource.TestStep{
			Config:      "data \"clerk_user\" \"this\" {\n" + lines + "\n}",
			PlanOnly:    true,
			ExpectError: acctest.Words("Invalid Attribute Combination", "one (and only one)"),
		})
	}
}

// filters has, for each argument of clerk_users, a value that chooses the user
// ada alone, of those that TestAccFiltersUsers makes.
var filters = map[string]string{
	"email_addresses":     `["ada@example.com"]`,
	"phone_numbers":       `["+15555550100"]`,
	"usernames":           `["adalove"]`,
	"external_ids":        `["42"]`,
	"user_ids":            `[data.clerk_user.ada.id]`,
	"query":               `"elace-T"`,
	"email_address_query": `"DA@EXAMPLE"`,
	"phone_number_query":  `"5555550"`,
	"username_query":      `"ALOV"`,
	"name_query":          `"ELACE-T"`,
	"banned":              `true`,
	"created_at_before":   `"2020-01-01T00:00:00Z"`,
}

func TestAccFiltersUsers(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t, func(o *clerksim.Options) { o.Users = 20 })
	i.Outside(func(ctx context.Context, c *clerk.Client) error {
		_, err := c.Users.Create(ctx, clerk.CreateUserParams{
			EmailAddresses: []string{"ada@example.com"}, PhoneNumbers: []string{"+15555550100"},
			Account: clerk.Account{
				Username: clerk.Value("adalove"), ExternalID: clerk.Value("42"), FirstName: clerk.Value("Ada"),
				LastName: clerk.Value("Lovelace-Test"), CreatedAt: clerk.Value("2019-06-02T00:00:00Z"),
			},
			Banned: clerk.Value(true),
		})
		return err
	})()
	config := "data \"clerk_user\" \"ada\" {\n  email_address = \"ada@example.com\"\n}\n"
	checks := []statecheck.StateCheck{}
	for argument, value := range filters {
		config += "data \"clerk_users\" \"" + argument + "\" {\n  " + argument + " = " + value + "\n}\n" +
			"output \"" + argument + "\" {\n  value = data.clerk_users." + argument + ".users[*].username\n}\n"
		checks = append(checks, statecheck.ExpectKnownOutputValue(argument, knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("adalove")})))
	}
	config += `
data "clerk_users" "others" { user_ids = ["-${data.clerk_user.ada.id}"] }
output "others" { value = data.clerk_users.others.total_count }
data "clerk_users" "new" { created_at_after = "2019-06-02T00:00:01Z" }
output "new" { value = data.clerk_users.new.total_count }
data "clerk_users" "some" {
  order_by = "created_at"
  limit    = 1
}
output "some" { value = data.clerk_users.some.users[*].username }
`
	checks = append(checks,
		statecheck.ExpectKnownOutputValue("others", knownvalue.Int64Exact(20)),
		statecheck.ExpectKnownOutputValue("new", knownvalue.Int64Exact(20)),
		statecheck.ExpectKnownOutputValue("some", knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("adalove")})),
	)
	i.Run(resource.TestStep{Config: config, ConfigStateChecks: checks})
}

func TestAccReadsAllPagesOfUsers(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t, func(o *clerksim.Options) { o.Users = 1203 })
	i.Run(resource.TestStep{
		Config: `
data "clerk_users" "all" {}
output "total" { value = data.clerk_users.all.total_count }
output "distinct" { value = length(distinct(data.clerk_users.all.users[*].id)) }`,
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownOutputValue("total", knownvalue.Int64Exact(1203)),
			statecheck.ExpectKnownOutputValue("distinct", knownvalue.Int64Exact(1203)),
		},
	})
}
