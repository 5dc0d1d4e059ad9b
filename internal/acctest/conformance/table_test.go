package conformance_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
)

var update = flag.Bool("update", false, "write conformance.md")

const file = "conformance.md"

// table has what each type shows on each rung.
type table struct {
	mu    sync.Mutex
	cells map[[2]string]string
}

func (t *table) show(subject, rung, shown string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.cells == nil {
		t.cells = map[[2]string]string{}
	}
	t.cells[[2]string{subject, rung}] = shown
}

func (t *table) spare(subject, rung, reason string) { t.show(subject, rung, "does not apply: "+reason) }

// String is the table in Markdown: types by rungs, and below it each reason.
func (t *table) String() string {
	var b, notes strings.Builder
	b.WriteString("# Conformance\n\nWhat every resource type has shown in process, against a local Clerk. Written by\n" +
		"`make golden`, and compared by `make test`.\n\n| |")
	for _, s := range subjects {
		fmt.Fprintf(&b, " `%s` |", s.name)
	}
	b.WriteString("\n|---|" + strings.Repeat("---|", len(subjects)) + "\n")
	n := 0
	for _, r := range rungs {
		fmt.Fprintf(&b, "| %s |", r.name)
		for _, s := range subjects {
			short, note, noted := strings.Cut(t.cells[[2]string{s.name, r.name}], "; ")
			if reason, skipReason := strings.CutPrefix(short, "does not apply: "); skipReason {
				short, note, noted = "–", reason, true
			} else if but, ok := strings.CutPrefix(short, "yes, but for "); ok {
				short, note, noted = "yes", "but for "+but, true
			}
			if noted {
				n++
				short += fmt.Sprintf(" [%d]", n)
				fmt.Fprintf(&notes, "%d. `%s`, %s: %s.\n", n, s.name, r.name, note)
			}
			fmt.Fprintf(&b, " %s |", short)
		}
		b.WriteString("\n")
	}
	return b.String() + "\n" + notes.String()
}

// document is the whole file.
func (t *table) document(test *testing.T) string {
	test.Helper()
	return t.String() + "\n## Every type\n\n" + conventionsTable(test)
}

// compare holds the table against the file, or writes it.
func (t *table) compare(test *testing.T) {
	test.Helper()
	if test.Failed() {
		return // half a table tells nothing
	}
	if *update {
		if err := os.WriteFile(file, []byte(t.document(test)), 0o600); err != nil {
			test.Fatal(err)
		}
	}
	if was, err := os.ReadFile(file); err != nil || string(was) != t.document(test) {
		test.Errorf("%s is not what the ladder shows (%v); run the test with -update. It shows:\n%s", file, err, t.document(test))
	}
}
