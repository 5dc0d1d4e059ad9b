// Package instance models the Clerk instance that the secret key belongs to.
package instance

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

type record struct {
	ID             types.String `tfsdk:"id"`
	Environment    types.String `tfsdk:"environment"`
	AllowedOrigins types.Set    `tfsdk:"allowed_origins"`
}

// NewDataSource is the data source clerk_instance.
func NewDataSource() datasource.DataSource { return instance.DataSource() }

var instance = tf.DataSource[record]{
	Type: "instance",
	Schema: schema.Schema{
		MarkdownDescription: "The instance that the provider's secret key belongs to. Clerk does not tell its other settings.",
		Attributes: map[string]schema.Attribute{
			"id":          attr.Shown("Id of the instance, `ins_…`: what the provider's `allowed_instance_ids` takes."),
			"environment": attr.Shown("`development` or `production`: what the provider's `environment` takes."),
			"allowed_origins": schema.SetAttribute{
				Computed: true, ElementType: types.StringType,
				MarkdownDescription: "Origins that may use the instance beside its domains, such as those of browser extensions and of native apps. Clerk may show a change some seconds late.",
			},
		},
	},
	Doing: func(record) string { return "read the instance" },
	Read: func(ctx context.Context, c *clerk.Client, config record) (record, error) {
		i, err := c.Instance.Get(ctx)
		if err != nil {
			return config, err
		}
		return record{
			ID:             types.StringValue(i.ID),
			Environment:    types.StringValue(i.EnvironmentType),
			AllowedOrigins: tf.StringSet(i.AllowedOrigins),
		}, nil
	},
}
