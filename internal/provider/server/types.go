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

// resourceTypes returns the resources of the provider by type. What there is to know of one is
// found out when it is first asked for, since most runs have few types.
func resourceTypes(p provider.Provider) func(name string) (t resourceType, ok bool) {
	types := sync.OnceValue(func() map[string]func() resourceType {
		ctx := context.Background() //nolint:forbidigo // no call's: its outcome outlives any
		var about provider.MetadataResponse
		p.Metadata(ctx, provider.MetadataRequest{}, &about)
		all := map[string]func() resourceType{}
		for _, create := range p.Resources(ctx) {
			r := create()
			var name resource.MetadataResponse
			r.Metadata(ctx, resource.MetadataRequest{ProviderTypeName: about.TypeName}, &name)
			all[name.TypeName] = sync.OnceValue(func() resourceType {
				var is resource.SchemaResponse
				r.Schema(ctx, resource.SchemaRequest{}, &is)
				return resourceType{create, is.Schema, is.Schema.Type().TerraformType(ctx), argumentsOf(is.Schema.Attributes)}
			})
		}
		return all
	})
	return func(name string) (t resourceType, ok bool) {
		of, ok := types()[name]
		if !ok {
			return t, false
		}
		return of(), true
	}
}
