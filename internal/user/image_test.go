package user_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

func pictured(path string) string { return withSecrets(`  profile_image = "` + path + `"`) }

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestAccComparesAPictureByItsContent(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	dir := t.TempDir()
	first, second := filepath.Join(dir, "first.png"), filepath.Join(dir, "second.png")
	copyFile(t, "testdata/green.png", first)
	copyFile(t, "testdata/green.png", second)
	i.Run(
		resource.TestStep{Config: pictured(first)},
		resource.TestStep{Config: pictured(second), ConfigPlanChecks: unchanged()},
		resource.TestStep{
			PreConfig:        func() { copyFile(t, "testdata/blue.png", second) },
			Config:           pictured(second),
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, "profile_image", "profile_image_sha256", "image_url"),
		},
		resource.TestStep{Config: pictured(second), ConfigPlanChecks: unchanged()},
		resource.TestStep{
			PreConfig:        func() { copyFile(t, "testdata/green.png", second) },
			Config:           pictured(second),
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, "profile_image_sha256", "image_url"),
		},
	)
}

func TestAccDeletesAPictureWhenItIsEmptyAndLeavesItWhenItIsOmitted(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	has := func(want bool) resource.TestCheckFunc {
		return func(*terraform.State) error {
			if got := i.User("ada@example.com").HasImage; got != want {
				t.Errorf("has_image is %t", got)
			}
			return nil
		}
	}
	i.Run(
		resource.TestStep{Config: pictured("testdata/green.png"), Check: has(true)},
		resource.TestStep{Config: minimal, Check: has(true)},
		resource.TestStep{Config: minimal, ConfigPlanChecks: unchanged()},
		resource.TestStep{Config: pictured(""), Check: has(false), ConfigStateChecks: []statecheck.StateCheck{value("profile_image_sha256", knownvalue.StringExact(""))}},
		resource.TestStep{Config: pictured(""), ConfigPlanChecks: unchanged()},
	)
}

func TestAccShowsThatAPictureWasDeletedOutside(t *testing.T) {
	t.Parallel()
	i := acctest.New(t)
	i.Run(
		resource.TestStep{Config: pictured("testdata/green.png")},
		resource.TestStep{
			PreConfig: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				return second(c.Users.DeleteProfileImage(ctx, i.User("ada@example.com").ID))
			}),
			Config:           pictured("testdata/green.png"),
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, "profile_image", "profile_image_sha256", "image_url"),
		},
	)
}

// Whether a replaced picture changes image_url is an assumption. Where it does
// not, the replacement does not show, and nothing else goes wrong.
func TestAccBearsAPictureWhoseURLStaysTheSame(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t, func(o *clerksim.Options) { o.Assume = map[string]string{"image_url_changes": "false"} })
	i.Run(
		resource.TestStep{Config: pictured("testdata/green.png")},
		resource.TestStep{Config: pictured("testdata/blue.png"), ConfigPlanChecks: planned(plancheck.ResourceActionUpdate)},
		resource.TestStep{
			PreConfig: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				return second(c.Users.SetProfileImage(ctx, i.User("ada@example.com").ID, "x.png", mustRead(t, "testdata/green.png")))
			}),
			Config:           pictured("testdata/blue.png"),
			ConfigPlanChecks: unchanged(),
		},
	)
}

func mustRead(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestAccRefusesABadPictureAtPlanTime(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	large, text := filepath.Join(dir, "large.png"), filepath.Join(dir, "text.png")
	if err := os.WriteFile(large, append(mustRead(t, "testdata/green.png"), make([]byte, 10<<20)...), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(text, []byte("no picture"), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		filepath.Join(dir, "missing.png"): "no such file",
		large:                             "takes at most 10485760 (10 MB)",
		text:                              "is not a picture that Clerk takes",
		dir:                               "is a directory",
	} {
		i := acctest.Simulated(t)
		i.Run(resource.TestStep{Config: pictured(path), PlanOnly: true, ExpectError: acctest.Words("A picture that Clerk would not take", "profile_image", want)})
		if n := i.Sim.Stats().Requests; n != 0 {
			t.Errorf("%d requests were sent", n)
		}
	}
}

func TestAccLeavesNoUserBehindWhenItsPictureFails(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t)
	i.Sim.PlaceFault(clerksim.Fault{Operation: "POST /users/{user_id}/profile_image", Kind: "502", Times: 20})
	i.Run(resource.TestStep{
		Config:      "provider \"clerk\" { max_retries = 0 }\n" + pictured("testdata/green.png"),
		ExpectError: acctest.Words(`Could not create user "ada@example.com"`, "profile_image", "502"),
	})
	if n := len(i.Users()); n != 0 {
		t.Errorf("%d users were left behind", n)
	}
}

func TestAccTaintsAUserWhoseCreationCouldNotBeUndone(t *testing.T) {
	t.Parallel()
	i := acctest.Simulated(t)
	i.Sim.PlaceFault(clerksim.Fault{Operation: "POST /users/{user_id}/profile_image", Kind: "502", Times: 1})
	i.Sim.PlaceFault(clerksim.Fault{Operation: "DELETE /users/{user_id}", Kind: "502", Times: 1})
	config := "provider \"clerk\" { max_retries = 0 }\n" + pictured("testdata/green.png")
	i.Run(
		resource.TestStep{Config: config, ExpectError: acctest.Words("could not be deleted again")},
		resource.TestStep{Config: config, ConfigPlanChecks: planned(plancheck.ResourceActionDestroyBeforeCreate)},
	)
}
