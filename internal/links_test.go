package internal_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// blob is how pages of the registry, which has nothing but docs/, link to the repository.
const blob = "https://github.com/clerkform/terraform-provider-clerk/blob/main/"

var (
	frontMatter = regexp.MustCompile(`(?s)\A---\n.*?\n---\n`)
	fenced      = regexp.MustCompile("(?ms)^ *```.*?^ *``` *$")
	code        = regexp.MustCompile("`[^`\n]*`")
	link        = regexp.MustCompile(`\]\(([^)#\s]*)(?:#([^)\s]*))?\)`)
	heading     = regexp.MustCompile(`(?m)^#{1,6} +(.+?) *$`)
	linkInText  = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`)
	anchor      = regexp.MustCompile(`<a (?:id|name)="([^"]+)"`)
	notInSlug   = regexp.MustCompile(`[^\p{L}\p{M}\p{N}_ -]`)
)

// anchors are the fragments by which a link finds something in a page: its headings, as
// GitHub spells them, and what its HTML names.
func anchors(page string) (all []string) {
	page = fenced.ReplaceAllLiteralString(frontMatter.ReplaceAllLiteralString(page, ""), "")
	for _, m := range anchor.FindAllStringSubmatch(page, -1) {
		all = append(all, m[1])
	}
	times := map[string]int{}
	for _, m := range heading.FindAllStringSubmatch(page, -1) {
		text := linkInText.ReplaceAllString(m[1], "$1")
		slug := strings.ReplaceAll(notInSlug.ReplaceAllLiteralString(strings.ToLower(text), ""), " ", "-")
		times[slug]++
		if n := times[slug]; n > 1 {
			slug = fmt.Sprintf("%s-%d", slug, n-1)
		}
		all = append(all, slug)
	}
	return all
}

// wrongLinks are the links of a page to files that are not there, and to headings that a
// file does not have; links are all that it has to files of the repository at root.
func wrongLinks(root, page string) (wrong []string, links int, err error) {
	text, err := os.ReadFile(filepath.Join(root, page))
	if err != nil {
		return nil, 0, err
	}
	for _, m := range link.FindAllStringSubmatch(code.ReplaceAllLiteralString(fenced.ReplaceAllLiteralString(string(text), ""), ""), -1) {
		target := filepath.Join(filepath.Dir(page), m[1])
		if rest, ours := strings.CutPrefix(m[1], blob); ours {
			target = rest
		} else if strings.Contains(m[1], ":") {
			continue
		}
		if m[1] == "" {
			target = page
		}
		links++
		if _, err := os.Stat(filepath.Join(root, target)); err != nil {
			wrong = append(wrong, "there is no "+target)
			continue
		}
		if m[2] == "" {
			continue
		}
		there, err := os.ReadFile(filepath.Join(root, target))
		if err != nil {
			return nil, 0, err
		}
		if filepath.Ext(target) != ".md" || !slices.Contains(anchors(string(there)), m[2]) {
			wrong = append(wrong, "there is no #"+m[2]+" in "+target)
		}
	}
	return wrong, links, nil
}

// What the pages link to is there: a claim whose test is gone proves nothing.
func TestLinksOfPagesLeadSomewhere(t *testing.T) {
	t.Parallel()
	links := map[string]int{} // by page
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && d.Name() != ".."):
			return filepath.SkipDir
		case d.IsDir() || filepath.Ext(path) != ".md":
			return nil
		}
		page, err := filepath.Rel("..", path)
		if err != nil {
			return err
		}
		wrong, n, err := wrongLinks("..", page)
		for _, w := range wrong {
			t.Errorf("%s: %s", page, w)
		}
		links[page] = n
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for page, least := range map[string]int{
		"README.md": 100, "CONTRIBUTING.md": 5, "CHANGELOG.md": 0, "SECURITY.md": 0, "docs/index.md": 5, "docs/guides/seeding.md": 1, "docs/resources/user.md": 0,
		"internal/README.md": 2, "internal/clerksim/README.md": 0, "internal/acctest/README.md": 0,
	} {
		if n, looked := links[page]; !looked || n < least {
			t.Errorf("%s was looked at: %t; it has %d links, expected %d at least", page, looked, n, least)
		}
	}
}

func TestALinkThatLeadsNowhereIsFound(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	write := func(page, text string) {
		t.Helper()
		path := filepath.Join(root, page)
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("main.go", "package main\n")
	write("docs/there.md", "---\n# no heading\ntitle: x\n---\n\n# What it's for\n\n## Users & `clerk_user`\n\n## See [the page](there.md), then\n\n## Again\n\n## Again\n\n"+
		"```sh\n# no heading either\n```\n\n<a id=\"nestedatt--keys\"></a>\n")
	for text, want := range map[string]string{
		"[a](there.md), [b](../main.go), [c](.), [d](#own)\n\n# Own\n":    "",
		"[a](https://example.com/nowhere#x), [b](mailto:ada@example.com)": "",
		"[a](there.md#what-its-for)":                                      "",
		"[a](there.md#users--clerk_user)":                                 "",
		"[a](there.md#see-the-page-then)":                                 "",
		"[a](there.md#again), [b](there.md#again-1)":                      "",
		"[a](there.md#nestedatt--keys)":                                   "",
		"[a](" + blob + "docs/there.md#again)":                            "",
		"`[a](gone.md)`\n\n```md\n[b](gone.md)\n```\n":                    "",
		"[a](gone.md)":                      "there is no docs/gone.md",
		"[`a`](gone.md#again)":              "there is no docs/gone.md",
		"[a](main.go)":                      "there is no docs/main.go",
		"[a](" + blob + "gone.go)":          "there is no gone.go",
		"[a](there.md#What-its-for)":        "there is no #What-its-for in docs/there.md",
		"[a](there.md#again-2)":             "there is no #again-2 in docs/there.md",
		"[a](there.md#no-heading)":          "there is no #no-heading in docs/there.md",
		"[a](there.md#no-heading-either)":   "there is no #no-heading-either in docs/there.md",
		"[a](#own)":                         "there is no #own in docs/page.md",
		"[a](../main.go#L1)":                "there is no #L1 in main.go",
		"[a](" + blob + "docs/there.md#no)": "there is no #no in docs/there.md",
	} {
		write("docs/page.md", text)
		wrong, _, err := wrongLinks(root, filepath.Join("docs", "page.md"))
		if got := strings.Join(wrong, "; "); err != nil || got != want {
			t.Errorf("of %q is said %q (%v), expected %q", text, got, err, want)
		}
	}
}
