package emailaddress

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/services/identifier"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

type record struct {
	identifier.Record
	EmailAddress types.String `tfsdk:"email_address"`
}

// NewDataSource is the data source clerk_email_address.
func NewDataSource() datasource.DataSource { return one.DataSource() }

var one = tf.DataSource[record]{
	Type: "email_address",
	Schema: schema.Schema{
		MarkdownDescription: "An email address of a user, by its id or by itself, and whose it is. One that no user has is an error.",
		Attributes:          addresses.RecordAttributes(tf.EmailAddress()),
	},
	Doing: func(record) string { return "read the email address" },
	Read: func(ctx context.Context, c *clerk.Client, config record) (record, error) {
		a, err := addresses.Find(ctx, c, config.ID, config.EmailAddress)
		if err != nil {
			return config, err
		}
		return record{
			Record:       identifier.NewRecord(a),
			EmailAddress: tf.Keep(config.EmailAddress, types.StringValue(a.Value), tf.SameAddress),
		}, nil
	},
}
