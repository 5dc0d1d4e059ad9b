package enterpriseconnection

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/mapplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/objectplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

var webAddress = attr.OrEmpty(attr.WebURL("https://idp.example.com/sso"))

func inner(description string, checks ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{Optional: true, Computed: true, MarkdownDescription: description + " `\"\"` clears it.", Validators: checks}
}

func innerFlag(description string) schema.BoolAttribute {
	return schema.BoolAttribute{Optional: true, Computed: true, MarkdownDescription: description}
}

func untold(description string) schema.StringAttribute {
	return schema.StringAttribute{Optional: true, MarkdownDescription: description + " Clerk never returns it.", Validators: []validator.String{stringvalidator.LengthAtLeast(1)}}
}

func attributesArgument() schema.MapNestedAttribute {
	path := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Optional: true, MarkdownDescription: description}
	}
	return schema.MapNestedAttribute{
		Optional: true, Computed: true,
		MarkdownDescription: "What is taken over from the identity provider into the public metadata of users, by the key that it has there: all of it. `{}` removes all. The instance needs the feature.",
		PlanModifiers:       []planmodifier.Map{mapplanmodifier.UseStateForUnknown(), attr.NullAtCreation()},
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"name":           schema.StringAttribute{Required: true, MarkdownDescription: "Name of the attribute, as people see it.", Validators: []validator.String{stringvalidator.LengthAtLeast(1)}},
			"sso_path":       path("Where it stands in what the identity provider says at a sign-in: the name of a SAML attribute or of a claim."),
			"directory_path": path("Where it stands in what a directory says of a user, a GJSON path."),
			"multi_valued":   schema.BoolAttribute{Optional: true, MarkdownDescription: "Whether it may have several values, and is an array in the metadata. Off by default."},
		}},
	}
}

func samlArgument() schema.SingleNestedAttribute {
	mapped := func(of string) schema.StringAttribute {
		return schema.StringAttribute{Optional: true, MarkdownDescription: "Name of the SAML attribute that is " + of + "."}
	}
	return schema.SingleNestedAttribute{
		Optional: true, Computed: true,
		PlanModifiers:       []planmodifier.Object{objectplanmodifier.UseStateForUnknown()},
		MarkdownDescription: "What is specific to an identity provider that speaks SAML. Clerk needs its metadata, as a URL or as a text; or its entity id, its URL and its certificate.",
		Attributes: map[string]schema.Attribute{
			"idp_entity_id":       inner("Entity id of the identity provider."),
			"idp_sso_url":         inner("URL of the identity provider at which people sign in.", webAddress),
			"idp_certificate":     untold("Certificate of the identity provider, in PEM; it is no secret."),
			"idp_metadata_url":    inner("URL at which Clerk reads the metadata of the identity provider.", webAddress),
			"idp_metadata":        untold("Metadata of the identity provider, an XML document, in the place of its URL."),
			"allow_subdomains":    innerFlag("Whether people with addresses of subdomains of the domains sign in by the connection, too."),
			"allow_idp_initiated": innerFlag("Whether a sign-in may begin at the identity provider."),
			"force_authn":         innerFlag("Whether the identity provider is asked to authenticate people anew each time."),
			"attribute_mapping": schema.SingleNestedAttribute{
				Optional: true, MarkdownDescription: "Which SAML attribute is which attribute of a user. Clerk never returns it.",
				Attributes: map[string]schema.Attribute{
					"user_id": mapped("the id of the user"), "email_address": mapped("the email address"), "first_name": mapped("the first name"), "last_name": mapped("the last name"),
				},
			},
			"login_hint": schema.SingleNestedAttribute{
				Optional: true, Computed: true, MarkdownDescription: "What the identity provider is told of who signs in.",
				Attributes: map[string]schema.Attribute{
					"mode": schema.StringAttribute{
						Required: true, MarkdownDescription: "`email_address`, `custom_attribute` or `off`.",
						Validators: []validator.String{stringvalidator.OneOf("email_address", customHint, "off")},
					},
					"source": schema.StringAttribute{Optional: true, MarkdownDescription: "With `custom_attribute`, the key in the user's public metadata whose value is sent."},
				},
			},
		},
	}
}

const customHint = "custom_attribute"

func oidcArgument() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		Optional:            true,
		MarkdownDescription: "What is specific to an identity provider that speaks OpenID Connect. It is in the state where the configuration mentions it.",
		Attributes: map[string]schema.Attribute{
			"client_id": inner("Id of the client that the identity provider knows Clerk as."),
			"client_secret_wo": schema.StringAttribute{
				Optional: true, Sensitive: true, WriteOnly: true,
				MarkdownDescription: "Secret of that client. It is write-only: sent to Clerk, and stored in no plan or state, for which it needs Terraform 1.11 or later, or OpenTofu 1.12 or later. Clerk never returns it.",
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1), stringvalidator.AlsoRequires(beside("client_secret_wo_version"))},
			},
			"client_secret_wo_version": schema.Int64Attribute{
				Optional: true, MarkdownDescription: "Any number; a change of it sends `client_secret_wo` again.", Validators: []validator.Int64{versionOf("client_secret_wo")},
			},
			"discovery_url": inner("URL of the document in which the identity provider describes itself.", webAddress),
			"auth_url":      inner("URL at which people sign in. It may follow from `discovery_url`.", webAddress),
			"token_url":     inner("URL at which Clerk asks for tokens. It may follow from `discovery_url`.", webAddress),
			"user_info_url": inner("URL at which Clerk asks who signed in. It may follow from `discovery_url`.", webAddress),
			"requires_pkce": innerFlag("Whether the client proves by PKCE that it began the sign-in. A client without a secret has to."),
		},
	}
}
