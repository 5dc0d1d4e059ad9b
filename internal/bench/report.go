package main

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"
)

// report gathers what was measured.
type report struct {
	cli       string
	rows      []row
	series    []*series
	creations []spent
	taken     []string // names of what was measured
}

// row is a line of the table; one without a target is there for comparison.
type row struct{ what, measured, target, met string }

func (r *report) add(line row) {
	say("  %s: %s %s %s", line.what, line.measured, line.target, line.met)
	r.rows = append(r.rows, line)
}

func (r *report) note(what, measured string) { r.add(row{what, measured, "", ""}) }

func (r *report) atMost(what, measured string, value, most float64, target string) {
	met := "yes"
	if value > most {
		met = "**no**"
	}
	r.add(row{what, measured, target, met})
}

// ratio compares the medians of two series.
func (r *report) ratio(what string, a, b *series, most float64) {
	r.atMost(what, compare(a, b), a.median().Seconds()/b.median().Seconds(), most, fmt.Sprintf("≤ %g ×", most))
}

func (r *report) size(what string, bytes int64) {
	if bytes == 0 {
		r.note(what, "not measured: it takes Linux")
		return
	}
	r.atMost(what, megabytes(bytes), float64(bytes), mostMemory, "≤ "+megabytes(mostMemory))
}

func compare(a, b *series) string {
	return fmt.Sprintf("%s / %s = %.2f ×", seconds(a.median()), seconds(b.median()), a.median().Seconds()/b.median().Seconds())
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.2f s", d.Seconds()) }

func megabytes(bytes int64) string { return fmt.Sprintf("%d MB", bytes>>20) }

// count is a number with commas at the thousands.
func count(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", count(n/1000), n%1000)
}

func (r *report) table() string {
	var out strings.Builder
	out.WriteString("| what | measured | target | met |\n|---|---|---|---|\n")
	for _, line := range r.rows {
		fmt.Fprintf(&out, "| %s | %s | %s | %s |\n", line.what, line.measured, line.target, line.met)
	}
	return out.String()
}

func (r *report) runs() string {
	var out strings.Builder
	out.WriteString("| plan | runs | median | fastest | slowest | CPU, CLI and provider | of that, provider | memory of the provider |\n|---|---|---|---|---|---|---|---|\n")
	for _, s := range r.series {
		fastest, slowest := s.costs[0].wall, s.costs[0].wall
		for _, c := range s.costs {
			fastest, slowest = min(fastest, c.wall), max(slowest, c.wall)
		}
		fmt.Fprintf(&out, "| %s | %d | %s | %s | %s | %s | %s | %s |\n", s.name, len(s.costs), seconds(s.median()), seconds(fastest), seconds(slowest),
			seconds(median(s.costs, func(c cost) time.Duration { return c.cpu })), seconds(median(s.costs, func(c cost) time.Duration { return c.provider })), megabytes(s.peak()))
	}
	return out.String()
}

// spent is where the time of each creation went.
func (r *report) spent() string {
	if len(r.creations) == 0 {
		return notMeasured
	}
	var out strings.Builder
	out.WriteString("| creation | wall time | before the first user and after the last | held back by the rate limit | between users otherwise | CPU of the CLI | CPU of the provider |\n|---|---|---|---|---|---|---|\n")
	for _, c := range r.creations {
		fmt.Fprintf(&out, "| %s | %s | %s | %s | %s | %s | %s |\n", c.where, seconds(c.applied.wall), seconds(c.applied.wall-c.creating), seconds(c.heldBack),
			seconds(c.creating-c.heldBack), seconds(c.applied.cpu-c.applied.provider), seconds(c.applied.provider))
	}
	return out.String()
}

const notMeasured = "Not measured in this run.\n"

// page is results.md.
func (r *report) page() string {
	return fmt.Sprintf(`# Benchmark

What `+"`make bench`"+` measured last, and wrote. Plans are of users with five arguments, or of what they name, against a local Clerk on the same machine, and every one of them is checked to be empty. A ratio is of medians, of runs taken in turn; a line without a target is there for comparison.

- Command: `+"`%s`"+`
- Date: %s
- Machine: %d cores, %s/%s, %s
- CLI: %s
- %s

%s
## The runs

%s
## Where the time of a creation goes

The applies of the table above. Creations are held back from a request that Clerk refuses to the next that it lets through.

%s`, strings.Join(append([]string{"go run ./internal/bench"}, os.Args[1:]...), " "), time.Now().UTC().Format(time.DateOnly),
		runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version(), r.cli, r.measured(), r.table(), r.runs(), r.spent())
}

// missing are the names of what was not measured.
func (r *report) missing() []string {
	return slices.DeleteFunc(names(), func(name string) bool { return slices.Contains(r.taken, name) })
}

// measured says what the page has and what it lacks.
func (r *report) measured() string {
	line := "Measured: " + strings.Join(r.taken, ", ")
	if missing := r.missing(); len(missing) > 0 {
		line += "; not in this run: " + strings.Join(missing, ", ")
	}
	return line
}
