package emailaddress

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/clerkform/terraform-provider-clerk/internal/identifier"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

var (
	_ list.ListResourceWithConfigure = (*emailResource)(nil)
	_ tf.Generator                   = (*emailResource)(nil)
)

// NewListResource is the list resource clerk_email_address.
func NewListResource() list.ListResource { return &emailResource{} }

func (r *emailResource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = kind.QuerySchema()
}

func (r *emailResource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	config, ok := tf.ListConfig[identifier.Query](ctx, req, stream)
	if !ok {
		return
	}
	tf.List(ctx, req, stream, object, tf.Listing[model, identifier.Address]{Objects: kind.List(ctx, r.client, config)})
}

// GenerateConfig leaves out what goes without saying.
func (r *emailResource) GenerateConfig(ctx context.Context, config *tfsdk.State) diag.Diagnostics {
	return tf.GenerateConfig(ctx, config, func(m model) model {
		return model{Model: m.Written(), EmailAddress: m.EmailAddress}
	})
}
