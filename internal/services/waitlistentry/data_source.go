package waitlistentry

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	datasourceschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewListDataSource is the data source clerk_waitlist_entries.
func NewListDataSource() datasource.DataSource { return all.DataSource() }

type record struct {
	ID           types.String `tfsdk:"id"`
	EmailAddress types.String `tfsdk:"email_address"`
	Status       types.String `tfsdk:"status"`
	Locked       types.Bool   `tfsdk:"locked"`
	InvitationID types.String `tfsdk:"invitation_id"`
	CreatedAt    types.String `tfsdk:"created_at"`
	UpdatedAt    types.String `tfsdk:"updated_at"`
}

var all = tf.ListOf[record, clerk.WaitlistEntry]{
	Type: "waitlist_entries", Items: "waitlist_entries", Noun: "waitlist entries",
	Description:      "The waitlist of the instance, or those of its entries that every given filter matches.",
	ItemsDescription: "The entries.",
	CountDescription: "How many entries `waitlist_entries` has.",
	Arguments:        attr.With(filters.Attributes(), map[string]datasourceschema.Attribute{"limit": attr.Limit("entries")}),
	Item: map[string]datasourceschema.Attribute{
		"id":            attr.Shown("Id of the entry, `waitlist_…`."),
		"email_address": attr.Shown("The address that waits."),
		"status":        attr.Shown(statuses),
		"locked":        attr.ShownFlag("Whether Clerk is deciding on the entry together with others, so that nothing else can be done with it."),
		"invitation_id": attr.Shown("Id of the invitation that it led to, `inv_…`; null without one. `clerk_invitations` has the invitation."),
		"created_at":    attr.Shown("When the address was put on the waitlist, RFC 3339."),
		"updated_at":    attr.Shown("When the entry was last changed, RFC 3339."),
	},
	All: func(ctx context.Context, c *clerk.Client, q tf.Query) iter.Seq2[clerk.WaitlistEntry, error] {
		return tf.Limited(c.WaitlistEntries.List(ctx, filter(q)), q)
	},
	Record: func(e *clerk.WaitlistEntry) record {
		r := record{
			ID: types.StringValue(e.ID), EmailAddress: types.StringValue(e.EmailAddress), Status: types.StringValue(e.Status),
			Locked: types.BoolValue(e.IsLocked), CreatedAt: tf.Time(e.CreatedAt), UpdatedAt: tf.Time(e.UpdatedAt),
		}
		if e.Invitation != nil {
			r.InvitationID = types.StringValue(e.Invitation.ID)
		}
		return r
	},
}
