package server

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

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
// for an object that is imported or listed, as a person would have written it.
func (s *server) GenerateResourceConfig(ctx context.Context, req *tfprotov6.GenerateResourceConfigRequest) (*tfprotov6.GenerateResourceConfigResponse, error) {
	resp, err := wrapped(ctx, s, req, s.frameworkServer.GenerateResourceConfig)
	t, ok := s.types()[req.TypeName]
	if err != nil || !ok || resp.Config == nil {
		return resp, err
	}
	// The framework has no place for this yet, and takes every argument.
	g, ok := t.create().(tf.Generator)
	if !ok {
		return resp, nil
	}
	raw, err := resp.Config.Unmarshal(t.object)
	if err != nil || raw.IsNull() {
		return resp, err
	}
	config := tfsdk.State{Raw: raw, Schema: t.schema}
	for _, d := range g.GenerateConfig(ctx, &config) {
		resp.Diagnostics = append(resp.Diagnostics, &tfprotov6.Diagnostic{
			Severity: severities[d.Severity()], Summary: d.Summary(), Detail: d.Detail(),
		})
	}
	value, err := tfprotov6.NewDynamicValue(t.object, config.Raw)
	resp.Config = &value
	return resp, err
}

var severities = map[diag.Severity]tfprotov6.DiagnosticSeverity{
	diag.SeverityError:   tfprotov6.DiagnosticSeverityError,
	diag.SeverityWarning: tfprotov6.DiagnosticSeverityWarning,
}
