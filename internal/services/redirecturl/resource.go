// Package redirecturl models the URLs that Clerk may send people back to after they have
// signed in: those of native applications, say.
package redirecturl

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	datasourceschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewResource is the resource clerk_redirect_url.
func NewResource() resource.Resource { return kind.Resource() }

// NewListResource is the list resource clerk_redirect_url.
func NewListResource() list.ListResource { return kind.ListResource() }

// NewListDataSource is the data source clerk_redirect_urls.
func NewListDataSource() datasource.DataSource { return all.DataSource() }

type model struct {
	ID  types.String `tfsdk:"id"`
	URL types.String `tfsdk:"url"`
}

var kind = tf.Kind[model, clerk.RedirectURL]{
	Object: tf.Object[model, *clerk.RedirectURL]{
		Noun: "redirect URL", Type: "redirect_url",
		Model: func(_ model, u *clerk.RedirectURL) model {
			return model{ID: types.StringValue(u.ID), URL: types.StringValue(u.URL)}
		},
		ID:    func(m model) types.String { return m.ID },
		Label: func(m model) types.String { return m.URL },
	},
	IDPrefix: "ru_",
	Schema: schema.Schema{
		MarkdownDescription: "A URL that Clerk may send people back to after they have signed in with another provider: that of a native application, which has no domain of its own, say. " +
			"Clerk sends them to no URL that is not listed.",
		Attributes: map[string]schema.Attribute{
			"url": attr.Immutable("The URL, whole: `https://…`, or with a scheme of the application's, such as `my-app://callback`. "+
				"Clerk cannot change it, so a change deletes it and creates a new one.", attr.URL()),
			"id": attr.ID("redirect URL", "ru_"),
		},
	},
	Create: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.RedirectURL, error) {
		return c.RedirectURLs.Create(ctx, clerk.CreateRedirectURLParams{URL: in.Plan.URL.ValueString()})
	},
	Read: func(ctx context.Context, c *clerk.Client, state model) (*clerk.RedirectURL, error) {
		return c.RedirectURLs.Get(ctx, state.ID.ValueString())
	},
	Delete: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) error {
		return c.RedirectURLs.Delete(ctx, in.State.ID.ValueString())
	},
	Key: &tf.Key[clerk.RedirectURL]{
		Attribute: "url", Example: "my-app://callback",
		Find: func(ctx context.Context, c *clerk.Client, url string) (*clerk.RedirectURL, error) {
			return c.RedirectURLs.Find(ctx, url)
		},
		ID: func(u *clerk.RedirectURL) string { return u.ID },
	},
	All: func(ctx context.Context, c *clerk.Client, _ tf.Query) iter.Seq2[clerk.RedirectURL, error] {
		return c.RedirectURLs.List(ctx)
	},
}

type record struct {
	model
	CreatedAt types.String `tfsdk:"created_at"`
	UpdatedAt types.String `tfsdk:"updated_at"`
}

var all = tf.ListOf[record, clerk.RedirectURL]{
	Type: "redirect_urls", Items: "redirect_urls", Noun: "redirect URLs",
	Description:      "All redirect URLs of the instance.",
	ItemsDescription: "The redirect URLs, in Clerk's order.",
	CountDescription: "How many there are.",
	Item: map[string]datasourceschema.Attribute{
		"id":         attr.Shown("Id of the redirect URL, `ru_…`."),
		"url":        attr.Shown("The URL."),
		"created_at": attr.Shown("When it was created, RFC 3339."),
		"updated_at": attr.Shown("When it was last changed, RFC 3339."),
	},
	All: kind.All,
	Record: func(u *clerk.RedirectURL) record {
		return record{kind.Model(model{}, u), tf.Time(u.CreatedAt), tf.Time(u.UpdatedAt)}
	},
}
