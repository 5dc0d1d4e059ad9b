package tf_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

type key struct {
	ID  types.String `tfsdk:"id"`
	Use types.Set    `tfsdk:"use"`
}

type names struct {
	First types.String `tfsdk:"first"`
}

type person struct {
	names
	Age    types.Int64 `tfsdk:"age"`
	Banned types.Bool  `tfsdk:"banned"`
	Tags   types.Set   `tfsdk:"tags"`
	Codes  types.List  `tfsdk:"codes"`
}

type household struct {
	names
	Keys  []key                   `tfsdk:"keys"`
	Words []types.String          `tfsdk:"words"`
	Notes map[string]types.String `tfsdk:"notes"`
}

func attributes(all map[string]schema.Attribute) schema.Schema { return schema.Schema{Attributes: all} }

var (
	personSchema = attributes(map[string]schema.Attribute{
		"first": schema.StringAttribute{Optional: true}, "age": schema.Int64Attribute{Optional: true}, "banned": schema.BoolAttribute{Optional: true},
		"tags": schema.SetAttribute{Optional: true, ElementType: types.StringType}, "codes": schema.ListAttribute{Optional: true, ElementType: types.StringType},
	})
	householdSchema = attributes(map[string]schema.Attribute{
		"first": schema.StringAttribute{Optional: true},
		"keys": schema.ListNestedAttribute{Computed: true, NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{Computed: true}, "use": schema.SetAttribute{Computed: true, ElementType: types.StringType},
		}}},
		"words": schema.SetAttribute{Optional: true, ElementType: types.StringType},
		"notes": schema.MapAttribute{Computed: true, ElementType: types.StringType},
	})
)

// agree fails the test unless two ways come to the same.
func agree[T fmt.Stringer](t *testing.T, ours, theirs T, diags, otherDiags diag.Diagnostics) {
	t.Helper()
	if ours.String() != theirs.String() || !diags.Equal(otherDiags) {
		t.Errorf("%s (%v), and of the framework %s (%v)", ours, diags, theirs, otherDiags)
	}
}

func state(s schema.Schema, values map[string]any) tfsdk.State {
	typ, ok := s.Type().TerraformType(context.Background()).(tftypes.Object)
	if !ok || values == nil {
		return tfsdk.State{Schema: s, Raw: tftypes.NewValue(s.Type().TerraformType(context.Background()), nil)}
	}
	out := map[string]tftypes.Value{}
	for name, typ := range typ.AttributeTypes {
		out[name] = tftypes.NewValue(typ, values[name])
	}
	return tfsdk.State{Schema: s, Raw: tftypes.NewValue(typ, out)}
}

type shown struct{ any }

func (s shown) String() string { return fmt.Sprintf("%+v", s.any) }

func TestAModelIsReadAsTheFrameworkReadsIt(t *testing.T) {
	t.Parallel()
	a := tftypes.NewValue(tftypes.String, "a")
	for name, values := range map[string]map[string]any{
		"none":      nil,
		"all null":  {},
		"all given": {"first": "Ada", "age": 36, "banned": true, "tags": []tftypes.Value{a}, "codes": []tftypes.Value{a, a}},
		"unknown":   {"first": tftypes.UnknownValue, "age": tftypes.UnknownValue, "tags": tftypes.UnknownValue, "codes": []tftypes.Value{tftypes.NewValue(tftypes.String, tftypes.UnknownValue)}},
		"too large": {"first": "Ada", "age": 1e30},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			from := state(personSchema, values)
			var ours, theirs person
			diags, otherDiags := tf.Get(t.Context(), from, &ours), from.Get(t.Context(), &theirs)
			agree(t, shown{ours}, shown{theirs}, diags, otherDiags)
		})
	}
}

func TestAModelThatIsNotOfTheSchemaIsTheFrameworksError(t *testing.T) {
	t.Parallel()
	from := state(personSchema, map[string]any{"first": "Ada"})
	var few names
	var wrong struct {
		names
		Age    types.String `tfsdk:"age"`
		Banned types.Bool   `tfsdk:"banned"`
		Tags   types.Set    `tfsdk:"tags"`
		Codes  types.List   `tfsdk:"codes"`
	}
	into := state(personSchema, nil)
	for what, diags := range map[string]diag.Diagnostics{
		"a model that lacks attributes":           tf.Get(t.Context(), from, &few),
		"one with an attribute of another type":   tf.Get(t.Context(), from, &wrong),
		"one that lacks attributes, and is saved": tf.Set(t.Context(), &into, few),
	} {
		if len(diags) != 1 || diags[0].Summary() != "Value Conversion Error" {
			t.Errorf("%s: %v", what, diags)
		}
	}
}

func TestAModelIsSavedAsTheFrameworkSavesIt(t *testing.T) {
	t.Parallel()
	some := types.SetValueMust(types.StringType, nil)
	for name, m := range map[string]household{
		"nothing": {},
		"empty":   {Keys: []key{}, Words: []types.String{}, Notes: map[string]types.String{}},
		"full": {
			names: names{types.StringValue("Ada")},
			Keys:  []key{{types.StringValue("1"), some}, {types.StringNull(), types.SetUnknown(types.StringType)}},
			Words: []types.String{types.StringValue("a"), types.StringUnknown()},
			Notes: map[string]types.String{"a": types.StringValue("b")},
		},
		"a set of no type": {Keys: []key{{ID: types.StringValue("1")}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ours, theirs := state(householdSchema, nil), state(householdSchema, nil)
			diags, otherDiags := tf.Set(t.Context(), &ours, m), theirs.Set(t.Context(), m)
			agree(t, ours.Raw, theirs.Raw, diags, otherDiags)
			if !ours.Raw.Equal(theirs.Raw) {
				t.Error("the values differ")
			}
		})
	}
}

func TestRowsAreSplicedIntoTheAnswerAsTheFrameworkEncodesThem(t *testing.T) {
	t.Parallel()
	typ := householdSchema.Type().TerraformType(t.Context())
	for _, n := range []int{0, 1, 15, 16, 300, 70_000} {
		all := make([]key, n)
		for i := range all {
			all[i] = key{types.StringValue(fmt.Sprint(i)), types.SetValueMust(types.StringType, nil)}
		}
		answer := func(ctx context.Context) *tfprotov6.DynamicValue {
			into := state(householdSchema, map[string]any{})
			rows := tf.NewRows[key](ctx, into, "keys")
			var diags diag.Diagnostics
			for _, k := range all {
				rows.Add(ctx, k, &diags)
			}
			diags.Append(tf.Set(ctx, &into, household{names: names{types.StringValue("Ada")}, Keys: rows.Buffered()})...)
			if diags.HasError() || rows.Len() != int64(n) {
				t.Fatal(diags, rows.Len())
			}
			out, err := tfprotov6.NewDynamicValue(typ, into.Raw)
			if err != nil {
				t.Fatal(err)
			}
			return &out
		}
		kept := answer(t.Context())
		ctx, splice := tf.WithSplice(t.Context())
		spliced := answer(ctx)
		if before := len(spliced.MsgPack); n > 0 && before >= len(kept.MsgPack) {
			t.Errorf("%d rows went through the framework: %d bytes", n, before)
		}
		if err := splice.WriteTo(spliced); err != nil || string(spliced.MsgPack) != string(kept.MsgPack) {
			t.Errorf("%d rows: %d bytes, and %d of the framework (%v)", n, len(spliced.MsgPack), len(kept.MsgPack), err)
		}
	}
}
