package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// cli is Terraform or OpenTofu, in a folder, with the provider that was built
// here and a local Clerk.
type cli struct {
	binary, folder string
	env            []string
}

func newCLI(binary, config, folder string, sim *clerksim.Server) (*cli, error) {
	binary, err := filepath.Abs(binary)
	if err != nil {
		return nil, err
	}
	config, err = filepath.Abs(config)
	if err != nil {
		return nil, err
	}
	// What this machine has set for other configurations must not reach this one.
	env := slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "TF_") || strings.HasPrefix(v, "CLERK_")
	})
	return &cli{binary, folder, append(env,
		"TF_CLI_CONFIG_FILE="+config,
		"TF_IN_AUTOMATION=1", // no hints at what to type next
		"CHECKPOINT_DISABLE=1",
		"CLERK_API_URL="+sim.URL(),
		"CLERK_SECRET_KEY="+sim.SecretKey(),
	)}, nil
}

// version is the first line of what the CLI says of itself.
func (c *cli) version(ctx context.Context) (string, error) {
	out, err := c.output(ctx, "version")
	line, _, _ := strings.Cut(string(out), "\n")
	return line, err
}

// run prints a command and its output as it comes, and fails if it does.
func (c *cli) run(ctx context.Context, show func(io.Reader), command string, args ...string) error {
	return c.exits(ctx, 0, show, command, args...)
}

// plan saves a plan, and fails if it finds nothing to do.
func (c *cli) plan(ctx context.Context, file string) error {
	return c.exits(ctx, 2, inFull, "plan", "-detailed-exitcode", "-out="+file)
}

func (c *cli) exits(ctx context.Context, want int, show func(io.Reader), command string, args ...string) error {
	line := strings.Join(append([]string{filepath.Base(c.binary), command}, args...), " ")
	say("$ %s", line)
	cmd := c.command(ctx, append([]string{command, "-no-color", "-input=false"}, args...)...)
	var all bytes.Buffer
	lines, writer := io.Pipe()
	shown := make(chan struct{})
	go func() {
		defer close(shown)
		show(lines)
		_, _ = io.Copy(io.Discard, lines)
	}()
	cmd.Stdout = io.MultiWriter(&all, writer)
	cmd.Stderr = cmd.Stdout
	err := cmd.Run()
	_ = writer.Close()
	<-shown

	code := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		code = exit.ExitCode()
	} else if err != nil {
		return err
	}
	if code != want {
		return fmt.Errorf("%s: exit status %d, not %d. Its output:\n%s", line, code, want, &all)
	}
	return nil
}

// planned lists what a saved plan would do: address, actions, and the
// attributes that change.
func (c *cli) planned(ctx context.Context, file string) ([]string, error) {
	out, err := c.output(ctx, "show", "-json", file)
	if err != nil {
		return nil, err
	}
	var plan struct {
		Resources []struct {
			Address string
			Change  struct {
				Actions       []string
				Before, After map[string]any
			}
		} `json:"resource_changes"`
	}
	if err := json.Unmarshal(out, &plan); err != nil {
		return nil, err
	}
	var found []string
	for _, r := range plan.Resources {
		actions := strings.Join(r.Change.Actions, " ")
		if actions == "no-op" {
			continue
		}
		var attributes []string
		for name, before := range r.Change.Before {
			// An attribute that is unknown until the apply is absent here: it counts.
			if after, known := r.Change.After[name]; !known || !reflect.DeepEqual(before, after) {
				attributes = append(attributes, name)
			}
		}
		slices.Sort(attributes)
		found = append(found, strings.Join([]string{r.Address, actions, strings.Join(attributes, " ")}, " "))
	}
	slices.Sort(found)
	return found, nil
}

func (c *cli) output(ctx context.Context, args ...string) ([]byte, error) {
	cmd := c.command(ctx, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", cmd, err, &stderr)
	}
	return out, nil
}

func (c *cli) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, c.binary, args...)
	cmd.Dir = c.folder
	cmd.Env = c.env
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 30 * time.Second
	return cmd
}

// inFull prints what a CLI prints. Of the lines that it prints for each object,
// it prints the first two of a kind, and how many more there were.
func inFull(output io.Reader) { show(output, regexp.MustCompile("")) }

// inShort prints the same of those lines, and of the others only the results.
func inShort(output io.Reader) {
	show(output, regexp.MustCompile(`^(Plan:|Apply complete!|Destroy complete!|Error:|Warning:)`))
}

func show(output io.Reader, others *regexp.Regexp) {
	perObject := []string{
		"will be created", "will be destroyed",
		"Refreshing state...", "Still creating...", "Still modifying...", "Still destroying...",
		"Creating...", "Modifying...", "Destroying...",
		"Creation complete", "Modifications complete", "Destruction complete",
	}
	seen := make([]int, len(perObject))
	countMore := func() {
		for kind, n := range seen {
			if n > 2 {
				say("  │ … and %d more: %s", n-2, perObject[kind])
			}
			seen[kind] = 0
		}
	}
	for line := range withoutReminder(output) {
		switch kind := slices.IndexFunc(perObject, func(k string) bool { return strings.Contains(line, k) }); {
		case kind >= 0:
			if seen[kind]++; seen[kind] <= 2 {
				say("  │ %s", strings.TrimSpace(line))
			}
		case others.MatchString(line):
			countMore()
			say("  │ %s", line)
		}
	}
	countMore()
}

// withoutReminder yields the lines of a CLI's output, but for the warning that
// development overrides are in effect and for empty lines before the first.
func withoutReminder(output io.Reader) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		lines := bufio.NewScanner(output)
		lines.Buffer(nil, 1<<20)
		reminding, begun := false, false
		for lines.Scan() {
			line := lines.Text()
			switch {
			case strings.Contains(line, "Warning: Provider development overrides are in effect"):
				reminding = true
				continue
			case reminding && strings.Contains(line, "releases."):
				reminding = false
				continue
			case reminding, !begun && strings.TrimSpace(line) == "":
				continue
			}
			begun = true
			if !yield(line) {
				return
			}
		}
	}
}
