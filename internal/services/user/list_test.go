package user_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/querycheck"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/services/user"
)

// block is a list block of users.
func block(name, config string) string {
	return fmt.Sprintf("list \"clerk_user\" %q {\n  provider = clerk\n  config {\n  %s\n  }\n}\n", name, config)
}

// configured is the step that the test framework needs before a query.
var configured = resource.TestStep{Config: `provider "clerk" {}`}

func TestAccListsUsersByEveryFilter(t *testing.T) {
	t.Parallel()
	acctest.Needs(t, acctest.Query)
	i, adaID, organization := analysts(t)
	var blocks strings.Builder
	var checks []querycheck.QueryResultCheck
	known := strings.NewReplacer("data.clerk_user.ada.id", `"`+adaID+`"`, "${organization}", organization)
	for argument, lines := range filters {
		blocks.WriteString(block(argument, known.Replace(lines)))
		checks = append(checks,
			querycheck.ExpectResourceDisplayName("clerk_user."+argument, nil, knownvalue.StringExact("Ada Lovelace-Test (ada@example.com)")),
			querycheck.ExpectIdentity("clerk_user."+argument, map[string]knownvalue.Check{"id": knownvalue.StringExact(adaID)}),
		)
	}
	blocks.WriteString(block("all", "include_private_metadata = true") + block("others", `user_ids = ["-`+adaID+`"]`) +
		"list \"clerk_user\" \"first\" {\n  provider = clerk\n  limit    = 1\n  config {\n    order_by = \"created_at\"\n  }\n}\n")
	checks = append(checks,
		querycheck.ExpectLength("clerk_user.all", 21), querycheck.ExpectLength("clerk_user.others", 20), querycheck.ExpectLength("clerk_user.first", 1),
		querycheck.ExpectIdentity("clerk_user.first", map[string]knownvalue.Check{"id": knownvalue.StringExact(adaID)}),
	)
	var is list.ListResourceSchemaResponse
	user.NewListResource().ListResourceConfigSchema(t.Context(), list.ListResourceSchemaRequest{}, &is)
	for argument := range is.Schema.Attributes {
		if !strings.Contains(blocks.String(), argument+" = ") {
			t.Errorf("nothing is listed by %s", argument)
		}
	}
	i.Run(configured, resource.TestStep{Query: true, Config: blocks.String(), QueryResultChecks: checks})
}

func TestAccNamesTheUsersOfAListAsAPersonWould(t *testing.T) {
	t.Parallel()
	acctest.Needs(t, acctest.Query)
	i := acctest.NewLocal(t)
	want := map[string]string{}
	for name, p := range map[string]clerk.CreateUserParams{
		"Ada Lovelace (ada@example.com)": {Account: clerk.Account{FirstName: rest.Value(" Ada\n"), LastName: rest.Value("Lovelace"), Username: rest.Value("countess")}, EmailAddresses: []string{"ada@example.com", "second@example.com"}},
		"grace (grace@example.com)":      {Account: clerk.Account{Username: rest.Value("grace")}, EmailAddresses: []string{"grace@example.com"}},
		"heidi@example.com":              {EmailAddresses: []string{"heidi@example.com"}, PhoneNumbers: []string{"+15555550100"}},
		"mary_s":                         {Account: clerk.Account{Username: rest.Value("mary_s")}, PhoneNumbers: []string{"+15555560100"}},
		"Emmy (+15555570100)":            {Account: clerk.Account{FirstName: rest.Value("Emmy"), ExternalID: rest.Value("7")}, PhoneNumbers: []string{"+15555570100"}},
		"Noether (42)":                   {Account: clerk.Account{LastName: rest.Value("Noether"), ExternalID: rest.Value("42")}},
		"43":                             {Account: clerk.Account{ExternalID: rest.Value("43")}},
		"":                               {},
	} {
		made, err := i.Clerk.Users.Create(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		if name == "" {
			name = made.ID // nothing else tells who it is
		}
		want[made.ID] = name
	}
	var blocks strings.Builder
	var checks []querycheck.QueryResultCheck
	for id, name := range want {
		blocks.WriteString(block(id, `user_ids = ["`+id+`"]`))
		checks = append(checks, querycheck.ExpectResourceDisplayName("clerk_user."+id, nil, knownvalue.StringExact(name)))
	}
	i.Run(configured, resource.TestStep{Query: true, Config: blocks.String(), QueryResultChecks: checks})
}

func TestRefusesBadFiltersOfAList(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{`provider_user_ids = ["1"]`: "provider_name", `usernames = []`: "usernames", `created_at_after = "yesterday"`: "RFC 3339"} {
		acctest.InProcess(t).ExpectRefused("list \"clerk_user\" \"all\" {\n  provider = clerk\n  config {\n    "+line+"\n  }\n}", want)
	}
}
