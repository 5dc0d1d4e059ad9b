package walk

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// failed turns the errors among a call's diagnostics into one.
func failed(diagnostics []*tfprotov6.Diagnostic) error {
	var all []error
	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			all = append(all, fmt.Errorf("%s %s: %s", d.Attribute, d.Summary, d.Detail))
		}
	}
	return errors.Join(all...)
}

// fill is an object of a type, null but for some attributes: strings, and sets or
// lists of them.
func fill(typ tftypes.Type, attributes map[string]any) (tfprotov6.DynamicValue, error) {
	object, ok := typ.(tftypes.Object)
	if !ok {
		return tfprotov6.DynamicValue{}, fmt.Errorf("%s is no object", typ)
	}
	values := make(map[string]tftypes.Value, len(object.AttributeTypes))
	for name, typ := range object.AttributeTypes {
		given := attributes[name]
		if list, ok := given.([]string); ok {
			elements := make([]tftypes.Value, len(list))
			for i, e := range list {
				elements[i] = tftypes.NewValue(tftypes.String, e)
			}
			given = elements
		}
		values[name] = tftypes.NewValue(typ, given)
	}
	return tfprotov6.NewDynamicValue(object, tftypes.NewValue(object, values))
}

// overlay is an object with what another has that is not null.
func overlay(under, over tftypes.Value) (tfprotov6.DynamicValue, error) {
	values, err := as[map[string]tftypes.Value](under)
	if err != nil {
		return tfprotov6.DynamicValue{}, err
	}
	above, err := as[map[string]tftypes.Value](over)
	if err != nil {
		return tfprotov6.DynamicValue{}, err
	}
	for name, v := range above {
		if !v.IsNull() {
			values[name] = v
		}
	}
	return tfprotov6.NewDynamicValue(under.Type(), tftypes.NewValue(under.Type(), values))
}

// stored is a value as a state file has it.
func stored(v tftypes.Value) (json.RawMessage, error) {
	out, err := plain(v)
	if err != nil {
		return nil, err
	}
	return json.Marshal(out)
}

// plain is a known value as encoding/json takes it.
func plain(v tftypes.Value) (any, error) {
	if v.IsNull() {
		return nil, nil
	}
	typ := v.Type()
	switch {
	case typ.Is(tftypes.String):
		return as[string](v)
	case typ.Is(tftypes.Bool):
		return as[bool](v)
	case typ.Is(tftypes.Number):
		n, err := as[big.Float](v)
		return json.Number(n.Text('f', -1)), err
	case typ.Is(tftypes.Set{}), typ.Is(tftypes.List{}):
		elements, err := as[[]tftypes.Value](v)
		out := make([]any, len(elements))
		for i, e := range elements {
			var bad error
			out[i], bad = plain(e)
			err = errors.Join(err, bad)
		}
		return out, err
	case typ.Is(tftypes.Object{}), typ.Is(tftypes.Map{}):
		elements, err := as[map[string]tftypes.Value](v)
		out := make(map[string]any, len(elements))
		for name, e := range elements {
			var bad error
			out[name], bad = plain(e)
			err = errors.Join(err, bad)
		}
		return out, err
	}
	return nil, fmt.Errorf("no JSON for a value of %s", typ)
}

func as[T any](v tftypes.Value) (T, error) {
	var out T
	err := v.As(&out)
	return out, err
}
