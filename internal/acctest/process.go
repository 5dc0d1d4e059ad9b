//go:build unix

package acctest

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// patience is the longest that a test waits for what must happen.
const patience = time.Minute

// Process is a program that runs beside the test, in a process group of its own.
type Process struct {
	t    *testing.T
	cmd  *exec.Cmd
	out  bytes.Buffer
	done chan error
}

// Start is Run, but does not wait for the CLI to end. What still runs when the
// test ends is killed.
func (c *CLI) Start(args ...string) *Process {
	c.t.Helper()
	return c.start(c.path, append(args, "-no-color")...)
}

// StartProvider is Start for the provider's own program, such as its export command.
func (c *CLI) StartProvider(args ...string) *Process {
	c.t.Helper()
	dir, err := binary()
	if err != nil {
		c.t.Fatal(err)
	}
	return c.start(filepath.Join(dir, "terraform-provider-clerk"), args...)
}

func (c *CLI) start(program string, args ...string) *Process {
	c.t.Helper()
	p := &Process{t: c.t, cmd: exec.CommandContext(c.t.Context(), program, args...), done: make(chan error, 1)}
	p.cmd.Dir, p.cmd.Env = c.Dir, c.env
	p.cmd.Stdout, p.cmd.Stderr = &p.out, &p.out
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	// A provider that outlives its CLI holds the output open.
	p.cmd.WaitDelay = patience
	if err := p.cmd.Start(); err != nil {
		c.t.Fatal(err)
	}
	go func() { p.done <- p.cmd.Wait() }()
	c.t.Cleanup(func() { _ = syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL) })
	return p
}

// Signal sends the CLI a signal.
func (p *Process) Signal(s syscall.Signal) {
	p.t.Helper()
	if err := syscall.Kill(p.cmd.Process.Pid, s); err != nil {
		p.t.Fatal(err)
	}
}

// SignalGroup sends a signal to the CLI and to the providers that it has started,
// as a terminal does.
func (p *Process) SignalGroup(s syscall.Signal) {
	p.t.Helper()
	if err := syscall.Kill(-p.cmd.Process.Pid, s); err != nil {
		p.t.Fatal(err)
	}
}

// Wait returns what the CLI printed, and its exit code, when it has ended.
func (p *Process) Wait() (output string, code int) {
	p.t.Helper()
	select {
	case err := <-p.done:
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			p.t.Fatal(err)
		}
	case <-time.After(patience):
		p.t.Fatalf("the CLI has not ended after %s", patience)
	}
	return p.out.String(), p.cmd.ProcessState.ExitCode()
}

// Eventually waits until something has happened.
func Eventually(t *testing.T, what string, happened func() bool) {
	t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	end := time.After(patience)
	for !happened() {
		select {
		case <-tick.C:
		case <-end:
			t.Fatalf("%s: not after %s", what, patience)
		}
	}
}

// Recorded are the ids in the state file, by the address of the resource; there
// may be no state yet.
func (c *CLI) Recorded() map[string]string {
	c.t.Helper()
	ids := map[string]string{}
	for address, attributes := range c.Attributes() {
		var has struct{ ID string }
		if err := json.Unmarshal(attributes, &has); err != nil {
			c.t.Fatal(err)
		}
		ids[address] = has.ID
	}
	return ids
}

// Attributes are what the state file has of each resource, as JSON, by its address.
func (c *CLI) Attributes() map[string]json.RawMessage {
	c.t.Helper()
	raw, err := os.ReadFile(filepath.Join(c.Dir, "terraform.tfstate"))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		c.t.Fatal(err)
	}
	var state struct {
		Resources []struct {
			Mode, Type, Name string
			Instances        []struct {
				IndexKey   any `json:"index_key"`
				Attributes json.RawMessage
			}
		}
	}
	if len(raw) > 0 {
		if err := json.Unmarshal(raw, &state); err != nil {
			c.t.Fatal(err)
		}
	}
	all := map[string]json.RawMessage{}
	for _, r := range state.Resources {
		for _, i := range r.Instances {
			address := r.Type + "." + r.Name
			switch key := i.IndexKey.(type) {
			case string:
				address += "[" + strconv.Quote(key) + "]"
			case float64:
				address += "[" + strconv.Itoa(int(key)) + "]"
			}
			if r.Mode == "managed" {
				all[address] = i.Attributes
			}
		}
	}
	return all
}

// providers are the ids of the providers that the CLI has started and that still
// run. It needs Linux's /proc.
func (p *Process) providers() (pids []int) {
	p.t.Helper()
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		p.t.Fatal(err)
	}
	for _, path := range stats {
		raw, err := os.ReadFile(path)
		if err != nil {
			continue // it has ended
		}
		// pid (name) state ppid …, and the name may hold anything
		pid, rest, _ := strings.Cut(string(raw), " ")
		fields := strings.Fields(rest[strings.LastIndex(rest, ")")+1:])
		if len(fields) < 2 || fields[0] == "Z" || fields[1] != strconv.Itoa(p.cmd.Process.Pid) {
			continue
		}
		exe, err := os.Readlink("/proc/" + pid + "/exe")
		exe = strings.TrimSuffix(exe, " (deleted)") // another test process has built it since
		if n, bad := strconv.Atoi(pid); err == nil && bad == nil && filepath.Base(exe) == "terraform-provider-clerk" {
			pids = append(pids, n)
		}
	}
	return pids
}

// Providers is how many providers the CLI has started that still run.
func (p *Process) Providers() int {
	p.t.Helper()
	return len(p.providers())
}

// KillProviders ends the providers that the CLI has started as kill -9 does, and
// says how many there were.
func (p *Process) KillProviders() int {
	p.t.Helper()
	pids := p.providers()
	for _, pid := range pids {
		_ = syscall.Kill(pid, syscall.SIGKILL)
	}
	return len(pids)
}
