package session

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// record is a session as the data sources show it.
type record struct {
	ID                       types.String `tfsdk:"id"`
	UserID                   types.String `tfsdk:"user_id"`
	ClientID                 types.String `tfsdk:"client_id"`
	Status                   types.String `tfsdk:"status"`
	Actor                    types.String `tfsdk:"actor"`
	LastActiveOrganizationID types.String `tfsdk:"last_active_organization_id"`
	LastActiveAt             types.String `tfsdk:"last_active_at"`
	ExpireAt                 types.String `tfsdk:"expire_at"`
	AbandonAt                types.String `tfsdk:"abandon_at"`
	CreatedAt                types.String `tfsdk:"created_at"`
	UpdatedAt                types.String `tfsdk:"updated_at"`
}

func newRecord(s *clerk.Session) record {
	actor := types.StringNull()
	if len(s.Actor) > 0 && string(s.Actor) != "null" {
		actor = tf.JSON(s.Actor)
	}
	return record{
		ID:                       types.StringValue(s.ID),
		UserID:                   types.StringValue(s.UserID),
		ClientID:                 types.StringValue(s.ClientID),
		Status:                   types.StringValue(s.Status),
		Actor:                    actor,
		LastActiveOrganizationID: tf.String(s.LastActiveOrganizationID),
		LastActiveAt:             tf.Time(s.LastActiveAt),
		ExpireAt:                 tf.Time(s.ExpireAt),
		AbandonAt:                tf.Time(s.AbandonAt),
		CreatedAt:                tf.Time(s.CreatedAt),
		UpdatedAt:                tf.Time(s.UpdatedAt),
	}
}

// cleanedUp is a sentence of both descriptions.
const cleanedUp = "Clerk cleans up old sessions that are not active any more"

func attributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":                          attr.Shown("Id of the session, `sess_…`."),
		"user_id":                     attr.Shown("Id of the user, `user_…`."),
		"client_id":                   attr.Shown("Id of the client that the session belongs to, `client_…`: a browser, or an app on a device."),
		"status":                      attr.Shown("`active`, `pending` (the user still has something to do), `expired`, `abandoned`, `ended`, `removed`, `replaced` or `revoked`."),
		"actor":                       attr.Shown("Who impersonates the user, a JSON object; read it with `jsondecode`. Null if nobody does."),
		"last_active_organization_id": attr.Shown("Id of the organization that was last active in the session, `org_…`; empty if there is none."),
		"last_active_at":              attr.Shown("When the session was last active, RFC 3339."),
		"expire_at":                   attr.Shown("When the session expires, RFC 3339."),
		"abandon_at":                  attr.Shown("When the session counts as abandoned unless it is used before, RFC 3339."),
		"created_at":                  attr.Shown("When the session began, RFC 3339."),
		"updated_at":                  attr.Shown("When the session last changed, RFC 3339."),
	}
}

// NewDataSource is the data source clerk_session.
func NewDataSource() datasource.DataSource { return one.DataSource() }

var one = tf.DataSource[record]{
	Type: "session",
	Schema: schema.Schema{
		MarkdownDescription: "A session, by its id. One that does not exist is an error. " + cleanedUp + ", so a session that is read here may be an error later; `clerk_sessions` just leaves it out.",
		Attributes: attr.With(attributes(), map[string]schema.Attribute{
			"id": schema.StringAttribute{Required: true, MarkdownDescription: "Id of the session, `sess_…`.", Validators: []validator.String{stringvalidator.LengthAtLeast(1)}},
		}),
	},
	Doing: func(config record) string { return fmt.Sprintf("read the session %q", config.ID.ValueString()) },
	Read: func(ctx context.Context, c *clerk.Client, config record) (record, error) {
		session, err := c.Sessions.Get(ctx, config.ID.ValueString())
		if rest.IsNotFound(err) {
			err = tf.Hint(cleanedUp+": this session may have been one of them, if it is not of another instance, or mistyped. "+
				"The data source clerk_sessions gives the sessions of a user that are left.", err)
		}
		if err != nil {
			return config, tf.At("id", err)
		}
		return newRecord(session), tf.Whole(session)
	},
}
