package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// every gathers what all sections have of one kind.
func every[T any](kind func(section) []T) (all []T) {
	for _, s := range sections {
		all = append(all, kind(s)...)
	}
	return all
}

// Resources are the resources of the provider.
func (p *clerkProvider) Resources(context.Context) []func() resource.Resource {
	return every(func(s section) []func() resource.Resource { return s.resources })
}

// DataSources are the data sources of the provider.
func (p *clerkProvider) DataSources(context.Context) []func() datasource.DataSource {
	return every(func(s section) []func() datasource.DataSource { return s.dataSources })
}

// ListResources are the list resources of the provider.
func (p *clerkProvider) ListResources(context.Context) []func() list.ListResource {
	return every(func(s section) []func() list.ListResource { return s.lists })
}

// EphemeralResources are the ephemeral resources of the provider.
func (p *clerkProvider) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return every(func(s section) []func() ephemeral.EphemeralResource { return s.ephemerals })
}

// Actions are the actions of the provider.
func (p *clerkProvider) Actions(context.Context) []func() action.Action {
	return every(func(s section) []func() action.Action { return s.actions })
}

// Functions are the functions of the provider.
func (p *clerkProvider) Functions(context.Context) []func() function.Function {
	return every(func(s section) []func() function.Function { return s.functions })
}
