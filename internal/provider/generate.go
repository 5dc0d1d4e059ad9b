package provider

import (
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// generator is a resource that says which arguments a person would have written.
type generator struct {
	tf.Generator
	schema schema.Schema
}

// generators are the resources of the provider that say so, by type. The
// framework has no place for this yet, and takes every argument.
func generators(p provider.Provider) func() map[string]generator {
	return sync.OnceValue(func() map[string]generator {
		ctx := context.Background() //nolint:forbidigo // no call's: its outcome outlives any
		var about provider.MetadataResponse
		p.Metadata(ctx, provider.MetadataRequest{}, &about)
		all := map[string]generator{}
		for _, newResource := range p.Resources(ctx) {
			r := newResource()
			g, ok := r.(tf.Generator)
			if !ok {
				continue
			}
			var name resource.MetadataResponse
			r.Metadata(ctx, resource.MetadataRequest{ProviderTypeName: about.TypeName}, &name)
			var is resource.SchemaResponse
			r.Schema(ctx, resource.SchemaRequest{}, &is)
			all[name.TypeName] = generator{g, is.Schema}
		}
		return all
	})
}

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
	resp, err := wrapped(ctx, req, s.frameworkServer.GenerateResourceConfig)
	g, ok := s.generators()[req.TypeName]
	if err != nil || !ok || resp.Config == nil {
		return resp, err
	}
	objectType := g.schema.Type().TerraformType(ctx)
	raw, err := resp.Config.Unmarshal(objectType)
	if err != nil || raw.IsNull() {
		return resp, err
	}
	config := tfsdk.State{Raw: raw, Schema: g.schema}
	for _, d := range g.GenerateConfig(ctx, &config) {
		resp.Diagnostics = append(resp.Diagnostics, &tfprotov6.Diagnostic{
			Severity: severities[d.Severity()], Summary: d.Summary(), Detail: d.Detail(),
		})
	}
	value, err := tfprotov6.NewDynamicValue(objectType, config.Raw)
	resp.Config = &value
	return resp, err
}

var severities = map[diag.Severity]tfprotov6.DiagnosticSeverity{
	diag.SeverityError:   tfprotov6.DiagnosticSeverityError,
	diag.SeverityWarning: tfprotov6.DiagnosticSeverityWarning,
}
