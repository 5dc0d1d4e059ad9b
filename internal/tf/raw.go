package tf

import (
	"context"
	"fmt"
	"reflect"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// The framework's Get and Set read the tags of a model's struct each time, and compile a regular expression for each of its fields. Over
// thousands of objects that is most of what a list takes. These two do the same for models whose fields are all values of the framework,
// which those of all types are, and remember the tags.

// modelFields are the indices of a struct's fields, by the names in their tags.
func modelFields(model reflect.Type) map[string][]int {
	if known, ok := knownFields.Load(model); ok {
		fields, _ := known.(map[string][]int)
		return fields
	}
	fields := map[string][]int{}
	for _, f := range reflect.VisibleFields(model) {
		if name := f.Tag.Get("tfsdk"); name != "" && name != "-" {
			fields[name] = f.Index
		}
	}
	knownFields.Store(model, fields)
	return fields
}

var knownFields sync.Map // of reflect.Type: map[string][]int

// rawOf is a model as Terraform's value of the type.
func rawOf(ctx context.Context, typ tftypes.Type, model any) (tftypes.Value, error) {
	of, values := reflect.ValueOf(model), map[string]tftypes.Value{}
	for name, index := range modelFields(of.Type()) {
		value, ok := of.FieldByIndex(index).Interface().(attr.Value)
		if !ok {
			return tftypes.Value{}, fmt.Errorf("%s is no value of the framework", name)
		}
		raw, err := value.ToTerraformValue(ctx)
		if err != nil {
			return tftypes.Value{}, fmt.Errorf("%s: %w", name, err)
		}
		values[name] = raw
	}
	if err := tftypes.ValidateValue(typ, values); err != nil {
		return tftypes.Value{}, err
	}
	return tftypes.NewValue(typ, values), nil
}

// modelOf reads a state into a model, which it points to.
func modelOf(ctx context.Context, state *tfsdk.State, model any) error {
	var values map[string]tftypes.Value
	if err := state.Raw.As(&values); err != nil {
		return err
	}
	into, attributes := reflect.ValueOf(model).Elem(), state.Schema.GetAttributes()
	for name, index := range modelFields(into.Type()) {
		attribute, ok := attributes[name]
		if !ok {
			return fmt.Errorf("the schema has no %s", name)
		}
		value, err := attribute.GetType().ValueFromTerraform(ctx, values[name])
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if field := into.FieldByIndex(index); reflect.TypeOf(value).AssignableTo(field.Type()) {
			field.Set(reflect.ValueOf(value))
			continue
		}
		return fmt.Errorf("%s is a %T", name, value)
	}
	return nil
}
