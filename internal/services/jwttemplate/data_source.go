package jwttemplate

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
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
		types.StringValue(t.ID), types.StringValue(t.Name), tf.JSON(t.Claims), types.Int64Value(t.Lifetime), types.Int64Value(t.AllowedClockSkew),
		types.BoolValue(t.CustomSigningKey), types.StringValue(t.SigningAlgorithm), tf.Time(t.CreatedAt), tf.Time(t.UpdatedAt),
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
		Attributes:          attr.With(attributes(), byName.Attributes()),
	},
	Doing: func(record) string { return "read the JWT template" },
	Read: func(ctx context.Context, c *clerk.Client, config record) (record, error) {
		t, err := byName.Look(ctx, c, config.ID, config.Name)
		if err != nil {
			return config, err
		}
		return newRecord(t), nil
	},
}

var byName = tf.ByName[clerk.JWTTemplate]{
	Noun: "JWT template", Prefix: "jtmp_", Type: "jwt_template", None: clerk.ErrNoTemplate,
	Get: func(ctx context.Context, c *clerk.Client, id string) (*clerk.JWTTemplate, error) {
		return c.JWTTemplates.Get(ctx, id)
	},
	Find: func(ctx context.Context, c *clerk.Client, name string) (*clerk.JWTTemplate, error) {
		return c.JWTTemplates.Find(ctx, name)
	},
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
