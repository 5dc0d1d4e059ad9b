package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/clerkform/terraform-provider-clerk/internal/actortoken"
	"github.com/clerkform/terraform-provider-clerk/internal/emailaddress"
	"github.com/clerkform/terraform-provider-clerk/internal/functions"
	"github.com/clerkform/terraform-provider-clerk/internal/instance"
	"github.com/clerkform/terraform-provider-clerk/internal/jwks"
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
		instance.NewDataSource,
		jwks.NewDataSource,
		jwttemplate.NewDataSource,
		jwttemplate.NewListDataSource,
		phonenumber.NewDataSource,
		session.NewDataSource,
		session.NewListDataSource,
		user.NewDataSource,
		user.NewListDataSource,
		user.NewCountDataSource,
		user.NewOrganizationMembershipsDataSource,
		user.NewOrganizationInvitationsDataSource,
	}
}

// ListResources are the list resources of the provider.
func (p *clerkProvider) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{
		emailaddress.NewListResource,
		jwttemplate.NewListResource,
		phonenumber.NewListResource,
		user.NewListResource,
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

// Actions are the actions of the provider.
func (p *clerkProvider) Actions(context.Context) []func() action.Action {
	return []func() action.Action{
		session.NewRevokeAction,
		user.NewDisableMFAAction,
		user.NewRemovePasswordAction,
		user.NewRevokeSessionsAction,
		user.NewSetPasswordCompromisedAction,
	}
}

// Functions are the functions of the provider.
func (p *clerkProvider) Functions(context.Context) []func() function.Function {
	return []func() function.Function{
		functions.NewJWTClaims,
		functions.NewPublishableKey,
	}
}
