package server

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// GetProviderSchema says that GenerateResourceConfig is served. The framework
// serves it, and does not say so (internal/toproto6/server_capabilities.go, in
// framework 1.19), so that Terraform would write every argument by itself.
func (s *server) GetProviderSchema(ctx context.Context, req *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	resp, err := s.frameworkServer.GetProviderSchema(ctx, req)
	if err == nil && resp.ServerCapabilities != nil {
		resp.ServerCapabilities.GenerateResourceConfig = true
	}
	return resp, err
}

// GenerateResourceConfig is the configuration that Terraform 1.14 and later write
// for an object that is imported or listed, as a person would have written it. The
// framework, which takes every argument, looks each up in the schema by its path, and
// for thousands of objects that is most of the time.
func (s *server) GenerateResourceConfig(ctx context.Context, req *tfprotov6.GenerateResourceConfigRequest) (*tfprotov6.GenerateResourceConfigResponse, error) {
	t, ok := s.types(req.TypeName)
	if !ok || req.State == nil {
		return wrapped(ctx, s, req, s.frameworkServer.GenerateResourceConfig)
	}
	resp := &tfprotov6.GenerateResourceConfigResponse{}
	raw, err := req.State.Unmarshal(t.object)
	if err != nil {
		return resp, err
	}
	config := tfsdk.State{Raw: t.arguments.of(raw), Schema: t.schema}
	if g, ok := t.create().(tf.Generator); ok && !config.Raw.IsNull() {
		for _, d := range g.GenerateConfig(ctx, &config) {
			resp.Diagnostics = append(resp.Diagnostics, &tfprotov6.Diagnostic{
				Severity: severities[d.Severity()], Summary: d.Summary(), Detail: d.Detail(),
			})
		}
	}
	value, err := tfprotov6.NewDynamicValue(t.object, config.Raw)
	resp.Config = &value
	return resp, err
}

// arguments are the attributes of an object that a configuration may have.
type arguments map[string]argument

// argument is one of them.
type argument struct {
	required bool
	inside   arguments // of the objects in it; nil if it has none
}

// argumentsOf are the arguments of a schema.
func argumentsOf(attributes map[string]schema.Attribute) arguments {
	out := arguments{}
	for name, a := range attributes {
		if a.GetDeprecationMessage() != "" || a.IsComputed() && !a.IsOptional() {
			continue
		}
		one := argument{required: a.IsRequired()}
		switch a := a.(type) {
		case schema.SingleNestedAttribute:
			one.inside = argumentsOf(a.Attributes)
		case schema.MapNestedAttribute:
			one.inside = argumentsOf(a.NestedObject.Attributes)
		case schema.ListNestedAttribute:
			one.inside = argumentsOf(a.NestedObject.Attributes)
		case schema.SetNestedAttribute:
			one.inside = argumentsOf(a.NestedObject.Attributes)
		}
		out[name] = one
	}
	return out
}

// of is a value of an object, or of several, with its arguments alone. An empty text that nothing demands says nothing.
func (a arguments) of(v tftypes.Value) tftypes.Value {
	var object map[string]tftypes.Value
	var list []tftypes.Value
	switch typ := v.Type(); {
	case v.IsNull() || !v.IsKnown():
		return v
	case typ.Is(tftypes.Object{}) && v.As(&object) == nil:
		for name, value := range object {
			one, ok := a[name]
			if !ok || !one.required && value.Equal(tftypes.NewValue(tftypes.String, "")) {
				object[name] = tftypes.NewValue(value.Type(), nil)
			} else if one.inside != nil {
				object[name] = one.inside.of(value)
			}
		}
		return tftypes.NewValue(typ, object)
	case v.As(&object) == nil:
		for key, value := range object {
			object[key] = a.of(value)
		}
		return tftypes.NewValue(typ, object)
	case v.As(&list) == nil:
		for n, value := range list {
			list[n] = a.of(value)
		}
		return tftypes.NewValue(typ, list)
	}
	return v
}

var severities = map[diag.Severity]tfprotov6.DiagnosticSeverity{
	diag.SeverityError:   tfprotov6.DiagnosticSeverityError,
	diag.SeverityWarning: tfprotov6.DiagnosticSeverityWarning,
}
