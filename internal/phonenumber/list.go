package phonenumber

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/clerkform/terraform-provider-clerk/internal/identifier"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

var (
	_ list.ListResourceWithConfigure = (*phoneResource)(nil)
	_ tf.Generator                   = (*phoneResource)(nil)
)

// NewListResource is the list resource clerk_phone_number.
func NewListResource() list.ListResource { return &phoneResource{} }

func (r *phoneResource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = kind.QuerySchema()
}

func (r *phoneResource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	config, ok := tf.ListConfig[identifier.Query](ctx, req, stream)
	if !ok {
		return
	}
	tf.List(ctx, req, stream, object, tf.Listing[model, identifier.Address]{Objects: kind.List(ctx, r.client, config)})
}

// GenerateConfig leaves out what goes without saying.
func (r *phoneResource) GenerateConfig(ctx context.Context, config *tfsdk.State) diag.Diagnostics {
	return tf.GenerateConfig(ctx, config, func(m model) model {
		return model{
			Model: m.Written(), PhoneNumber: m.PhoneNumber,
			ReservedForSecondFactor: tf.UnlessBool(false, m.ReservedForSecondFactor),
		}
	})
}
