package promises_test

import (
	"maps"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// The promise of terraform query, for every CLI: what the export writes is imported
// as it stands, and plans with no change at all.
func TestAccWhatIsExportedImportsWithoutAChange(t *testing.T) {
	t.Parallel()
	sim, c := clerkWithUsers(t, 60)
	api := acctest.Client(t, sim)
	for _, name := range []string{"Null", "For", "Count", "Each", "Self", "Ada Lovelace", "Ada Lovelace", "李"} {
		first, last, _ := strings.Cut(name, " ")
		if _, err := api.Users.Create(t.Context(), clerk.CreateUserParams{Account: clerk.Account{FirstName: rest.Value(first), LastName: rest.Value(last)}}); err != nil {
			t.Fatal(err)
		}
	}
	before := acctest.Writes(sim)
	sh := func(script string) string {
		t.Helper()
		out, code := c.Shell(script)
		if code != 0 {
			t.Fatalf("%s\nexits with %d:\n%s", script, code, out)
		}
		return out
	}
	out := sh("terraform-provider-clerk export; terraform-provider-clerk export --out again; diff users.tf again; diff sessions_and_tokens.tf again; terraform fmt -check -diff .")
	for _, want := range []string{"12 × clerk_jwt_template in sessions_and_tokens.tf\n", "68 × clerk_user in users.tf\n"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
	apply := c.Must("apply", "-auto-approve")
	for _, want := range []string{"Plan: 90 to import, 0 to add, 0 to change, 0 to destroy.", "Apply complete! Resources: 90 imported, 0 added, 0 changed, 0 destroyed."} {
		if !strings.Contains(apply, want) {
			t.Errorf("%q is not in the apply: %s", want, acctest.LastLines(apply))
		}
	}
	c.PlansNothing("the import")

	// Addresses and numbers as resources of their own, in a folder of its own.
	sh("mkdir apart; cp main.tf apart; terraform-provider-clerk export --out apart --types clerk_user,clerk_email_address,clerk_phone_number")
	apart := acctest.On(t, sim, "")
	apart.Dir = filepath.Join(c.Dir, "apart")
	// Of 60 users, 20 have three addresses and the others one; 15 have two numbers.
	if plan := apart.Must("plan"); !strings.Contains(plan, "Plan: 198 to import, 0 to add, 0 to change, 0 to destroy.") {
		t.Errorf("the plan with addresses apart: %s", acctest.LastLines(plan))
	}
	if after := acctest.Writes(sim); !maps.Equal(after, before) {
		t.Errorf("exporting and importing wrote %v, before it %v", after, before)
	}
	for _, file := range []string{"users.tf", "sessions_and_tokens.tf", "apart/users.tf"} {
		// Comments name the arguments that are left out.
		text := regexp.MustCompile(`(?m)^ *#.*$`).ReplaceAllString(acctest.ReadFile(t, filepath.Join(c.Dir, file)), "")
		for _, never := range []string{"private", password, totpSecret, backupCode, "a-key-of-mine", "image", "updated_at", "locked", "created_at", "_wo"} {
			if strings.Contains(text, never) {
				t.Errorf("%s contains %q", file, never)
			}
		}
		if line := regexp.MustCompile(`(?m)^  \w+ += (null|""|\[\]|jsonencode\(\{\}\))`).FindString(text); line != "" {
			t.Errorf("%s contains %q", file, line)
		}
	}
}
