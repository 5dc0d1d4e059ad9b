package variant

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// whole is all that a provider of the framework may be. What a wrapper embeds of
// it stays visible.
type whole interface {
	provider.ProviderWithActions
	provider.ProviderWithEphemeralResources
	provider.ProviderWithFunctions
	provider.ProviderWithListResources
}

// nothing is a provider whose resources do nothing.
type nothing struct{ whole }

func idle(p provider.Provider) provider.Provider {
	//nolint:forcetypeassert // a provider that is less than that must not be measured
	return nothing{p.(whole)}
}

// Configure needs no client.
func (nothing) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

// Resources are the provider's, made idle.
func (n nothing) Resources(ctx context.Context) []func() resource.Resource {
	all := n.whole.Resources(ctx)
	for i, newResource := range all {
		all[i] = func() resource.Resource {
			//nolint:forcetypeassert // every resource of the provider has an identity
			return idleResource{newResource().(resource.ResourceWithIdentity)}
		}
	}
	return all
}

// idleResource has a resource's name, schema and identity. The framework's
// answers to its empty methods are the state and the plan as they came.
type idleResource struct{ is resource.ResourceWithIdentity }

func (r idleResource) Metadata(ctx context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	r.is.Metadata(ctx, req, resp)
}

func (r idleResource) Schema(ctx context.Context, req resource.SchemaRequest, resp *resource.SchemaResponse) {
	r.is.Schema(ctx, req, resp)
}

func (r idleResource) IdentitySchema(ctx context.Context, req resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	r.is.IdentitySchema(ctx, req, resp)
}

func (idleResource) Create(context.Context, resource.CreateRequest, *resource.CreateResponse) {}

func (idleResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (idleResource) Update(context.Context, resource.UpdateRequest, *resource.UpdateResponse) {}

func (idleResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
