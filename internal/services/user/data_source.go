package user

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

type dataSourceModel struct {
	record
	EmailAddress    types.String `tfsdk:"email_address"`
	PhoneNumber     types.String `tfsdk:"phone_number"`
	IncludePrivate  types.Bool   `tfsdk:"include_private_metadata"`
	PrivateMetadata types.String `tfsdk:"private_metadata"`
}

// NewDataSource is the data source clerk_user.
func NewDataSource() datasource.DataSource { return one.DataSource() }

var one = tf.DataSource[dataSourceModel]{
	Type: "user",
	Schema: schema.Schema{
		MarkdownDescription: "A user, by id, email address, phone number, username or external id. One that does not exist is an error.",
		Attributes:          dataSourceAttributes(),
	},
	Doing: func(dataSourceModel) string { return "read the user" },
	Read: func(ctx context.Context, c *clerk.Client, config dataSourceModel) (dataSourceModel, error) {
		user, err := find(ctx, c, config)
		if err == nil {
			err = tf.Whole(user)
		}
		if err != nil {
			return config, err
		}
		config.record = newRecord(user)
		if config.IncludePrivate.ValueBool() {
			config.PrivateMetadata = tf.JSON(user.PrivateMetadata)
		}
		return config, nil
	},
}

func dataSourceAttributes() map[string]schema.Attribute {
	a := recordAttributes()
	keys := []string{"id", "email_address", "phone_number", "username", "external_id"}
	expressions := make([]path.Expression, len(keys))
	for i, key := range keys {
		expressions[i] = path.MatchRoot(key)
	}
	notEmpty := stringvalidator.LengthAtLeast(1)
	a["id"] = schema.StringAttribute{
		Optional: true, Computed: true,
		MarkdownDescription: "Id of the user, `user_…`. Exactly one of `id`, `email_address`, `phone_number`, `username` and `external_id` is given.",
		Validators:          []validator.String{stringvalidator.ExactlyOneOf(expressions...), notEmpty},
	}
	a["email_address"] = schema.StringAttribute{Optional: true, MarkdownDescription: "One of the user's email addresses.", Validators: []validator.String{attr.EmailAddress()}}
	a["phone_number"] = schema.StringAttribute{Optional: true, MarkdownDescription: "One of the user's phone numbers, in E.164 form.", Validators: []validator.String{attr.PhoneNumber()}}
	a["username"] = schema.StringAttribute{Optional: true, Computed: true, MarkdownDescription: "Username; empty if there is none.", Validators: []validator.String{notEmpty}}
	a["external_id"] = schema.StringAttribute{Optional: true, Computed: true, MarkdownDescription: "Id of the user in a system of your own; empty if there is none.", Validators: []validator.String{notEmpty}}
	a["include_private_metadata"] = attr.IncludePrivateMetadata()
	a["private_metadata"] = attr.ShownPrivateMetadata()
	return a
}

func find(ctx context.Context, c *clerk.Client, config dataSourceModel) (*clerk.User, error) {
	if id := config.ID.ValueString(); id != "" {
		user, err := c.Users.Get(ctx, id)
		return user, tf.At("id", err)
	}
	for _, by := range []struct {
		attribute string
		value     types.String
	}{
		{"email_address", config.EmailAddress}, {"phone_number", config.PhoneNumber},
		{"username", config.Username}, {"external_id", config.ExternalID},
	} {
		if !by.value.IsNull() {
			user, err := tf.FindUser(ctx, c, by.attribute, by.value.ValueString())
			return user, tf.At(by.attribute, err)
		}
	}
	return nil, fmt.Errorf("nothing says which user to read")
}
