package picture_test

import (
	"path/filepath"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

func TestComparesAPictureByItsContent(t *testing.T) {
	t.Parallel()
	ofEach(t, func(t *testing.T, s *withOwner) {
		dir := t.TempDir()
		first, second := filepath.Join(dir, "first.png"), filepath.Join(dir, "second.png")
		s.copyFile(green, first)
		s.copyFile(green, second)
		s.Drive(
			acctest.Step{Config: s.pictured(first), Check: s.has(true)},
			acctest.Step{Config: s.pictured(second), Plan: acctest.Nothing},
			acctest.Step{
				Outside: func() { s.copyFile(blue, second) },
				Config:  s.pictured(second), Plan: s.updates("image_url PICTURE PICTURE_sha256"), Writes: map[string]int{s.uploads: 1},
			},
			acctest.Step{
				Outside: func() { s.copyFile(green, second) },
				Config:  s.pictured(second), Plan: s.updates("image_url PICTURE_sha256"), Writes: map[string]int{s.uploads: 1},
			},
		)
	})
}

func TestDeletesAPictureWhenItIsEmptyAndLeavesItWhenItIsOmitted(t *testing.T) {
	t.Parallel()
	ofEach(t, func(_ *testing.T, s *withOwner) {
		s.Drive(
			acctest.Step{Config: s.pictured(green), Check: s.has(true)},
			acctest.Step{Config: s.bare(), Check: s.has(true)},
			acctest.Step{Config: s.pictured(""), Check: s.has(false), State: map[string]string{s.address + "." + s.attribute + "_sha256": ""}},
		)
	})
}

func TestShowsThatAPictureWasDeletedOutside(t *testing.T) {
	t.Parallel()
	ofEach(t, func(_ *testing.T, s *withOwner) {
		s.Drive(
			acctest.Step{Config: s.pictured(green)},
			acctest.Step{Outside: s.deleteOutside, Config: s.pictured(green), Plan: s.updates("image_url PICTURE PICTURE_sha256"), Check: s.has(true)},
		)
	})
}

// Nobody's null is taken for nothing where it is not: a picture that others uploaded
// is deleted where the configuration begins to say that there is none.
func TestAPictureOfOthersIsDeletedWhereTheConfigurationSaysThatThereIsNone(t *testing.T) {
	t.Parallel()
	ofEach(t, func(_ *testing.T, s *withOwner) {
		s.Drive(
			acctest.Step{Config: s.bare()},
			acctest.Step{
				Outside: s.uploadOutside(green),
				Config:  s.bare(), Plan: acctest.Nothing, State: map[string]string{s.address + "." + s.attribute + "_sha256": "null"},
			},
			acctest.Step{Config: s.pictured(""), Plan: s.updates("image_url PICTURE PICTURE_sha256"), Check: s.has(false)},
		)
	})
}

// Whether a replaced picture changes image_url is an assumption. Where it does
// not, the replacement does not show, and nothing else goes wrong.
func TestBearsAPictureWhoseURLStaysTheSame(t *testing.T) {
	t.Parallel()
	ofEach(t, func(_ *testing.T, s *withOwner) {
		s.Drive(
			acctest.Step{Config: s.pictured(green)},
			acctest.Step{Config: s.pictured(blue), Plan: s.updates("image_url PICTURE PICTURE_sha256")},
			acctest.Step{Outside: s.uploadOutside(green), Config: s.pictured(blue), Plan: acctest.Nothing},
		)
	}, func(o *clerksim.Options) { o.Assume = map[string]string{"image_url_changes": "false"} })
}

// Clerk's own picture has a name's letters, and so has its URL.
func TestPlansTheURLOfClerksOwnPictureAnewWithANewName(t *testing.T) {
	t.Parallel()
	ofEach(t, func(t *testing.T, s *withOwner) {
		shown := func(states acctest.States) {
			if got, want := states.Get(s.address, "image_url"), s.held().url; got != want {
				t.Errorf("the state has the URL %s, and Clerk %s", got, want)
			}
		}
		s.Drive(
			acctest.Step{Config: s.bare(), Check: shown},
			acctest.Step{Config: s.object("Grace"), Check: shown},
			acctest.Step{Config: s.object("Grace", s.attribute+` = "`+green+`"`), Check: shown},
			// What was uploaded keeps its URL.
			acctest.Step{Config: s.object("Ada", s.attribute+` = "`+green+`"`), Check: func(states acctest.States) {
				shown(states)
				s.has(true)(states)
			}},
			acctest.Step{Config: s.object("Grace", s.attribute+` = ""`), Check: shown},
		)
	})
}

func TestRefusesABadPictureAtPlanTime(t *testing.T) {
	t.Parallel()
	ofEach(t, func(t *testing.T, s *withOwner) {
		dir := t.TempDir()
		large, text := filepath.Join(dir, "large.png"), filepath.Join(dir, "text.png")
		s.write(large, append(s.read(green), make([]byte, 10<<20)...))
		s.write(text, []byte("no picture"))
		for path, want := range map[string]string{
			filepath.Join(dir, "missing.png"): "no such file",
			large:                             "takes at most 10485760 (10 MB)",
			text:                              "is not a " + s.noun + " that Clerk takes",
			dir:                               "is a directory",
		} {
			acctest.InProcess(t).ExpectRefused(s.pictured(path), "A "+s.noun+" that Clerk would not take", s.attribute, want)
		}
	})
}

// once is a provider that repeats nothing.
const once = "provider \"clerk\" {\n  max_retries = 0\n}\n"

func TestLeavesNoObjectBehindWhenItsPictureFails(t *testing.T) {
	t.Parallel()
	ofEach(t, func(t *testing.T, s *withOwner) {
		s.Sim.PlaceFault(clerksim.Fault{Operation: s.uploads, Kind: "502", Times: 20})
		s.Drive(acctest.Step{
			Config: once + s.pictured(green),
			Fails:  []string{"Could not create " + s.label, s.attribute, "502", "It was deleted again"},
		})
		if all := s.all(s.Instance); len(all) != 0 {
			t.Errorf("left behind were %+v", all)
		}
	})
}

func TestTaintsAnObjectWhoseCreationCouldNotBeUndone(t *testing.T) {
	t.Parallel()
	ofEach(t, func(_ *testing.T, s *withOwner) {
		s.Sim.PlaceFault(clerksim.Fault{Operation: s.uploads, Kind: "502"})
		s.Sim.PlaceFault(clerksim.Fault{Operation: s.deletes, Kind: "502"})
		s.Drive(
			acctest.Step{Config: once + s.pictured(green), Fails: []string{s.attribute, "could not be deleted again", "tainted"}},
			acctest.Step{Config: once + s.pictured(green), Plan: []string{s.address + ": replace, tainted"}, Check: s.has(true)},
		)
	})
}
