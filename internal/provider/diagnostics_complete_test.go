package provider_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// speakers are the folders whose words reach a person in a diagnostic.
var speakers = []string{
	"actortoken", "clerk", "emailaddress", "functions", "identifier", "instance", "jwks", "jwttemplate", "phonenumber",
	"provider", "session", "signintoken", "testingtoken", "tf", "user", "usermetadata",
}

// spoken are the arguments of calls that hold words: by function, which ones.
var spoken = map[string][]int{
	"AddError": {0, 1}, "AddWarning": {0, 1}, "AddAttributeError": {1, 2}, "AddAttributeWarning": {1, 2},
	"Report": {1}, "Warn": {1}, "Open": {3}, "Close": {3}, "Hint": {0}, "Note": {0}, "NewArgumentFuncError": {1},
	"Errorf": {0}, "New": {0}, "bad": {0}, "doubtful": {0}, "JSONObject": {1}, "fail": {0},
}

// spokenKeys are the fields of literals that hold words: by type, which ones.
var spokenKeys = map[string][]string{"Diagnostic": {"Summary", "Detail"}, "Conflict": {"Why"}, "creation": {"elsewhere"}, "userAction": {"doing"}}

// returning are the files in which returned strings are words, too.
var returning = []string{"tf/errors.go", "tf/validate.go", "clerk/recover.go", "clerk/gate_log.go"}

// wordsIn finds the words in the sources: patterns of what a diagnostic says, by
// where they stand.
func wordsIn(t *testing.T) map[string]*regexp.Regexp {
	t.Helper()
	found := map[string]*regexp.Regexp{}
	for _, folder := range speakers {
		files, err := filepath.Glob(filepath.Join("..", folder, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no sources in %s (%v)", folder, err)
		}
		set := token.NewFileSet()
		r := reader{consts: map[string]ast.Expr{}}
		var parsed []*ast.File
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(set, name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			parsed = append(parsed, file)
			ast.Inspect(file, r.constants)
		}
		for i, file := range parsed {
			name := filepath.ToSlash(set.File(parsed[i].Pos()).Name())
			returned := slices.ContainsFunc(returning, func(f string) bool { return strings.HasSuffix(name, "/"+f) })
			ast.Inspect(file, func(n ast.Node) bool {
				if f, ok := n.(*ast.FuncDecl); ok && strings.HasSuffix(f.Name.Name, "Description") {
					return false
				}
				for _, e := range r.words(n, returned) {
					if pattern := r.pattern(e); len(regexp.MustCompile(`[^A-Za-z]|\.\*`).ReplaceAllString(pattern, "")) > 6 {
						found[strings.TrimPrefix(set.Position(e.Pos()).String(), "../")] = regexp.MustCompile(`(?is)` + pattern)
					}
				}
				return true
			})
		}
	}
	return found
}

// reader reads expressions of one package.
type reader struct{ consts map[string]ast.Expr }

func (r reader) constants(n ast.Node) bool {
	if spec, ok := n.(*ast.ValueSpec); ok && len(spec.Names) == len(spec.Values) {
		for i, name := range spec.Names {
			r.consts[name.Name] = spec.Values[i]
		}
	}
	return true
}

// words are the expressions of a node that hold words.
func (r reader) words(n ast.Node, returned bool) (out []ast.Expr) {
	switch n := n.(type) {
	case *ast.CallExpr:
		for _, at := range spoken[named(n.Fun)] {
			if at < len(n.Args) {
				out = append(out, n.Args[at])
			}
		}
	case *ast.CompositeLit:
		for _, e := range n.Elts {
			pair, ok := e.(*ast.KeyValueExpr)
			if !ok {
				continue
			}
			if key, ok := pair.Key.(*ast.Ident); ok && slices.Contains(spokenKeys[named(n.Type)], key.Name) {
				out = append(out, pair.Value)
			}
			if _, ok := pair.Key.(*ast.BasicLit); ok && returned { // the table of hints
				out = append(out, pair.Value)
			}
		}
	case *ast.ReturnStmt:
		for _, e := range n.Results {
			if returned {
				out = append(out, e)
			}
		}
	}
	return out
}

// named is the last part of a name.
func named(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.IndexExpr: // generic
		return named(e.X)
	}
	return ""
}

var verb = regexp.MustCompile(`%[-+#0-9.\[\]]*[a-zA-Z]`)

// pattern is what an expression may say, as far as the sources tell.
func (r reader) pattern(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		if err != nil || e.Kind != token.STRING {
			return ".*"
		}
		parts := verb.Split(s, -1)
		for i := range parts {
			parts[i] = regexp.QuoteMeta(strings.ReplaceAll(parts[i], "%%", "%"))
		}
		return strings.Join(parts, ".*")
	case *ast.BinaryExpr:
		if e.Op == token.ADD {
			return r.pattern(e.X) + r.pattern(e.Y)
		}
	case *ast.Ident:
		if value, ok := r.consts[e.Name].(*ast.BasicLit); ok {
			return r.pattern(value)
		}
	case *ast.CallExpr:
		if named(e.Fun) == "Sprintf" {
			return r.pattern(e.Args[0])
		}
	}
	return ".*"
}

// checkEachIsProvoked holds the words in the sources against what was said.
func checkEachIsProvoked(t *testing.T, all []*tfprotov6.Diagnostic) {
	t.Helper()
	said := map[string]bool{}
	for _, d := range all {
		said[d.Summary+"\n"+d.Detail] = true
	}
	excused := map[string]bool{}
	for where, words := range wordsIn(t) {
		provoked := false
		for text := range said {
			if provoked = words.MatchString(text); provoked {
				break
			}
		}
		if provoked {
			continue
		}
		i := slices.IndexFunc(notProvoked, func(n excuse) bool { return strings.Contains(words.String(), regexp.QuoteMeta(n.words)) })
		if i < 0 {
			t.Errorf("%s: no case provokes %q", where, strings.TrimPrefix(words.String(), "(?is)"))
			continue
		}
		excused[notProvoked[i].words] = true
	}
	for _, n := range notProvoked {
		if !excused[n.words] {
			t.Errorf("%q is provoked, or said no more, and needs no excuse", n.words)
		}
	}
}

// excuse is why no case provokes what a person may see.
type excuse struct{ words, why string }

var notProvoked = []excuse{
	{"the answer is larger than", "it would take an answer of 64 MiB"},
	{"build the request", "what the provider sends can be sent"},
	{"encode the body of", "what the provider sends can be encoded"},
	{"nothing says which user to read", "a validator refuses the configuration first"},
	{"there is a line break in it", "the caller says what it means"},
	{"GET /instance: stopped while waiting for its answer", "it would take two reads that are interrupted at one moment"},
	{"The state could not be saved", "it would take a bug"},
	{"The list could not be read", "it would take a bug"},
	{"This is a bug in the provider; please report it.", "it would take a bug"},
}

// terraforms are messages about this provider that are Terraform's own: it takes
// a CLI to provoke them.
const terraforms = `
Terraform says these by itself, and the provider has no say in them:

- an argument that is missing, unknown, or of another type; a write-only argument in a version before 1.11
- “Cannot import non-existent remote object”: the provider found none with the id or the identity
- “Provider produced inconsistent final plan”: a picture changed between the plan and the apply
- that a version has no list resources, actions or ephemeral resources
- that the provider crashed, was killed, or did not start
`

// unprovoked is the chapter of the golden file that says what is missing.
func unprovoked() string {
	var out strings.Builder
	out.WriteString("\n## What no case provokes\n\n")
	for _, n := range notProvoked {
		out.WriteString("- “" + n.words + "”: " + n.why + "\n")
	}
	out.WriteString(terraforms)
	return out.String()
}
