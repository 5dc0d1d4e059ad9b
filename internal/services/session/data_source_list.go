package session

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// NewListDataSource is the data source clerk_sessions.
func NewListDataSource() datasource.DataSource { return all.DataSource() }

var notEmpty = stringvalidator.LengthAtLeast(1)

var all = tf.ListOf[record, clerk.Session]{
	Type: "sessions", Items: "sessions", Noun: "sessions",
	Description:      "All sessions of a user, or of a client. " + cleanedUp + ", so this is no history.",
	ItemsDescription: "The sessions, newest first.",
	CountDescription: "How many `sessions` has.",
	Arguments: map[string]schema.Attribute{
		"user_id": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "Sessions of this user, `user_…`. At least one of `user_id` and `client_id` is given.",
			Validators:          []validator.String{stringvalidator.AtLeastOneOf(path.MatchRoot("user_id"), path.MatchRoot("client_id")), notEmpty},
		},
		"client_id": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "Sessions of this client, `client_…`.",
			Validators:          []validator.String{notEmpty},
		},
		"status": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "Only sessions of this status: `abandoned`, `active`, `ended`, `expired`, `removed`, `replaced` or `revoked`. Omitted, any, `pending` ones too.",
			Validators:          []validator.String{stringvalidator.OneOf("abandoned", "active", "ended", "expired", "removed", "replaced", "revoked")},
		},
	},
	Item: attributes(),
	All: func(ctx context.Context, c *clerk.Client, q tf.Query) iter.Seq2[clerk.Session, error] {
		return c.Sessions.List(ctx, clerk.SessionFilter{UserID: q.String("user_id"), ClientID: q.String("client_id"), Status: q.String("status")})
	},
	Record: newRecord,
}
