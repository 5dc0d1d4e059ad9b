package driver

import (
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// functions are those of the CLI's functions that a configuration may call.
var functions = map[string]function.Function{
	"jsonencode": stdlib.JSONEncodeFunc,
	"join":       stdlib.JoinFunc,
	"range":      stdlib.RangeFunc,
	"one":        one,
}

// one is the only element of a set or a list.
var one = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "collection", Type: cty.DynamicPseudoType}},
	Type: func(args []cty.Value) (cty.Type, error) {
		if t := args[0].Type(); t.IsCollectionType() {
			return t.ElementType(), nil
		}
		return cty.DynamicPseudoType, nil
	},
	Impl: func(args []cty.Value, t cty.Type) (cty.Value, error) {
		if n := args[0].LengthInt(); n != 1 {
			return cty.NilVal, function.NewArgErrorf(0, "has %d elements", n)
		}
		return args[0].AsValueSlice()[0], nil
	},
})
