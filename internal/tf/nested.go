package tf

import (
	"context"
	"fmt"
	"reflect"

	fwattr "github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Nested are the attributes of a nested object, each a field of a struct with the name in its tag. All are null if the object is null or
// unknown.
func Nested[N any](object types.Object) (n N) {
	into, attributes := reflect.ValueOf(&n).Elem(), object.Attributes()
	for name, index := range fieldsOf(into.Type()) {
		if value, ok := attributes[name]; ok {
			into.FieldByIndex(index).Set(reflect.ValueOf(value))
		}
	}
	return n
}

// NestedIn is the nested object that has the fields of a struct as its attributes. A field that is an object or a set has to have its type.
func NestedIn[N any](n N) types.Object {
	values := nestedValues(n)
	return types.ObjectValueMust(typesOf(values), values)
}

// typesNeedNoContext is for the framework's questions about types, which ask for a context and do nothing with it.
var typesNeedNoContext = context.Background() //nolint:forbidigo // nothing waits for it

// NestedType is the type of a nested object that has the fields of a struct.
func NestedType[N any](n N) fwattr.Type { return types.ObjectType{AttrTypes: typesOf(nestedValues(n))} }

// NoNested is the nested object that is null, in the place of one with the fields of a struct.
func NoNested[N any](n N) types.Object { return types.ObjectNull(typesOf(nestedValues(n))) }

func nestedValues(n any) map[string]fwattr.Value {
	values, from := map[string]fwattr.Value{}, reflect.ValueOf(n)
	for name, index := range fieldsOf(from.Type()) {
		value, ok := from.FieldByIndex(index).Interface().(fwattr.Value)
		if !ok {
			panic(fmt.Sprintf("the field %s of %T is no value of Terraform's", name, n))
		}
		values[name] = value
	}
	return values
}

func typesOf(values map[string]fwattr.Value) map[string]fwattr.Type {
	all := map[string]fwattr.Type{}
	for name, value := range values {
		all[name] = value.Type(typesNeedNoContext)
	}
	return all
}

// PlanNested plans a nested object that the configuration mentions: of what it omits in there, what the state has, if the object is in the
// state, and what depends does not name; otherwise Clerk's answer tells. What Clerk never returns is as the configuration has it. A nested
// object with a write-only attribute cannot be computed, so that the framework's own modifiers do not do this.
func PlanNested(ctx context.Context, attribute string, config, state types.Object, unreturned, depends map[string]bool, resp *resource.ModifyPlanResponse) {
	if config.IsNull() || config.IsUnknown() {
		return
	}
	planned, was := config.Attributes(), state.Attributes()
	for name, value := range planned {
		switch {
		case !value.IsNull() || unreturned[name]:
		case state.IsNull() || depends[name]:
			planned[name] = unknown(value.Type(ctx))
		default:
			planned[name] = was[name]
		}
	}
	object, diags := types.ObjectValue(config.AttributeTypes(ctx), planned)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(attribute), object)...)
}

func unknown(typ fwattr.Type) fwattr.Value { return emptyValue(typ, tftypes.UnknownValue) }

// emptyValue is a value of a type that is null, or unknown.
func emptyValue(typ fwattr.Type, nilOrUnknown any) fwattr.Value {
	value, err := typ.ValueFromTerraform(typesNeedNoContext, tftypes.NewValue(typ.TerraformType(typesNeedNoContext), nilOrUnknown))
	if err != nil {
		panic(err) // each type has both
	}
	return value
}

// Untouched is a text that Clerk has, where null and "" are the same: as it was written before, if it is nothing, and null if it was not
// written.
func Untouched(prior types.String, has *string) types.String {
	switch {
	case has != nil && *has != "":
		return types.StringValue(*has)
	case !prior.IsUnknown() && !prior.IsNull():
		return types.StringValue("")
	}
	return types.StringNull()
}

// filled is a planned value with what is unknown in it, also inside of objects, as Clerk's answer has it.
func filled(planned, answer tftypes.Value) tftypes.Value {
	var p, a map[string]tftypes.Value
	switch {
	case planned.IsFullyKnown():
		return planned
	case !planned.IsKnown() || !planned.Type().Is(tftypes.Object{}), planned.As(&p) != nil, answer.As(&a) != nil, a == nil:
		return answer
	}
	all := map[string]tftypes.Value{}
	for name, value := range p {
		all[name] = filled(value, a[name])
	}
	return tftypes.NewValue(planned.Type(), all)
}
