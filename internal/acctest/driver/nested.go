package driver

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
)

// Nested attributes follow the rules of those that are not nested, each inside of the object that it belongs to.

// inner are the attributes of a nested attribute, by name; nil if it has none.
func inner(a *tfprotov6.SchemaAttribute) map[string]*tfprotov6.SchemaAttribute {
	if a.NestedType == nil {
		return nil
	}
	all := map[string]*tfprotov6.SchemaAttribute{}
	for _, one := range a.NestedType.Attributes {
		all[one.Name] = one
	}
	return all
}

// parts are the objects of a value of a nested attribute, each by its key: a single one has the key "".
func parts(a *tfprotov6.SchemaAttribute, v cty.Value) map[string]cty.Value {
	switch {
	case v == cty.NilVal || v.IsNull() || !v.IsKnown():
		return nil
	case a.NestedType.Nesting == tfprotov6.SchemaObjectNestingModeSingle:
		return map[string]cty.Value{"": v}
	case a.NestedType.Nesting == tfprotov6.SchemaObjectNestingModeMap:
		return v.AsValueMap()
	}
	return nil
}

// proposed is the value that core proposes for an attribute.
func proposed(a *tfprotov6.SchemaAttribute, prior, config cty.Value) cty.Value {
	if config.IsNull() {
		if a.Computed && prior != cty.NilVal {
			return prior
		}
		return config
	}
	attributes, before, all := inner(a), map[string]cty.Value{}, map[string]cty.Value{}
	if attributes != nil {
		before = parts(a, prior)
	}
	for key, object := range partsOf(attributes, a, config) {
		values := map[string]cty.Value{}
		for name, one := range attributes {
			was := cty.NilVal
			if object, ok := before[key]; ok {
				was = object.GetAttr(name)
			}
			values[name] = proposed(one, was, object.GetAttr(name))
		}
		all[key] = cty.ObjectVal(values)
	}
	switch {
	case len(all) == 0:
		return config
	case a.NestedType.Nesting == tfprotov6.SchemaObjectNestingModeSingle:
		return all[""]
	}
	return cty.MapVal(all)
}

func partsOf(attributes map[string]*tfprotov6.SchemaAttribute, a *tfprotov6.SchemaAttribute, v cty.Value) map[string]cty.Value {
	if attributes == nil {
		return nil
	}
	return parts(a, v)
}

// mayPlan reports whether core lets a provider plan a value for an attribute.
func mayPlan(a *tfprotov6.SchemaAttribute, was, config, planned cty.Value) bool {
	switch {
	case a.WriteOnly:
		return planned.IsNull()
	case planned.RawEquals(config), planned.RawEquals(was) && !was.IsNull() && !config.IsNull():
		return true
	case a.Computed && (!a.Optional || config.IsNull()):
		return true
	case a.NestedType == nil:
		return false
	}
	before, written, all := parts(a, was), parts(a, config), parts(a, planned)
	if len(all) != len(written) || len(all) == 0 {
		return false
	}
	for key, object := range all {
		for name, one := range inner(a) {
			before, known := before[key]
			prior := cty.NullVal(object.GetAttr(name).Type())
			if known {
				prior = before.GetAttr(name)
			}
			if _, ok := written[key]; !ok || !mayPlan(one, prior, written[key].GetAttr(name), object.GetAttr(name)) {
				return false
			}
		}
	}
	return true
}

// writeOnly are the names of write-only attributes that have a value.
func writeOnly(attributes map[string]*tfprotov6.SchemaAttribute, v cty.Value) (all []string) {
	for name, a := range attributes {
		switch value := v.GetAttr(name); {
		case a.WriteOnly && !value.IsNull():
			all = append(all, name)
		case a.NestedType != nil:
			for _, object := range parts(a, value) {
				all = append(all, writeOnly(inner(a), object)...)
			}
		}
	}
	return all
}

// asWritten is the type of an attribute in a configuration, where nested attributes can be left out.
func asWritten(a *tfprotov6.SchemaAttribute, ty cty.Type) cty.Type {
	attributes := inner(a)
	if attributes == nil {
		return ty
	}
	object := ty
	if !object.IsObjectType() {
		object = ty.ElementType()
	}
	types, optional := map[string]cty.Type{}, []string{}
	for name, one := range attributes {
		if types[name] = asWritten(one, object.AttributeType(name)); !one.Required {
			optional = append(optional, name)
		}
	}
	lenient := cty.ObjectWithOptionalAttrs(types, optional)
	switch {
	case ty.IsMapType():
		return cty.Map(lenient)
	case ty.IsListType():
		return cty.List(lenient)
	case ty.IsSetType():
		return cty.Set(lenient)
	}
	return lenient
}
