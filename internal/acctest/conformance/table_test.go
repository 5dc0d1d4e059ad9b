package conformance_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write testdata/")

// page is what a type has shown on each rung: one file for each name, so that those who
// add types do not meet in one.
func page(t *testing.T, name string, shown map[string]string) string {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\nWritten by `make golden`, and compared by `make test`.\n", name)
	if len(shown) > 0 {
		b.WriteString("\nWhat the resource has shown in process, against a local Clerk:\n\n| | |\n|---|---|\n")
		for _, r := range rungs {
			fmt.Fprintf(&b, "| %s | %s |\n", r.name, strings.ReplaceAll(shown[r.name], "; not `", "<br>not `"))
		}
	}
	kinds := slices.DeleteFunc(everything(t), func(r registered) bool { return r.name != name })
	b.WriteString("\n| |")
	for _, r := range kinds {
		b.WriteString(" " + strings.ReplaceAll(strings.TrimSuffix(r.kind, "s"), "-", " ") + " |")
	}
	b.WriteString("\n|---|" + strings.Repeat("---|", len(kinds)) + "\n")
	for _, c := range conventions {
		b.WriteString("| " + c.name + " |")
		for _, r := range kinds {
			answer := "yes"
			if wrong := c.ask(t.Context(), r); wrong != "" {
				answer = "no: " + wrong
			} else if r.validate == nil && c.name == "valid with unknown values" {
				answer = "does not apply: Terraform calls a function with known values only"
			}
			b.WriteString(" " + answer + " |")
		}
		b.WriteString("\n")
	}
	return b.String()
}

// compare holds a page against its file, or writes it.
func compare(t *testing.T, name string, shown map[string]string) {
	t.Helper()
	file, got := filepath.Join("testdata", name+".md"), page(t, name, shown)
	if *update {
		if err := errors.Join(os.MkdirAll("testdata", 0o750), os.WriteFile(file, []byte(got), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	if was, err := os.ReadFile(file); err != nil || string(was) != got {
		t.Errorf("%s is not what the ladder shows (%v); run the test with -update. It shows:\n%s", file, err, got)
	}
}

// comparePages does so for all names that are no resource's, and finds the files of types
// that are gone.
func comparePages(t *testing.T) {
	t.Helper()
	var names []string
	for _, r := range everything(t) {
		if !slices.Contains(names, r.name) {
			names = append(names, r.name)
		}
	}
	for _, name := range names {
		if !slices.ContainsFunc(subjects, func(s *subject) bool { return s.name == name }) {
			compare(t, name, nil)
		}
	}
	files, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		name, isPage := strings.CutSuffix(f.Name(), ".md")
		if !isPage || slices.Contains(names, name) {
			continue
		}
		if !*update {
			t.Errorf("%s is of a type that is gone: make golden removes it", f.Name())
		} else if err := os.Remove(filepath.Join("testdata", f.Name())); err != nil {
			t.Error(err)
		}
	}
}
