package export

import (
	"cmp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// writer knows what is exported beside an object.
type writer struct {
	chosen    []string                     // the types
	addresses map[string]map[string]string // names of resources that are written, by type, and id or key
}

// body is the inside of an object's resource block: what a person can write, and
// has reason to. What is required comes first.
func (w *writer) body(schema *tfprotov6.SchemaBlock, o *object) []byte {
	attributes := slices.Clone(schema.Attributes)
	slices.SortFunc(attributes, func(a, b *tfprotov6.SchemaAttribute) int {
		if a.Required != b.Required {
			return map[bool]int{true: -1, false: 1}[a.Required]
		}
		return cmp.Compare(a.Name, b.Name)
	})
	var b strings.Builder
	for _, a := range attributes {
		v, given := o.config[a.Name]
		writable := (a.Required || a.Optional) && !a.Sensitive && !a.WriteOnly && !a.Deprecated
		if !given || v.IsNull() || !writable || w.elsewhere(o.typ, a.Name) {
			continue
		}
		b.WriteString(a.Name + " = " + w.expression(o, a.Name, v) + "\n")
	}
	return indented(b.String())
}

// elsewhere reports whether a type that is exported as well manages an argument.
func (w *writer) elsewhere(typ, argument string) bool {
	return slices.ContainsFunc(w.chosen, func(other string) bool {
		return slices.Contains(rules[typ].instead[other], argument)
	})
}

func (w *writer) expression(o *object, argument string, v tftypes.Value) string {
	rule := rules[o.typ]
	if to, ok := rule.refers[argument]; ok {
		if name, ok := w.addresses[to][text(v)]; ok {
			return to + "." + name + ".id"
		}
	}
	if to, ok := rule.keyed[argument]; ok {
		return w.keys(to, v)
	}
	if slices.Contains(rule.json, argument) {
		return jsonencode(text(v))
	}
	return ofValue(v)
}

// keys are one key of an object of a type, or several: those of objects that are written
// as well refer to them.
func (w *writer) keys(typ string, v tftypes.Value) string {
	var list []tftypes.Value
	if !v.IsNull() && v.As(&list) == nil {
		items := make([]string, len(list))
		for n, x := range list {
			items[n] = w.keys(typ, x)
		}
		slices.Sort(items)
		return bracketed("[", items, "]")
	}
	if name, ok := w.addresses[typ][text(v)]; ok {
		return typ + "." + name + ".key"
	}
	return ofValue(v)
}

// text is an argument in words: of several values, the first.
func (o *object) text(argument string) string {
	v := o.config[argument]
	var list []tftypes.Value
	if !v.IsNull() && v.As(&list) == nil {
		var all []string
		for _, x := range list {
			all = append(all, text(x))
		}
		slices.Sort(all)
		return append(all, "")[0]
	}
	return text(v)
}

// text is a string, "" if it is none.
func text(v tftypes.Value) string {
	var s string
	if v.IsNull() || v.As(&s) != nil {
		return ""
	}
	return s
}
