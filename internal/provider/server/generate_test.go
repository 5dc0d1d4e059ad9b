package server_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/clerkform/terraform-provider-clerk/internal/provider/server"
)

// A generated configuration has what a person can write, also in objects, lists and maps of them.
func TestGeneratedConfigurationHasArgumentsAlone(t *testing.T) {
	t.Parallel()
	inner := map[string]schema.Attribute{
		"given": schema.StringAttribute{Optional: true}, "empty": schema.StringAttribute{Optional: true}, "shown": schema.StringAttribute{Computed: true},
	}
	s := schema.Schema{Attributes: map[string]schema.Attribute{
		"required":   schema.StringAttribute{Required: true},
		"optional":   schema.StringAttribute{Optional: true, Computed: true},
		"empty":      schema.StringAttribute{Optional: true},
		"id":         schema.StringAttribute{Computed: true},
		"deprecated": schema.StringAttribute{Optional: true, DeprecationMessage: "Another one has taken its place."},
		"object":     schema.SingleNestedAttribute{Optional: true, Attributes: inner},
		"list":       schema.ListNestedAttribute{Optional: true, NestedObject: schema.NestedAttributeObject{Attributes: inner}},
		"map":        schema.MapNestedAttribute{Optional: true, NestedObject: schema.NestedAttributeObject{Attributes: inner}},
		"set":        schema.SetNestedAttribute{Optional: true, NestedObject: schema.NestedAttributeObject{Attributes: inner}},
		"texts":      schema.ListAttribute{Optional: true, ElementType: types.StringType},
	}}
	text := func(s any) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }
	object := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"given": tftypes.String, "empty": tftypes.String, "shown": tftypes.String}}
	full := tftypes.NewValue(object, map[string]tftypes.Value{"given": text("x"), "empty": text(""), "shown": text("y")})
	rest := tftypes.NewValue(object, map[string]tftypes.Value{"given": text("x"), "empty": text(nil), "shown": text(nil)})
	whole := s.Type().TerraformType(t.Context())
	value := func(required, optional, empty, id, deprecated any, inside tftypes.Value) tftypes.Value {
		return tftypes.NewValue(whole, map[string]tftypes.Value{
			"required": text(required), "optional": text(optional), "empty": text(empty), "id": text(id), "deprecated": text(deprecated), "object": inside,
			"list":  tftypes.NewValue(tftypes.List{ElementType: object}, []tftypes.Value{inside}),
			"map":   tftypes.NewValue(tftypes.Map{ElementType: object}, map[string]tftypes.Value{"k": inside}),
			"set":   tftypes.NewValue(tftypes.Set{ElementType: object}, []tftypes.Value{inside}),
			"texts": tftypes.NewValue(tftypes.List{ElementType: tftypes.String}, []tftypes.Value{text("")}),
		})
	}
	got := server.ArgumentsOf(s, value("", "o", "", "i", "d", full))
	if want := value("", "o", nil, nil, nil, rest); !got.Equal(want) {
		t.Errorf("got %s, want %s", got, want)
	}
	if nothing := tftypes.NewValue(whole, nil); !server.ArgumentsOf(s, nothing).IsNull() {
		t.Error("of nothing there is something")
	}
}
