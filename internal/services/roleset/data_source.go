package roleset

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewListDataSource is the data source clerk_role_sets.
func NewListDataSource() datasource.DataSource { return all.DataSource() }

type record struct {
	ID           types.String           `tfsdk:"id"`
	Key          types.String           `tfsdk:"key"`
	Name         types.String           `tfsdk:"name"`
	Description  types.String           `tfsdk:"description"`
	Type         types.String           `tfsdk:"type"`
	Roles        types.Set              `tfsdk:"roles"`
	DefaultRole  types.String           `tfsdk:"default_role"`
	CreatorRole  types.String           `tfsdk:"creator_role"`
	MembersCount map[string]types.Int64 `tfsdk:"members_count"`
	CreatedAt    types.String           `tfsdk:"created_at"`
	UpdatedAt    types.String           `tfsdk:"updated_at"`
}

var all = tf.ListOf[record, clerk.RoleSet]{
	Type: "role_sets", Items: "role_sets", Noun: "role sets",
	Description:      "Role sets of the instance: all of them, or those that match.",
	ItemsDescription: "The role sets.",
	CountDescription: "How many there are.",
	Arguments:        attr.Search(),
	Item: map[string]schema.Attribute{
		"id":           attr.Shown("Id of the role set, `rset_…`."),
		"key":          attr.Shown("Key of the role set, such as `role_set:default`."),
		"name":         attr.Shown("Name of the role set."),
		"description":  attr.Shown("What the role set is for; empty if nobody has said."),
		"type":         attr.Shown("`initial` for the role set that new organizations get, and `custom` for others."),
		"roles":        attr.ShownSet(types.StringType, "Keys of the roles in the set."),
		"default_role": attr.Shown("Key of the role that new members get unless they are given another one; null if there is none."),
		"creator_role": attr.Shown("Key of the role that the creator of an organization gets; null if there is none."),
		"members_count": schema.MapAttribute{
			Computed: true, ElementType: types.Int64Type,
			MarkdownDescription: "How many members have each of the roles in organizations that use the role set, by the key of the role; null where Clerk does not say.",
		},
		"created_at": attr.Shown("When it was created, RFC 3339."),
		"updated_at": attr.Shown("When it was last changed, RFC 3339."),
	},
	All: search,
	Record: func(s *clerk.RoleSet) record {
		m, members := newModel(model{}, s), map[string]types.Int64{}
		for _, role := range s.Roles {
			members[role.Key] = types.Int64PointerValue(role.MembersCount)
		}
		return record{m.ID, m.Key, m.Name, tf.String(s.Description), m.Type, m.Roles, m.DefaultRole, m.CreatorRole, members, tf.Time(s.CreatedAt), tf.Time(s.UpdatedAt)}
	},
}
