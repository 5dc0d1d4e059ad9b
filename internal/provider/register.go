package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/clerkform/terraform-provider-clerk/internal/jwttemplate"
	"github.com/clerkform/terraform-provider-clerk/internal/user"
	"github.com/clerkform/terraform-provider-clerk/internal/usermetadata"
)

// Resources are the resources of the provider.
func (p *clerkProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		jwttemplate.NewResource,
		user.NewResource,
		usermetadata.NewResource,
	}
}

// DataSources are the data sources of the provider.
func (p *clerkProvider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		jwttemplate.NewDataSource,
		jwttemplate.NewListDataSource,
		user.NewDataSource,
		user.NewListDataSource,
		user.NewCountDataSource,
		user.NewOrganizationMembershipsDataSource,
		user.NewOrganizationInvitationsDataSource,
	}
}
