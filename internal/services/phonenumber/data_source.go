package phonenumber

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
	PhoneNumber             types.String `tfsdk:"phone_number"`
	ReservedForSecondFactor types.Bool   `tfsdk:"reserved_for_second_factor"`
	DefaultSecondFactor     types.Bool   `tfsdk:"default_second_factor"`
}

// NewDataSource is the data source clerk_phone_number.
func NewDataSource() datasource.DataSource { return one.DataSource() }

var one = tf.DataSource[record]{
	Type: "phone_number",
	Schema: schema.Schema{
		MarkdownDescription: "A phone number of a user, by its id or by itself, and whose it is. One that no user has is an error.",
		Attributes:          recordAttributes(),
	},
	Doing: func(record) string { return "read the phone number" },
	Read: func(ctx context.Context, c *clerk.Client, config record) (record, error) {
		a, err := addresses.Find(ctx, c, config.ID, config.PhoneNumber)
		if err != nil {
			return config, err
		}
		return record{
			Record:                  identifier.NewRecord(a),
			PhoneNumber:             tf.Keep(config.PhoneNumber, types.StringValue(a.Value), tf.SameAddress),
			ReservedForSecondFactor: types.BoolValue(a.SecondFactor),
			DefaultSecondFactor:     types.BoolValue(a.DefaultSecondFactor),
		}, nil
	},
}

func recordAttributes() map[string]schema.Attribute {
	attributes := addresses.RecordAttributes(tf.PhoneNumber())
	attributes["reserved_for_second_factor"] = tf.ShownFlag("Whether it is kept for the second factor of signing in.")
	attributes["default_second_factor"] = tf.ShownFlag("Whether it is the user's default second factor.")
	return attributes
}
