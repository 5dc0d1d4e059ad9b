package server

import (
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// resourceType is one of the provider's resources, and of its schema what the
// framework makes anew for each call.
type resourceType struct {
	create    func() resource.Resource
	schema    schema.Schema
	object    tftypes.Type
	arguments arguments
}

// resourceTypes are the resources of the provider, by type.
func resourceTypes(p provider.Provider) func() map[string]resourceType {
	return sync.OnceValue(func() map[string]resourceType {
		ctx := context.Background() //nolint:forbidigo // no call's: its outcome outlives any
		var about provider.MetadataResponse
		p.Metadata(ctx, provider.MetadataRequest{}, &about)
		all := map[string]resourceType{}
		for _, create := range p.Resources(ctx) {
			r := create()
			var name resource.MetadataResponse
			r.Metadata(ctx, resource.MetadataRequest{ProviderTypeName: about.TypeName}, &name)
			var is resource.SchemaResponse
			r.Schema(ctx, resource.SchemaRequest{}, &is)
			all[name.TypeName] = resourceType{create, is.Schema, is.Schema.Type().TerraformType(ctx), argumentsOf(is.Schema.Attributes)}
		}
		return all
	})
}
