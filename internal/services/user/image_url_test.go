package user_test

import (
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
)

func named(first, more string) string {
	return `
resource "clerk_user" "ada" {
  email_addresses = ["ada@example.com"]
  first_name      = "` + first + `"
  ` + more + `
}`
}

// Clerk's own picture has the initials: of these names, and of no other.
func TestPlansTheURLOfTheInitialsAnewWithTheNamesThatTheyAreOf(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	shown := func(states acctest.States) {
		if got, want := states.Get(address, "image_url"), i.User("ada@example.com").ImageURL; got != want {
			t.Errorf("the state has the URL %s, and Clerk %s", got, want)
		}
	}
	i.Drive(
		acctest.Step{Config: minimal, Check: shown},
		acctest.Step{Config: named("Ada", ""), Plan: updates("first_name", "image_url"), Check: shown},
		acctest.Step{Config: named("Grace", ""), Plan: updates("first_name", "image_url"), Check: shown},
		acctest.Step{Config: named("Grace", `last_name = "Hopper"`), Plan: updates("image_url", "last_name"), Check: shown},
		acctest.Step{Config: named("Grace", `username = "grace"`), Plan: updates("username"), Check: shown},
		acctest.Step{Config: named("", ""), Plan: updates("first_name", "image_url"), Check: shown},
	)
}
