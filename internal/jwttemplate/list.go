package jwttemplate

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

var (
	_ list.ListResourceWithConfigure = (*templateResource)(nil)
	_ tf.Generator                   = (*templateResource)(nil)
)

// NewListResource is the list resource clerk_jwt_template.
func NewListResource() list.ListResource { return &templateResource{} }

func (r *templateResource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{MarkdownDescription: "The JWT templates of the instance, all of them.\n\n" + tf.QueryNeeds}
}

func (r *templateResource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	tf.List(ctx, req, stream, object, tf.Listing[model, clerk.JWTTemplate]{Objects: r.client.JWTTemplates.List(ctx)})
}

// GenerateConfig leaves out what Clerk does by itself.
func (r *templateResource) GenerateConfig(ctx context.Context, config *tfsdk.State) diag.Diagnostics {
	return tf.GenerateConfig(ctx, config, func(m model) model {
		m.Lifetime = tf.UnlessInt(60, m.Lifetime)
		m.AllowedClockSkew = tf.UnlessInt(5, m.AllowedClockSkew)
		if m.CustomSigningKey = tf.UnlessBool(false, m.CustomSigningKey); m.CustomSigningKey.IsNull() {
			m.SigningAlgorithm = types.StringNull()
		}
		return m
	})
}
