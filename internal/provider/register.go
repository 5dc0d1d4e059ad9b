package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/clerkform/terraform-provider-clerk/internal/actortoken"
	"github.com/clerkform/terraform-provider-clerk/internal/emailaddress"
	"github.com/clerkform/terraform-provider-clerk/internal/jwttemplate"
	"github.com/clerkform/terraform-provider-clerk/internal/phonenumber"
	"github.com/clerkform/terraform-provider-clerk/internal/session"
	"github.com/clerkform/terraform-provider-clerk/internal/signintoken"
	"github.com/clerkform/terraform-provider-clerk/internal/testingtoken"
	"github.com/clerkform/terraform-provider-clerk/internal/user"
	"github.com/clerkform/terraform-provider-clerk/internal/usermetadata"
)

// Resources are the resources of the provider.
func (p *clerkProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		emailaddress.NewResource,
		jwttemplate.NewResource,
		phonenumber.NewResource,
		user.NewResource,
		usermetadata.NewResource,
	}
}

// DataSources are the data sources of the provider.
func (p *clerkProvider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		emailaddress.NewDataSource,
		jwttemplate.NewDataSource,
		jwttemplate.NewListDataSource,
		phonenumber.NewDataSource,
		user.NewDataSource,
		user.NewListDataSource,
		user.NewCountDataSource,
		user.NewOrganizationMembershipsDataSource,
		user.NewOrganizationInvitationsDataSource,
	}
}

// EphemeralResources are the ephemeral resources of the provider.
func (p *clerkProvider) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{
		actortoken.NewEphemeralResource,
		session.NewEphemeralResource,
		session.NewTokenEphemeralResource,
		signintoken.NewEphemeralResource,
		testingtoken.NewEphemeralResource,
		user.NewOAuthAccessToken,
		user.NewPasswordVerification,
		user.NewTOTPVerification,
	}
}
