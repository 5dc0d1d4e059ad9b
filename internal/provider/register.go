package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/clerkform/terraform-provider-clerk/internal/functions"
	"github.com/clerkform/terraform-provider-clerk/internal/services/actortoken"
	"github.com/clerkform/terraform-provider-clerk/internal/services/adminportal"
	"github.com/clerkform/terraform-provider-clerk/internal/services/agenttask"
	"github.com/clerkform/terraform-provider-clerk/internal/services/apikey"
	"github.com/clerkform/terraform-provider-clerk/internal/services/directory"
	"github.com/clerkform/terraform-provider-clerk/internal/services/domain"
	"github.com/clerkform/terraform-provider-clerk/internal/services/emailaddress"
	"github.com/clerkform/terraform-provider-clerk/internal/services/enterpriseconnection"
	"github.com/clerkform/terraform-provider-clerk/internal/services/identifierlist"
	"github.com/clerkform/terraform-provider-clerk/internal/services/instance"
	"github.com/clerkform/terraform-provider-clerk/internal/services/instancecommunication"
	"github.com/clerkform/terraform-provider-clerk/internal/services/instanceoauthapplicationsettings"
	"github.com/clerkform/terraform-provider-clerk/internal/services/instanceorganizationsettings"
	"github.com/clerkform/terraform-provider-clerk/internal/services/instanceprotect"
	"github.com/clerkform/terraform-provider-clerk/internal/services/instancerestrictions"
	"github.com/clerkform/terraform-provider-clerk/internal/services/instancesettings"
	"github.com/clerkform/terraform-provider-clerk/internal/services/invitation"
	"github.com/clerkform/terraform-provider-clerk/internal/services/jwks"
	"github.com/clerkform/terraform-provider-clerk/internal/services/jwttemplate"
	"github.com/clerkform/terraform-provider-clerk/internal/services/m2mtoken"
	"github.com/clerkform/terraform-provider-clerk/internal/services/machine"
	"github.com/clerkform/terraform-provider-clerk/internal/services/oauthapplication"
	"github.com/clerkform/terraform-provider-clerk/internal/services/organization"
	"github.com/clerkform/terraform-provider-clerk/internal/services/organizationdomain"
	"github.com/clerkform/terraform-provider-clerk/internal/services/organizationinvitation"
	"github.com/clerkform/terraform-provider-clerk/internal/services/organizationmembership"
	"github.com/clerkform/terraform-provider-clerk/internal/services/organizationmetadata"
	"github.com/clerkform/terraform-provider-clerk/internal/services/organizationpermission"
	"github.com/clerkform/terraform-provider-clerk/internal/services/organizationrole"
	"github.com/clerkform/terraform-provider-clerk/internal/services/phonenumber"
	"github.com/clerkform/terraform-provider-clerk/internal/services/redirecturl"
	"github.com/clerkform/terraform-provider-clerk/internal/services/roleset"
	"github.com/clerkform/terraform-provider-clerk/internal/services/session"
	"github.com/clerkform/terraform-provider-clerk/internal/services/signintoken"
	"github.com/clerkform/terraform-provider-clerk/internal/services/svix"
	"github.com/clerkform/terraform-provider-clerk/internal/services/testingtoken"
	"github.com/clerkform/terraform-provider-clerk/internal/services/user"
	"github.com/clerkform/terraform-provider-clerk/internal/services/usermetadata"
	"github.com/clerkform/terraform-provider-clerk/internal/services/waitlistentry"
)

// section is a part of Clerk, and the types that belong to it. In the registry it is
// the subcategory of their pages.
type section struct {
	name        string
	resources   []func() resource.Resource
	dataSources []func() datasource.DataSource
	lists       []func() list.ListResource
	ephemerals  []func() ephemeral.EphemeralResource
	actions     []func() action.Action
	functions   []func() function.Function
}

// sections are all types of the provider: a new type is entered here.
var sections = []section{
	{
		name: "Users",
		resources: []func() resource.Resource{
			emailaddress.NewResource,
			phonenumber.NewResource,
			user.NewResource,
			usermetadata.NewResource,
		},
		dataSources: []func() datasource.DataSource{
			emailaddress.NewDataSource,
			phonenumber.NewDataSource,
			user.NewDataSource,
			user.NewListDataSource,
			user.NewCountDataSource,
			user.NewOrganizationMembershipsDataSource,
			user.NewOrganizationInvitationsDataSource,
		},
		lists: []func() list.ListResource{
			emailaddress.NewListResource,
			phonenumber.NewListResource,
			user.NewListResource,
		},
		ephemerals: []func() ephemeral.EphemeralResource{
			user.NewOAuthAccessToken,
			user.NewPasswordVerification,
			user.NewTOTPVerification,
		},
		actions: []func() action.Action{
			user.NewDisableMFAAction,
			user.NewRemovePasswordAction,
			user.NewRevokeSessionsAction,
			user.NewSetPasswordCompromisedAction,
		},
	},
	{
		name: "Organizations",
		resources: []func() resource.Resource{
			organization.NewResource,
			organizationmetadata.NewResource,
			organizationdomain.NewResource,
			organizationinvitation.NewResource,
			organizationmembership.NewResource,
			organizationpermission.NewResource,
			organizationrole.NewResource,
			roleset.NewResource,
		},
		dataSources: []func() datasource.DataSource{
			organization.NewDataSource,
			organization.NewListDataSource,
			organizationdomain.NewListDataSource,
			organizationinvitation.NewListDataSource,
			organizationmembership.NewListDataSource,
			organizationpermission.NewListDataSource,
			organizationrole.NewListDataSource,
			roleset.NewListDataSource,
		},
		lists: []func() list.ListResource{
			organization.NewListResource,
			organizationdomain.NewListResource,
			organizationinvitation.NewListResource,
			organizationmembership.NewListResource,
			organizationpermission.NewListResource,
			organizationrole.NewListResource,
			roleset.NewListResource,
		},
	},
	{
		name: "Instance",
		resources: []func() resource.Resource{
			instancesettings.NewResource,
			instancerestrictions.NewResource,
			instanceorganizationsettings.NewResource,
			instanceprotect.NewResource,
			instancecommunication.NewResource,
			instanceoauthapplicationsettings.NewResource,
			domain.NewResource,
			identifierlist.NewAllowlistResource,
			identifierlist.NewBlocklistResource,
			invitation.NewResource,
			redirecturl.NewResource,
			svix.NewAppResource,
			waitlistentry.NewResource,
		},
		dataSources: []func() datasource.DataSource{
			domain.NewListDataSource,
			identifierlist.NewAllowlistDataSource,
			identifierlist.NewBlocklistDataSource,
			instance.NewDataSource,
			instancesettings.NewDataSource,
			instancerestrictions.NewDataSource,
			instanceorganizationsettings.NewDataSource,
			instanceprotect.NewDataSource,
			instancecommunication.NewDataSource,
			instanceoauthapplicationsettings.NewDataSource,
			invitation.NewListDataSource,
			redirecturl.NewListDataSource,
			waitlistentry.NewListDataSource,
		},
		ephemerals: []func() ephemeral.EphemeralResource{
			svix.NewURLEphemeralResource,
		},
		lists: []func() list.ListResource{
			instancesettings.NewListResource,
			instancerestrictions.NewListResource,
			instanceorganizationsettings.NewListResource,
			instanceprotect.NewListResource,
			instancecommunication.NewListResource,
			instanceoauthapplicationsettings.NewListResource,
			domain.NewListResource,
			identifierlist.NewAllowlistListResource,
			identifierlist.NewBlocklistListResource,
			invitation.NewListResource,
			redirecturl.NewListResource,
			svix.NewAppListResource,
			waitlistentry.NewListResource,
		},
		actions: []func() action.Action{
			waitlistentry.NewInviteAction,
			waitlistentry.NewRejectAction,
			domain.NewProxyCheckAction,
		},
		functions: []func() function.Function{
			functions.NewPublishableKey,
		},
	},
	{
		name: "Single sign-on",
		resources: []func() resource.Resource{
			directory.NewResource,
			enterpriseconnection.NewResource,
			oauthapplication.NewResource,
		},
		dataSources: []func() datasource.DataSource{
			directory.NewDataSource,
			directory.NewListDataSource,
			enterpriseconnection.NewDataSource,
			enterpriseconnection.NewListDataSource,
			enterpriseconnection.NewTestRunsDataSource,
			oauthapplication.NewDataSource,
			oauthapplication.NewListDataSource,
		},
		lists: []func() list.ListResource{
			directory.NewListResource,
			enterpriseconnection.NewListResource,
			oauthapplication.NewListResource,
		},
		ephemerals: []func() ephemeral.EphemeralResource{
			adminportal.NewLinkTokenEphemeralResource,
		},
		actions: []func() action.Action{
			enterpriseconnection.NewTestAction,
			oauthapplication.NewRevokeTokenAction,
		},
	},
	{
		name: "Machines",
		resources: []func() resource.Resource{
			apikey.NewResource,
			machine.NewResource,
			machine.NewScopeResource,
		},
		dataSources: []func() datasource.DataSource{
			apikey.NewDataSource,
			apikey.NewListDataSource,
			machine.NewDataSource,
			machine.NewListDataSource,
		},
		lists: []func() list.ListResource{
			apikey.NewListResource,
			machine.NewListResource,
			machine.NewScopeListResource,
		},
		ephemerals: []func() ephemeral.EphemeralResource{
			apikey.NewSecretEphemeralResource,
			m2mtoken.NewEphemeralResource,
			machine.NewSecretKeyEphemeralResource,
		},
		actions: []func() action.Action{
			machine.NewRotateSecretKeyAction,
		},
	},
	{
		name: "Sessions and tokens",
		resources: []func() resource.Resource{
			jwttemplate.NewResource,
		},
		dataSources: []func() datasource.DataSource{
			jwks.NewDataSource,
			jwttemplate.NewDataSource,
			jwttemplate.NewListDataSource,
			session.NewDataSource,
			session.NewListDataSource,
		},
		lists: []func() list.ListResource{
			jwttemplate.NewListResource,
		},
		ephemerals: []func() ephemeral.EphemeralResource{
			actortoken.NewEphemeralResource,
			agenttask.NewEphemeralResource,
			session.NewEphemeralResource,
			session.NewTokenEphemeralResource,
			signintoken.NewEphemeralResource,
			testingtoken.NewEphemeralResource,
		},
		actions: []func() action.Action{
			session.NewRevokeAction,
		},
		functions: []func() function.Function{
			functions.NewJWTClaims,
		},
	},
}
