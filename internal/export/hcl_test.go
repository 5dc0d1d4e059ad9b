package export_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"

	"github.com/clerkform/terraform-provider-clerk/internal/export"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// evaluated is what Terraform makes of an expression.
func evaluated(t *testing.T, expression string) cty.Value {
	t.Helper()
	file := []byte("resource \"x\" \"y\" {\n  a = " + expression + "\n  b = 1\n}\n")
	parsed, diags := hclsyntax.ParseConfig(file, "x.tf", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("%v in\n%s", diags, file)
	}
	body := parsed.Body.(*hclsyntax.Body).Blocks[0].Body
	scope := &hcl.EvalContext{Functions: map[string]function.Function{"jsonencode": stdlib.JSONEncodeFunc}}
	v, diags := body.Attributes["a"].Expr.Value(scope)
	if diags.HasErrors() {
		t.Fatalf("%v in\n%s", diags, file)
	}
	return v
}

func FuzzAStringSurvivesHCL(f *testing.F) {
	for _, seed := range []string{
		"", "Ada", "${x}", "%{y}", "$${x}", "$$${x}", "%%{y}", "%%%{y}", "$", "$$", "${", "\\${", `"`, `\`, "\n\r\t\x00", "李 🦉", "\ufeff", "e\u0301",
		"<<EOT\n${x}\nEOT\n", "\u2028", "\U000e0001",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "?") // other text is none of Clerk's, nor of Terraform's
		if v := evaluated(t, export.Quote(s)); !v.RawEquals(cty.StringVal(s)) {
			t.Errorf("%q is written as %s, which means %#v", s, export.Quote(s), v)
		}
	})
}

func FuzzAJSONObjectSurvivesHCL(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"role":"analyst"}`, `{"for":1,"true":2,"null":{"if":[]},"a-b":3,"1":4,"":5,"${x}":"%{y}","<&>":"李"}`,
		`{"n":[1.50,-0,-1,1e3,1E-7,12345678901234567890,0.1,1e400,1e-400,3.141592653589793238462643383279502884197]}`,
		`{"huge":1e99999}`, `{"long":` + strings.Repeat("7", 200) + `}`, `{"a":[null,true,false,{"b":[[],{}]}]}`, `{"a":"\u0000\ud83e\udd89"}`,
		`{"a":1}{"b":2}`, `[`, `"x"`, `{"a b":{"c":"` + strings.Repeat("x", 100) + `","d":[1,2]}}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "?") // other text is none of Clerk's, nor of Terraform's
		written := export.JSONEncode(text)
		v := evaluated(t, written)
		// Terraform composes accents in every string, those of the state too.
		if want := cty.StringVal(text).AsString(); v.AsString() != want && !attr.SameJSON(v.AsString(), want) {
			t.Errorf("%s is written as\n%s\nwhich means %s", want, written, v.AsString())
		}
		if json.Valid([]byte(text)) && len(text) < 1000 && !strings.HasPrefix(written, "jsonencode(") && !strings.ContainsAny(text, "0123456789") {
			t.Errorf("%s is written as %s", text, written)
		}
		if file := []byte("a = " + written + "\n"); !bytes.Equal(hclwrite.Format(file), file) {
			t.Errorf("not formatted:\n%s", file)
		}
	})
}

func TestJSONIsWrittenAsAPersonWould(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"role":"analyst"}`:                       `jsonencode({ role = "analyst" })`,
		`{"b":[1,2.50],"a":{},"c":[],"for":null}`:  `jsonencode({ a = {}, b = [1, 2.50], c = [], "for" = null })`,
		`{"content-type":"${x}","1st":true,"":""}`: `jsonencode({ "" = "", "1st" = true, content-type = "$${x}" })`,
		`{"description":"a text that takes more than one line by itself","tags":["x",{"y":1}]}`: `jsonencode({
  description = "a text that takes more than one line by itself"
  tags        = ["x", { y = 1 }]
})`,
		`{"list":["a text that takes more than one line by itself","another one"]}`: `jsonencode({
  list = [
    "a text that takes more than one line by itself",
    "another one",
  ]
})`,
		`{"n":1e999999}`: `"{\"n\":1e999999}"`,
	} {
		if got := export.JSONEncode(text); got != want {
			t.Errorf("%s is written as\n%s\nwant\n%s", text, got, want)
		}
	}
}
