package identifier_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/querycheck"
	"github.com/hashicorp/terraform-plugin-testing/querycheck/queryfilter"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
)

// Email addresses and phone numbers are listed alike.
func TestAccListsThoseOfOneUserOrOfAll(t *testing.T) {
	t.Parallel()
	acctest.Needs(t, acctest.Query)
	for _, k := range []*addresses{email, phone} {
		t.Run(k.argument, func(t *testing.T) {
			t.Parallel()
			i := acctest.NewLocal(t)
			ada := k.newUser(t, i, k.own, k.one)
			k.newUser(t, i, k.taken)
			resourceType := "clerk_" + k.argument
			all, hers := resourceType+".all", resourceType+".hers"
			list := func(name, userID string) string {
				return "list \"" + resourceType + "\" \"" + name + "\" {\n  provider         = clerk\n  include_resource = true\n  config {\n    user_id = " + userID + "\n  }\n}\n"
			}
			checks := []querycheck.QueryResultCheck{querycheck.ExpectLength(all, 3), querycheck.ExpectLength(hers, 2)}
			for n, own := range has(ada) {
				identity := queryfilter.ByResourceIdentity(map[string]knownvalue.Check{
					"user_id": knownvalue.StringExact(ada.ID), "id": knownvalue.StringExact(own.id),
				})
				for _, list := range []string{all, hers} {
					checks = append(checks,
						querycheck.ExpectResourceDisplayName(list, identity, knownvalue.StringExact(own.value)),
						querycheck.ExpectResourceKnownValues(list, identity, []querycheck.KnownValueCheck{
							{Path: tfjsonpath.New(k.argument), KnownValue: knownvalue.StringExact(own.value)},
							{Path: tfjsonpath.New("user_id"), KnownValue: knownvalue.StringExact(ada.ID)},
							{Path: tfjsonpath.New("verified"), KnownValue: knownvalue.Bool(true)},
							{Path: tfjsonpath.New("primary"), KnownValue: knownvalue.Bool(n == 0)},
						}))
				}
			}
			i.Run(
				resource.TestStep{Config: `provider "clerk" {}`}, // what the test framework needs before a query
				resource.TestStep{Query: true, Config: list("all", "null") + list("hers", `"`+ada.ID+`"`), QueryResultChecks: checks},
				resource.TestStep{Query: true, Config: list("nobodys", `"user_0"`), ExpectError: acctest.Words("Could not list the "+map[*addresses]string{email: "email addresses", phone: "phone numbers"}[k], "404")},
			)
		})
	}
}
