package promises_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// An instance with every type that can be exported becomes one configuration: it imports
// what is there without a change, and makes the same in another instance.
func TestAccAWholeInstanceIsExportedAndCarriedToAnother(t *testing.T) {
	t.Parallel()
	sim := acctest.Start(t)
	const organizations = 10
	seeded := seedEveryType(t, sim, 30, organizations, 50)
	c := acctest.On(t, sim, "")
	before, everything := acctest.Writes(sim), " --types all"
	exportAll(t, c, everything)
	exported := resourceBlocks(t, c.Dir)
	for file, text := range configurations(t, c.Dir) {
		for _, never := range []string{"planted-", "created_at", "updated_at", "= null"} {
			if strings.Contains(text, never) {
				t.Errorf("%s contains %q", file, never)
			}
		}
		if id := regexp.MustCompile(`"[a-z]+_[0-9A-Za-z]{27}\b`).FindString(text); id != "" && !strings.HasSuffix(file, ".imports.tf") {
			t.Errorf("%s has the id %s, and not a reference", file, id)
		}
	}
	exportsEveryArgument(t, sim, c.Dir)
	settings := 0
	for _, block := range exported {
		if strings.HasPrefix(block, `resource "clerk_instance_`) {
			settings++
		}
	}
	// Every instance has settings, two roles, a role set and a domain, and of the seed every
	// third organization was created by somebody, who is a member by that.
	everywhere, objects := settings+4, seeded+4+(organizations+2)/3
	importsAll(t, c, objects)
	if after := acctest.Writes(sim); !maps.Equal(after, before) {
		t.Errorf("exporting and importing wrote %v, before it %v", after, before)
	}

	other := acctest.Start(t)
	there := acctest.On(t, other, "")
	for file, text := range configurations(t, c.Dir) {
		// What Clerk does not return, the comments name.
		text = strings.Replace(text, "# Left out, since Clerk does not return it: signing_key_wo and signing_key_wo_version.",
			`signing_key_wo = "`+strings.Repeat("a-key-of-mine-", 5)+"\"\nsigning_key_wo_version = 1", 1)
		text = strings.Replace(text, "    discovery_url = ", "client_secret_wo = \"a secret of mine\"\nclient_secret_wo_version = 1\ndiscovery_url = ", 1)
		if !strings.HasSuffix(file, ".imports.tf") {
			writeFile(t, filepath.Join(there.Dir, file), text)
		}
	}
	domains, err := rest.Collect(acctest.Client(t, other).Domains.List(t.Context()))
	if err != nil || len(domains) != 1 {
		t.Fatalf("an instance has the domains %v: %v", domains, err)
	}
	variable := "-var=primary_domain=" + domains[0].Name
	want := fmt.Sprintf("Resources: %d imported, %d added, %d changed, 0 destroyed.", everywhere, objects-everywhere, settings)
	if out := there.Must("apply", "-auto-approve", variable); !strings.Contains(out, want) {
		t.Errorf("%q is not in the apply to another instance: %s", want, acctest.LastLines(out))
	}
	there.PlansNothing("the apply to another instance", variable)
	again := acctest.On(t, other, "")
	exportAll(t, again, everything)
	if has := resourceBlocks(t, again.Dir); !slices.Equal(has, exported) {
		for _, block := range exported {
			if !slices.Contains(has, block) {
				t.Errorf("the other instance lacks, or has otherwise:\n%s", block)
			}
		}
		t.Errorf("the other instance exports %d resources, and the first %d", len(has), len(exported))
	}
}

// seedEveryType applies a configuration that has every type and every argument. It returns
// how many resources it has.
func seedEveryType(t *testing.T, sim *clerksim.Server, users, organizations, memberships int) int {
	t.Helper()
	seed := acctest.On(t, sim, fmt.Sprintf("module \"seed\" {\n  source = %q\n  users = %d\n  organizations = %d\n  memberships = %d\n}\n",
		filepath.Join(acctest.Root(), "internal", "acctest", "promises", "testdata", "whole-instance"), users, organizations, memberships))
	seed.Must("get")
	seed.Must("apply", "-auto-approve")
	seed.PlansNothing("the seed")
	return len(strings.Fields(seed.Must("state", "list")))
}

// The promise of adoption for an instance of some size with every type, in so many requests
// where none is lost.
func TestAccAnInstanceOfSomeSizeIsImportedWithoutAChange(t *testing.T) {
	t.Parallel()
	sim := acctest.Start(t, acctest.Reliable)
	seedEveryType(t, sim, 15, 10, 30)
	api := acctest.Client(t, sim)
	users, must := make([]string, 500), func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for n := range users {
		u, err := api.Users.Create(t.Context(), userInUse(t, 1000+n))
		must(err)
		users[n] = u.ID
	}
	for n := range 24 {
		o, err := api.Organizations.Create(t.Context(), clerk.CreateOrganizationParams{Name: fmt.Sprintf("Customer %d", n), MaxAllowedMemberships: rest.Value(int64(0))})
		must(err)
		for k := range 42 {
			_, err := api.OrganizationMemberships.Create(t.Context(), clerk.CreateMembershipParams{OrganizationID: o.ID, UserID: users[(42*n+k)%len(users)], Role: "org:member"})
			must(err)
		}
	}
	before := len(sim.Requests())
	c := acctest.On(t, sim, "")
	exportAll(t, c, "")
	if n := len(sim.Requests()) - before; n > 60 {
		t.Errorf("the export took %d requests", n)
	}
	least := map[string]int{"clerk_user": 500, "clerk_organization": 30, "clerk_organization_membership": 1000, "clerk_organization_role": 10, "clerk_organization_permission": 30, "clerk_svix_app": 1, "clerk_api_key": 0}
	for _, typ := range exportable(t, sim) {
		n := 3
		if strings.HasPrefix(typ, "clerk_instance_") {
			n = 1
		}
		if given, ok := least[typ]; ok {
			n = given
		}
		if has := len(blocksOf(t, c.Dir, typ)); has < n {
			t.Errorf("%d × %s were exported, and not %d", has, typ, n)
		}
	}
	exportAll(t, c, " --types all --force")
	if has := len(blocksOf(t, c.Dir, "clerk_api_key")); has < 3 {
		t.Errorf("%d × clerk_api_key were exported", has)
	}
	want := fmt.Sprintf("Plan: %d to import, 0 to add, 0 to change, 0 to destroy.", len(resourceBlocks(t, c.Dir)))
	if out := c.Must("plan"); !strings.Contains(out, want) {
		t.Errorf("%q is not in the plan of what was exported: %s", want, acctest.LastLines(out))
	}
}

// exportable are the types that an export of everything has: all that can be listed, but for
// what is exported as a part of users.
func exportable(t *testing.T, sim *clerksim.Server) (all []string) {
	t.Helper()
	for name, typ := range acctest.NewWorld(t, sim).Core.Types() {
		if typ.CanBeListed() && name != "clerk_email_address" && name != "clerk_phone_number" {
			all = append(all, name)
		}
	}
	slices.Sort(all)
	return all
}

// unwritten says of arguments, by their names or their ends, why no export has them, nor
// what is in them.
var unwritten = map[string]string{
	"_version": "it counts what is written only", "keep_api_key": "Clerk knows nothing of it", "keep_client_secret": "Clerk knows nothing of it",
	"logo": "Clerk does not give the file back", "profile_image": "Clerk does not give the file back",
	"created_at": "it stays as it is", "created_by": "it stays as it is", "locked": "it ends by itself",
	"seconds_until_expiration": "Clerk has the time of the expiration only",
	"reassign":                 "it is for a destroy", "replacement": "it is for a destroy",
	"creator_role": "clerk_role_set has it", "domains_default_role": "clerk_role_set has it", "restricted_to_allowlist": "clerk_instance_restrictions has it",
	"saml.attribute_mapping": "Clerk does not return it", "saml.idp_certificate": "Clerk does not return it", "saml.idp_metadata": "Clerk does not return it",
	"clerk_js_version": "Clerk does not return it", "development_origin": "Clerk does not return it", "hibp": "Clerk does not return it",
	"preferred_sign_in_strategy_when_password_required": "Clerk does not return it", "support_email": "Clerk does not return it", "test_mode": "Clerk does not return it",
	"url_based_session_syncing": "Clerk does not return it",
}

// exportsEveryArgument expects that of every type that can be listed each argument stands
// somewhere in what was exported: else the instance is not whole, or the export leaves
// something out.
func exportsEveryArgument(t *testing.T, sim *clerksim.Server, dir string) {
	t.Helper()
	excused := map[string]bool{}
	for name, typ := range acctest.NewWorld(t, sim).Core.Types() {
		if !slices.Contains(exportable(t, sim), name) {
			continue
		}
		blocks := strings.Join(blocksOf(t, dir, name), "\n")
		for _, argument := range writable("", slices.Collect(maps.Values(typ.Attributes))) {
			excuse := excuseOf(argument)
			last := argument[strings.LastIndex(argument, ".")+1:]
			switch has := regexp.MustCompile(`(?m)^[^#\n]*\b` + last + ` +=`).MatchString(blocks); {
			case has && excuse == "":
			case !has && excuse != "":
				excused[excuse] = true
			case !has:
				t.Errorf("no %s that was exported has %s", name, argument)
			}
		}
	}
	for end := range unwritten {
		if !excused[end] {
			t.Errorf("%s is exported, or no argument, and needs no excuse", end)
		}
	}
}

// excuseOf is the name or the end in unwritten that an argument has; "" if it has none.
func excuseOf(argument string) string {
	for name := range unwritten {
		if argument == name || strings.HasPrefix(argument, name+".") {
			return name
		}
	}
	if strings.HasSuffix(argument, "_version") {
		return "_version"
	}
	return ""
}

// writable are the arguments that a person can write, with those in others.
func writable(within string, attributes []*tfprotov6.SchemaAttribute) (all []string) {
	for _, a := range attributes {
		if !a.Required && !a.Optional || a.WriteOnly || a.Sensitive || a.Deprecated {
			continue
		}
		all = append(all, within+a.Name)
		if a.NestedType != nil {
			all = append(all, writable(within+a.Name+".", a.NestedType.Attributes)...)
		}
	}
	return all
}

// exportAll exports an instance into a folder, with these flags.
func exportAll(t *testing.T, c *acctest.CLI, flags string) {
	t.Helper()
	if out, code := c.Shell("terraform-provider-clerk export" + flags + " && terraform fmt -check -diff ."); code != 0 {
		t.Fatalf("the export exits with %d:\n%s", code, out)
	}
}

// importsAll applies what was exported, which changes nothing.
func importsAll(t *testing.T, c *acctest.CLI, objects int) {
	t.Helper()
	if out, want := c.Must("apply", "-auto-approve"), fmt.Sprintf("Resources: %d imported, 0 added, 0 changed, 0 destroyed.", objects); !strings.Contains(out, want) {
		t.Errorf("%q is not in the apply of what was exported: %s", want, acctest.LastLines(out))
	}
	c.PlansNothing("the import")
}

// configurations are the files that an export wrote, by name.
func configurations(t *testing.T, dir string) map[string]string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.tf"))
	paths = slices.DeleteFunc(paths, func(path string) bool { return filepath.Base(path) == "main.tf" })
	if err != nil || len(paths) == 0 {
		t.Fatalf("nothing was exported: %v", err)
	}
	files := map[string]string{}
	for _, path := range paths {
		files[filepath.Base(path)] = acctest.ReadFile(t, path)
	}
	return files
}

// resourceBlocks are the blocks of all resources that an export wrote, sorted.
func resourceBlocks(t *testing.T, dir string) (blocks []string) {
	t.Helper()
	for _, text := range configurations(t, dir) {
		blocks = append(blocks, regexp.MustCompile(`(?ms)^resource .*?^\}$`).FindAllString(text, -1)...)
	}
	slices.Sort(blocks)
	return blocks
}

// blocksOf are those of a type.
func blocksOf(t *testing.T, dir, typ string) []string {
	t.Helper()
	return slices.DeleteFunc(resourceBlocks(t, dir), func(block string) bool { return !strings.HasPrefix(block, `resource "`+typ+`" `) })
}

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
