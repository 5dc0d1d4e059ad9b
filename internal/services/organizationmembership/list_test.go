package organizationmembership_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/services/organizationmembership"
)

// staff is an instance with two organizations, of which Acme has three members.
func staff(t *testing.T) (i *acctest.Instance, acme, adaID string) {
	t.Helper()
	i = acctest.InProcess(t)
	users := map[string]string{}
	for name, p := range map[string]clerk.CreateUserParams{
		"ada": {
			EmailAddresses: []string{"ada@example.com"}, PhoneNumbers: []string{"+15555550100"}, Web3Wallets: []string{"0x00000000219ab540356cBB839Cbe05303d7705Fa"},
			Account: clerk.Account{Username: rest.Value("adalove"), FirstName: rest.Value("Ada"), LastName: rest.Value("Lovelace"), CreatedAt: rest.Value("2019-06-02T00:00:00Z")},
		},
		"grace": {EmailAddresses: []string{"grace@example.com"}},
		"alan":  {PhoneNumbers: []string{"+15556560100"}},
	} {
		u, err := i.Clerk.Users.Create(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		users[name] = u.ID
	}
	const seen = 1768471800000 // 2026-01-15T10:10:00Z
	i.Post("/_sim/seed", map[string]any{"activity": []any{map[string]any{"user_id": users["ada"], "last_active_at": seen}}})
	for _, organization := range []string{"globex", "acme"} {
		acme = i.Post("/v1/organizations", map[string]any{"name": "The " + organization, "slug": organization})["id"].(string)
		for _, user := range []string{"ada", "grace", "alan"} {
			role := map[bool]string{true: "org:admin", false: "org:member"}[user == "ada"]
			i.Post("/v1/organizations/"+acme+"/memberships", map[string]any{
				"user_id": users[user], "role": role, "public_metadata": map[string]any{"of": user}, "private_metadata": map[string]any{"payroll": user},
			})
			if organization == "globex" {
				break
			}
		}
	}
	return i, acme, users["ada"]
}

// filters has, for each argument that chooses members, values that choose Ada alone.
func filters(adaID string) map[string]string {
	return map[string]string{
		"roles":                 `roles = ["org:admin", "org:king"]`,
		"user_ids":              fmt.Sprintf(`user_ids = [%q, "user_0"]`, adaID),
		"email_addresses":       `email_addresses = ["ada@example.com", "nobody@example.com"]`,
		"phone_numbers":         `phone_numbers = ["+15555550100"]`,
		"usernames":             `usernames = ["adalove"]`,
		"web3_wallets":          `web3_wallets = ["0x00000000219ab540356cBB839Cbe05303d7705Fa"]`,
		"query":                 `query = "elace"`,
		"email_address_query":   `email_address_query = "DA@EXAMPLE"`,
		"phone_number_query":    `phone_number_query = "5555550"`,
		"username_query":        `username_query = "ALOV"`,
		"name_query":            `name_query = "ELACE"`,
		"created_at_before":     `created_at_before = "2020-01-01T00:00:00Z"`,
		"created_at_after":      "created_at_after = \"2019-06-01T00:00:00Z\"\n  created_at_before = \"2020-01-01T00:00:00Z\"",
		"last_active_at_before": `last_active_at_before = "2026-02-01T00:00:00Z"`,
		"last_active_at_after":  `last_active_at_after = "2026-01-01T00:00:00Z"`,
	}
}

func read(i *acctest.Instance, lines string) (v cty.Value, members []cty.Value) {
	v = i.Read("data \"clerk_organization_memberships\" \"this\" {\n  " + lines + "\n}")
	return v, v.GetAttr("organization_memberships").AsValueSlice()
}

func TestChoosesMembersByEveryFilter(t *testing.T) {
	t.Parallel()
	i, acme, adaID := staff(t)
	all := filters(adaID)
	for argument, lines := range all {
		_, members := read(i, fmt.Sprintf("organization_id = %q\n  %s", acme, lines))
		if len(members) != 1 || members[0].GetAttr("user").GetAttr("id").AsString() != adaID {
			t.Errorf("by %s, there are %d members", argument, len(members))
		}
		// Without an organization they choose nothing.
		acctest.InProcess(t).ExpectRefused("data \"clerk_organization_memberships\" \"this\" {\n  "+lines+"\n}", "organization_id")
	}
	var is datasource.SchemaResponse
	organizationmembership.NewListDataSource().Schema(t.Context(), datasource.SchemaRequest{}, &is)
	others := []string{"organization_id", "order_by", "limit", "include_private_metadata", "private_metadata", "organization_memberships", "total_count"}
	if has, want := slices.Sorted(maps.Keys(is.Schema.Attributes)), slices.Sorted(slices.Values(append(others, slices.Collect(maps.Keys(all))...))); !slices.Equal(has, want) {
		t.Errorf("the arguments are %q, and shown are %q", has, want)
	}
}

func TestReadsTheMembersOfAnOrganization(t *testing.T) {
	t.Parallel()
	i, acme, adaID := staff(t)
	ids := func(members []cty.Value) (names []string) {
		for _, m := range members {
			names = append(names, strings.Trim(m.GetAttr("user").GetAttr("identifier").AsString(), "+"))
		}
		return names
	}
	for lines, want := range map[string][]string{
		"":                        {"15556560100", "grace@example.com", "ada@example.com"},
		`order_by = "created_at"`: {"ada@example.com", "grace@example.com", "15556560100"},
		"order_by = \"-email_address\"\n  limit = 1":          {"grace@example.com"},
		fmt.Sprintf(`user_ids = ["-%s"]`, adaID):              {"15556560100", "grace@example.com"},
		`roles = ["org:member"]`:                              {"15556560100", "grace@example.com"},
		"roles = [\"org:member\"]\n  name_query = \"nobody\"": nil,
	} {
		v, members := read(i, fmt.Sprintf("organization_id = %q\n  %s", acme, lines))
		if count, _ := v.GetAttr("total_count").AsBigFloat().Int64(); !slices.Equal(ids(members), want) || int(count) != len(want) || !v.GetAttr("private_metadata").IsNull() {
			t.Errorf("%s: the members are %q, in all %d, expected %q", lines, ids(members), count, want)
		}
	}
	v, members := read(i, fmt.Sprintf("organization_id = %q\n  user_ids = [%q]\n  include_private_metadata = true", acme, adaID))
	m := members[0]
	for path, want := range map[string]string{"role": "org:admin", "public_metadata": `{"of":"ada"}`} {
		if got := m.GetAttr(path).AsString(); got != want {
			t.Errorf("%s is %s", path, got)
		}
	}
	if o, u := m.GetAttr("organization"), m.GetAttr("user"); o.GetAttr("name").AsString() != "The acme" || o.GetAttr("slug").AsString() != "acme" || o.GetAttr("id").AsString() != acme ||
		u.GetAttr("username").AsString() != "adalove" || u.GetAttr("first_name").AsString() != "Ada" || u.GetAttr("last_name").AsString() != "Lovelace" || u.GetAttr("banned").True() {
		t.Errorf("the member is %#v of %#v", u, o)
	}
	if m.GetAttr("permissions").LengthInt() == 0 || m.GetAttr("created_at").AsString() == "" || m.GetAttr("updated_at").AsString() == "" {
		t.Errorf("the membership is %#v", m)
	}
	if private := v.GetAttr("private_metadata").AsValueMap(); len(private) != 1 || private[m.GetAttr("id").AsString()].AsString() != `{"payroll":"ada"}` {
		t.Errorf("the private metadata is %#v", private)
	}
}

func TestReadsAllMembershipsOfTheInstanceByThePage(t *testing.T) {
	t.Parallel()
	const n = 501 // one more than a page
	i, _, adaID := staff(t)
	for k := range n - 4 {
		i.Post("/v1/organizations", map[string]any{"name": fmt.Sprint("Organization ", k), "created_by": adaID})
	}
	before := i.Sim.Stats().Requests
	_, members := read(i, `order_by = "email_address"`)
	if sent := i.Sim.Stats().Requests - before; len(members) != n || sent != 2 {
		t.Errorf("%d memberships were read with %d requests", len(members), sent)
	}
}

func TestSaysThatTheOrganizationDoesNotExist(t *testing.T) {
	t.Parallel()
	acctest.InProcess(t).ExpectError("data \"clerk_organization_memberships\" \"this\" {\n  organization_id = \"org_0\"\n}", `Could not list the organization memberships of organization "org_0"`, "organization_id", "404")
	acctest.InProcess(t).ExpectRefused("data \"clerk_organization_memberships\" \"this\" {\n  organization_id = \"acme\"\n}", "organization_id", "may be a slug")
}
