package acctest

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
)

// Shell runs a script with sh -e in the folder, as a person would type it:
// terraform and tofu are the CLI under test, terraform-provider-clerk is the
// provider, and every question is answered with yes.
func (c *CLI) Shell(script string) (output string, code int) {
	c.t.Helper()
	dir, err := binary()
	if err != nil {
		c.t.Fatal(err)
	}
	bin := c.t.TempDir()
	for name, path := range map[string]string{
		"terraform": c.path, "tofu": c.path,
		"terraform-provider-clerk": filepath.Join(dir, "terraform-provider-clerk"),
	} {
		if err := os.Symlink(path, filepath.Join(bin, name)); err != nil {
			c.t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(c.t.Context(), "sh", "-e", "-c", script)
	cmd.Dir, cmd.Stdin = c.Dir, yes{}
	cmd.Env = append(append([]string{}, c.env...), "TF_CLI_ARGS=-no-color",
		"PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		c.t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

// yes is a person who agrees to everything.
type yes struct{}

func (yes) Read(p []byte) (int, error) { return copy(p, "yes\n"), nil }
