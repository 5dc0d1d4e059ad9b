package picture_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
)

// Terraform plans once more while it applies. What it finds then is uploaded.
func TestAccUploadsAPictureThatHasChangedSinceThePlan(t *testing.T) {
	t.Parallel()
	ofEachIn(t, func(t *testing.T) *acctest.Instance { t.Helper(); return acctest.NewLocal(t) }, func(t *testing.T, s *withOwner) {
		path := filepath.Join(t.TempDir(), "picture.png")
		s.copyFile(green, path)
		cli := s.CLI(s.pictured(path))
		cli.Must("apply", "-auto-approve")
		was := s.held().url
		s.copyFile(blue, path)
		cli.Must("plan", "-out=saved")
		s.write(path, append(s.read(path), "another"...))
		cli.Must("apply", "saved")
		if s.held().url == was {
			t.Error("the picture is as it was")
		}
		if out, code := cli.Run("plan", "-detailed-exitcode"); code != 0 {
			t.Errorf("the plan after the apply exits with %d:\n%s", code, out)
		}
	})
}

// A picture that was replaced outside, and whose file is gone, is in the way of an upload,
// and of nothing else: not of a plan, and so not of a destroy.
func TestPlansWithoutTheFileOfAPictureThatWasReplaced(t *testing.T) {
	t.Parallel()
	for what, outside := range map[string]func(*withOwner){
		"replaced": func(s *withOwner) { s.uploadOutside(blue)() },
		"deleted":  (*withOwner).deleteOutside,
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			ofEach(t, func(t *testing.T, s *withOwner) {
				path := filepath.Join(t.TempDir(), "picture.png")
				s.copyFile(green, path)
				gone := func() {
					s.must(os.Remove(path))
					outside(s)
				}
				s.Drive(
					acctest.Step{Config: s.pictured(path)},
					acctest.Step{Outside: gone, Config: s.pictured(path), PlanOnly: true, Warns: []string{s.attribute, "no such file", "fails without the file"}},
					acctest.Step{Config: s.pictured(path), Unsettled: true, Warns: []string{s.attribute}, Fails: []string{s.attribute, "no such file"}},
					acctest.Step{Config: s.pictured(path + ".other"), PlanOnly: true, Fails: []string{s.attribute, "no such file"}},
				)
			})
		})
	}
}

// A file that is gone matters where it would be uploaded, and nowhere else.
func TestWarnsOfAPictureWhoseFileIsGone(t *testing.T) {
	t.Parallel()
	ofEach(t, func(t *testing.T, s *withOwner) {
		path := filepath.Join(t.TempDir(), "picture.png")
		s.copyFile(green, path)
		s.Drive(
			acctest.Step{Config: s.pictured(path)},
			acctest.Step{
				Outside: func() { s.must(os.Remove(path)) },
				Config:  s.pictured(path), Plan: acctest.Nothing,
				Warns: []string{s.attribute, "no such file", "keeps the " + s.noun},
			},
			// Nor is it in the way of another change, which leaves the picture as it is.
			acctest.Step{
				Config: s.object("Ada", s.attribute+` = "`+path+`"`, `public_metadata = jsonencode({ a = 1 })`),
				Plan:   s.updates("public_metadata"),
				Warns:  []string{s.attribute, "keeps the " + s.noun},
				Check:  s.has(true),
			},
			acctest.Step{Config: s.pictured(path + ".other"), PlanOnly: true, Fails: []string{s.attribute, "no such file"}},
		)
	})
}
