package user

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

type countModel struct {
	filterModel
	TotalCount types.Int64 `tfsdk:"total_count"`
}

// NewCountDataSource is the data source clerk_user_count.
func NewCountDataSource() datasource.DataSource { return count.DataSource() }

var count = tf.DataSource[countModel]{
	Type: "user_count",
	Schema: schema.Schema{
		MarkdownDescription: "How many users the instance has, all of them or those that every given filter matches. It takes one request, and the filters of `clerk_users`.",
		Attributes: attr.With(filters.Attributes(), map[string]schema.Attribute{
			"total_count": attr.ShownNumber("How many users there are."),
		}),
	},
	Doing:  func(countModel) string { return "count the users" },
	Locate: filterArgument,
	Read: func(ctx context.Context, c *clerk.Client, config countModel) (countModel, error) {
		n, err := c.Users.Count(ctx, config.filter())
		config.TotalCount = types.Int64Value(int64(n))
		return config, err
	},
}
