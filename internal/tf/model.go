package tf

import (
	"context"
	"reflect"
	"sync"

	fwattr "github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Get reads an object into a model. It does what the object's own Get does, for a
// tenth of the cost: the framework (1.19) copies all attributes of the schema for
// each one that it reads, and compiles a regular expression for each field. What
// is not an object of values, one for each field, is left to the framework.
func Get[M any](ctx context.Context, object tfsdk.State, m *M) diag.Diagnostics {
	var values map[string]tftypes.Value
	if len(object.Schema.GetBlocks()) > 0 || object.Raw.IsNull() || !object.Raw.IsKnown() || object.Raw.As(&values) != nil {
		return object.Get(ctx, m)
	}
	var read M
	attributes, fields, into := object.Schema.GetAttributes(), fieldsOf(reflect.TypeFor[M]()), reflect.ValueOf(&read).Elem()
	if len(attributes) != len(fields) {
		return object.Get(ctx, m)
	}
	for name, index := range fields {
		attribute, ok := attributes[name]
		if !ok {
			return object.Get(ctx, m)
		}
		value, err := attribute.GetType().ValueFromTerraform(ctx, values[name])
		if err != nil || !reflect.TypeOf(value).AssignableTo(into.FieldByIndex(index).Type()) {
			return object.Get(ctx, m)
		}
		into.FieldByIndex(index).Set(reflect.ValueOf(value))
	}
	*m = read
	return nil
}

// Set saves a model. It does what the state's own Set does, for a tenth of the
// cost, as Get.
func Set[M any](ctx context.Context, state *tfsdk.State, m M) diag.Diagnostics {
	raw, ok := encode(ctx, reflect.ValueOf(m), state.Schema.Type().TerraformType(ctx))
	if !ok {
		return state.Set(ctx, m)
	}
	state.Raw = raw
	return nil
}

// encode is a model, or a part of one, as Terraform's value of a type. It is not
// ok where only the framework knows what to do.
func encode(ctx context.Context, v reflect.Value, typ tftypes.Type) (out tftypes.Value, ok bool) {
	if value, isValue := v.Interface().(fwattr.Value); isValue {
		switch typ.(type) {
		case tftypes.Object, tftypes.List, tftypes.Set, tftypes.Map:
			// A collection whose elements have no type, such as a zero one, would panic.
			if !value.Type(ctx).TerraformType(ctx).Equal(typ) {
				return out, false
			}
		}
		out, err := value.ToTerraformValue(ctx)
		return out, err == nil && out.Type().Equal(typ)
	}
	switch typ := typ.(type) {
	case tftypes.Object:
		return encodeObject(ctx, v, typ)
	case tftypes.List:
		return encodeElements(ctx, v, typ, typ.ElementType)
	case tftypes.Set:
		return encodeElements(ctx, v, typ, typ.ElementType)
	case tftypes.Map:
		return encodeMap(ctx, v, typ)
	}
	return out, false
}

func encodeObject(ctx context.Context, v reflect.Value, typ tftypes.Object) (out tftypes.Value, ok bool) {
	if v.Kind() != reflect.Struct {
		return out, false
	}
	fields := fieldsOf(v.Type())
	if len(fields) != len(typ.AttributeTypes) {
		return out, false
	}
	values := make(map[string]tftypes.Value, len(fields))
	for name, index := range fields {
		attribute, ok := typ.AttributeTypes[name]
		if !ok {
			return out, false
		}
		if values[name], ok = encode(ctx, v.FieldByIndex(index), attribute); !ok {
			return out, false
		}
	}
	return tftypes.NewValue(typ, values), true
}

func encodeElements(ctx context.Context, v reflect.Value, typ, element tftypes.Type) (out tftypes.Value, ok bool) {
	if v.Kind() != reflect.Slice {
		return out, false
	}
	if v.IsNil() {
		return tftypes.NewValue(typ, nil), true
	}
	values := make([]tftypes.Value, v.Len())
	for i := range values {
		if values[i], ok = encode(ctx, v.Index(i), element); !ok {
			return out, false
		}
	}
	return tftypes.NewValue(typ, values), true
}

func encodeMap(ctx context.Context, v reflect.Value, typ tftypes.Map) (out tftypes.Value, ok bool) {
	if v.Kind() != reflect.Map || v.Type().Key().Kind() != reflect.String {
		return out, false
	}
	if v.IsNil() {
		return tftypes.NewValue(typ, nil), true
	}
	values := make(map[string]tftypes.Value, v.Len())
	for key, element := range v.Seq2() {
		if values[key.String()], ok = encode(ctx, element, typ.ElementType); !ok {
			return out, false
		}
	}
	return tftypes.NewValue(typ, values), true
}

// models remembers the fields of each type of model.
var models sync.Map

// fieldsOf are a struct's fields by the name of their attribute, also those of the
// structs that it embeds.
func fieldsOf(model reflect.Type) map[string][]int {
	if fields, ok := models.Load(model); ok {
		return fields.(map[string][]int) //nolint:forcetypeassert // nothing else is stored
	}
	fields := map[string][]int{}
	for _, f := range reflect.VisibleFields(model) {
		if name, ok := f.Tag.Lookup("tfsdk"); ok && name != "-" {
			fields[name] = f.Index
		}
	}
	models.Store(model, fields)
	return fields
}
