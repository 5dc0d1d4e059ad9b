package export

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
)

// narrow is the most characters of an expression that stands on one line.
const narrow = 60

// expression is HCL that is not laid out yet: an atom, or items in brackets.
type expression struct {
	atom        string
	open, close string
	items       []item
}

type item struct {
	key   string // "" in a list
	value expression
}

// Quote is a string as HCL.
func Quote(s string) string {
	return string(hclwrite.TokensForValue(cty.StringVal(s)).Bytes())
}

// JSONEncode is a JSON object as HCL: a call of jsonencode. A text that HCL cannot
// say in this way comes back as a string.
func JSONEncode(text string) string {
	var b strings.Builder
	jsonencode(text).write(&b)
	return string(hclwrite.Format([]byte(b.String())))
}

func jsonencode(text string) expression {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err == nil {
		if _, err := d.Token(); errors.Is(err, io.EOF) && sayable(v) {
			e := ofJSON(v)
			return expression{open: "jsonencode(", close: ")", items: []item{{value: e}}}
		}
	}
	return expression{atom: Quote(text)}
}

// sayable reports whether HCL has all the numbers of a JSON value: it keeps 512
// bits of each.
func sayable(v any) bool {
	switch v := v.(type) {
	case map[string]any:
		for _, x := range v {
			if !sayable(x) {
				return false
			}
		}
	case []any:
		return !slices.ContainsFunc(v, func(x any) bool { return !sayable(x) })
	case json.Number:
		mantissa, exponent, _ := strings.Cut(strings.ToLower(v.String()), "e")
		return len(mantissa) <= 100 && len(exponent) <= 3
	}
	return true
}

func ofJSON(v any) expression {
	switch v := v.(type) {
	case map[string]any:
		e := expression{open: "{", close: "}"}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			e.items = append(e.items, item{Key(key), ofJSON(v[key])})
		}
		return e
	case []any:
		e := expression{open: "[", close: "]"}
		for _, x := range v {
			e.items = append(e.items, item{value: ofJSON(x)})
		}
		return e
	case string:
		return expression{atom: Quote(v)}
	case json.Number:
		return expression{atom: v.String()}
	case bool:
		if v {
			return expression{atom: "true"}
		}
		return expression{atom: "false"}
	}
	return expression{atom: "null"}
}

// Key is a key of an object as HCL, in quotes where it needs them.
func Key(key string) string {
	switch key {
	case "for", "true", "false", "null": // words of the language
	default:
		if hclsyntax.ValidIdentifier(key) {
			return key
		}
	}
	return Quote(key)
}

// ofValue is a value that the provider gave. Sets, which have no order, are
// sorted.
func ofValue(v tftypes.Value) expression {
	if v.IsNull() || !v.IsKnown() {
		return expression{atom: "null"}
	}
	var (
		s    string
		b    bool
		n    big.Float
		list []tftypes.Value
		m    map[string]tftypes.Value
	)
	switch {
	case v.As(&s) == nil:
		return expression{atom: Quote(s)}
	case v.As(&b) == nil:
		return ofJSON(b)
	case v.As(&n) == nil:
		return expression{atom: n.Text('f', -1)}
	case v.As(&list) == nil:
		e := expression{open: "[", close: "]"}
		for _, x := range list {
			e.items = append(e.items, item{value: ofValue(x)})
		}
		if v.Type().Is(tftypes.Set{}) {
			slices.SortFunc(e.items, func(a, b item) int { return strings.Compare(a.value.line(), b.value.line()) })
		}
		return e
	case v.As(&m) == nil:
		e := expression{open: "{", close: "}"}
		for _, key := range slices.Sorted(maps.Keys(m)) {
			if !m[key].IsNull() {
				e.items = append(e.items, item{Key(key), ofValue(m[key])})
			}
		}
		return e
	}
	return expression{atom: "null"}
}

// line is the expression on one line.
func (e expression) line() string {
	if e.open == "" {
		return e.atom
	}
	var parts []string
	for _, i := range e.items {
		part := i.value.line()
		if i.key != "" {
			part = i.key + " = " + part
		}
		parts = append(parts, part)
	}
	inside := strings.Join(parts, ", ")
	if e.open == "{" && inside != "" {
		inside = " " + inside + " "
	}
	return e.open + inside + e.close
}

// write writes the expression, on one line if it is short. What it leaves to do is
// the indentation.
func (e expression) write(b *strings.Builder) {
	switch line := e.line(); {
	case len(line) <= narrow || e.open == "":
		b.WriteString(line)
	case e.open == "jsonencode(":
		b.WriteString(e.open)
		e.items[0].value.write(b)
		b.WriteString(e.close)
	default:
		b.WriteString(e.open + "\n")
		for _, i := range e.items {
			if i.key != "" {
				b.WriteString(i.key + " = ")
			}
			i.value.write(b)
			if i.key == "" {
				b.WriteString(",")
			}
			b.WriteString("\n")
		}
		b.WriteString(e.close)
	}
}

// indented is the inside of a block, formatted.
func indented(arguments string) []byte {
	block := hclwrite.Format([]byte("x {\n" + arguments + "}\n"))
	return bytes.TrimSuffix(bytes.TrimPrefix(block, []byte("x {\n")), []byte("}\n"))
}
