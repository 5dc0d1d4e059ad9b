package organizationmembership

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// filters choose among the members of one organization. The list of all memberships of the
// instance has an order, and no filters.
var filters = func() attr.Filters {
	all := attr.Filters{
		"roles":               {Description: "Members with one of these roles, by key, up to 100.", Values: true, Checks: []validator.String{attr.RoleKey()}},
		"user_ids":            attr.FilterByValues("Members with one of these ids, up to 100. A `-` before a value excludes, a `+` includes."),
		"email_addresses":     attr.FilterByValues("Members with one of these email addresses, up to 100."),
		"phone_numbers":       attr.FilterByValues("Members with one of these phone numbers, up to 100."),
		"usernames":           attr.FilterByValues("Members with one of these usernames, up to 100."),
		"web3_wallets":        attr.FilterByValues("Members with one of these wallets, up to 100."),
		"query":               attr.FilterByText("Part of an email address, phone number, username, wallet, id, first or last name."),
		"email_address_query": attr.FilterByText("Part of an email address, in any case."),
		"phone_number_query":  attr.FilterByText("Part of a phone number."),
		"username_query":      attr.FilterByText("Part of a username, in any case."),
		"name_query":          attr.FilterByText("Part of a name, in any case."),
	}
	for _, when := range []string{"before", "after"} {
		instant := []validator.String{attr.Instant()}
		all["created_at_"+when] = attr.Filter{Description: "Members who signed up " + when + " this time, RFC 3339.", Checks: instant}
		all["last_active_at_"+when] = attr.Filter{Description: "Members whose last activity was " + when + " this time, RFC 3339.", Checks: instant}
	}
	for name, filter := range all {
		filter.Description += " It needs `organization_id`."
		filter.With = "organization_id"
		all[name] = filter
	}
	all["organization_id"] = attr.Filter{
		Description: "Id of the organization, `org_…`. Without it, the memberships of all organizations are listed.",
		Checks:      []validator.String{attr.PathSegment(), attr.OrganizationID()},
	}
	all["order_by"] = attr.OrderBy("Order of the memberships: `created_at`, or what their users have as `email_address`, `phone_number`, `username`, `first_name` or `last_name`, with `-` before it for descending. Defaults to `-created_at`.",
		"created_at", "email_address", "phone_number", "username", "first_name", "last_name")
	return all
}()

// listFilters are those of the list resource. The others are about users, and choose those that a query or an export lists.
var listFilters = attr.Filters{"organization_id": filters["organization_id"], "roles": filters["roles"]}

// members are the memberships that a query chooses.
func members(ctx context.Context, c *clerk.Client, q tf.Query) iter.Seq2[clerk.OrganizationMembership, error] {
	return atOrganization(c.OrganizationMemberships.List(ctx, clerk.MembershipFilter{
		OrganizationID: q.String("organization_id"), Roles: q.Strings("roles"),
		Users: clerk.UserFilter{
			UserIDs: q.Strings("user_ids"), EmailAddresses: q.Strings("email_addresses"), PhoneNumbers: q.Strings("phone_numbers"),
			Usernames: q.Strings("usernames"), Web3Wallets: q.Strings("web3_wallets"), Query: q.String("query"),
			EmailAddressQuery: q.String("email_address_query"), PhoneNumberQuery: q.String("phone_number_query"),
			UsernameQuery: q.String("username_query"), NameQuery: q.String("name_query"),
			CreatedAtBefore: q.Millis("created_at_before"), CreatedAtAfter: q.Millis("created_at_after"),
			LastActiveAtBefore: q.Millis("last_active_at_before"), LastActiveAtAfter: q.Millis("last_active_at_after"),
			OrderBy: q.String("order_by"),
		},
	}))
}

// atOrganization are memberships of an organization that has to exist.
func atOrganization(all iter.Seq2[clerk.OrganizationMembership, error]) iter.Seq2[clerk.OrganizationMembership, error] {
	return func(yield func(clerk.OrganizationMembership, error) bool) {
		for m, err := range all {
			if rest.IsNotFound(err) {
				err = tf.At("organization_id", err)
			}
			if !yield(m, err) {
				return
			}
		}
	}
}

type record struct {
	ID             types.String       `tfsdk:"id"`
	Role           types.String       `tfsdk:"role"`
	Permissions    types.Set          `tfsdk:"permissions"`
	PublicMetadata types.String       `tfsdk:"public_metadata"`
	Organization   organizationRecord `tfsdk:"organization"`
	User           userRecord         `tfsdk:"user"`
	CreatedAt      types.String       `tfsdk:"created_at"`
	UpdatedAt      types.String       `tfsdk:"updated_at"`
}

type organizationRecord struct {
	ID   types.String `tfsdk:"id"`
	Name types.String `tfsdk:"name"`
	Slug types.String `tfsdk:"slug"`
}

type userRecord struct {
	ID         types.String `tfsdk:"id"`
	Identifier types.String `tfsdk:"identifier"`
	Username   types.String `tfsdk:"username"`
	FirstName  types.String `tfsdk:"first_name"`
	LastName   types.String `tfsdk:"last_name"`
	Banned     types.Bool   `tfsdk:"banned"`
}

var all = tf.ListOf[record, clerk.OrganizationMembership]{
	Type: "organization_memberships", Items: "organization_memberships", Noun: "organization memberships",
	Description:      "Memberships of one organization, all of them or those that every given filter matches; or all memberships of the instance.",
	ItemsDescription: "The memberships.",
	CountDescription: "How many memberships `organization_memberships` has.",
	Arguments:        attr.With(filters.Attributes(), map[string]schema.Attribute{"limit": attr.Limit("memberships")}),
	Item: map[string]schema.Attribute{
		"id":              attr.Shown("Id of the membership, `orgmem_…`."),
		"role":            attr.Shown("Key of the user's role, such as `org:admin`."),
		"permissions":     attr.ShownSet(types.StringType, "Keys of the permissions that the role gives, such as `org:sys_memberships:read`."),
		"public_metadata": attr.Shown("Metadata of the membership that the browser can read, a JSON object; read it with `jsondecode`."),
		"organization": schema.SingleNestedAttribute{
			Computed: true, MarkdownDescription: "The organization.",
			Attributes: map[string]schema.Attribute{
				"id":   attr.Shown("Id of the organization, `org_…`."),
				"name": attr.Shown("Name of the organization."),
				"slug": attr.Shown("Slug of the organization; empty if the instance has none."),
			},
		},
		"user": schema.SingleNestedAttribute{
			Computed: true, MarkdownDescription: "The user.",
			Attributes: map[string]schema.Attribute{
				"id":         attr.Shown("Id of the user, `user_…`."),
				"identifier": attr.Shown("What the user signs in with: an email address, a phone number or a username."),
				"username":   attr.Shown("Username; empty if there is none."),
				"first_name": attr.Shown("First name; empty if there is none."),
				"last_name":  attr.Shown("Last name; empty if there is none."),
				"banned":     attr.ShownFlag("Whether the user is banned."),
			},
		},
		"created_at": attr.Shown("When the user became a member, RFC 3339."),
		"updated_at": attr.Shown("When the membership was last changed, RFC 3339."),
	},
	All: func(ctx context.Context, c *clerk.Client, q tf.Query) iter.Seq2[clerk.OrganizationMembership, error] {
		return tf.Limited(members(ctx, c, q), q)
	},
	Record: func(m *clerk.OrganizationMembership) record {
		return record{
			ID: types.StringValue(m.ID), Role: types.StringValue(m.Role), Permissions: tf.StringSet(m.Permissions), PublicMetadata: tf.JSON(m.PublicMetadata),
			Organization: organizationRecord{types.StringValue(m.Organization.ID), types.StringValue(m.Organization.Name), types.StringValue(m.Organization.Slug)},
			User: userRecord{
				types.StringValue(m.User.UserID), types.StringValue(m.User.Identifier), types.StringValue(m.User.Username),
				tf.String(m.User.FirstName), tf.String(m.User.LastName), types.BoolValue(m.User.Banned),
			},
			CreatedAt: tf.Time(m.CreatedAt), UpdatedAt: tf.Time(m.UpdatedAt),
		}
	},
	Private: func(m *clerk.OrganizationMembership) (string, json.RawMessage) { return m.ID, m.PrivateMetadata },
	Whose: func(q tf.Query) string {
		if id := q.String("organization_id"); id != "" {
			return fmt.Sprintf("organization %q", id)
		}
		return "the instance"
	},
}
