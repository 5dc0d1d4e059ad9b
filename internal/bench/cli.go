package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/bench/variant"
)

// cli is Terraform or OpenTofu, with providers that were built for this run.
type cli struct {
	binary   string
	version  string
	registry string // host of the provider's address
	released string // folder of the provider as it is released
	variants string // folder of the program that serves the variants
}

const binaryName = "terraform-provider-clerk"

func newCLI(ctx context.Context, binary, folder string) (*cli, error) {
	binary, err := filepath.Abs(binary)
	if err != nil {
		return nil, err
	}
	out, err := exec.CommandContext(ctx, binary, "version").Output()
	if err != nil {
		return nil, fmt.Errorf("%s version: %w", binary, err)
	}
	version, _, _ := strings.Cut(string(out), "\n")
	c := &cli{
		binary: binary, version: version, registry: "registry.terraform.io",
		released: filepath.Join(folder, "released"), variants: filepath.Join(folder, "variants"),
	}
	if strings.HasPrefix(version, "OpenTofu") {
		c.registry = "registry.opentofu.org"
	}
	for folder, source := range map[string]string{c.released: ".", c.variants: "./internal/bench/variant/" + binaryName} {
		build := exec.CommandContext(ctx, "go", "build", "-o", filepath.Join(folder, binaryName), source)
		if out, err := build.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("%s: %w\n%s", build, err, out)
		}
		config := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    %q = %q\n  }\n  direct {}\n}\n", c.source(), folder)
		if err := os.WriteFile(filepath.Join(folder, "cli.tfrc"), []byte(config), 0o600); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// source is the provider's address.
func (c *cli) source() string { return c.registry + "/clerkform/clerk" }

// cost is what one run of a CLI took.
type cost struct {
	wall     time.Duration
	cpu      time.Duration // of the CLI and the provider
	provider time.Duration // of that, the provider's
	peak     int64         // resident memory of the provider at most, in bytes; 0 if this system does not tell
	requests int
}

// run runs a command in a world, with a variant of the provider, or the released
// one if that is empty. It fails if the command does.
func (c *cli) run(ctx context.Context, w *world, name string, env []string, args ...string) (cost, error) {
	folder := c.released
	if name != "" {
		folder, env = c.variants, append(env, variant.NameVariable+"="+name)
	}
	flags := []string{args[0], "-no-color"}
	if args[0] != "query" { // which asks nothing
		flags = append(flags, "-input=false")
	}
	cmd := exec.CommandContext(ctx, c.binary, append(flags, args[1:]...)...)
	cmd.Dir = w.folder
	cmd.Env = append(clean(os.Environ()),
		"TF_CLI_CONFIG_FILE="+filepath.Join(folder, "cli.tfrc"), "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1",
		"CLERK_API_URL="+w.sim.URL(), "CLERK_SECRET_KEY="+w.sim.SecretKey())
	cmd.Env = append(cmd.Env, env...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 30 * time.Second
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output

	requests := w.sim.Stats().Requests
	watch := watchProvider(filepath.Join(folder, binaryName))
	began := time.Now()
	err := cmd.Run()
	took := cost{wall: time.Since(began)}
	took.provider, took.peak = watch.stop()
	took.requests = w.sim.Stats().Requests - requests
	if err != nil {
		if lines := output.Bytes(); len(lines) > 4000 {
			output.Next(len(lines) - 4000)
		}
		return took, errors.Join(ctx.Err(), fmt.Errorf("%s %s: %w\n%s", c.binary, strings.Join(args, " "), err, &output))
	}
	took.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	return took, nil
}

// plan is an empty plan: it fails if there is anything to do.
func (c *cli) plan(ctx context.Context, w *world, name string) (cost, error) {
	return c.run(ctx, w, name, nil, "plan", "-detailed-exitcode")
}

// clean is the environment without what this machine has set for other
// configurations, or for Go programs as they are built here.
func clean(env []string) []string {
	return slices.DeleteFunc(env, func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return strings.HasPrefix(name, "TF_") || strings.HasPrefix(name, "CLERK_") || slices.Contains([]string{"GOGC", "GOMEMLIMIT", "GOMAXPROCS", "GODEBUG"}, name)
	})
}
