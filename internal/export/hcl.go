package export

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
)

// narrow is the most characters of an expression that stands on one line.
const narrow = 60

// bracketed are items between brackets, on one line if that is short, or else on a
// line each. What it leaves to do is the indentation. hclwrite's own objects have
// always a line for each item, and its lists never.
func bracketed(begin string, items []string, end string) string {
	line, last := strings.Join(items, ", "), ","
	if begin == "{" {
		last = ""
		if line != "" {
			line = " " + line + " "
		}
	}
	if line = begin + line + end; len(line) <= narrow && !strings.Contains(line, "\n") {
		return line
	}
	return begin + "\n" + strings.Join(items, last+"\n") + last + "\n" + end
}

// Quote is a string as HCL.
func Quote(s string) string {
	return string(hclwrite.TokensForValue(cty.StringVal(s)).Bytes())
}

// jsonencode is a JSON object as HCL: a call of jsonencode. A text that HCL cannot
// say in this way comes back as a string.
func jsonencode(text string) string {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err == nil {
		if _, err := d.Token(); errors.Is(err, io.EOF) && sayable(v) {
			return "jsonencode(" + ofJSON(v) + ")"
		}
	}
	return Quote(text)
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

func ofJSON(v any) string {
	var items []string
	switch v := v.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			items = append(items, Key(key)+" = "+ofJSON(v[key]))
		}
		return bracketed("{", items, "}")
	case []any:
		for _, x := range v {
			items = append(items, ofJSON(x))
		}
		return bracketed("[", items, "]")
	case string:
		return Quote(v)
	case json.Number: // as it is spelled
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	}
	return "null"
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

// expression is a value that the provider gave, with what refer makes of the texts in
// it, by their paths, such as "roles" or "mappings.role". Sets, which have no order, are
// sorted.
func expression(v tftypes.Value, path string, refer func(path string, v tftypes.Value) (string, bool)) string {
	if v.IsNull() || !v.IsKnown() {
		return "null"
	}
	var (
		s     string
		b     bool
		n     big.Float
		list  []tftypes.Value
		m     map[string]tftypes.Value
		items []string
	)
	switch {
	case v.As(&s) == nil:
		if reference, ok := refer(path, v); ok {
			return reference
		}
		return Quote(s)
	case v.As(&b) == nil:
		return strconv.FormatBool(b)
	case v.As(&n) == nil:
		return n.Text('f', -1)
	case v.As(&list) == nil:
		for _, x := range list {
			items = append(items, expression(x, path, refer))
		}
		if v.Type().Is(tftypes.Set{}) {
			slices.Sort(items)
		}
		return bracketed("[", items, "]")
	case v.As(&m) == nil:
		for _, key := range slices.Sorted(maps.Keys(m)) {
			if !m[key].IsNull() {
				items = append(items, Key(key)+" = "+expression(m[key], path+"."+key, refer))
			}
		}
		return bracketed("{", items, "}")
	}
	return "null"
}

// indented is the inside of a block, formatted.
func indented(arguments string) []byte {
	block := hclwrite.Format([]byte("x {\n" + arguments + "}\n"))
	return bytes.TrimSuffix(bytes.TrimPrefix(block, []byte("x {\n")), []byte("}\n"))
}
