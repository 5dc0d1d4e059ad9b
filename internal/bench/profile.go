package main

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/bench/variant"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// profiled takes CPU profiles of the provider, in a plan of 1,000 users and in an
// apply that creates users, and says where its time goes.
func (b *bench) profiled(ctx context.Context) error {
	w, err := b.world(ctx, b.all(1000))
	if err != nil {
		return err
	}
	planned, err := b.cpuProfile(ctx, w, "plan", "-detailed-exitcode")
	if err != nil {
		return err
	}
	// No limit: what waits takes no CPU.
	n := b.users(300)
	if w, err = b.emptyWorld(clerksim.Options{}); err != nil {
		return err
	}
	defer w.sim.Close()
	people, err := madeUp(ctx, n)
	if err != nil {
		return err
	}
	if err := w.configure(b.cli, people); err != nil {
		return err
	}
	if _, err := b.cli.run(ctx, w, as(variant.Released), "plan", "-out=create.tfplan"); err != nil {
		return err
	}
	applied, err := b.cpuProfile(ctx, w, "apply", "create.tfplan")
	if err != nil {
		return err
	}
	b.report.profile = "CPU time of the provider's process in one empty plan of 1,000 users.\n\n" + planned +
		fmt.Sprintf("\nCPU time of the provider's process in the apply of a saved plan that creates %s users, the state in a local file, under no limit.\n\n", count(n)) + applied
	say("%s", b.report.profile)
	return nil
}

// cpuProfile profiles the provider in a run of the CLI, and gives the shares of
// Terraform's calls and of whose code it was.
func (b *bench) cpuProfile(ctx context.Context, w *world, args ...string) (string, error) {
	folder := b.profile
	if folder == "" {
		folder = filepath.Join(b.folder, "profile")
	}
	folder, err := filepath.Abs(folder)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return "", err
	}
	began := time.Now()
	if _, err := b.cli.run(ctx, w, append(as(variant.Released), variant.ProfileVariable+"="+folder), args...); err != nil {
		return "", err
	}
	file, err := largest(folder, began)
	if err != nil {
		return "", err
	}
	program := filepath.Join(b.cli.variants, binaryName)
	out, err := exec.CommandContext(ctx, "go", "tool", "pprof", "-traces", program, file).Output()
	if err != nil {
		return "", fmt.Errorf("go tool pprof: %w", err)
	}
	traces, err := parseTraces(string(out))
	if err != nil {
		return "", err
	}
	if b.profile != "" {
		say("go tool pprof -http=: %s", file)
	}
	return shares("call", traces, call) + "\n" + shares("code, by who called the runtime and Go's library", traces, owner), nil
}

// largest is the profile of the process that did most: the one that planned, or applied.
func largest(folder string, since time.Time) (string, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*"+variant.ProfileSuffix))
	if err != nil {
		return "", err
	}
	var found string
	var size int64
	for _, file := range files {
		if info, err := os.Stat(file); err == nil && info.ModTime().After(since) && info.Size() > size {
			found, size = file, info.Size()
		}
	}
	if found == "" {
		return "", fmt.Errorf("the provider left no profile in %s", folder)
	}
	return found, nil
}

// trace is a stack, from the function that ran to what called it, and how long it
// was seen.
type trace struct {
	took  time.Duration
	stack []string
}

// parseTraces reads what `go tool pprof -traces` prints: traces between lines of
// dashes, the time before the first function of each.
func parseTraces(out string) ([]trace, error) {
	_, out, _ = strings.Cut(out, "-----------+")
	var all []trace
	for part := range strings.SplitSeq(out, "-----------+") {
		var t trace
		for line := range strings.Lines(part) {
			fields := strings.Fields(line)
			if len(fields) == 0 || strings.HasPrefix(fields[0], "---") {
				continue
			}
			if t.stack == nil {
				took, err := time.ParseDuration(fields[0])
				if err != nil {
					return nil, fmt.Errorf("a trace begins with %q", line)
				}
				t.took, fields = took, fields[1:]
			}
			t.stack = append(t.stack, strings.Join(fields, " "))
		}
		if t.stack != nil {
			all = append(all, t)
		}
	}
	return all, nil
}

// call is the call of Terraform's that a trace belongs to.
func call(t trace) string {
	for _, function := range t.stack {
		if _, method, ok := strings.Cut(function, "internal/provider.(*server)."); ok && !strings.Contains(method, ".") {
			return method
		}
	}
	return "outside any call: garbage collection, gRPC, requests to Clerk"
}

// owner is whose code a trace belongs to: that of the first function from the end
// of the stack that is not Go's own.
func owner(t trace) string {
	for _, function := range t.stack {
		host, _, dotted := strings.Cut(function, "/")
		switch {
		case strings.Contains(function, "clerkform/terraform-provider-clerk"):
			return "this provider"
		case strings.Contains(function, "terraform-plugin-framework"):
			return "terraform-plugin-framework"
		case strings.Contains(function, "terraform-plugin-go"), strings.Contains(function, "msgpack"):
			return "terraform-plugin-go and msgpack"
		case strings.Contains(function, "terraform-plugin-log"), strings.Contains(function, "go-hclog"):
			return "logs"
		case strings.Contains(function, "google.golang.org"), strings.Contains(function, "go-plugin"):
			return "gRPC and protobuf"
		case dotted && strings.Contains(host, "."):
			return "other modules"
		}
	}
	return "Go's runtime by itself, mostly garbage collection"
}

func shares(title string, traces []trace, of func(trace) string) string {
	took := map[string]time.Duration{}
	var total time.Duration
	for _, t := range traces {
		took[of(t)] += t.took
		total += t.took
	}
	var out strings.Builder
	fmt.Fprintf(&out, "| %s | CPU | share |\n|---|---|---|\n", title)
	for _, name := range slices.SortedFunc(maps.Keys(took), func(a, b string) int { return cmp.Or(-cmp.Compare(took[a], took[b]), cmp.Compare(a, b)) }) {
		fmt.Fprintf(&out, "| %s | %s | %.0f %% |\n", name, seconds(took[name]), 100*took[name].Seconds()/total.Seconds())
	}
	return out.String()
}
