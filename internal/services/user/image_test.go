package user_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

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

func TestComparesAPictureByItsContent(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	dir := t.TempDir()
	first, second := filepath.Join(dir, "first.png"), filepath.Join(dir, "second.png")
	copyFile(t, "testdata/green.png", first)
	copyFile(t, "testdata/green.png", second)
	i.Drive(
		acctest.Step{Config: pictured(first)},
		acctest.Step{Config: pictured(second), Plan: acctest.Nothing},
		acctest.Step{
			Outside: func() { copyFile(t, "testdata/blue.png", second) },
			Config:  pictured(second),
			Plan:    []string{address + ": update image_url profile_image profile_image_sha256"},
		},
		acctest.Step{
			Outside: func() { copyFile(t, "testdata/green.png", second) },
			Config:  pictured(second),
			Plan:    []string{address + ": update image_url profile_image_sha256"},
		},
	)
}

func TestDeletesAPictureWhenItIsEmptyAndLeavesItWhenItIsOmitted(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	has := func(want bool) func(acctest.States) {
		return func(acctest.States) {
			if got := i.User("ada@example.com").HasImage; got != want {
				t.Errorf("has_image is %t", got)
			}
		}
	}
	i.Drive(
		acctest.Step{Config: pictured("testdata/green.png"), Check: has(true)},
		acctest.Step{Config: minimal, Check: has(true)},
		acctest.Step{Config: pictured(""), Check: has(false), State: map[string]string{address + ".profile_image_sha256": ""}},
	)
}

func TestShowsThatAPictureWasDeletedOutside(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{Config: pictured("testdata/green.png")},
		acctest.Step{
			Outside: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				return second(c.Users.DeleteProfileImage(ctx, i.User("ada@example.com").ID))
			}),
			Config: pictured("testdata/green.png"),
			Plan:   []string{address + ": update image_url profile_image profile_image_sha256"},
		},
	)
}

// Whether a replaced picture changes image_url is an assumption. Where it does
// not, the replacement does not show, and nothing else goes wrong.
func TestBearsAPictureWhoseURLStaysTheSame(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t, func(o *clerksim.Options) { o.Assume = map[string]string{"image_url_changes": "false"} })
	i.Drive(
		acctest.Step{Config: pictured("testdata/green.png")},
		acctest.Step{Config: pictured("testdata/blue.png"), Plan: updates("image_url", "profile_image", "profile_image_sha256")},
		acctest.Step{
			Outside: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				return second(c.Users.SetProfileImage(ctx, i.User("ada@example.com").ID, "x.png", mustRead(t, "testdata/green.png")))
			}),
			Config: pictured("testdata/blue.png"),
			Plan:   acctest.Nothing,
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

func TestRefusesABadPictureAtPlanTime(t *testing.T) {
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
		acctest.InProcess(t).ExpectRefused(pictured(path), "A picture that Clerk would not take", "profile_image", want)
	}
}

func TestLeavesNoUserBehindWhenItsPictureFails(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Sim.PlaceFault(clerksim.Fault{Operation: "POST /users/{user_id}/profile_image", Kind: "502", Times: 20})
	i.Drive(acctest.Step{
		Config: "provider \"clerk\" { max_retries = 0 }\n" + pictured("testdata/green.png"),
		Fails:  []string{`Could not create user "ada@example.com"`, "profile_image", "502"},
	})
	if n := len(i.Users()); n != 0 {
		t.Errorf("%d users were left behind", n)
	}
}

func TestTaintsAUserWhoseCreationCouldNotBeUndone(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Sim.PlaceFault(clerksim.Fault{Operation: "POST /users/{user_id}/profile_image", Kind: "502", Times: 1})
	i.Sim.PlaceFault(clerksim.Fault{Operation: "DELETE /users/{user_id}", Kind: "502", Times: 1})
	config := "provider \"clerk\" { max_retries = 0 }\n" + pictured("testdata/green.png")
	i.Drive(
		acctest.Step{Config: config, Fails: []string{"could not be deleted again"}},
		acctest.Step{Config: config, Plan: []string{address + ": replace, tainted"}},
	)
}

// Terraform plans once more while it applies. What it finds then is uploaded.
func TestAccUploadsAPictureThatHasChangedSinceThePlan(t *testing.T) {
	t.Parallel()
	i := acctest.NewLocal(t)
	path := filepath.Join(t.TempDir(), "picture.png")
	copyFile(t, "testdata/green.png", path)
	cli := i.CLI(pictured(path))
	cli.Must("apply", "-auto-approve")
	was := i.User("ada@example.com").ImageURL
	copyFile(t, "testdata/blue.png", path)
	cli.Must("plan", "-out=saved")
	blue, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, append(blue, "another"...), 0o600); err != nil {
		t.Fatal(err)
	}
	cli.Must("apply", "saved")
	if i.User("ada@example.com").ImageURL == was {
		t.Error("the picture is as it was")
	}
	if out, code := cli.Run("plan", "-detailed-exitcode"); code != 0 {
		t.Errorf("the plan after the apply exits with %d:\n%s", code, out)
	}
}

// A picture that was replaced outside, and whose file is gone, is in the way of an upload,
// and of nothing else: not of a plan, and so not of a destroy.
func TestPlansWithoutTheFileOfAPictureThatWasReplaced(t *testing.T) {
	t.Parallel()
	for what, outside := range map[string]func(ctx context.Context, c *clerk.Client, id string) error{
		"replaced": func(ctx context.Context, c *clerk.Client, id string) error {
			image, err := os.ReadFile("testdata/blue.png")
			if err != nil {
				return err
			}
			_, err = c.Users.SetProfileImage(ctx, id, "blue.png", image)
			return err
		},
		"deleted": func(ctx context.Context, c *clerk.Client, id string) error {
			_, err := c.Users.DeleteProfileImage(ctx, id)
			return err
		},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			i := acctest.InProcess(t)
			path := filepath.Join(t.TempDir(), "picture.png")
			copyFile(t, "testdata/green.png", path)
			gone := func() {
				if err := errors.Join(os.Remove(path), outside(t.Context(), i.Clerk, i.User("ada@example.com").ID)); err != nil {
					t.Error(err)
				}
			}
			i.Drive(
				acctest.Step{Config: pictured(path)},
				acctest.Step{Outside: gone, Config: pictured(path), PlanOnly: true, Warns: []string{"profile_image", "no such file", "fails without the file"}},
				acctest.Step{Config: pictured(path), Unsettled: true, Warns: []string{"profile_image"}, Fails: []string{"profile_image", "no such file"}},
				acctest.Step{Config: pictured(path + ".other"), PlanOnly: true, Fails: []string{"profile_image", "no such file"}},
			)
		})
	}
}

// A file that is gone matters where it would be uploaded, and nowhere else.
func TestWarnsOfAPictureWhoseFileIsGone(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	path := filepath.Join(t.TempDir(), "picture.png")
	copyFile(t, "testdata/green.png", path)
	i.Drive(
		acctest.Step{Config: pictured(path)},
		acctest.Step{
			Outside: func() {
				if err := os.Remove(path); err != nil {
					t.Error(err)
				}
			},
			Config: pictured(path), Plan: acctest.Nothing,
			Warns: []string{"profile_image", "no such file", "keeps the picture"},
		},
		// Nor is it in the way of another change, which leaves the picture as it is.
		acctest.Step{
			Config: withSecrets("  profile_image = \"" + path + "\"\n  locale = \"en-US\""),
			Plan:   []string{address + ": update locale"},
			Warns:  []string{"profile_image", "keeps the picture"},
			Check: func(acctest.States) {
				if !i.User("ada@example.com").HasImage {
					t.Error("the picture is gone, too")
				}
			},
		},
		acctest.Step{Config: pictured(path + ".other"), PlanOnly: true, Fails: []string{"profile_image", "no such file"}},
	)
}
