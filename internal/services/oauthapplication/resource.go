// Package oauthapplication models the OAuth applications of an instance: clients for which it
// is the identity provider.
package oauthapplication

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/list"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/services/picture"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewResource is the resource clerk_oauth_application.
func NewResource() resource.Resource { return kind.Resource() }

// NewListResource is the list resource clerk_oauth_application.
func NewListResource() list.ListResource { return kind.ListResource() }

const (
	noun   = "OAuth application"
	prefix = "oa_"
	// longestName is in characters.
	longestName = 256
)

var kind = tf.Kind[model, clerk.OAuthApplication]{
	Object:   object,
	IDPrefix: prefix,
	Schema: schema.Schema{
		MarkdownDescription: "An OAuth application: a client for which the instance is the identity provider, so that people sign in to it with the accounts that they have here.\n\n" +
			secret.Description() + "\n\n" +
			"Several OAuth applications may have one name. If the answer to a creation is lost, the application is found again where no other has its name; otherwise the error says so, and nothing is created twice. " +
			"One that is found again gets another secret if that is to be kept.\n\n" +
			"Destroying an OAuth application ends the access of its client. It is not reversible: another one has another `client_id`.",
		Attributes: attr.With(attr.With(logo.Attributes(), secret.Attributes()), map[string]schema.Attribute{
			"name": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "Name of the application, up to 256 characters. Its consent screen shows it.",
				Validators:          []validator.String{stringvalidator.UTF8LengthBetween(1, longestName)},
			},
			"redirect_uris": redirectURIs(),
			"scopes": attr.Set("What the application may ask for, such as `profile`, `email`, `public_metadata` and `private_metadata`, up to 1024 characters together. Their order means nothing. Clerk's default is `profile` and `email`.",
				attr.NoNulls(), setvalidator.ValueStringsAre(oneScope)),
			"consent_screen_enabled":  attr.Flag("Whether people are asked for their consent. Clerk's default is `true`. It cannot be turned off for an application that has registered itself."),
			"pkce_required":           attr.Flag("Whether the client has to use PKCE (Proof Key for Code Exchange). Clerk's default is `false`."),
			"public":                  attr.Flag("Whether the client is public, as an application in a browser or on a phone is, which cannot keep a secret: it has none, and uses PKCE. Clerk's default is `false`."),
			"image_url":               computed("URL of the application's logo; empty if it has none."),
			"client_id":               computed("Id of the application as an OAuth client."),
			"authorize_url":           computed("URL of the authorization endpoint, where people sign in and give their consent."),
			"token_fetch_url":         computed("URL of the token endpoint."),
			"user_info_url":           computed("URL of the endpoint that tells about the user of an access token."),
			"discovery_url":           computed("URL of the document that tells clients of these endpoints."),
			"token_introspection_url": computed("URL of the endpoint that tells about a token."),
			"dynamically_registered": schema.BoolAttribute{
				Computed: true, MarkdownDescription: "Whether the client has registered itself.",
				PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
			},
			"id": attr.ID(noun, prefix),
		}),
	},
	Validate: validate,
	Create:   create,
	Read: func(ctx context.Context, c *clerk.Client, state model) (*clerk.OAuthApplication, error) {
		return c.OAuthApplications.Get(ctx, state.ID.ValueString())
	},
	Update: update,
	Delete: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) error {
		return c.OAuthApplications.Delete(ctx, in.State.ID.ValueString())
	},
	Plan: func(ctx context.Context, _ *clerk.Client, in tf.Input[model], resp *resource.ModifyPlanResponse) {
		if in.State.DynamicallyRegistered.ValueBool() && !in.Config.ConsentScreenEnabled.IsNull() && !in.Plan.ConsentScreenEnabled.IsUnknown() && !in.Plan.ConsentScreenEnabled.ValueBool() {
			resp.Diagnostics.AddAttributeError(path.Root("consent_screen_enabled"), "The consent screen cannot be turned off",
				"The application has registered itself, and Clerk asks people for their consent to such a one. Take the argument out, or set it to true.")
		}
		planSecret(ctx, in, resp)
		logo.Plan(ctx, in, resp)
	},
	Replan:  logo.Replan,
	Earlier: &earlier,
	Key: &tf.Key[clerk.OAuthApplication]{
		Attribute: "name", Example: "docs",
		Find: func(ctx context.Context, c *clerk.Client, name string) (*clerk.OAuthApplication, error) {
			return c.OAuthApplications.Find(ctx, name)
		},
		Get: func(ctx context.Context, c *clerk.Client, id string) (*clerk.OAuthApplication, error) {
			return c.OAuthApplications.Get(ctx, id)
		},
		ID: func(a *clerk.OAuthApplication) string { return a.ID },
	},
	QuerySchema: &listschema.Schema{
		MarkdownDescription: "The OAuth applications of the instance, all of them or those that match. Those that have registered themselves are among them.",
		Attributes:          filters.ListAttributes(),
	},
	All: search,
	Written: func(m model) model {
		m.ConsentScreenEnabled = tf.OmitDefaultBool(true, m.ConsentScreenEnabled)
		if len(m.RedirectURIs.Elements()) == 0 {
			m.RedirectURIs = types.SetNull(types.StringType)
		}
		m.PKCERequired, m.Public = tf.OmitDefaultBool(false, m.PKCERequired), tf.OmitDefaultBool(false, m.Public)
		return m
	},
}

func redirectURIs() schema.SetAttribute {
	a := attr.Set("Where Clerk may send people back to: whole URLs, with any scheme, such as `https://docs.example.com/callback` or `my-app://callback`. Their order means nothing. `[]` clears them.",
		attr.NoNulls(), setvalidator.ValueStringsAre(attr.URL()))
	a.PlanModifiers = append(a.PlanModifiers, attr.NullAtCreation())
	return a
}

// computed is a text that Clerk gives.
func computed(description string) schema.StringAttribute {
	return schema.StringAttribute{
		Computed: true, MarkdownDescription: description,
		PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

// logo is the application's picture. Clerk makes none of its own, and has no request that removes one.
var logo = picture.Description[model, clerk.OAuthApplication]{
	Attribute: "logo", Noun: "logo", Owner: noun, NoDefault: true,
	Fields: func(m *model) picture.Fields {
		return picture.Fields{File: &m.Logo, SHA256: &m.LogoSHA256, URL: &m.ImageURL}
	},
	Of: func(a *clerk.OAuthApplication) (string, bool) {
		url := tf.String(a.ClientImageURL).ValueString()
		return url, url != ""
	},
	Upload: func(ctx context.Context, c *clerk.Client, id, name string, content []byte) (*clerk.OAuthApplication, error) {
		return c.OAuthApplications.SetLogo(ctx, id, name, content)
	},
}

func search(ctx context.Context, c *clerk.Client, q tf.Query) iter.Seq2[clerk.OAuthApplication, error] {
	return c.OAuthApplications.List(ctx, clerk.OAuthApplicationFilter{NameQuery: q.String("name_query"), OrderBy: q.String("order_by")})
}

// filters are the filters of Clerk's list, and its order.
var filters = attr.Filters{
	"name_query": attr.FilterByText("Part of a name, in any case, or a whole `client_id`."),
	"order_by":   attr.OrderBy("Order of the OAuth applications: `created_at` or `name`, with `-` before it for descending. Without it, they come in Clerk's order.", "created_at", "name"),
}
