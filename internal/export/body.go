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
	settings  map[string]*object           // what every instance has one of, by type
	notes     notes
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
	rule := rules[o.typ]
	var refused []string
	if settings := w.settings[rule.refusedBy]; settings != nil {
		refused = rule.refused(settings, o)
	}
	var b strings.Builder
	for _, a := range attributes {
		if rule.mails && a.Name == "notify" {
			b.WriteString("notify = false\n")
			continue
		}
		v, given := o.config[a.Name]
		writable := (a.Required || a.Optional) && !a.Sensitive && !a.WriteOnly && !a.Deprecated
		if !given || v.IsNull() || !writable || w.elsewhere(o.typ, a.Name) || slices.Contains(refused, a.Name) {
			continue
		}
		b.WriteString(a.Name + " = " + w.expression(o, a.Name, v) + "\n")
	}
	b.WriteString(dependsOn(w.behind(o)))
	if len(refused) > 0 {
		b.WriteString("\n# Left out, since " + rule.refusedBy + ".this does not allow it to a new object: " + strings.Join(refused, ", ") + ".\n")
	}
	for _, missing := range rule.withheld {
		if missing.when == nil || missing.when(o) {
			b.WriteString("\n# Left out, since Clerk does not return it: " + missing.arguments + ".\n")
		}
	}
	return indented(b.String())
}

// leftOut are the arguments of a type that no configuration is written with: secrets, and what Clerk does not return.
func leftOut(typ string, schema *tfprotov6.SchemaBlock) (secrets, unreturned []string) {
	unreturned = slices.Clone(rules[typ].unreturned)
	for _, a := range schema.Attributes {
		switch {
		case a.Sensitive && a.WriteOnly:
			secrets = append(secrets, a.Name)
		case a.WriteOnly && !(rules[typ].mails && a.Name == "notify"):
			unreturned = append(unreturned, a.Name)
		}
	}
	slices.Sort(secrets)
	slices.Sort(unreturned)
	return secrets, unreturned
}

// elsewhere reports whether a type that is exported as well manages an argument.
func (w *writer) elsewhere(typ, argument string) bool {
	return slices.ContainsFunc(w.chosen, func(other string) bool {
		return slices.Contains(rules[typ].instead[other], argument)
	})
}

func (w *writer) expression(o *object, argument string, v tftypes.Value) string {
	rule := rules[o.typ]
	if o.everywhere && argument == rule.key && rule.varies != "" {
		return "var." + rule.varies
	}
	if slices.Contains(rule.json, argument) || strings.HasSuffix(argument, "_metadata") {
		return jsonencode(text(v))
	}
	return expression(v, argument, func(path string, v tftypes.Value) (string, bool) {
		for _, typ := range rule.listedBy[path] {
			if reference, ok := w.reference(typ, "id", v); ok {
				return reference, true
			}
		}
		if reference, ok := w.reference(cmp.Or(rule.refers[path], calledAfter(path, w.chosen)), "id", v); ok {
			return reference, true
		}
		return w.reference(rule.keyed[path], "key", v)
	})
}

// reference refers to the object of a type that has the id or the key, if it is written as well.
func (w *writer) reference(typ, attribute string, v tftypes.Value) (string, bool) {
	name, ok := w.addresses[typ][text(v)]
	return typ + "." + name + "." + attribute, ok
}

// text is an argument in words: of several values, the first.
func (o *object) text(argument string) string {
	all := o.texts(argument)
	slices.Sort(all)
	return append(all, "")[0]
}

// text is a string, "" if it is none.
func text(v tftypes.Value) string {
	var s string
	if v.IsNull() || v.As(&s) != nil {
		return ""
	}
	return s
}
