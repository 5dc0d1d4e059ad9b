package conformance_test

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/provider"
	"github.com/clerkform/terraform-provider-clerk/internal/provider/server"
)

// registered is a type of any kind, as the provider's register tells of it.
type registered struct {
	kind, name string // such as "data-sources", as folders are named, and "clerk_user"
	block      *tfprotov6.SchemaBlock
	validate   func(context.Context, *tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error)
}

// conventions are what is asked of every type, whatever its kind.
var conventions = []struct {
	name string
	ask  func(context.Context, registered) string // what is wrong, or ""
}{
	{"described", described},
	{"page in docs", func(_ context.Context, r registered) string {
		return missing("docs", r.kind, strings.TrimPrefix(r.name, "clerk_")+".md")
	}},
	{"section", func(_ context.Context, r registered) string {
		page := filepath.Join(acctest.Root(), "docs", r.kind, strings.TrimPrefix(r.name, "clerk_")+".md")
		text, err := os.ReadFile(page)
		if err != nil || strings.Contains(string(text), "\nsubcategory: \"\"\n") {
			return page + " has no subcategory"
		}
		return ""
	}},
	{"example, run in a test", func(_ context.Context, r registered) string {
		if wrong := missing("examples", r.kind, r.name, "*.tf*"); wrong != "" || r.kind != "resources" {
			return wrong
		}
		return missing("examples", r.kind, r.name, "import.sh")
	}},
	{"valid with unknown values", validWhenUnknown},
	{"secrets are marked", secretsMarked},
}

// TestEveryTypeFollowsTheConventions walks all that the provider registers.
func TestEveryTypeFollowsTheConventions(t *testing.T) {
	t.Parallel()
	for _, r := range everything(t) {
		for _, m := range conventions {
			if wrong := m.ask(t.Context(), r); wrong != "" {
				t.Errorf("%s/%s, %s: %s", r.kind, r.name, m.name, wrong)
			}
		}
	}
}

// unmentioned are the types that the README or the changelog does not name. The README links to
// the page of each; of list resources it says which resources have none.
func unmentioned(all []registered, readme, changelog string) (wrong []string) {
	listed := map[string]bool{}
	for _, r := range all {
		if r.kind == "list-resources" {
			listed[r.name] = true
		}
	}
	_, unlisted, _ := strings.Cut(readme, "\nList resources, for `terraform query`:")
	unlisted, _, _ = strings.Cut(unlisted, "\n")
	for _, r := range all {
		if r.kind != "list-resources" && !strings.Contains(readme, "("+linkTo(r)+")") {
			wrong = append(wrong, "README.md, "+r.kind+"/"+r.name)
		}
		if r.kind == "resources" && listed[r.name] == strings.Contains(unlisted, "`"+r.name+"`") {
			wrong = append(wrong, "README.md, list-resources/"+r.name)
		}
		if !strings.Contains(changelog, "`"+r.name+"`") {
			wrong = append(wrong, "CHANGELOG.md, "+r.kind+"/"+r.name)
		}
	}
	return wrong
}

// linkTo is how the README links to the page of a type.
func linkTo(r registered) string {
	return "docs/" + r.kind + "/" + strings.TrimPrefix(r.name, "clerk_") + ".md"
}

func TestTheReadmeAndTheChangelogNameEveryType(t *testing.T) {
	t.Parallel()
	all := everything(t)
	readme, changelog := acctest.ReadFile(t, filepath.Join(acctest.Root(), "README.md")), acctest.ReadFile(t, filepath.Join(acctest.Root(), "CHANGELOG.md"))
	for _, wrong := range unmentioned(all, readme, changelog) {
		t.Error("not named, or wrongly said to have no list resource:", wrong)
	}

	// What is taken out is missed.
	for _, r := range all {
		if got, want := unmentioned(all, strings.ReplaceAll(readme, linkTo(r), ""), changelog), "README.md, "+r.kind+"/"+r.name; r.kind != "list-resources" && !slices.Contains(got, want) {
			t.Errorf("a README without %s lacks %q", linkTo(r), got)
		}
		if got, want := unmentioned(all, readme, strings.ReplaceAll(changelog, "`"+r.name+"`", "")), "CHANGELOG.md, "+r.kind+"/"+r.name; !slices.Contains(got, want) {
			t.Errorf("a changelog without %s lacks %q", r.name, got)
		}
	}
	for from, to := range map[string]string{"`clerk_user_metadata` and `": "`", "`clerk_user_metadata` and": "`clerk_user_metadata`, `clerk_machine` and"} {
		if got := unmentioned(all, strings.Replace(readme, from, to, 1), changelog); len(got) != 1 {
			t.Errorf("a README with %s instead of %s lacks %q", to, from, got)
		}
	}
}

// everything are all registered types, in the order of their kinds and names.
func everything(t *testing.T) []registered {
	t.Helper()
	server, ok := server.New(provider.New("test", func(string) string { return "" })).(interface {
		tfprotov6.ProviderServer
		tfprotov6.ListResourceServer
		tfprotov6.ActionServer
	})
	if !ok {
		t.Fatal("the server lacks list resources or actions")
	}
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	var all []registered
	add := func(kind, name string, block *tfprotov6.SchemaBlock, validate func(context.Context, *tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error)) {
		all = append(all, registered{kind, name, block, validate})
	}
	for name, s := range schemas.ResourceSchemas {
		add("resources", name, s.Block, func(ctx context.Context, config *tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error) {
			resp, err := server.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{
				TypeName: name, Config: config, ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
			})
			return resp.Diagnostics, err
		})
	}
	for name, s := range schemas.DataSourceSchemas {
		add("data-sources", name, s.Block, func(ctx context.Context, config *tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error) {
			resp, err := server.ValidateDataResourceConfig(ctx, &tfprotov6.ValidateDataResourceConfigRequest{TypeName: name, Config: config})
			return resp.Diagnostics, err
		})
	}
	for name, s := range schemas.EphemeralResourceSchemas {
		add("ephemeral-resources", name, s.Block, func(ctx context.Context, config *tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error) {
			resp, err := server.ValidateEphemeralResourceConfig(ctx, &tfprotov6.ValidateEphemeralResourceConfigRequest{TypeName: name, Config: config})
			return resp.Diagnostics, err
		})
	}
	for name, s := range schemas.ListResourceSchemas {
		add("list-resources", name, s.Block, func(ctx context.Context, config *tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error) {
			resp, err := server.ValidateListResourceConfig(ctx, &tfprotov6.ValidateListResourceConfigRequest{TypeName: name, Config: config})
			return resp.Diagnostics, err
		})
	}
	for name, s := range schemas.ActionSchemas {
		add("actions", name, s.Schema.Block, func(ctx context.Context, config *tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error) {
			resp, err := server.ValidateActionConfig(ctx, &tfprotov6.ValidateActionConfigRequest{ActionType: name, Config: config})
			return resp.Diagnostics, err
		})
	}
	for name, f := range schemas.Functions {
		add("functions", name, &tfprotov6.SchemaBlock{Description: f.Description}, nil)
	}
	slices.SortFunc(all, func(a, b registered) int { return strings.Compare(a.kind+"/"+a.name, b.kind+"/"+b.name) })
	return all
}

func described(_ context.Context, r registered) string {
	if r.block.Description == "" {
		return "it is not"
	}
	for _, a := range attributes("", r.block) {
		if a.Description == "" {
			return a.path + " is not"
		}
	}
	if r.kind == "resources" {
		return undrifting(r)
	}
	return ""
}

// saysUnread are words of a description that says that no plan compares a write-only argument with what Clerk has.
var saysUnread = regexp.MustCompile(`never returns|[Ww]rite-only|stored in no plan or state|counts when the invitation is sent only`)

// undrifting: what Clerk never returns says so, and settings say what becomes of two resources for the same ones.
func undrifting(r registered) string {
	for _, a := range attributes("", r.block) {
		if a.WriteOnly && !saysUnread.MatchString(a.Description+r.block.Description) {
			return a.path + " is write-only, and does not say so"
		}
	}
	for _, s := range subjects {
		if s.name != r.name {
			continue
		}
		for _, a := range r.block.Attributes {
			if s.arguments[a.Name].noDrift == untold && !strings.Contains(a.Description, untold) {
				return a.Name + " does not say that " + untold
			}
		}
		if strings.HasPrefix(s.stays, "the settings,") && !strings.Contains(r.block.Description, "Of two, neither knows of the other") {
			return "it does not say what becomes of two resources for the same settings"
		}
	}
	return ""
}

// located is an attribute, and its path: "keys.kid" stands in "keys".
type located struct {
	path string
	*tfprotov6.SchemaAttribute
}

// attributes are those of a block, with those that stand in others and in its blocks.
func attributes(within string, block *tfprotov6.SchemaBlock) []located {
	out := nested(within, block.Attributes)
	for _, b := range block.BlockTypes {
		out = append(out, attributes(within+b.TypeName+".", b.Block)...)
	}
	return out
}

func nested(within string, all []*tfprotov6.SchemaAttribute) (out []located) {
	for _, a := range all {
		out = append(out, located{within + a.Name, a})
		if a.NestedType != nil {
			out = append(out, nested(within+a.Name+".", a.NestedType.Attributes)...)
		}
	}
	return out
}

// TestConventionsAreAskedOfNestedAttributes: no type has a block yet.
func TestConventionsAreAskedOfNestedAttributes(t *testing.T) {
	t.Parallel()
	said := func(name, description string) *tfprotov6.SchemaAttribute {
		return &tfprotov6.SchemaAttribute{Name: name, Description: description, Type: tftypes.String}
	}
	parent := &tfprotov6.SchemaAttribute{Name: "parent", Description: "x", NestedType: &tfprotov6.SchemaObject{Attributes: []*tfprotov6.SchemaAttribute{said("password_wo", "")}}}
	for path, block := range map[string]*tfprotov6.SchemaBlock{
		"password_wo":        {Attributes: []*tfprotov6.SchemaAttribute{said("password_wo", "")}},
		"parent.password_wo": {Attributes: []*tfprotov6.SchemaAttribute{parent}},
		"block.parent.password_wo": {BlockTypes: []*tfprotov6.SchemaNestedBlock{{
			TypeName: "block", Block: &tfprotov6.SchemaBlock{Attributes: []*tfprotov6.SchemaAttribute{parent}},
		}}},
	} {
		block.Description = "x"
		r := registered{block: block}
		if got := []string{described(t.Context(), r), secretsMarked(t.Context(), r)}; !slices.Equal(got, []string{path + " is not", path + " is not"}) {
			t.Errorf("of %s is said %q", path, got)
		}
	}
}

// missing says that a file of the project is not there.
func missing(path ...string) string {
	pattern := filepath.Join(append([]string{acctest.Root()}, path...)...)
	if found, err := filepath.Glob(pattern); err != nil || len(found) == 0 {
		return "there is no " + filepath.Join(path...)
	}
	return ""
}

// validWhenUnknown: a configuration whose every argument is known only after an
// apply is no error yet.
func validWhenUnknown(ctx context.Context, r registered) string {
	if r.validate == nil {
		return ""
	}
	object, ok := r.block.ValueType().(tftypes.Object)
	if !ok {
		return "its block is no object"
	}
	values := map[string]tftypes.Value{}
	for _, a := range r.block.Attributes {
		values[a.Name] = tftypes.NewValue(a.ValueType(), tftypes.UnknownValue)
		if !a.Optional && !a.Required {
			values[a.Name] = tftypes.NewValue(a.ValueType(), nil)
		}
	}
	config, err := tfprotov6.NewDynamicValue(object, tftypes.NewValue(object, values))
	if err != nil {
		return err.Error()
	}
	said, err := r.validate(ctx, &config)
	if err != nil {
		return err.Error()
	}
	for _, d := range said {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			return d.Summary + ": " + d.Detail
		}
	}
	return ""
}

// secretsMarked: what is a secret by its name is sensitive, wherever it stands.
func secretsMarked(_ context.Context, r registered) string {
	for _, a := range attributes("", r.block) {
		secret := slices.ContainsFunc([]string{"password_wo", "digest_wo", "secret_wo", "key_wo", "codes_wo", "private_metadata"}, func(s string) bool { return strings.HasSuffix(a.Name, s) }) ||
			r.kind == "ephemeral-resources" && slices.Contains([]string{"token", "id_token", "token_secret", "jwt", "url", "ticket", "password", "code"}, a.Name)
		if secret && !a.ValueType().Is(tftypes.Bool) && !a.Sensitive {
			return a.path + " is not"
		}
	}
	return ""
}
