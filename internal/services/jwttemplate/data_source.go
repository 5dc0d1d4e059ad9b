package jwttemplate

import (
	"context"
	"errors"

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

// record is a template as the data sources show it.
type record struct {
	ID               types.String `tfsdk:"id"`
	Name             types.String `tfsdk:"name"`
	Claims           types.String `tfsdk:"claims"`
	Lifetime         types.Int64  `tfsdk:"lifetime"`
	AllowedClockSkew types.Int64  `tfsdk:"allowed_clock_skew"`
	CustomSigningKey types.Bool   `tfsdk:"custom_signing_key"`
	SigningAlgorithm types.String `tfsdk:"signing_algorithm"`
	CreatedAt        types.String `tfsdk:"created_at"`
	UpdatedAt        types.String `tfsdk:"updated_at"`
}

func newRecord(t *clerk.JWTTemplate) record {
	return record{
		ID:               types.StringValue(t.ID),
		Name:             types.StringValue(t.Name),
		Claims:           tf.JSON(t.Claims),
		Lifetime:         types.Int64Value(t.Lifetime),
		AllowedClockSkew: types.Int64Value(t.AllowedClockSkew),
		CustomSigningKey: types.BoolValue(t.CustomSigningKey),
		SigningAlgorithm: types.StringValue(t.SigningAlgorithm),
		CreatedAt:        tf.Time(t.CreatedAt),
		UpdatedAt:        tf.Time(t.UpdatedAt),
	}
}

func attributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":                 attr.Shown("Id of the template, `jtmp_…`."),
		"name":               attr.Shown("Name of the template."),
		"claims":             attr.Shown("Claims of the tokens, a JSON object; read it with `jsondecode`."),
		"lifetime":           attr.ShownNumber("Seconds for which a token is valid."),
		"allowed_clock_skew": attr.ShownNumber("Seconds by which clocks may differ."),
		"custom_signing_key": attr.ShownFlag("Whether the tokens are signed with a key other than the instance's."),
		"signing_algorithm":  attr.Shown("Algorithm of the signature."),
		"created_at":         attr.Shown("When the template was created, RFC 3339."),
		"updated_at":         attr.Shown("When the template was last changed, RFC 3339."),
	}
}

// NewDataSource is the data source clerk_jwt_template.
func NewDataSource() datasource.DataSource { return one.DataSource() }

// NewListDataSource is the data source clerk_jwt_templates.
func NewListDataSource() datasource.DataSource { return all.DataSource() }

var one = tf.DataSource[record]{
	Type: "jwt_template",
	Schema: schema.Schema{
		MarkdownDescription: "A JWT template, by its id or its name. One that does not exist is an error.",
		Attributes: attr.With(attributes(), map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Optional: true, Computed: true,
				MarkdownDescription: "Id of the template, `jtmp_…`. Exactly one of `id` and `name` is given.",
				Validators:          []validator.String{stringvalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("name"))},
			},
			"name": schema.StringAttribute{Optional: true, Computed: true, MarkdownDescription: "Name of the template."},
		}),
	},
	Doing: func(record) string { return "read the JWT template" },
	Read: func(ctx context.Context, c *clerk.Client, config record) (record, error) {
		t, err := find(ctx, c, config.ID.ValueString(), config.Name.ValueString())
		if err == nil {
			err = tf.Whole(t)
		}
		if err != nil {
			return config, err
		}
		return newRecord(t), nil
	},
}

// find returns the template with the id, or else with the name.
func find(ctx context.Context, c *clerk.Client, id, name string) (*clerk.JWTTemplate, error) {
	if id != "" {
		t, err := c.JWTTemplates.Get(ctx, id)
		return t, tf.At("id", err)
	}
	t, err := c.JWTTemplates.Find(ctx, name)
	if errors.Is(err, clerk.ErrNoTemplate) {
		err = tf.Hint("Mind upper and lower case, and check that the provider's key is of the right instance. Refer to a clerk_jwt_template of this configuration by its attributes, so that it is created first.", err)
	}
	return t, tf.At("name", err)
}

var all = tf.ListOf[record, clerk.JWTTemplate]{
	Type: "jwt_templates", Items: "jwt_templates", Noun: "JWT templates",
	Description:      "All JWT templates of the instance.",
	ItemsDescription: "The templates, in Clerk's order.",
	CountDescription: "How many there are.",
	Item:             attributes(),
	All:              kind.All,
	Record:           newRecord,
}
