package emailaddress_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/querycheck"
	"github.com/hashicorp/terraform-plugin-testing/querycheck/queryfilter"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

func TestAccListsThoseOfOneUserOrOfAll(t *testing.T) {
	t.Parallel()
	acctest.Needs(t, acctest.Query)
	i := acctest.Simulated(t)
	ada, err := i.Clerk.Users.Create(t.Context(), clerk.CreateUserParams{EmailAddresses: []string{"ada@example.com", "countess@example.com"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := i.Clerk.Users.Create(t.Context(), clerk.CreateUserParams{EmailAddresses: []string{"grace@example.com"}}); err != nil {
		t.Fatal(err)
	}
	const all, hers = "clerk_email_address.all", "clerk_email_address.hers"
	list := func(name, userID string) string {
		return "list \"clerk_email_address\" \"" + name + "\" {\n  provider         = clerk\n  include_resource = true\n  config {\n    user_id = " + userID + "\n  }\n}\n"
	}
	checks := []querycheck.QueryResultCheck{querycheck.ExpectLength(all, 3), querycheck.ExpectLength(hers, 2)}
	for n, value := range []string{"ada@example.com", "countess@example.com"} {
		identity := queryfilter.ByResourceIdentity(map[string]knownvalue.Check{
			"user_id": knownvalue.StringExact(ada.ID), "id": knownvalue.StringExact(ada.EmailAddresses[n].ID),
		})
		for _, list := range []string{all, hers} {
			checks = append(checks,
				querycheck.ExpectResourceDisplayName(list, identity, knownvalue.StringExact(value)),
				querycheck.ExpectResourceKnownValues(list, identity, []querycheck.KnownValueCheck{
					{Path: tfjsonpath.New("email_address"), KnownValue: knownvalue.StringExact(value)},
					{Path: tfjsonpath.New("user_id"), KnownValue: knownvalue.StringExact(ada.ID)},
					{Path: tfjsonpath.New("verified"), KnownValue: knownvalue.Bool(true)},
					{Path: tfjsonpath.New("primary"), KnownValue: knownvalue.Bool(n == 0)},
				}))
		}
	}
	i.Run(
		resource.TestStep{Config: `provider "clerk" {}`}, // what the test framework needs before a query
		resource.TestStep{Query: true, Config: list("all", "null") + list("hers", `"`+ada.ID+`"`), QueryResultChecks: checks},
		resource.TestStep{Query: true, Config: list("nobodys", `"user_0"`), ExpectError: acctest.Words("Could not list the email addresses", "404")},
	)
}
