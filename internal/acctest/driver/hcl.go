package driver

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// Config is a configuration written in HCL: the arguments inside a resource
// block. It knows jsonencode, and the given variables, which may be unknown.
func (c *Core) Config(t *Type, arguments string, variables map[string]cty.Value) cty.Value {
	c.tb.Helper()
	return t.Object(c.Arguments(t, arguments, variables))
}

// Arguments are those that a configuration in HCL has, also where they are null.
func (c *Core) Arguments(t *Type, arguments string, variables map[string]cty.Value) map[string]cty.Value {
	c.tb.Helper()
	file, diags := hclsyntax.ParseConfig([]byte(arguments), t.Name+".tf", hcl.InitialPos)
	if diags.HasErrors() {
		c.tb.Fatalf("%v in\n%s", diags, arguments)
	}
	attributes, diags := file.Body.JustAttributes()
	if diags.HasErrors() {
		c.tb.Fatalf("%v in\n%s", diags, arguments)
	}
	scope := &hcl.EvalContext{Variables: variables, Functions: map[string]function.Function{"jsonencode": stdlib.JSONEncodeFunc}}
	values := map[string]cty.Value{}
	for name, attribute := range attributes {
		v, diags := attribute.Expr.Value(scope)
		if diags.HasErrors() {
			c.tb.Fatalf("%v in\n%s", diags, arguments)
		}
		if !t.object.HasAttribute(name) {
			c.tb.Fatalf("%s has no argument %s", t.Name, name)
		}
		converted, err := convert.Convert(v, t.object.AttributeType(name))
		if err != nil {
			c.tb.Fatalf("%s: %v", name, err)
		}
		values[name] = converted
	}
	return values
}
