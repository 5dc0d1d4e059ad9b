// Package internal_test checks the tree as a whole: what may depend on what.
package internal_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/clerkform/terraform-provider-clerk"

// shared are the folders of internal/services that nouns may use.
var shared = []string{"identifier", "invite", "metadata", "picture", "ticket", "settings"}

// with are the shared folders, and others.
func with(others ...string) []string { return slices.Concat(shared, others) }

// uses says which folders of internal/ one of them, or main, may depend on, directly or
// through others. A noun is a folder of internal/services, and may use itself but no
// other noun. A folder that is not named here may use nothing.
var uses = map[string][]string{
	"main":       with("export", "provider", "server", "noun", "functions", "tf", "attr", "clerk", "rest", "jsonvalue"),
	"export":     {}, // it asks the provider through the protocol
	"provider":   with("server", "noun", "functions", "tf", "attr", "clerk", "rest", "jsonvalue"),
	"server":     {"tf", "attr", "clerk", "rest", "jsonvalue"}, // how the provider is served: it knows no noun
	"noun":       with("tf", "attr", "clerk", "rest", "jsonvalue"),
	"settings":   {"tf", "attr", "clerk", "rest", "jsonvalue"}, // what the groups of settings share
	"identifier": {"tf", "attr", "clerk", "rest", "jsonvalue"}, // what email addresses and phone numbers share
	"invite":     {"tf", "attr", "clerk", "rest", "jsonvalue"}, // what invitations to instances and to organizations share
	"metadata":   {"tf", "attr", "clerk", "rest", "jsonvalue"}, // what metadata of users and of organizations share
	"picture":    {"tf", "attr", "clerk", "rest", "jsonvalue"}, // what pictures of users and logos of organizations share
	"ticket":     {"tf", "attr", "clerk", "rest", "jsonvalue"}, // what sign-in tokens and actor tokens share
	"tf":         {"attr", "clerk", "rest", "jsonvalue"},
	"attr":       {"jsonvalue"}, // what schemas are made of: it knows no client
	"clerk":      {"rest", "jsonvalue"},
	"rest":       {"jsonvalue"}, // the machinery of the client: it knows no area
	"jsonvalue":  {},
	"clerksim":   {},
	"functions":  {"tf", "attr", "clerk", "rest", "jsonvalue"},
	"tools":      with("provider", "server", "noun", "functions", "tf", "attr", "clerk", "rest", "jsonvalue"),
	"acctest":    with("provider", "server", "noun", "functions", "tf", "attr", "clerk", "rest", "jsonvalue", "clerksim"),
	"bench":      with("provider", "server", "noun", "functions", "tf", "attr", "clerk", "rest", "jsonvalue", "clerksim"),
}

var noTerraform = []string{
	"github.com/hashicorp/terraform-plugin-framework", "github.com/hashicorp/terraform-plugin-go",
	"github.com/hashicorp/terraform-plugin-testing", "github.com/clerk/clerk-sdk-go",
}

// inside are the folders within those of internal/ that have rules of their own.
var inside = map[string]string{"provider/server": "server", "tf/attr": "attr", "clerk/rest": "rest"}

// never says which foreign packages a folder must not depend on.
var never = map[string][]string{
	// What only tests need stays out of the release.
	"main": {
		"github.com/hashicorp/terraform-plugin-testing", "github.com/getkin/kin-openapi",
		"github.com/clerk/clerk-sdk-go", "pgregory.net/rapid",
	},
	// The client may log (terraform-plugin-log), and otherwise knows no Terraform.
	"clerk": noTerraform,
	"rest":  noTerraform,
	// The simulator owes its idea of Clerk to no code that it is there to judge.
	"clerksim": {
		"github.com/hashicorp/terraform-plugin-framework", "github.com/hashicorp/terraform-plugin-testing",
		"github.com/clerk/clerk-sdk-go",
	},
}

func TestImportsRunOneWay(t *testing.T) {
	for _, v := range violations(dependencies(t)) {
		t.Error(v)
	}
}

// mostFolders is how many folders internal/ may have: somebody who opens it for the first
// time sees what there is.
const mostFolders = 14

func TestTheTreeIsSmall(t *testing.T) {
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	folders := 0
	for _, e := range entries {
		if e.IsDir() {
			folders++
		}
	}
	if folders > mostFolders {
		t.Errorf("internal has %d folders, more than %d", folders, mostFolders)
	}
}

func TestImportRulesFindWhatBreaksThem(t *testing.T) {
	for _, c := range []struct {
		from, to string
		allowed  bool
	}{
		{module, module + "/internal/provider", true},
		{module, module + "/internal/services/user", true},
		{module, module + "/internal/clerksim", false},
		{module, module + "/internal/acctest", false},
		{module, "github.com/hashicorp/terraform-plugin-testing/helper/resource", false},
		{module, module + "/internal/export", true},
		{module + "/internal/export", module + "/internal/services/user", false},
		{module + "/internal/provider", module + "/internal/services/user", true},
		{module + "/internal/provider", module + "/internal/clerksim", false},
		{module + "/internal/services/user", module + "/internal/services/user/names", true},
		{module + "/internal/services/user", module + "/internal/tf", true},
		{module + "/internal/services/user", module + "/internal/services/emailaddress", false},
		{module + "/internal/services/user", module + "/internal/provider", false},
		{module + "/internal/services/emailaddress", module + "/internal/services/identifier", true},
		{module + "/internal/services/identifier", module + "/internal/services/emailaddress", false},
		{module + "/internal/services/actortoken", module + "/internal/services/ticket", true},
		{module + "/internal/services/ticket", module + "/internal/services/identifier", false},
		{module + "/internal/services/user", module + "/internal/services/picture", true},
		{module + "/internal/tf", module + "/internal/clerk", true},
		{module + "/internal/tf", module + "/internal/services/user", false},
		{module + "/internal/tf", module + "/internal/tf/attr", true},
		{module + "/internal/tf/attr", module + "/internal/jsonvalue", true},
		{module + "/internal/tf/attr", module + "/internal/tf", false},
		{module + "/internal/tf/attr", module + "/internal/clerk", false},
		{module + "/internal/tf/attr", module + "/internal/clerk/rest", false},
		{module + "/internal/services/user", module + "/internal/tf/attr", true},
		{module + "/internal/functions", module + "/internal/tf/attr", true},
		{module + "/internal/clerk", module + "/internal/tf/attr", false},
		{module + "/internal/clerk", "github.com/hashicorp/terraform-plugin-log/tflog", true},
		{module + "/internal/clerk", "github.com/hashicorp/terraform-plugin-framework/types", false},
		{module + "/internal/clerk", module + "/internal/tf", false},
		{module + "/internal/clerk", module + "/internal/clerk/rest", true},
		{module + "/internal/clerk/rest", module + "/internal/clerk", false},
		{module + "/internal/clerk/rest", module + "/internal/jsonvalue", true},
		{module + "/internal/clerk/rest", "github.com/hashicorp/terraform-plugin-framework/types", false},
		{module + "/internal/services/user", module + "/internal/clerk/rest", true},
		{module + "/internal/provider/server", module + "/internal/tf", true},
		{module + "/internal/provider/server", module + "/internal/services/user", false},
		{module + "/internal/provider", module + "/internal/provider/server", true},
		{module + "/internal/clerksim/cmd/clerk-sim", module + "/internal/clerksim", true},
		{module + "/internal/clerksim", module + "/internal/clerk", false},
		{module + "/internal/clerksim", "github.com/clerk/clerk-sdk-go/v2", false},
	} {
		got := violations(map[string][]string{c.from: {"context", c.to}})
		if allowed := len(got) == 0; allowed != c.allowed {
			t.Errorf("%s → %s: allowed is %t, want %t", c.from, c.to, allowed, c.allowed)
		}
	}
}

// violations takes each package's dependencies, and lists those that it must
// not have.
func violations(dependencies map[string][]string) []string {
	var found []string
	for from, deps := range dependencies {
		folder, rule := place(from)
		for _, to := range deps {
			bad := slices.ContainsFunc(never[rule], func(path string) bool { return within(to, path) })
			if within(to, module) {
				other, otherRule := place(to)
				bad = other != folder && !slices.Contains(uses[rule], otherRule)
			}
			if bad {
				found = append(found, fmt.Sprintf("%s must not depend on %s", from, to))
			}
		}
	}
	slices.Sort(found)
	return found
}

// place gives the folder that a package of the module lies in, and the name of
// its rule.
func place(path string) (folder, rule string) {
	if path == module {
		return "main", "main"
	}
	path = strings.TrimPrefix(path, module+"/internal/")
	for folder, rule := range inside {
		if within(path, folder) {
			return folder, rule
		}
	}
	folder, below, _ := strings.Cut(path, "/")
	if folder != "services" {
		return folder, folder
	}
	if folder, _, _ = strings.Cut(below, "/"); slices.Contains(shared, folder) {
		return folder, folder
	}
	return folder, "noun"
}

func within(path, folder string) bool {
	return path == folder || strings.HasPrefix(path, folder+"/")
}

// dependencies lists every package of the module that is more than tests, each
// with all that it depends on, directly or through others.
func dependencies(t *testing.T) map[string][]string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,GoFiles,Deps,TestImports,XTestImports", module+"/...").Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			t.Fatalf("go list: %v\n%s", err, exit.Stderr)
		}
		t.Fatal(err)
	}
	all := map[string][]string{}
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var pkg struct {
			ImportPath                               string
			GoFiles, Deps, TestImports, XTestImports []string
		}
		if err := dec.Decode(&pkg); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if len(pkg.GoFiles) > 0 {
			all[pkg.ImportPath] = pkg.Deps
			if _, rule := place(pkg.ImportPath); rule == "clerksim" {
				// Nor may its tests know anything of the client's. Clerk's SDK is a judge in them.
				tests := slices.Concat(pkg.TestImports, pkg.XTestImports)
				all[pkg.ImportPath] = append(pkg.Deps, slices.DeleteFunc(tests, func(path string) bool { return !within(path, module) })...)
			}
		}
	}
	if _, ok := all[module]; !ok {
		t.Fatalf("go list shows %d packages, and %s is none of them", len(all), module)
	}
	return all
}
