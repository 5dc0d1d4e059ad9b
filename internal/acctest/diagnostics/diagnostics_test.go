package diagnostics_test

import (
	"bytes"
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

var update = flag.Bool("update", false, "write testdata anew")

const (
	goldenDiagnostics = "testdata"
	diagnosticsIntro  = `# Diagnostics

Everything that the provider can say when something is wrong, each provoked by a test: one file for each type, and for what concerns all of them. Ids, trace ids and folders are replaced by an ellipsis.

` + "`make golden`" + ` writes these files. The test fails when a message changes, and when one in the sources is provoked by no case.
`
)

// errorCase is a case that provokes diagnostics.
type errorCase struct {
	what string
	do   func(*scenario)
	sim  func(*clerksim.Options) // nil is an ordinary development instance
}

// section is the cases of one kind of object.
type section struct {
	title string
	cases []errorCase
}

// sections are entered by the files that have the cases.
var sections []section

// inSection enters cases, which stand beside those of the same kind of object.
func inSection(title string, cases []errorCase) bool { //nolint:unparam // so that a file can enter them by a declaration
	sections = append(sections, section{title, cases})
	return true
}

// TestDiagnosticsSayWhatHappenedToWhichObjectAndWhatToDo holds every diagnostic
// against the golden file, which is there to be read.
func TestDiagnosticsSayWhatHappenedToWhichObjectAndWhatToDo(t *testing.T) {
	t.Parallel()
	sims := map[string]*clerksim.Server{}
	files := map[string]string{"README.md": diagnosticsIntro + unprovoked()}
	var all []*tfprotov6.Diagnostic
	for _, c := range sections {
		var out bytes.Buffer
		fmt.Fprintf(&out, "# %s\n", c.title)
		for _, m := range c.cases {
			t.Run(m.what, func(t *testing.T) {
				said := runCase(t, sims, m)
				fmt.Fprintf(&out, "\n## %s\n", m.what)
				for _, d := range said {
					write(&out, d)
				}
				all = append(all, said...)
			})
		}
		files[notInFileNames.ReplaceAllString(strings.ToLower(c.title), "-")+".md"] = out.String()
	}
	if t.Failed() {
		return
	}
	checkEachIsProvoked(t, all)
	compareGolden(t, files)
}

var notInFileNames = regexp.MustCompile(`[^a-z0-9_]+`)

// compareGolden holds texts against the golden files, of which there may be no others;
// with -update it writes them.
func compareGolden(t *testing.T, files map[string]string) {
	t.Helper()
	root, err := os.OpenRoot(goldenDiagnostics)
	if err != nil {
		t.Fatal(err)
	}
	there, err := os.ReadDir(goldenDiagnostics)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range there {
		if _, ok := files[file.Name()]; ok {
			continue
		}
		if !*update {
			t.Errorf("%s/%s belongs to nothing", goldenDiagnostics, file.Name())
		} else if err := root.Remove(file.Name()); err != nil {
			t.Fatal(err)
		}
	}
	for name, got := range files {
		if *update {
			if err := root.WriteFile(name, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
		} else if want, err := root.ReadFile(name); err != nil || string(want) != got {
			t.Errorf("%s/%s is out of date: read the difference, and write it anew with -update.\n%s", goldenDiagnostics, name, firstDifference(string(want), got))
		}
	}
}

// runCase is what the provider says to one errorCase, each diagnostic once. Waits
// take no time.
func runCase(t *testing.T, sims map[string]*clerksim.Server, m errorCase) []*tfprotov6.Diagnostic {
	t.Helper()
	var said []*tfprotov6.Diagnostic
	sim := simFor(t, sims, m.sim)
	picture := filepath.Join(t.TempDir(), "ada.png")
	synctest.Test(t, func(t *testing.T) {
		sim.Reset()
		s := newScenario(t, sim, picture)
		m.do(s)
		said = s.said
	})
	if len(said) == 0 {
		t.Error("it provokes nothing")
	}
	for _, d := range said {
		d.Summary, d.Detail = plainly(d.Summary, picture), plainly(d.Detail, picture)
		for _, text := range []string{d.Summary, d.Detail} {
			if strings.Contains(text, secret) || strings.Contains(text, sim.SecretKey()) {
				t.Errorf("a secret is repeated: %s", text)
			}
		}
	}
	var once []*tfprotov6.Diagnostic
	for _, d := range said {
		if !slices.ContainsFunc(once, func(o *tfprotov6.Diagnostic) bool { return render(o) == render(d) }) {
			once = append(once, d)
		}
	}
	// Validators of several attributes speak in any order.
	slices.SortStableFunc(once, func(a, b *tfprotov6.Diagnostic) int { return strings.Compare(dotted(a.Attribute), dotted(b.Attribute)) })
	return once
}

// simFor is a local Clerk with the options, one for all cases that want the same.
func simFor(t *testing.T, sims map[string]*clerksim.Server, option func(*clerksim.Options)) *clerksim.Server {
	t.Helper()
	var o clerksim.Options
	if option != nil {
		option(&o)
	}
	key := fmt.Sprintf("%+v", o)
	if sims[key] == nil {
		sims[key] = acctest.NewSim(t, func(full *clerksim.Options) {
			if option != nil {
				option(full)
			}
		})
	}
	return sims[key]
}

var volatile = []struct {
	pattern *regexp.Regexp
	plain   string
}{
	{regexp.MustCompile(`\b([a-z]+_)[0-9A-Za-z]{27}\b`), "${1}…"},
	{regexp.MustCompile(`\b((?:ak|mt|aplt)_)[0-9a-f]{32}\b`), "${1}…"},
	{regexp.MustCompile(`\b[0-9a-f]{32}\b`), "…"},
	{regexp.MustCompile(`\banother_[0-9a-f]{8}\b`), "another_…"},
}

func plainly(s, picture string) string {
	s = strings.ReplaceAll(s, filepath.Dir(picture), "…")
	for _, v := range volatile {
		s = v.pattern.ReplaceAllString(s, v.plain)
	}
	return s
}

func write(out *bytes.Buffer, d *tfprotov6.Diagnostic) { out.WriteString("\n" + render(d)) }

// render is a diagnostic as a person reads it.
func render(d *tfprotov6.Diagnostic) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s: **%s**", map[tfprotov6.DiagnosticSeverity]string{
		tfprotov6.DiagnosticSeverityError: "Error", tfprotov6.DiagnosticSeverityWarning: "Warning",
	}[d.Severity], d.Summary)
	if d.Attribute != nil {
		fmt.Fprintf(&out, " (on `%s`)", dotted(d.Attribute))
	}
	out.WriteString("\n")
	if d.Detail != "" {
		out.WriteString("\n> " + strings.ReplaceAll(strings.ReplaceAll(d.Detail, "\n", "\n> "), "\n> \n", "\n>\n") + "\n")
	}
	return out.String()
}

// dotted is a path as Terraform writes it.
func dotted(p *tftypes.AttributePath) (out string) {
	for _, step := range p.Steps() {
		switch step := step.(type) {
		case tftypes.AttributeName:
			out += "." + string(step)
		case tftypes.ElementKeyInt:
			out += fmt.Sprintf("[%d]", step)
		default:
			out += "[…]"
		}
	}
	return strings.TrimPrefix(out, ".")
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range max(len(w), len(g)) {
		if i >= len(w) || i >= len(g) || w[i] != g[i] {
			part := func(all []string) string {
				return strings.Join(all[min(i, len(all)):min(i+6, len(all))], "\n")
			}
			return fmt.Sprintf("line %d, the file has:\n%s\nand the provider says:\n%s", i+1, part(w), part(g))
		}
	}
	return ""
}

// wire carries requests to the local Clerk, unless answer has one of its own.
type wire struct {
	sim    *clerksim.Server
	answer func(*http.Request) (*http.Response, error) // nil, or nil for both, is the local Clerk's
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	if w.answer != nil {
		if res, err := w.answer(r); res != nil || err != nil {
			return res, err
		}
	}
	return w.sim.RoundTrip(r)
}
