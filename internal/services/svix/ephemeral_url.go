// Package svix models what Clerk has at Svix, the service by which it sends the webhooks
// of an instance.
package svix

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewURLEphemeralResource is the ephemeral resource clerk_svix_url.
func NewURLEphemeralResource() ephemeral.EphemeralResource { return dashboard.EphemeralResource() }

type model struct {
	URL types.String `tfsdk:"url"`
}

var dashboard = tf.Ephemeral[model]{
	Type: "svix_url",
	Schema: schema.Schema{
		MarkdownDescription: "A URL of Svix's dashboard, where the webhooks of the instance are set up. It signs in whoever opens it, so treat it as a password.\n\n" +
			attr.OpensAnew + "\n\nA URL cannot be revoked. The instance needs an app at Svix: a `clerk_svix_app`, or one that was made in Clerk's dashboard.",
		Attributes: map[string]schema.Attribute{
			"url": schema.StringAttribute{Computed: true, Sensitive: true, MarkdownDescription: "The URL, `https://…`."},
		},
	},
	Doing: "create a URL of Svix's dashboard",
	Open: func(ctx context.Context, c *clerk.Client, m model) (model, string, error) {
		url, err := c.SvixApp.URL(ctx)
		if clerk.IsSvixAppMissing(err) {
			err = tf.Hint("The instance has no app at Svix yet. Create one with clerk_svix_app, and have this depend on it, or set up webhooks in Clerk's dashboard.", err)
		}
		return model{types.StringValue(url)}, "", err
	},
}
