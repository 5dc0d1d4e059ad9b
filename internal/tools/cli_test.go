// Package tools_test checks the scripts that choose and build command-line tools.
package tools_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Which CLI make demo runs, by what is on the PATH and what is asked for. The
// script that builds is replaced by one that writes what it was asked to build.
func TestTheCLIOnThePathIsTakenWhereItIsSupported(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, onPath string
		ask          []string
		want         string // "path", or what is built into .bin
		says         string
	}{
		{"the oldest that is supported", "Terraform v1.11.0", nil, "path", "taking Terraform v1.11.0 from the PATH"},
		{"a later one", "Terraform v1.16.2", nil, "path", "taking Terraform v1.16.2 from the PATH"},
		{"one that is too old", "Terraform v1.10.5", nil, "terraform", "is not a Terraform that this provider supports"},
		{"one that is much too old", "Terraform v0.12.31", nil, "terraform", "is not a Terraform that this provider supports"},
		{"none", "", nil, "terraform", "built into .bin"},
		{"a choice", "Terraform v1.16.2", []string{"tofu"}, "tofu", "built into .bin"},
		{"the pinned one", "Terraform v1.16.2", []string{"terraform"}, "terraform", "built into .bin"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			root := t.TempDir()
			scripts, path := filepath.Join(root, "internal", "tools"), filepath.Join(root, "path")
			for _, script := range []string{"cli.sh", "supported.sh"} {
				text, err := os.ReadFile(script)
				if err != nil {
					t.Fatal(err)
				}
				write(t, filepath.Join(scripts, script), string(text))
			}
			write(t, filepath.Join(scripts, "build.sh"), "#!/bin/sh\nprintf '#!/bin/sh\\necho built' > "+root+"/.bin/$1 && chmod +x "+root+"/.bin/$1\n")
			if err := os.MkdirAll(filepath.Join(root, ".bin"), 0o755); err != nil {
				t.Fatal(err)
			}
			if c.onPath != "" {
				write(t, filepath.Join(path, "terraform"), "#!/bin/sh\necho '"+c.onPath+"'\n")
			}
			cmd := exec.Command(filepath.Join(scripts, "cli.sh"), c.ask...)
			cmd.Env = []string{"PATH=" + path + ":/usr/bin:/bin"}
			var stderr strings.Builder
			cmd.Stderr = &stderr
			out, err := cmd.Output()
			if err != nil {
				t.Fatalf("%v: %s", err, &stderr)
			}
			want := filepath.Join(path, "terraform")
			if c.want != "path" {
				want = filepath.Join(root, ".bin", c.want)
			}
			if got := strings.TrimSpace(string(out)); got != want || !strings.Contains(stderr.String(), c.says) {
				t.Errorf("took %s, not %s, and said:\n%s", got, want, &stderr)
			}
		})
	}
}

func write(t *testing.T, path, script string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
}
