package acctest

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// CLI is a folder with a configuration, and the built provider and the CLI under
// test to run there as a person would: for what the test framework cannot show,
// such as aliased providers, each of which has a process of its own.
type CLI struct {
	Dir string

	t    *testing.T
	path string
	env  []string
}

// binary builds the provider once a process, into a folder that all processes
// share, also those that run at the same time: a build appears there when it is
// whole.
var binary = sync.OnceValues(func() (dir string, err error) {
	dir = filepath.Join(Root(), ".bin", "acctest")
	if err = os.MkdirAll(dir, 0o750); err != nil {
		return "", err
	}
	built, err := os.MkdirTemp(dir, "build-")
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(built)) }()
	// Without the state of the repository, the same source builds the same file.
	build := exec.Command("go", "build", "-buildvcs=false", "-o", filepath.Join(built, "terraform-provider-clerk"), ".")
	build.Dir = Root()
	if out, err := build.CombinedOutput(); err != nil {
		return "", errors.New(string(out))
	}
	config := `provider_installation {
  dev_overrides {
    "registry.terraform.io/clerkform/clerk" = "` + dir + `"
    "registry.opentofu.org/clerkform/clerk" = "` + dir + `"
  }
  direct {}
}`
	if err := os.WriteFile(filepath.Join(built, "dev.tfrc"), []byte(config), 0o600); err != nil {
		return "", err
	}
	return dir, errors.Join(
		place(filepath.Join(built, "terraform-provider-clerk"), filepath.Join(dir, "terraform-provider-clerk")),
		place(filepath.Join(built, "dev.tfrc"), filepath.Join(dir, "dev.tfrc")))
})

// place puts a file in place of another, unless they are equal: a running program
// whose file is replaced is no longer found by its name.
func place(from, to string) error {
	fresh, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	if old, err := os.ReadFile(to); err == nil && bytes.Equal(old, fresh) {
		return nil
	}
	return os.Rename(from, to)
}

// NewCLI writes the configuration, which needs no terraform block, into a folder
// of its own. The environment is added to the process's, NAME=value each.
func NewCLI(t *testing.T, config string, environment ...string) *CLI {
	t.Helper()
	info := prepareCLI(t)
	dir, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	c := &CLI{Dir: t.TempDir(), t: t, path: info.path}
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "TF_") && !strings.HasPrefix(v, "CLERK_") {
			c.env = append(c.env, v)
		}
	}
	c.env = append(c.env, "TF_CLI_CONFIG_FILE="+filepath.Join(dir, "dev.tfrc"), "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1")
	// The keys of the CLI and of each provider that it starts are half the work of a plan.
	c.env = append(c.env, "TF_DISABLE_PLUGIN_TLS=1")
	c.env = append(c.env, environment...)
	c.Write(Header + config)
	return c
}

// Header is the terraform block that NewCLI puts before a configuration.
const Header = `
terraform {
  required_providers {
    clerk = { source = "clerkform/clerk" }
  }
}
`

// CLI is NewCLI with the environment of the instance.
func (i *Instance) CLI(config string) *CLI {
	i.t.Helper()
	return NewCLI(i.t, config, "CLERK_API_URL="+i.url, "CLERK_SECRET_KEY="+i.key)
}

// Write replaces the configuration.
func (c *CLI) Write(config string) {
	c.t.Helper()
	if err := os.WriteFile(filepath.Join(c.Dir, "main.tf"), []byte(config), 0o600); err != nil {
		c.t.Fatal(err)
	}
}

// Run runs the CLI and returns what it printed, and its exit code.
func (c *CLI) Run(args ...string) (output string, code int) {
	c.t.Helper()
	cmd := exec.CommandContext(c.t.Context(), c.path, append(args, "-no-color")...)
	cmd.Dir, cmd.Env = c.Dir, c.env
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		c.t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

// Must is Run, and fails the test unless the CLI succeeds.
func (c *CLI) Must(args ...string) string {
	c.t.Helper()
	out, code := c.Run(args...)
	if code != 0 {
		c.t.Fatalf("%s exited with %d:\n%s", strings.Join(args, " "), code, out)
	}
	return out
}
