package internal_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// described is a type, as far as the tree shows what it costs.
type described struct {
	name string
	// most is how many lines of Go it may take: package, client, local Clerk, ladder and tests.
	most int
	// own are its files and folders.
	own []string
	// named matches how code names the type, or what belongs to it.
	named *regexp.Regexp
}

// lists are those that a new type is entered in.
var lists = []string{"provider/register.go", "clerk/clerk.go", "clerksim/kind.go", "acctest/conformance/subject_test.go"}

// redirectURL is the type that CONTRIBUTING tells people to copy. Arguments that are called
// redirect_url are others'.
var redirectURL = described{
	name: "clerk_redirect_url", most: 300,
	own: []string{
		"services/redirecturl", "clerk/redirecturls.go", "clerk/redirecturls_test.go", "clerksim/redirect_urls.go", "clerksim/redirect_urls_test.go",
		"acctest/conformance/redirect_url_test.go", "acctest/diagnostics/redirect_url_test.go",
	},
	named: regexp.MustCompile(`\bredirecturl\b|\bnewRedirectURLs\b|\b[rR]edirectURLs\b|redirectURLSubject|clerk_redirect_url`),
}

var jwtTemplate = described{
	name: "clerk_jwt_template", most: 1000,
	own: []string{
		"services/jwttemplate", "clerk/jwttemplates.go", "clerk/jwttemplates_test.go", "clerksim/templates.go", "clerksim/templates_test.go",
		"acctest/conformance/template_test.go", "acctest/diagnostics/jwt_template_test.go",
	},
	named: regexp.MustCompile(`\bjwttemplate\b|\bnewJWTTemplates\b|\b[jJ][wW][tT]Templates\b|templateSubject|clerk_jwt_template`),
}

// lines counts the lines of the type's own files, and by file those that name it elsewhere.
func (d described) lines(t *testing.T) (own int, elsewhere map[string]int) {
	t.Helper()
	elsewhere = map[string]int{}
	err := fs.WalkDir(os.DirFS("."), ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" {
			return err
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(d.own, func(of string) bool { return path == of || strings.HasPrefix(path, of+"/") }) {
			own += strings.Count(string(source), "\n")
			return nil
		}
		for line := range strings.Lines(string(source)) {
			if d.named.MatchString(line) && !strings.HasPrefix(strings.TrimSpace(line), "//") {
				elsewhere[path]++
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return own, elsewhere
}

func TestATypeCostsNoMoreLinesThanItMay(t *testing.T) {
	t.Parallel()
	for _, d := range []described{redirectURL, jwtTemplate} {
		own, elsewhere := d.lines(t)
		entered := 0
		for _, list := range lists {
			if elsewhere[list] == 0 {
				t.Errorf("%s is not in %s", d.name, list)
			}
			entered += elsewhere[list]
		}
		if own < 100 || own+entered > d.most {
			t.Errorf("%s takes %d lines of its own, and %d in lists: more than %d", d.name, own, entered, d.most)
		}
	}
}

// asAnExample are files that name redirect URLs, and need not be touched for another type.
var asAnExample = []string{
	"acctest/conformance/oauth_application_test.go", // an application refers to one
	"acctest/docs/guides_moving_test.go", "acctest/promises/bulk_lists_test.go", "types_test.go",
}

func TestASimpleTypeIsEnteredInOneListEachAndNowhereElse(t *testing.T) {
	t.Parallel()
	_, elsewhere := redirectURL.lines(t)
	for path, n := range elsewhere {
		if !slices.Contains(lists, path) && !slices.Contains(asAnExample, path) {
			t.Errorf("%s names redirect URLs in %d lines: a new type would have to be entered there, too", path, n)
		}
	}
}
