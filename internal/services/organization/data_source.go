package organization

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"

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

// NewDataSource is the data source clerk_organization.
func NewDataSource() datasource.DataSource { return one.DataSource() }

// NewListDataSource is the data source clerk_organizations.
func NewListDataSource() datasource.DataSource { return all.DataSource() }

// record is an organization as the data sources show it.
type record struct {
	ID                                   types.String `tfsdk:"id"`
	Name                                 types.String `tfsdk:"name"`
	Slug                                 types.String `tfsdk:"slug"`
	ImageURL                             types.String `tfsdk:"image_url"`
	HasImage                             types.Bool   `tfsdk:"has_image"`
	MaxAllowedMemberships                types.Int64  `tfsdk:"max_allowed_memberships"`
	AdminDeleteEnabled                   types.Bool   `tfsdk:"admin_delete_enabled"`
	RoleSet                              types.String `tfsdk:"role_set"`
	CreatedBy                            types.String `tfsdk:"created_by"`
	PublicMetadata                       types.String `tfsdk:"public_metadata"`
	MembersCount                         types.Int64  `tfsdk:"members_count"`
	PendingInvitationsCount              types.Int64  `tfsdk:"pending_invitations_count"`
	MissingMemberWithElevatedPermissions types.Bool   `tfsdk:"missing_member_with_elevated_permissions"`
	LastActiveAt                         types.String `tfsdk:"last_active_at"`
	CreatedAt                            types.String `tfsdk:"created_at"`
	UpdatedAt                            types.String `tfsdk:"updated_at"`
}

func newRecord(o *clerk.Organization) record {
	r := record{
		ID:                                   types.StringValue(o.ID),
		Name:                                 types.StringValue(o.Name),
		Slug:                                 types.StringValue(o.Slug),
		ImageURL:                             types.StringValue(o.ImageURL),
		HasImage:                             types.BoolValue(o.HasImage),
		MaxAllowedMemberships:                types.Int64Value(o.MaxAllowedMemberships),
		AdminDeleteEnabled:                   types.BoolValue(o.AdminDeleteEnabled),
		RoleSet:                              tf.String(o.RoleSetKey),
		CreatedBy:                            types.StringValue(o.CreatedBy),
		PublicMetadata:                       tf.JSON(o.PublicMetadata),
		MembersCount:                         types.Int64PointerValue(o.MembersCount),
		PendingInvitationsCount:              types.Int64PointerValue(o.PendingInvitationsCount),
		MissingMemberWithElevatedPermissions: types.BoolPointerValue(o.MissingMemberWithElevatedPermissions),
		CreatedAt:                            tf.Time(o.CreatedAt),
		UpdatedAt:                            tf.Time(o.UpdatedAt),
	}
	if o.LastActiveAt != 0 {
		r.LastActiveAt = tf.Time(o.LastActiveAt)
	}
	return r
}

func recordAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":                        attr.Shown("Id of the organization, `org_…`."),
		"name":                      attr.Shown("Name of the organization."),
		"slug":                      attr.Shown("Name of the organization in URLs; empty if there is none."),
		"image_url":                 attr.Shown("URL of the organization's logo, or of a picture that Clerk made."),
		"has_image":                 attr.ShownFlag("Whether the organization has a logo of its own."),
		"max_allowed_memberships":   attr.ShownNumber("The maximum number of members; 0 is no limit."),
		"admin_delete_enabled":      attr.ShownFlag("Whether members with the permission for it may delete the organization."),
		"role_set":                  attr.Shown("Key of the role set whose roles the members can have; empty if there is none."),
		"created_by":                attr.Shown("Id of the user who created the organization, `user_…`; empty if nobody is known to have."),
		"public_metadata":           attr.Shown("Metadata that the backend writes and the browsers of members can read, a JSON object; read it with `jsondecode`."),
		"members_count":             attr.ShownNumber("How many members there are. Null unless `include_members_count` asks for it."),
		"pending_invitations_count": attr.ShownNumber("How many invitations are pending. Null unless `include_members_count` asks for it."),
		"missing_member_with_elevated_permissions": attr.ShownFlag("Whether no member has the permissions to manage the organization. " +
			"Null unless `include_missing_member_with_elevated_permissions` asks for it."),
		"last_active_at": attr.Shown("When the organization was last active, RFC 3339; null if never."),
		"created_at":     attr.Shown("When the organization was created, RFC 3339."),
		"updated_at":     attr.Shown("When the organization was last changed, RFC 3339."),
	}
}

// extras are the arguments that ask for what Clerk does not answer by itself.
var extras = attr.Filters{
	"include_members_count":                            {Description: "Whether to read `members_count` and `pending_invitations_count`. Off by default.", Flag: true},
	"include_missing_member_with_elevated_permissions": {Description: "Whether to read `missing_member_with_elevated_permissions`. Off by default.", Flag: true},
}

type dataSourceModel struct {
	record
	IncludeMembersCount  types.Bool   `tfsdk:"include_members_count"`
	IncludeMissingMember types.Bool   `tfsdk:"include_missing_member_with_elevated_permissions"`
	IncludePrivate       types.Bool   `tfsdk:"include_private_metadata"`
	PrivateMetadata      types.String `tfsdk:"private_metadata"`
}

var one = tf.DataSource[dataSourceModel]{
	Type: "organization",
	Schema: schema.Schema{
		MarkdownDescription: "An organization, by its id or its slug. One that does not exist is an error.",
		Attributes: attr.With(attr.With(recordAttributes(), extras.Attributes()), map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Optional: true, Computed: true,
				MarkdownDescription: "Id of the organization, `org_…`. Exactly one of `id` and `slug` is given.",
				Validators:          []validator.String{stringvalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("slug")), idCheck},
			},
			"slug": schema.StringAttribute{
				Optional: true, Computed: true,
				MarkdownDescription: "Name of the organization in URLs; empty if there is none.",
				Validators:          []validator.String{slugCheck("Clerk shows it in its dashboard, and the data source clerk_organizations gives all that there are.")},
			},
			"include_private_metadata": attr.IncludePrivateMetadata(),
			"private_metadata":         attr.ShownPrivateMetadata(),
		}),
	},
	Doing: func(dataSourceModel) string { return "read the organization" },
	Read: func(ctx context.Context, c *clerk.Client, config dataSourceModel) (dataSourceModel, error) {
		o, err := find(ctx, c, config)
		if err == nil {
			err = tf.Whole(o)
		}
		if err != nil {
			return config, err
		}
		config.record = newRecord(o)
		if config.IncludePrivate.ValueBool() {
			config.PrivateMetadata = tf.JSON(o.PrivateMetadata)
		}
		return config, nil
	},
}

// idCheck refuses a slug in the place of an id: Clerk would take either.
var idCheck = attr.NewCheck("the id of an organization", func(s string) string {
	if s == "" || slugForm.MatchString(s) {
		return fmt.Sprintf("%q is not the id of an organization, org_…. If it is a slug, give it as slug.", s)
	}
	return ""
})

func find(ctx context.Context, c *clerk.Client, config dataSourceModel) (*clerk.Organization, error) {
	id, extras := config.ID.ValueString(), clerk.OrganizationExtras{MembersCount: config.IncludeMembersCount.ValueBool(), MissingMember: config.IncludeMissingMember.ValueBool()}
	if id == "" {
		o, err := c.Organizations.Find(ctx, config.Slug.ValueString())
		if errors.Is(err, clerk.ErrNoOrganization) {
			err = tf.Hint("Check the slug, and that the provider's key is of the right instance. Refer to a clerk_organization of this configuration by its attributes, so that it is created first.", err)
		}
		if err != nil || extras == (clerk.OrganizationExtras{}) {
			return o, tf.At("slug", err)
		}
		id = o.ID
	}
	o, err := c.Organizations.GetWith(ctx, id, extras)
	return o, tf.At("id", err)
}

// filters are the filters of Clerk's list, and its order.
var filters = attr.Filters{
	"query":            attr.FilterByText("The id of an organization, or part of a name or a slug, in any case."),
	"user_ids":         attr.FilterByValues("Organizations that have one of these users as a member, up to 100. A `-` before an id excludes, a `+` includes."),
	"organization_ids": attr.FilterByValues("Organizations with one of these ids, up to 100. A `-` before an id excludes, a `+` includes."),
	"order_by": attr.OrderBy("Order of the organizations: `created_at`, `name` or `members_count`, with `-` before it for descending. Defaults to `-created_at`.",
		"created_at", "name", "members_count"),
}

func filter(q tf.Query) clerk.OrganizationFilter {
	return clerk.OrganizationFilter{
		Query: q.String("query"), UserIDs: q.Strings("user_ids"), OrganizationIDs: q.Strings("organization_ids"), OrderBy: q.String("order_by"),
		OrganizationExtras: clerk.OrganizationExtras{MembersCount: q.Bool("include_members_count"), MissingMember: q.Bool("include_missing_member_with_elevated_permissions")},
	}
}

var all = tf.ListOf[record, clerk.Organization]{
	Type: "organizations", Items: "organizations", Noun: "organizations",
	Description:      "Organizations of the instance, all of them or those that every given filter matches.",
	ItemsDescription: "The organizations.",
	CountDescription: "How many organizations `organizations` has.",
	Arguments:        attr.With(attr.With(filters.Attributes(), extras.Attributes()), map[string]schema.Attribute{"limit": attr.Limit("organizations")}),
	Item:             recordAttributes(),
	All: func(ctx context.Context, c *clerk.Client, q tf.Query) iter.Seq2[clerk.Organization, error] {
		return tf.Limited(c.Organizations.List(ctx, filter(q)), q)
	},
	Record:  newRecord,
	Private: func(o *clerk.Organization) (string, json.RawMessage) { return o.ID, o.PrivateMetadata },
}
