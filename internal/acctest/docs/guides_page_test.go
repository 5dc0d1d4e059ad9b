package docs_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// A page is a guide, followed as a person would: its configuration in a folder,
// and its commands, run as they stand in the page.
type page struct {
	*acctest.CLI
	t     *testing.T
	steps []step
}

// A step is a block of commands in a page, and what the page says they print.
type step struct {
	commands string
	prints   []string
}

var fenced = regexp.MustCompile("(?ms)^```(shell|text)\n(.*?)^```$")

// open is a guide, and the environment to follow it in.
func open(t *testing.T, guide string, environment ...string) *page {
	t.Helper()
	p := &page{CLI: module(t, guide, environment...), t: t}
	text := acctest.ReadFile(t, filepath.Join(acctest.Root(), "templates", "guides", guide+".md.tmpl"))
	for _, block := range fenced.FindAllStringSubmatch(text, -1) {
		if block[1] == "shell" {
			p.steps = append(p.steps, step{commands: block[2]})
			continue
		}
		last := &p.steps[len(p.steps)-1]
		last.prints = append(last.prints, strings.Split(block[2], "\n")...)
	}
	return p
}

// openOn is a guide to follow on a local Clerk.
func openOn(t *testing.T, sim *clerksim.Server, guide string, environment ...string) *page {
	t.Helper()
	return open(t, guide, append(environment, "CLERK_API_URL="+sim.URL(), "CLERK_SECRET_KEY="+sim.SecretKey())...)
}

// follow runs the next block of commands, and fails the test unless it exits so
// and prints what the page says. What the page exports are values of the reader's
// own: the test has others, NAME=value.
func (p *page) follow(code int, exports ...string) (output string) {
	p.t.Helper()
	if len(p.steps) == 0 {
		p.t.Fatal("the page has no further commands")
	}
	next := p.steps[0]
	p.steps = p.steps[1:]
	output, got := p.Shell(script(next.commands, exports...))
	if got != code || !acctest.Words(next.prints...).MatchString(output) {
		p.t.Fatalf("these commands exit with %d, expected %d and %q:\n%s\n%s", got, code, next.prints, next.commands, output)
	}
	return output
}

// script is commands with exports of the test's own. To init, both CLIs would ask
// their registry even for a provider that is overridden; get is what is left.
func script(commands string, exports ...string) string {
	var out strings.Builder
	for _, e := range exports {
		name, value, _ := strings.Cut(e, "=")
		out.WriteString("export " + name + "='" + value + "'\n")
	}
	for line := range strings.Lines(commands) {
		if words := strings.Fields(line); len(words) > 1 && words[1] == "init" {
			line = words[0] + " get\n"
		}
		if !strings.HasPrefix(line, "export ") {
			out.WriteString(line)
		}
	}
	return out.String()
}

// read expects that nothing is left of the page.
func (p *page) read() {
	p.t.Helper()
	if len(p.steps) > 0 {
		p.t.Errorf("the page goes on: %v", p.steps)
	}
}

// edit changes a file of the guide.
func (p *page) edit(file string, change func(string) string) {
	p.t.Helper()
	path := filepath.Join(p.Dir, file)
	if err := os.WriteFile(path, []byte(change(acctest.ReadFile(p.t, path))), 0o600); err != nil {
		p.t.Fatal(err)
	}
}

// state is the state file.
func (p *page) state() string {
	p.t.Helper()
	return acctest.ReadFile(p.t, filepath.Join(p.Dir, "terraform.tfstate"))
}

// Every guide has a test that follows it, and a folder of its own in the examples.
func TestEveryGuideIsFollowedByATest(t *testing.T) {
	t.Parallel()
	tests, err := filepath.Glob("guides_*test.go")
	if err != nil {
		t.Fatal(err)
	}
	var followed strings.Builder
	for _, file := range tests {
		followed.WriteString(acctest.ReadFile(t, file))
	}
	guides, err := filepath.Glob(filepath.Join(acctest.Root(), "templates", "guides", "*.md.tmpl"))
	if err != nil || len(guides) == 0 {
		t.Fatalf("there are %d guides (%v)", len(guides), err)
	}
	for _, guide := range guides {
		name := strings.TrimSuffix(filepath.Base(guide), ".md.tmpl")
		if !regexp.MustCompile(`(open|openOn|module)\(t, (sim, )?"` + name + `"`).MatchString(followed.String()) {
			t.Errorf("no test follows %s", name)
		}
		if _, err := os.Stat(filepath.Join(acctest.Root(), "examples", "guides", name)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// unexercised are blocks of configuration in a guide that no test runs as they stand there, by a line of them, and why.
var unexercised = map[string]string{
	`blocklist = false`:                      "the test changes the line of the file that the guide has had written, which is aligned",
	`for_each = toset(["U-2001", "U-2002"])`: "it needs users whom a Terraform that was killed has left out of the state",
}

// The configuration that a guide shows comes from a file that its test runs, or is a line that the test writes.
func TestTheConfigurationInGuidesIsExercised(t *testing.T) {
	t.Parallel()
	guides, err := filepath.Glob(filepath.Join(acctest.Root(), "templates", "guides", "*.md.tmpl"))
	if err != nil || len(guides) == 0 {
		t.Fatalf("there are %d guides (%v)", len(guides), err)
	}
	tests, err := filepath.Glob("guides_*test.go")
	if err != nil {
		t.Fatal(err)
	}
	var followed strings.Builder
	for _, file := range tests {
		if file != "guides_page_test.go" {
			followed.WriteString(acctest.ReadFile(t, file))
		}
	}
	excused := map[string]bool{}
	block, file := regexp.MustCompile("(?ms)^```(?:terraform|hcl|tf)\n(.*?)^```$"), regexp.MustCompile(`{{ *(?:tffile|codefile "\w+") "([^"]+)" *}}`)
	for _, guide := range guides {
		page := acctest.ReadFile(t, guide)
		for _, match := range block.FindAllStringSubmatch(page, -1) {
			for line := range strings.Lines(match[1]) {
				if _, ok := unexercised[strings.TrimSpace(line)]; ok {
					excused[strings.TrimSpace(line)], match[1] = true, ""
				}
			}
			if !strings.Contains(followed.String(), strings.TrimSpace(match[1])) {
				t.Errorf("%s shows configuration that is in no file and in no test of a guide:\n%s", filepath.Base(guide), match[1])
			}
		}
		for _, match := range file.FindAllStringSubmatch(page, -1) {
			if _, err := os.Stat(filepath.Join(acctest.Root(), filepath.FromSlash(match[1]))); err != nil || !strings.HasPrefix(match[1], "examples/") {
				t.Errorf("%s shows %s, which is no example: %v", filepath.Base(guide), match[1], err)
			}
		}
	}
	if len(excused) != len(unexercised) {
		t.Errorf("some of what is excused stands in no guide: found %v", excused)
	}
}
