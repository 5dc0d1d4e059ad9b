package directory

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewDataSource is the data source clerk_directory.
func NewDataSource() datasource.DataSource { return one.DataSource() }

// NewListDataSource is the data source clerk_directories.
func NewListDataSource() datasource.DataSource { return all.DataSource() }

// record is a directory as the data sources show it.
type record struct {
	ID                      types.String `tfsdk:"id"`
	Name                    types.String `tfsdk:"name"`
	EnterpriseConnectionID  types.String `tfsdk:"enterprise_connection_id"`
	IdentityProvider        types.String `tfsdk:"identity_provider"`
	Enabled                 types.Bool   `tfsdk:"enabled"`
	GroupRoleMappingEnabled types.Bool   `tfsdk:"group_role_mapping_enabled"`
	AttributeMapping        types.Map    `tfsdk:"attribute_mapping"`
	EndpointURL             types.String `tfsdk:"endpoint_url"`
	CreatedAt               types.String `tfsdk:"created_at"`
	UpdatedAt               types.String `tfsdk:"updated_at"`
}

func newRecord(d *clerk.Directory) record {
	m := newModel(model{}, d)
	return record{
		m.ID, m.Name, m.EnterpriseConnectionID, m.IdentityProvider, m.Enabled, m.GroupRoleMappingEnabled, m.AttributeMapping, m.EndpointURL,
		tf.Time(d.CreatedAt), tf.Time(d.UpdatedAt),
	}
}

var recordAttributes = map[string]schema.Attribute{
	"id":                         attr.Shown("Id of the directory, `scim_…`."),
	"name":                       attr.Shown("Name of the directory."),
	"enterprise_connection_id":   attr.Shown("Id of the enterprise connection that it belongs to, `ec_…`; null if that was deleted."),
	"identity_provider":          attr.Shown("The identity provider, in Clerk's words."),
	"enabled":                    attr.ShownFlag("Whether the identity provider's requests are carried out."),
	"group_role_mapping_enabled": attr.ShownFlag("Whether the members of groups get roles."),
	"attribute_mapping":          schema.MapAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "Where the attributes of a user stand in what the identity provider says."},
	"endpoint_url":               attr.Shown("The URL to which the identity provider sends its requests."),
	"created_at":                 attr.Shown("When the directory was created, RFC 3339."),
	"updated_at":                 attr.Shown("When it was last changed, RFC 3339."),
}

// oneModel is a directory with the mappings of its groups, for which Clerk has a request for each directory.
type oneModel struct {
	record
	GroupRoleMappings []shownGroup `tfsdk:"group_role_mappings"`
}

type shownGroup struct {
	GroupID     types.String `tfsdk:"group_id"`
	DisplayName types.String `tfsdk:"display_name"`
	Role        types.String `tfsdk:"role"`
}

var one = tf.DataSource[oneModel]{
	Type: "directory",
	Schema: schema.Schema{
		MarkdownDescription: "A directory, by its id or its name, with the roles of its groups. One that does not exist is an error, and so are several of the name. Its API key is not among what is read.",
		Attributes: attr.With(attr.With(recordAttributes, byName.Attributes()), map[string]schema.Attribute{
			groupsArgument: schema.ListNestedAttribute{
				Computed: true, MarkdownDescription: "Which role the members of a group get, in order: where somebody is in several groups, the first one counts.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"group_id": attr.Shown("Id of the group at the identity provider."), "display_name": attr.Shown("Name of the group; empty if none is known."), "role": attr.Shown("Key of the role."),
				}},
			},
		}),
	},
	Doing: func(oneModel) string { return "read the directory" },
	Read: func(ctx context.Context, c *clerk.Client, config oneModel) (oneModel, error) {
		d, err := byName.Look(ctx, c, config.ID, config.Name)
		if err == nil {
			d, err = withGroups(ctx, c, d)
		}
		if err != nil {
			return config, err
		}
		shown := oneModel{newRecord(d), []shownGroup{}}
		for _, g := range *d.GroupRoleMappings {
			shown.GroupRoleMappings = append(shown.GroupRoleMappings, shownGroup{types.StringValue(g.GroupID), types.StringValue(g.DisplayName), types.StringValue(g.RoleKey)})
		}
		return shown, nil
	},
}

var byName = tf.ByName[clerk.Directory]{
	Noun: noun, Prefix: prefix, Type: "directory", None: clerk.ErrNoDirectory,
	Get: func(ctx context.Context, c *clerk.Client, id string) (*clerk.Directory, error) {
		return c.Directories.Get(ctx, id)
	},
	Find: func(ctx context.Context, c *clerk.Client, name string) (*clerk.Directory, error) {
		return c.Directories.Find(ctx, name)
	},
}

var all = tf.ListOf[record, clerk.Directory]{
	Type: "directories", Items: "directories", Noun: "directories",
	Description:      "The directories of the instance, all of them. Their API keys are not among what is read; the data source `clerk_directory` has the roles of the groups of one.",
	ItemsDescription: "The directories.",
	CountDescription: "How many directories `directories` has.",
	Arguments:        map[string]schema.Attribute{"limit": attr.Limit("directories")},
	Item:             recordAttributes,
	All: func(ctx context.Context, c *clerk.Client, q tf.Query) iter.Seq2[clerk.Directory, error] {
		return tf.Limited(c.Directories.List(ctx), q)
	},
	Record: newRecord,
}
