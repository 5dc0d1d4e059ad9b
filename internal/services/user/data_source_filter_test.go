package user_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// filters has, for each argument of clerk_users, of clerk_user_count and of the list
// resource clerk_user, values that choose the user ada alone of the analysts.
var filters = map[string]string{
	"email_addresses":        `email_addresses = ["ada@example.com", "nobody@example.com"]`,
	"phone_numbers":          `phone_numbers = ["+15555550100"]`,
	"usernames":              `usernames = ["adalove"]`,
	"web3_wallets":           `web3_wallets = ["0x00000000219ab540356cBB839Cbe05303d7705Fa"]`,
	"external_ids":           `external_ids = ["42"]`,
	"user_ids":               `user_ids = [data.clerk_user.ada.id]`,
	"organization_ids":       `organization_ids = ["${organization}"]`,
	"provider_name":          "provider_name = \"oauth_google\"\n  provider_user_ids = [\"google-ada\"]",
	"query":                  `query = "elace-T"`,
	"email_address_query":    `email_address_query = "DA@EXAMPLE"`,
	"phone_number_query":     `phone_number_query = "5555550"`,
	"username_query":         `username_query = "ALOV"`,
	"name_query":             `name_query = "ELACE-T"`,
	"banned":                 `banned = true`,
	"created_at_before":      `created_at_before = "2020-01-01T00:00:00Z"`,
	"created_at_after":       "created_at_after = \"2019-06-01T00:00:00Z\"\n  created_at_before = \"2020-01-01T00:00:00Z\"",
	"last_active_at_before":  `last_active_at_before = "2026-02-01T00:00:00Z"`,
	"last_active_at_after":   `last_active_at_after = "2026-01-01T00:00:00Z"`,
	"last_sign_in_at_before": `last_sign_in_at_before = "2026-02-01T00:00:00Z"`,
	"last_sign_in_at_after":  `last_sign_in_at_after = "2026-01-01T00:00:00Z"`,
}

// analysts is an instance of twenty users and the user ada, whom every filter can
// choose.
func analysts(t *testing.T) (i *acctest.Instance, adaID, organization string) {
	t.Helper()
	i = acctest.NewLocal(t, func(o *clerksim.Options) { o.Users = 20 })
	ada, err := i.Clerk.Users.Create(t.Context(), clerk.CreateUserParams{
		EmailAddresses: []string{"ada@example.com"}, PhoneNumbers: []string{"+15555550100"},
		Web3Wallets: []string{"0x00000000219ab540356cBB839Cbe05303d7705Fa"},
		Account: clerk.Account{
			Username: rest.Value("adalove"), ExternalID: rest.Value("42"), FirstName: rest.Value("Ada"),
			LastName: rest.Value("Lovelace-Test"), CreatedAt: rest.Value("2019-06-02T00:00:00Z"),
		},
		Banned: rest.Value(true),
	})
	if err != nil {
		t.Fatal(err)
	}
	organization = i.Post("/v1/organizations", map[string]any{"name": "Analytical Engines", "created_by": ada.ID})["id"].(string)
	const seen = 1768471800000 // 2026-01-15T10:10:00Z
	i.Post("/_sim/seed", map[string]any{
		"activity":          []any{map[string]any{"user_id": ada.ID, "last_sign_in_at": seen, "last_active_at": seen}},
		"external_accounts": []any{map[string]any{"user_id": ada.ID, "provider": "oauth_google", "provider_user_id": "google-ada"}},
	})
	return i, ada.ID, organization
}

func TestAccFiltersAndCountsUsers(t *testing.T) {
	t.Parallel()
	i, _, organization := analysts(t)
	config := "data \"clerk_user\" \"ada\" {\n  email_address = \"ada@example.com\"\n}\n"
	checks := []statecheck.StateCheck{}
	for argument, lines := range filters {
		if argument == "organization_ids" {
			lines = acctest.Replace(t, lines, "${organization}", organization)
		}
		config += "data \"clerk_users\" \"" + argument + "\" {\n  " + lines + "\n}\n" +
			"data \"clerk_user_count\" \"" + argument + "\" {\n  " + lines + "\n}\n" +
			"output \"" + argument + "\" {\n  value = concat(data.clerk_users." + argument + ".users[*].username, [data.clerk_user_count." + argument + ".total_count])\n}\n"
		checks = append(checks, statecheck.ExpectKnownOutputValue(argument, knownvalue.TupleExact([]knownvalue.Check{knownvalue.StringExact("adalove"), knownvalue.Int64Exact(1)})))
	}
	config += `
data "clerk_user_count" "all" {}
data "clerk_user_count" "others" { organization_ids = ["-` + organization + `"] }
data "clerk_users" "others" { user_ids = ["-${data.clerk_user.ada.id}"] }
data "clerk_users" "new" { created_at_after = "2019-06-02T00:00:01Z" }
data "clerk_users" "some" {
  order_by = "created_at"
  limit    = 1
}
output "counts" {
  value = [data.clerk_user_count.all, data.clerk_user_count.others, data.clerk_users.others, data.clerk_users.new, data.clerk_users.some][*].total_count
}
output "some" { value = data.clerk_users.some.users[*].username }
`
	counts := []knownvalue.Check{}
	for _, n := range []int64{21, 20, 20, 20, 1} {
		counts = append(counts, knownvalue.Int64Exact(n))
	}
	checks = append(checks,
		statecheck.ExpectKnownOutputValue("counts", knownvalue.TupleExact(counts)),
		statecheck.ExpectKnownOutputValue("some", knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("adalove")})),
	)
	i.Run(resource.TestStep{Config: config, ConfigStateChecks: checks})
}

func TestRefusesBadFiltersAtPlanTime(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		`email_addresses = []`:                       "email_addresses",
		`usernames = [""]`:                           "usernames",
		`created_at_after = "yesterday"`:             "RFC 3339",
		`provider_name = "oauth_google"`:             "provider_user_ids",
		`provider_user_ids = ["1"]`:                  "provider_name",
		`query = ""`:                                 "query",
		`user_ids = [for n in range(101) : "u${n}"]`: "user_ids",
	} {
		for _, kind := range []string{"clerk_users", "clerk_user_count"} {
			acctest.InProcess(t).ExpectRefused("data \""+kind+"\" \"this\" {\n  "+line+"\n}", "data."+kind+".this", want)
		}
	}
}

// Ten thousand users take a request for each five hundred, and no time to speak of,
// of which a quadratic effort anywhere would make minutes.
func TestReadsTenThousandUsersByThePage(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t, func(o *clerksim.Options) { o.Users = 10_000 })
	all := i.Read("data \"clerk_users\" \"all\" {\n  include_private_metadata = true\n}")
	ids := map[string]bool{}
	for _, u := range all.GetAttr("users").AsValueSlice() {
		ids[u.GetAttr("id").AsString()] = true
	}
	if total, _ := all.GetAttr("total_count").AsBigFloat().Int64(); total != 10_000 || len(ids) != 10_000 || all.GetAttr("private_metadata").LengthInt() != 10_000 {
		t.Errorf("%d users were read, of whom %d differ", total, len(ids))
	}
	if n := i.Sim.Stats().Requests; n < 20 || n > 21 {
		t.Errorf("reading 10,000 users took %d requests", n)
	}
}
