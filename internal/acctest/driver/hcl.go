package driver

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// Config is a configuration written in HCL: the arguments inside a resource
// block. It knows some of the CLI's functions, and the given variables, which may
// be unknown.
func (c *Core) Config(t *Type, arguments string, variables map[string]cty.Value) cty.Value {
	c.tb.Helper()
	return t.Object(c.Arguments(t, arguments, variables))
}

// Arguments are those that a configuration in HCL has, also where they are null.
func (c *Core) Arguments(t *Type, arguments string, variables map[string]cty.Value) map[string]cty.Value {
	c.tb.Helper()
	return c.evaluate(t.Name, t.written, arguments, variables)
}

// Configured is For with the arguments in HCL.
func (c *Core) Configured(arguments string) *Core {
	c.tb.Helper()
	return c.For(c.evaluate("provider", c.configType, arguments, nil))
}

func (c *Core) evaluate(name string, object cty.Type, arguments string, variables map[string]cty.Value) map[string]cty.Value {
	c.tb.Helper()
	file, diags := hclsyntax.ParseConfig([]byte(arguments), name+".tf", hcl.InitialPos)
	if diags.HasErrors() {
		c.tb.Fatalf("%v in\n%s", diags, arguments)
	}
	attributes, diags := file.Body.JustAttributes()
	if diags.HasErrors() {
		c.tb.Fatalf("%v in\n%s", diags, arguments)
	}
	scope := &hcl.EvalContext{Variables: variables, Functions: functions}
	values := map[string]cty.Value{}
	for argument, attribute := range attributes {
		v, diags := attribute.Expr.Value(scope)
		if diags.HasErrors() {
			c.tb.Fatalf("%v in\n%s", diags, arguments)
		}
		if !object.HasAttribute(argument) {
			c.tb.Fatalf("%s has no argument %s", name, argument)
		}
		converted, err := convert.Convert(v, object.AttributeType(argument))
		if err != nil {
			c.tb.Fatalf("%s: %v", argument, err)
		}
		values[argument] = unrefined(converted)
	}
	return values
}

// unrefined is a value whose unknown parts say their types alone: all that a
// provider of this framework keeps of them.
func unrefined(v cty.Value) cty.Value {
	out, err := cty.Transform(v, func(_ cty.Path, v cty.Value) (cty.Value, error) {
		if v.IsKnown() {
			return v, nil
		}
		return cty.UnknownVal(v.Type()), nil
	})
	if err != nil {
		return v
	}
	return out
}
