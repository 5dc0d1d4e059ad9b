package organizationinvitation

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/services/invite"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewListDataSource is the data source clerk_organization_invitations.
func NewListDataSource() datasource.DataSource { return all.DataSource() }

// filters are those of Clerk's lists: an organization's and the instance's have one each of
// their own.
var filters = attr.Filters{
	"organization_id": {Description: "Id of the organization, `org_…`. Without it, the invitations to all organizations are listed.", Checks: []validator.String{attr.PathSegment(), attr.OrganizationID()}},
	"email_address": {
		Description: "Only invitations of this address. Needs `organization_id`; without it, `query` does as much.",
		Checks:      []validator.String{attr.EmailAddress()}, With: "organization_id",
	},
	"query": {
		Description: "Part of an email address, or the id of an invitation. Not beside `organization_id`.",
		Checks:      []validator.String{stringvalidator.LengthAtLeast(1), stringvalidator.ConflictsWith(path.MatchRoot("organization_id"))},
	},
	"statuses": invite.StatusesFilter("Without it, a data source shows all, and `terraform query` those that are pending."),
	"order_by": attr.OrderBy("Order of the invitations: `created_at` or `email_address`, with `-` before it for descending. Defaults to `-created_at`.", "created_at", "email_address"),
}

func filter(q tf.Query) clerk.OrganizationInvitationFilter {
	return clerk.OrganizationInvitationFilter{
		OrganizationID: q.String("organization_id"), EmailAddress: attr.FoldAddress(q.String("email_address")), Query: q.String("query"),
		Statuses: q.Strings("statuses"), OrderBy: q.String("order_by"),
	}
}

func invitations(ctx context.Context, c *clerk.Client, f clerk.OrganizationInvitationFilter) iter.Seq2[clerk.OrganizationInvitation, error] {
	return tf.OfExisting("organization_id", c.OrganizationInvitations.List(ctx, f))
}

// record is an invitation as the data source shows it.
type record struct {
	invite.Record
	OrganizationID types.String `tfsdk:"organization_id"`
	Role           types.String `tfsdk:"role"`
	InviterUserID  types.String `tfsdk:"inviter_user_id"`
}

var all = tf.ListOf[record, clerk.OrganizationInvitation]{
	Type: "organization_invitations", Items: "organization_invitations", Noun: "organization invitations",
	Description: "Invitations to one organization, or to all organizations of the instance, all of them or those that every given filter matches. " +
		"Those that Clerk makes because of a domain are not among them.",
	ItemsDescription: "The invitations.",
	CountDescription: "How many invitations `organization_invitations` has.",
	Arguments:        attr.With(filters.Attributes(), map[string]schema.Attribute{"limit": attr.Limit("invitations")}),
	Item: attr.With(invite.RecordAttributes(within.Prefix, "Metadata that the membership will have and that the browsers of members can read"), map[string]schema.Attribute{
		"organization_id": attr.Shown("Id of the organization, `org_…`."),
		"role":            attr.Shown("Key of the role that the invited person will have, such as `org:member`."),
		"inviter_user_id": attr.Shown("Id of the user in whose name it was sent, `user_…`; empty if there is none."),
	}),
	All: func(ctx context.Context, c *clerk.Client, q tf.Query) iter.Seq2[clerk.OrganizationInvitation, error] {
		return tf.Limited(invitations(ctx, c, filter(q)), q)
	},
	Record: func(i *clerk.OrganizationInvitation) record {
		return record{
			Record:         invite.NewRecord(answered(i), i.CreatedAt, i.UpdatedAt),
			OrganizationID: types.StringValue(i.OrganizationID),
			Role:           types.StringValue(i.Role),
			InviterUserID:  tf.String(i.InviterID),
		}
	},
	Private: func(i *clerk.OrganizationInvitation) (string, json.RawMessage) { return i.ID, i.PrivateMetadata },
	Whose: func(q tf.Query) string {
		if id := q.String("organization_id"); id != "" {
			return fmt.Sprintf("organization %q", id)
		}
		return "the instance"
	},
}
