package docs_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/crypto/bcrypt"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// seeded runs examples/seed-users on a file of users.
func seeded(t *testing.T, sim *clerksim.Server, file string) *acctest.CLI {
	t.Helper()
	c := acctest.On(t, sim, `
module "seed" {
  source       = "`+filepath.Join(acctest.Root(), "examples", "seed-users")+`"
  users_file   = "`+file+`"
  pictures_dir = "`+filepath.Join(acctest.Root(), "examples", "seed-users", "pictures")+`"
}`)
	c.Must("get")
	c.Must("apply", "-auto-approve")
	return c
}

func TestAccSeedsUsersFromAFile(t *testing.T) {
	t.Parallel()
	const password = "a password from elsewhere"
	digest, err := bcrypt.GenerateFromPassword([]byte(password), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	lines := []string{"external_id,email,first_name,password_digest,password_hasher,public_metadata,picture"}
	for n := range 60 {
		picture := ""
		if n%15 == 0 {
			picture = "green.png"
		}
		lines = append(lines, fmt.Sprintf(`U-%d,user-%d@example.com,First%d,%s,bcrypt,"{""n"":%d}",%s`, n, n, n, digest, n, picture))
	}
	file := filepath.Join(t.TempDir(), "users.csv")
	if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	sim := acctest.Start(t)
	c, api := seeded(t, sim, file), acctest.Client(t, sim)

	users, err := rest.Collect(api.Users.List(t.Context(), clerk.UserFilter{}))
	if err != nil || len(users) != 60 {
		t.Fatalf("Clerk holds %d users: %v", len(users), err)
	}
	pictured := slices.DeleteFunc(slices.Clone(users), func(u clerk.User) bool { return !u.HasImage })
	if len(pictured) != 4 {
		t.Fatalf("%d users have a picture", len(pictured))
	}
	if ok, err := api.Users.VerifyPassword(t.Context(), users[0].ID, password); !ok || err != nil {
		t.Errorf("the migrated password does not verify: %v", err)
	}
	if state := acctest.ReadFile(t, filepath.Join(c.Dir, "terraform.tfstate")); strings.Contains(state, string(digest)) {
		t.Error("the state contains a digest")
	}
	// What users change themselves is not taken back: their name, their picture.
	if _, err := api.Users.Update(t.Context(), users[0].ID, clerk.UpdateUserParams{Account: clerk.Account{FirstName: rest.Value("Own")}}); err != nil {
		t.Fatal(err)
	}
	if _, err := api.Users.DeleteProfileImage(t.Context(), pictured[0].ID); err != nil {
		t.Fatal(err)
	}
	c.PlansNothing("a user's own change")
}

func TestAccSeedsTheUsersOfTheExampleFiles(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]int{"users.csv": 3, "users.json": 2} {
		sim := acctest.Start(t)
		c := seeded(t, sim, filepath.Join(acctest.Root(), "examples", "seed-users", file))
		if n, err := acctest.Client(t, sim).Users.Count(t.Context(), clerk.UserFilter{}); n != want || err != nil {
			t.Errorf("%s made %d users: %v", file, n, err)
		}
		c.PlansNothing(file)
	}
}
