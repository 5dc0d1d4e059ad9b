package diagnostics_test

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

// speaks are the names of functions and fields whose strings are words. So are all
// strings that stand in a table, or that a function returns: one that can fail puts its
// words into its error.
var speaks = regexp.MustCompile(`^(Add(Attribute)?(Error|Warning)|NewArgumentFuncError|Errorf|New|` +
	`Report|Warn|Open|Close|Hint|Note|JSONObject|bad|doubtful|fail|Summary|Detail|Why|elsewhere|doing)$`)

// documents are the functions whose strings are documentation.
var documents = regexp.MustCompile(`(Description|Definition|LastOne)$`)

// sources are the provider's, and those of every folder of the repository that they import.
func sources(t *testing.T, set *token.FileSet) (packages [][]*ast.File) {
	t.Helper()
	for i, folders := 0, []string{"provider"}; i < len(folders); i++ {
		files, err := filepath.Glob(filepath.Join("..", "..", folders[i], "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no sources in %s (%v)", folders[i], err)
		}
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
			for _, i := range file.Imports {
				if _, folder, ours := strings.Cut(strings.Trim(i.Path.Value, `"`), "terraform-provider-clerk/internal/"); ours && !slices.Contains(folders, folder) {
					folders = append(folders, folder)
				}
			}
		}
		packages = append(packages, parsed)
	}
	return packages
}

// wordsIn finds the words in the sources: patterns of what a diagnostic says, by
// where they stand.
func wordsIn(t *testing.T) map[string]*regexp.Regexp {
	t.Helper()
	found, set := map[string]*regexp.Regexp{}, token.NewFileSet()
	for _, files := range sources(t, set) {
		r := reader{consts: map[string]ast.Expr{}}
		for _, file := range files {
			ast.Inspect(file, r.constants)
		}
		for _, file := range files {
			r.read(file, false, func(e ast.Expr) {
				if pattern := r.pattern(e); strings.Contains(pattern, " ") && len(noLetter.ReplaceAllString(pattern, "")) > 6 {
					found[strings.TrimPrefix(set.Position(e.Pos()).String(), "../../")] = regexp.MustCompile(`(?is)` + pattern)
				}
			})
		}
	}
	return found
}

// read finds the words in a part of a function, or of a file. One that fails says so by its error, and not by what else it returns.
func (r reader) read(part ast.Node, fails bool, found func(ast.Expr)) {
	failing := func(t *ast.FuncType) bool {
		return t.Results != nil && slices.ContainsFunc(t.Results.List, func(r *ast.Field) bool { return named(r.Type) == "error" })
	}
	ast.Inspect(part, func(n ast.Node) bool {
		switch f := n.(type) {
		case *ast.FuncDecl:
			if f.Body != nil && !documents.MatchString(f.Name.Name) {
				r.read(f.Body, failing(f.Type), found)
			}
			return false
		case *ast.FuncLit:
			r.read(f.Body, fails || failing(f.Type), found)
			return false
		case *ast.ReturnStmt:
			if fails {
				return true
			}
		}
		for _, e := range words(n) {
			found(e)
		}
		return true
	})
}

// words are the expressions of a node that hold words.
func words(n ast.Node) []ast.Expr {
	switch n := n.(type) {
	case *ast.CallExpr:
		if speaks.MatchString(named(n.Fun)) {
			return n.Args
		}
	case *ast.KeyValueExpr:
		if _, table := n.Key.(*ast.BasicLit); table || speaks.MatchString(named(n.Key)) {
			return []ast.Expr{n.Value}
		}
	case *ast.ReturnStmt:
		return n.Results
	}
	return nil
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

var (
	verb     = regexp.MustCompile(`%[-+#0-9.\[\]]*[a-zA-Z]`)
	noLetter = regexp.MustCompile(`[^A-Za-z]|\.\*`)
)

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
	{"the token is null", "it takes a CLI that leaves ephemeral values out"},
	{"leaves ephemeral values out where an action is run by -invoke", "it takes a CLI that does so"},
	{"there is a line break in it", "the caller says what it means"},
	{"GET /instance: stopped while waiting for its answer", "it would take two reads that are interrupted at one moment"},
	{"stopped while waiting for another create of the name", "it would take two of one name that are made, and interrupted, at one moment"},
	{"has it, and waits for what this one has", "a diagnostic says it in words of its own"},
	{"nothing to recheck", "the glue takes it for the answer that it has"},
	{"what had the value may have given it up", "the create is repeated"},
	{"there is more than one JSON value", "a diagnostic says it in words of its own"},
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

// unprovoked is the section of the golden file that says what is missing.
func unprovoked() string {
	var out strings.Builder
	out.WriteString("\n## What no case provokes\n\n")
	for _, n := range notProvoked {
		out.WriteString("- “" + n.words + "”: " + n.why + "\n")
	}
	out.WriteString(terraforms)
	return out.String()
}
