package apikey

import (
	"context"
	"fmt"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewDataSource is the data source clerk_api_key.
func NewDataSource() datasource.DataSource { return one.DataSource() }

// NewListDataSource is the data source clerk_api_keys.
func NewListDataSource() datasource.DataSource { return all.DataSource() }

// record is an API key as the data sources show it.
type record struct {
	ID          types.String `tfsdk:"id"`
	Subject     types.String `tfsdk:"subject"`
	Name        types.String `tfsdk:"name"`
	Description types.String `tfsdk:"description"`
	Claims      types.String `tfsdk:"claims"`
	Scopes      types.Set    `tfsdk:"scopes"`
	CreatedBy   types.String `tfsdk:"created_by"`
	Revoked     types.Bool   `tfsdk:"revoked"`
	Expired     types.Bool   `tfsdk:"expired"`
	Expiration  types.String `tfsdk:"expiration"`
	LastUsedAt  types.String `tfsdk:"last_used_at"`
	CreatedAt   types.String `tfsdk:"created_at"`
	UpdatedAt   types.String `tfsdk:"updated_at"`
}

func newRecord(k *clerk.APIKey) record {
	return record{
		ID: types.StringValue(k.ID), Subject: types.StringValue(k.Subject), Name: types.StringValue(k.Name), Description: tf.String(k.Description),
		Claims: tf.JSON(k.Claims), Scopes: tf.StringSet(k.Scopes), CreatedBy: tf.String(k.CreatedBy), Revoked: types.BoolValue(k.Revoked), Expired: types.BoolValue(k.Expired),
		Expiration: tf.OptionalTime(k.Expiration), LastUsedAt: tf.OptionalTime(k.LastUsedAt), CreatedAt: tf.Time(k.CreatedAt), UpdatedAt: tf.Time(k.UpdatedAt),
	}
}

var recordAttributes = map[string]schema.Attribute{
	"id":           attr.Shown("Id of the API key, `ak_…`."),
	"subject":      attr.Shown("Id of whom the key acts for: a user, an organization or a machine."),
	"name":         attr.Shown("Name of the key."),
	"description":  attr.Shown("What the key is for; empty if nobody has said."),
	"claims":       attr.Shown("What else is known of its bearer, a JSON object; read it with `jsondecode`."),
	"scopes":       attr.ShownSet(types.StringType, "What the key is good for."),
	"created_by":   attr.Shown("Id of the user who created it; empty if nobody is known to have."),
	"revoked":      attr.ShownFlag("Whether it was revoked."),
	"expired":      attr.ShownFlag("Whether it has expired."),
	"expiration":   attr.Shown("When it expires, RFC 3339; null if never."),
	"last_used_at": attr.Shown("When it was last used, RFC 3339; null if never."),
	"created_at":   attr.Shown("When it was created, RFC 3339."),
	"updated_at":   attr.Shown("When it was last changed, RFC 3339."),
}

var one = tf.DataSource[record]{
	Type: "api_key",
	Schema: schema.Schema{
		MarkdownDescription: "An API key, by its id, also one that is revoked or has expired. One that does not exist is an error. Its secret is not among what is read: `clerk_api_key_secret` has it.",
		Attributes: attr.With(recordAttributes, map[string]schema.Attribute{
			"id": schema.StringAttribute{Required: true, MarkdownDescription: "Id of the API key, `ak_…`.", Validators: []validator.String{attr.PathSegment()}},
		}),
	},
	Doing: func(config record) string { return fmt.Sprintf("read the API key %q", config.ID.ValueString()) },
	Read: func(ctx context.Context, c *clerk.Client, config record) (record, error) {
		k, err := c.APIKeys.Get(ctx, config.ID.ValueString(), "")
		if err == nil {
			err = tf.Whole(k)
		}
		if err != nil {
			return config, tf.At("id", err)
		}
		return newRecord(k), nil
	},
}

var all = tf.ListOf[record, clerk.APIKey]{
	Type: "api_keys", Items: "api_keys", Noun: "API keys",
	Description:      "The API keys of a user, an organization or a machine: those that are valid, unless the others are asked for as well. Their secrets are not among what is read.",
	ItemsDescription: "The API keys.",
	CountDescription: "How many API keys `api_keys` has.",
	Arguments: attr.With(filters.Attributes(), map[string]schema.Attribute{
		"subject": schema.StringAttribute{Required: true, MarkdownDescription: subjectDescription, Validators: []validator.String{attr.PathSegment()}},
		"limit":   attr.Limit("API keys"),
	}),
	Item: recordAttributes,
	All: func(ctx context.Context, c *clerk.Client, q tf.Query) iter.Seq2[clerk.APIKey, error] {
		return tf.Limited(c.APIKeys.List(ctx, filter(q)), q)
	},
	Record: newRecord,
	Whose:  func(q tf.Query) string { return fmt.Sprintf("%q", q.String("subject")) },
}
