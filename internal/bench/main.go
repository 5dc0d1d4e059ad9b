// Command bench measures the provider against the targets that it was built to:
// requests, time and memory of a plan, and the speed of creation under a rate
// limit. It builds the provider and what it is compared with, and runs a real CLI
// against a local Clerk. `make bench` builds the CLI, and runs all of it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	var s settings
	flag.StringVar(&s.cli, "cli", filepath.Join(".bin", "terraform"), "the Terraform or OpenTofu to run")
	flag.StringVar(&s.out, "out", filepath.Join("internal", "bench", "results.md"), "where a run of all measures is written; one of some is written beside it, as results.partial.md")
	flag.IntVar(&s.runs, "runs", 5, "how often a time is taken, after a first run that does not count")
	flag.IntVar(&s.longRuns, "long-runs", 3, "the same for plans of 10,000 users")
	flag.Float64Var(&s.scale, "scale", 1, "share of the users, to try the benchmark out; its figures then mean nothing")
	only := flag.String("only", "", "measure only these: "+strings.Join(names(), ","))
	flag.Parse()
	if *only != "" {
		s.only = strings.Split(*only, ",")
	}

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, s); err != nil {
		stop()
		fmt.Fprintf(os.Stderr, "\nThe benchmark failed: %v\n", err)
		os.Exit(1)
	}
}

type settings struct {
	cli, out       string
	runs, longRuns int
	scale          float64
	only           []string
}

// counts reports whether the figures of a run mean anything.
func (s settings) counts() bool { return s.scale == 1 }

// measures are the parts of the benchmark, in the order of the table.
var measures = []struct {
	name string
	take func(*bench, context.Context) error
}{
	{"requests", (*bench).requests},
	{"organizations", (*bench).organizations},
	{"network", (*bench).network},
	{"nothing", (*bench).nothing},
	{"create", (*bench).create},
	{"memory", (*bench).memory},
	{"blocks", (*bench).blocks},
	{"list", (*bench).list},
	{"decoding", (*bench).decoding},
	{"export", (*bench).export},
	{"instance", (*bench).instance},
}

func names() []string {
	var all []string
	for _, m := range measures {
		all = append(all, m.name)
	}
	return all
}

// bench is one run of the benchmark.
type bench struct {
	settings
	folder string // for all that it builds and writes
	cli    *cli
	worlds map[worldKey]*world
	series []*series // in the order in which they were run
	report report
}

func run(ctx context.Context, s settings) (err error) {
	for _, name := range s.only {
		if !slices.Contains(names(), name) {
			return fmt.Errorf("nothing here is called %q; there are %s", name, strings.Join(names(), ", "))
		}
	}
	if s.runs < 1 || s.longRuns < 1 || s.scale <= 0 || s.scale > 1 {
		return errors.New("runs and long-runs are at least 1, and scale is above 0 and at most 1")
	}
	folder, err := os.MkdirTemp("", "clerk-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	b := &bench{settings: s, folder: folder, worlds: map[worldKey]*world{}}
	defer b.close()

	say("Building the provider, and what it is compared with.")
	if b.cli, err = newCLI(ctx, s.cli, folder); err != nil {
		return err
	}
	b.report.cli = b.cli.version
	if s.scale != 1 {
		say("With -scale %g, none of these figures means anything.", s.scale)
	}
	for _, m := range measures {
		if len(s.only) > 0 && !slices.Contains(s.only, m.name) {
			continue
		}
		say("\n%s", m.name)
		if err := m.take(b, ctx); err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
		b.report.series = b.series
		b.report.taken = append(b.report.taken, m.name)
		// After each, so that a run which is ended leaves what it has measured.
		if err := b.write(); err != nil {
			return err
		}
	}
	say("\n%s\n%s\n%s", b.report.table(), b.report.runs(), b.report.spent())
	if !s.counts() {
		say("Not written to %s: that takes -scale 1.", s.out)
		return nil
	}
	say("Written to %s.", b.path())
	return nil
}

// path is where the report goes: a run that has not taken every measure leaves
// the page of the last one that has.
func (b *bench) path() string {
	if len(b.report.missing()) > 0 {
		return b.partial()
	}
	return b.out
}

func (b *bench) partial() string {
	ext := filepath.Ext(b.out)
	return strings.TrimSuffix(b.out, ext) + ".partial" + ext
}

func (b *bench) write() error {
	if !b.counts() {
		return nil
	}
	if err := os.WriteFile(b.path(), []byte(b.report.page()), 0o644); err != nil || b.path() != b.out {
		return err
	}
	if err := os.Remove(b.partial()); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// users is how many users a number stands for at this scale.
func (b *bench) users(n int) int { return max(2, int(math.Round(float64(n)*b.scale))) }

func (b *bench) close() {
	for _, w := range b.worlds {
		w.sim.Close()
	}
}

func say(format string, args ...any) { fmt.Printf(format+"\n", args...) }
