// Package enterpriseconnection models the connections by which people with addresses of some domains sign in at an identity provider of
// their own.
package enterpriseconnection

import (
	"context"
	"fmt"
	"iter"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/list"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewResource is the resource clerk_enterprise_connection.
func NewResource() resource.Resource { return kind.Resource() }

// NewListResource is the list resource clerk_enterprise_connection.
func NewListResource() list.ListResource { return kind.ListResource() }

const (
	noun   = "enterprise connection"
	prefix = "ec_"
)

var providers = []string{"saml_custom", "saml_okta", "saml_google", "saml_microsoft", "oidc_custom", "oidc_github_enterprise", "oidc_gitlab"}

var kind = tf.Kind[model, clerk.EnterpriseConnection]{
	Object: tf.Object[model, *clerk.EnterpriseConnection]{
		Noun: noun, Type: "enterprise_connection",
		Model:     newModel,
		ID:        func(m model) types.String { return m.ID },
		Label:     func(m model) types.String { return m.Name },
		Sources:   sources,
		Arguments: arguments(),
	},
	IDPrefix: prefix,
	Schema: schema.Schema{
		MarkdownDescription: "An enterprise connection: people with addresses of its domains sign in at an identity provider of their own, by SAML or OpenID Connect.\n\n" +
			"**Enabling a connection can delete organization domains.** Where verified domains of organizations have the names of the connection's, Clerk may delete them when `active` becomes `true`. " +
			"The next plan then wants to create each `clerk_organization_domain` of these anew: take them out of the configuration, since the connection takes their place.\n\n" +
			"`saml` and `oidc` hold what is specific to the one and the other; the kind of the identity provider says which of them there can be. An object that is not mentioned is left alone, and so is what is omitted inside of it. " +
			"What Clerk never returns is sent when it enters the configuration or changes there, and a change made elsewhere does not show in a plan: `saml.idp_certificate`, `saml.idp_metadata`, `saml.attribute_mapping` and `oidc.client_secret_wo`.\n\n" +
			"Several connections may have one name. If the answer to a creation is lost, the connection is found again where no other has its name; otherwise the error says so, and nothing is created twice.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				Required: true, MarkdownDescription: "Name of the connection, as people see it.", Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"identity_provider": attr.Immutable("Kind of the identity provider: `saml_custom`, `saml_okta`, `saml_google`, `saml_microsoft`, `oidc_custom`, `oidc_github_enterprise` or `oidc_gitlab`. "+
				"A change deletes the connection and creates another one.", stringvalidator.OneOf(providers...)),
			"domains": schema.SetAttribute{
				Required: true, ElementType: types.StringType,
				MarkdownDescription: "Domains, in lower case, whose people sign in by the connection, such as `example.com`: all of them, at least one. Two connections cannot share a domain, as far as is known.",
				Validators:          []validator.Set{setvalidator.SizeAtLeast(1), attr.NoNulls(), setvalidator.ValueStringsAre(domain)},
			},
			"organization_id":                    attr.Untold(attr.Text("Id of the organization, `org_…`, whose members those become who sign in by the connection. It can be set and changed; Clerk cannot remove it.", attr.PathSegment())),
			"active":                             attr.Flag("Whether people can sign in by the connection. One by SAML needs the metadata of the identity provider first. **Turning it on can delete organization domains**, as said above. A new connection is off."),
			"sync_user_attributes":               attr.Flag("Whether each sign-in updates the name and other attributes of the user by what the identity provider says."),
			"disable_additional_identifications": attr.Flag("Whether users of the connection are kept from adding other email addresses, phone numbers and the like."),
			"allow_organization_account_linking": attr.Flag("Whether a membership of the organization is enough to link an existing account to the connection."),
			"custom_attributes":                  attributesArgument(),
			"saml":                               samlArgument(),
			"oidc":                               oidcArgument(),
			"acs_url":                            told("Where the identity provider sends its answers to, the Assertion Consumer Service URL: it is entered there. Null unless the connection is by SAML."),
			"sp_entity_id":                       told("The entity id of Clerk, the service provider: it is entered at the identity provider. Null unless the connection is by SAML."),
			"sp_metadata_url":                    told("Where the identity provider can read the metadata of Clerk, the service provider. Null unless the connection is by SAML."),
			"id":                                 attr.ID(noun, prefix),
		},
	},
	Create: create,
	Read:   read,
	Update: update,
	Delete: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) error {
		return c.EnterpriseConnections.Delete(ctx, in.State.ID.ValueString())
	},
	Moved:    map[string]tf.Foreign{"saml_connection": ofSAML},
	Validate: validate,
	Plan:     plan,
	Key: &tf.Key[clerk.EnterpriseConnection]{
		Attribute: "name", Example: "acme",
		Find: func(ctx context.Context, c *clerk.Client, name string) (*clerk.EnterpriseConnection, error) {
			return c.EnterpriseConnections.Find(ctx, name)
		},
		Get: func(ctx context.Context, c *clerk.Client, id string) (*clerk.EnterpriseConnection, error) {
			return c.EnterpriseConnections.Get(ctx, id)
		},
		ID: func(e *clerk.EnterpriseConnection) string { return e.ID },
	},
	QuerySchema: &listschema.Schema{
		MarkdownDescription: "The enterprise connections of the instance, all of them or those that every given filter matches.",
		Attributes:          filters.ListAttributes(),
	},
	All: func(ctx context.Context, c *clerk.Client, q tf.Query) iter.Seq2[clerk.EnterpriseConnection, error] {
		return c.EnterpriseConnections.List(ctx, filter(q))
	},
	Written: written,
}

// told is a text that the connection is told by Clerk, and that stays.
func told(description string) schema.StringAttribute {
	return schema.StringAttribute{Computed: true, MarkdownDescription: description, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()}}
}

var domainForm = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z0-9]$`)

var domain = attr.NewCheck("a domain in lower case", func(s string) string {
	if !domainForm.MatchString(s) {
		return fmt.Sprintf("%q is not a domain in lower case, such as example.com.", s)
	}
	return ""
})
