package identifier_test

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

// Email addresses and phone numbers are listed alike.
func TestAccListsThoseOfOneUserOrOfAll(t *testing.T) {
	t.Parallel()
	acctest.Needs(t, acctest.Query)
	for _, kind := range []struct {
		argument, plural string
		hers             []string
		another          string
		user             func(values ...string) clerk.CreateUserParams
		ids              func(*clerk.User) []string
	}{
		{
			"email_address", "email addresses", []string{"ada@example.com", "countess@example.com"}, "grace@example.com",
			func(values ...string) clerk.CreateUserParams { return clerk.CreateUserParams{EmailAddresses: values} },
			func(u *clerk.User) (ids []string) {
				for _, e := range u.EmailAddresses {
					ids = append(ids, e.ID)
				}
				return ids
			},
		},
		{
			"phone_number", "phone numbers", []string{"+15555550100", "+15555560100"}, "+15555570100",
			func(values ...string) clerk.CreateUserParams { return clerk.CreateUserParams{PhoneNumbers: values} },
			func(u *clerk.User) (ids []string) {
				for _, p := range u.PhoneNumbers {
					ids = append(ids, p.ID)
				}
				return ids
			},
		},
	} {
		t.Run(kind.argument, func(t *testing.T) {
			t.Parallel()
			i := acctest.Simulated(t)
			ada, err := i.Clerk.Users.Create(t.Context(), kind.user(kind.hers...))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := i.Clerk.Users.Create(t.Context(), kind.user(kind.another)); err != nil {
				t.Fatal(err)
			}
			resourceType := "clerk_" + kind.argument
			all, hers := resourceType+".all", resourceType+".hers"
			list := func(name, userID string) string {
				return "list \"" + resourceType + "\" \"" + name + "\" {\n  provider         = clerk\n  include_resource = true\n  config {\n    user_id = " + userID + "\n  }\n}\n"
			}
			checks := []querycheck.QueryResultCheck{querycheck.ExpectLength(all, 3), querycheck.ExpectLength(hers, 2)}
			for n, value := range kind.hers {
				identity := queryfilter.ByResourceIdentity(map[string]knownvalue.Check{
					"user_id": knownvalue.StringExact(ada.ID), "id": knownvalue.StringExact(kind.ids(ada)[n]),
				})
				for _, list := range []string{all, hers} {
					checks = append(checks,
						querycheck.ExpectResourceDisplayName(list, identity, knownvalue.StringExact(value)),
						querycheck.ExpectResourceKnownValues(list, identity, []querycheck.KnownValueCheck{
							{Path: tfjsonpath.New(kind.argument), KnownValue: knownvalue.StringExact(value)},
							{Path: tfjsonpath.New("user_id"), KnownValue: knownvalue.StringExact(ada.ID)},
							{Path: tfjsonpath.New("verified"), KnownValue: knownvalue.Bool(true)},
							{Path: tfjsonpath.New("primary"), KnownValue: knownvalue.Bool(n == 0)},
						}))
				}
			}
			i.Run(
				resource.TestStep{Config: `provider "clerk" {}`}, // what the test framework needs before a query
				resource.TestStep{Query: true, Config: list("all", "null") + list("hers", `"`+ada.ID+`"`), QueryResultChecks: checks},
				resource.TestStep{Query: true, Config: list("nobodys", `"user_0"`), ExpectError: acctest.Words("Could not list the "+kind.plural, "404")},
			)
		})
	}
}
