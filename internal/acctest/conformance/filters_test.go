package conformance_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// listed is a data source that lists, by what its objects are known in this test, and what it
// shows with some arguments: those objects, in this order.
type listed struct {
	name, by string
	shows    map[string]string
}

// filtered are the data sources of listOfEach. {acme} and {navy} are ids of organizations.
var filtered = []listed{
	{"organization_domains", "name", map[string]string{
		``:                           "c.example.org b.example.com a.example.com",
		`organization_id = "{acme}"`: "b.example.com a.example.com",
		`verified = false`:           "b.example.com",
		`verified = true`:            "c.example.org a.example.com",
		`enrollment_modes = ["manual_invitation"]`:                                  "a.example.com",
		`enrollment_modes = ["manual_invitation", "automatic_invitation"]`:          "b.example.com a.example.com",
		`enrollment_modes = ["-manual_invitation"]`:                                 "c.example.org b.example.com",
		"organization_id = \"{acme}\"\nenrollment_modes = [\"-manual_invitation\"]": "b.example.com",
		`domains = ["a.example.com", "c.example.org"]`:                              "c.example.org a.example.com",
		`query = "example.org"`:                                                     "c.example.org",
		`query = "{navy}"`:                                                          "c.example.org",
		`order_by = "name"`:                                                         "a.example.com b.example.com c.example.org",
		`limit = 1`:                                                                 "c.example.org",
	}},
	{"organization_invitations", "email_address", map[string]string{
		``:                                   "dan@example.org cyd@example.org ada@example.com bob@example.com",
		`organization_id = "{acme}"`:         "ada@example.com bob@example.com",
		`statuses = ["pending"]`:             "cyd@example.org ada@example.com",
		`statuses = ["accepted", "revoked"]`: "dan@example.org bob@example.com",
		`query = "example.org"`:              "dan@example.org cyd@example.org",
		`order_by = "email_address"`:         "ada@example.com bob@example.com cyd@example.org dan@example.org",
		`limit = 1`:                          "dan@example.org",
		"organization_id = \"{acme}\"\nstatuses = [\"revoked\"]":            "bob@example.com",
		"organization_id = \"{acme}\"\nemail_address = \"ada@example.com\"": "ada@example.com",
	}},
	{"organization_roles", "key", map[string]string{
		`query = "zebra"`: "org:zebra", `query = "accountant"`: "org:zebra", `order_by = "-name"`: "org:member org:admin org:zebra", `order_by = "key"`: "org:admin org:member org:zebra",
	}},
	{"organization_permissions", "key", map[string]string{
		`query = "zoom"`: "org:part:use", "query = \"org:part\"\norder_by = \"-name\"": "org:part:use org:part:add", "query = \"org:part\"\norder_by = \"name\"": "org:part:add org:part:use",
	}},
	{"role_sets", "key", map[string]string{
		`query = "staff"`: "role_set:staff", `order_by = "key"`: "role_set:default role_set:staff", `order_by = "-key"`: "role_set:staff role_set:default",
	}},
	{"invitations", "email_address", map[string]string{
		``: "cyd@example.org ada@example.com", `status = "revoked"`: "bob@example.com", `status = "pending"`: "cyd@example.org ada@example.com",
		`query = "example.org"`: "cyd@example.org", `order_by = "email_address"`: "ada@example.com cyd@example.org", `limit = 1`: "cyd@example.org",
	}},
	{"waitlist_entries", "email_address", map[string]string{
		``: "eve@example.org fay@example.com dot@example.com", `status = "rejected"`: "dot@example.com", `status = "pending"`: "eve@example.org fay@example.com",
		`query = "example.org"`: "eve@example.org", `order_by = "email_address"`: "dot@example.com eve@example.org fay@example.com", `limit = 1`: "eve@example.org",
	}},
	{"machines", "name", map[string]string{
		``: "worker alpha store", `query = "ork"`: "worker", `order_by = "name"`: "alpha store worker", `limit = 1`: "worker",
	}},
	{"api_keys", "name", map[string]string{
		`subject = "{acme}"`: "two", `subject = "{navy}"`: "three", "subject = \"{acme}\"\ninclude_invalid = true": "two one",
		"subject = \"{acme}\"\ninclude_invalid = true\nquery = \"tw\"": "two", "subject = \"{acme}\"\ninclude_invalid = true\nlimit = 1": "two",
	}},
	{"oauth_applications", "name", map[string]string{
		`name_query = "pp"`: "app", `order_by = "name"`: "app zoo", `order_by = "-name"`: "zoo app", "order_by = \"name\"\nlimit = 1": "app",
	}},
	{"directories", "name", map[string]string{``: "navy acme", `limit = 1`: "navy"}},
	{"enterprise_connections", "name", map[string]string{`limit = 1`: "navy"}},
}

// filteredElsewhere are tests that read a data source with each of the arguments that the same
// file gives a value, in HCL or in a map.
var filteredElsewhere = map[string][2]string{
	"users":                           {"internal/services/user/data_source_filter_test.go", "TestAccFiltersAndCountsUsers"},
	"user_count":                      {"internal/services/user/data_source_filter_test.go", "TestAccFiltersAndCountsUsers"},
	"user_organization_memberships":   {"internal/services/user/data_source_organizations_test.go", "TestAccReadsTheMembershipsOfAUser"},
	"user_organization_invitations":   {"internal/services/user/data_source_organizations_test.go", "TestAccReadsTheInvitationsOfAUserByStatus"},
	"organizations":                   {"internal/services/organization/list_test.go", "TestChoosesOrganizationsByEveryFilter"},
	"organization_memberships":        {"internal/services/organizationmembership/list_test.go", "TestChoosesMembersByEveryFilter"},
	"enterprise_connections":          {"internal/services/enterpriseconnection/test_runs_test.go", "TestAConnectionIsReadByItsIDAndItsName"},
	"enterprise_connection_test_runs": {"internal/services/enterpriseconnection/test_runs_test.go", "TestTestsOfAConnectionAreRead"},
	"email_addresses":                 {"internal/services/identifier/list_test.go", "TestAccListsThoseOfOneUserOrOfAll"},
	"phone_numbers":                   {"internal/services/identifier/list_test.go", "TestAccListsThoseOfOneUserOrOfAll"},
	"sessions":                        {"internal/services/session/data_source_test.go", "TestListsSessionsByUserClientAndStatus"},
}

// argumentNames are those at the beginning of a line of HCL.
var argumentNames = regexp.MustCompile(`(?m)^(\w+) =`)

// TestEveryFilterHasACaseInWhichItChooses fails for an argument of a data source that lists,
// or of the list resource of the same objects, that no test reads with.
func TestEveryFilterHasACaseInWhichItChooses(t *testing.T) {
	t.Parallel()
	seen := 0
	for _, r := range everything(t) {
		source := strings.TrimPrefix(r.name, "clerk_")
		switch {
		case r.kind == "list-resources":
			source = tf.Plural(source)
		case r.kind != "data-sources" || !slices.ContainsFunc(attributes("", r.block), func(a located) bool { return a.path == "total_count" }):
			continue
		}
		text, has := "", map[string]bool{}
		if elsewhere, ok := filteredElsewhere[source]; ok {
			file, err := os.ReadFile(filepath.Join(acctest.Root(), filepath.FromSlash(elsewhere[0])))
			if text = string(file); err != nil || !strings.Contains(text, "func "+elsewhere[1]) {
				t.Errorf("%s has no test %s (%v)", elsewhere[0], elsewhere[1], err)
			}
		}
		for _, l := range filtered {
			for arguments := range l.shows {
				for _, match := range argumentNames.FindAllStringSubmatch(arguments, -1) {
					has[match[1]] = has[match[1]] || l.name == source
				}
			}
		}
		for _, a := range r.block.Attributes {
			if !a.Optional && !a.Required || a.Name == "include_private_metadata" { // which chooses none
				continue
			}
			if seen++; !has[a.Name] && !regexp.MustCompile(`\b`+a.Name+`("[:,]|\s*=) `).MatchString(text) {
				t.Errorf("no test reads %s %s with %s", r.kind, r.name, a.Name)
			}
		}
	}
	if seen < 100 {
		t.Errorf("only %d arguments were found", seen)
	}
}

func TestEveryFilterChoosesWhatItSays(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	names := listOfEach(t, i)
	w := acctest.NewWorld(t, i.Sim)
	walk, err := w.Core.Walk()
	w.Must(err)
	for _, l := range filtered {
		source := w.Core.DataSource("clerk_" + l.name)
		for arguments, want := range l.shows {
			lines := names.Replace(arguments)
			v, said := walk.ReadValue(source, w.Core.Config(source, lines, nil))
			if len(said) > 0 {
				t.Errorf("%s with %s: %v", l.name, arguments, said)
				continue
			}
			var shown []string
			for _, one := range v.GetAttr(l.name).AsValueSlice() {
				shown = append(shown, one.GetAttr(l.by).AsString())
			}
			if got := strings.Join(shown, " "); got != want {
				t.Errorf("%s with %s shows %s, expected %s", l.name, arguments, got, want)
			}
		}
		for name, typ := range w.Core.Types() {
			if !typ.CanBeListed() || tf.Plural(name) != "clerk_"+l.name {
				continue
			}
			list := w.Core.ListResource(name)
			query := func(lines string) (shown []string) {
				all, err := walk.List(typ, w.Core.Arguments(list, lines, nil), 0)
				w.Must(err)
				for _, one := range all {
					shown = append(shown, one.Object.GetAttr(l.by).AsString())
				}
				return shown
			}
			for arguments, want := range l.shows {
				lines := names.Replace(arguments)
				if !takes(list.Object(nil), argumentNames.FindAllStringSubmatch(lines, -1)) {
					continue
				}
				expected := strings.Fields(want)
				if !strings.Contains(arguments, "status") && l.name != "api_keys" { // a list resource leaves out what is over
					all := query("")
					expected = slices.DeleteFunc(expected, func(one string) bool { return !slices.Contains(all, one) })
				}
				if got := query(lines); !slices.Equal(got, expected) {
					t.Errorf("the list resource %s with %s shows %q, expected %q", name, arguments, got, expected)
				}
			}
		}
	}
}

// takes reports whether a block has all of these arguments.
func takes(block cty.Value, arguments [][]string) bool {
	return !slices.ContainsFunc(arguments, func(match []string) bool { return !block.Type().HasAttribute(match[1]) })
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// listOfEach makes what the data sources list.
func listOfEach(t *testing.T, i *acctest.Instance) *strings.Replacer {
	t.Helper()
	post := func(path string, body map[string]any) string {
		id, _ := i.Post("/v1"+path, body)["id"].(string)
		return id
	}
	acme, navy := post("/organizations", map[string]any{"name": "Acme"}), post("/organizations", map[string]any{"name": "Navy"})
	for _, d := range []struct {
		name, of, mode string
		verified       bool
	}{
		{"a.example.com", acme, "manual_invitation", true},
		{"b.example.com", acme, "automatic_invitation", false},
		{"c.example.org", navy, "automatic_suggestion", true},
	} {
		post("/organizations/"+d.of+"/domains", map[string]any{"name": d.name, "enrollment_mode": d.mode, "verified": d.verified})
	}
	for _, invited := range [][2]string{{"bob@example.com", acme}, {"ada@example.com", acme}, {"cyd@example.org", navy}, {"dan@example.org", navy}} {
		path := "/organizations/" + invited[1] + "/invitations"
		switch id := post(path, map[string]any{"email_address": invited[0], "role": "org:member"}); invited[0] {
		case "bob@example.com":
			must(t, i.Clerk.OrganizationInvitations.Revoke(t.Context(), invited[1], id))
		case "dan@example.org":
			i.Post("/_sim/seed", map[string]any{"accepted_invitations": []string{id}})
		}
	}
	post("/organization_permissions", map[string]any{"key": "org:part:use", "name": "Zoom"})
	post("/organization_permissions", map[string]any{"key": "org:part:add", "name": "Add"})
	post("/organization_roles", map[string]any{"key": "org:zebra", "name": "Accountant"})
	post("/role_sets", map[string]any{"key": "role_set:staff", "name": "Employed", "roles": []string{"org:admin"}, "default_role_key": "org:admin", "creator_role_key": "org:admin"})
	for n, address := range []string{"bob@example.com", "ada@example.com", "cyd@example.org"} {
		if id := post("/invitations", map[string]any{"email_address": address}); n == 0 {
			must(t, i.Clerk.Invitations.Revoke(t.Context(), id))
		}
	}
	for n, address := range []string{"dot@example.com", "fay@example.com", "eve@example.org"} {
		if id := post("/waitlist_entries", map[string]any{"email_address": address}); n == 0 {
			must(t, i.Clerk.WaitlistEntries.Reject(t.Context(), id))
		}
	}
	for _, name := range []string{"store", "alpha", "worker"} {
		post("/machines", map[string]any{"name": name})
	}
	for n, subject := range []string{acme, acme, navy} {
		if id := post("/api_keys", map[string]any{"name": []string{"one", "two", "three"}[n], "subject": subject}); n == 0 {
			must(t, i.Clerk.APIKeys.Revoke(t.Context(), id))
		}
	}
	for _, name := range []string{"zoo", "app"} {
		post("/oauth_applications", map[string]any{"name": name})
	}
	for _, name := range []string{"acme", "navy"} {
		e, err := i.Clerk.EnterpriseConnections.Create(t.Context(), clerk.CreateEnterpriseConnectionParams{Name: name, Provider: "saml_okta", Domains: []string{name + ".example.com"}})
		must(t, err)
		_, err = i.Clerk.Directories.Create(t.Context(), clerk.CreateDirectoryParams{EnterpriseConnectionID: e.ID, Provider: "okta", Name: rest.Value(name)})
		must(t, err)
	}
	return strings.NewReplacer("{acme}", acme, "{navy}", navy)
}
