// Package organizationrole models the roles of organizations: what their members may do.
package organizationrole

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	datasourceschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewResource is the resource clerk_organization_role.
func NewResource() resource.Resource { return kind.Resource() }

// NewListResource is the list resource clerk_organization_role.
func NewListResource() list.ListResource { return kind.ListResource() }

// NewListDataSource is the data source clerk_organization_roles.
func NewListDataSource() datasource.DataSource { return all.DataSource() }

type model struct {
	ID                      types.String `tfsdk:"id"`
	Key                     types.String `tfsdk:"key"`
	Name                    types.String `tfsdk:"name"`
	Description             types.String `tfsdk:"description"`
	Permissions             types.Set    `tfsdk:"permissions"`
	IncludeInInitialRoleSet types.Bool   `tfsdk:"include_in_initial_role_set"`
}

func newModel(prior model, r *clerk.OrganizationRole) model {
	m := model{
		ID: types.StringValue(r.ID), Key: types.StringValue(r.Key), Name: types.StringValue(r.Name),
		Description: tf.String(r.Description), Permissions: permissionKeys(r),
	}
	tf.KeepNull(untold(&prior), untold(&m))
	return m
}

func permissionKeys(r *clerk.OrganizationRole) types.Set {
	keys := make([]string, len(r.Permissions))
	for n := range r.Permissions {
		keys[n] = r.Permissions[n].Key
	}
	return tf.StringSet(keys)
}

// untold are the fields that are null while Clerk has nothing.
func untold(m *model) tf.Untold {
	return tf.Untold{Texts: []*types.String{&m.Description}, Sets: []*types.Set{&m.Permissions}}
}

var kind = tf.Kind[model, clerk.OrganizationRole]{
	Object: tf.Object[model, *clerk.OrganizationRole]{
		Noun: "role", Type: "organization_role",
		Model:   newModel,
		ID:      func(m model) types.String { return m.ID },
		Label:   func(m model) types.String { return m.Key },
		Sources: map[string][]string{"permissions": {"permissions.key"}},
	},
	IDPrefix: "role_",
	Schema: schema.Schema{
		MarkdownDescription: "A role that members of organizations can have, in every organization whose role set has it.\n\n" +
			"Every instance has the roles `org:admin` and `org:member` already; import one by its key to manage it.\n\n" +
			"Clerk does not delete a role that members, pending invitations or role sets still need. Destroying them in the same run is enough, in whatever order Terraform takes them. " +
			"A role that takes another's place needs a key of its own, and `create_before_destroy` in the `lifecycle` of both, so that members change over before the old one goes; or a second apply, which takes the old one out of the configuration.",
		Attributes: map[string]schema.Attribute{
			"key": schema.StringAttribute{
				Required: true,
				MarkdownDescription: "Key of the role, unique in the instance: `org:` and lowercase letters, digits and underscores, such as `org:editor`. " +
					"Members, invitations and role sets keep a role whose key changes. " +
					"A pending `clerk_organization_invitation` whose `role` changes with the key is sent again all the same.",
				Validators: []validator.String{attr.RoleKey()},
			},
			"name": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "Name of the role, as members read it.",
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"description": attr.Untold(attr.Text("What the role is for. `\"\"` clears it.")),
			"permissions": schema.SetAttribute{
				Optional: true, Computed: true, ElementType: types.StringType,
				MarkdownDescription: "Keys of the permissions that the role has, such as `org:reports:read` and `org:sys_memberships:read`. Once mentioned they are all of them: a permission that is given elsewhere is taken away. " +
					"`[]` takes all away; omitted, they stay as they are. " +
					"The role of organization creators needs `org:sys_memberships:read`, `org:sys_memberships:manage` and `org:sys_profile:delete`.",
				Validators:    []validator.Set{attr.PermissionKey(), attr.NoNulls()},
				PlanModifiers: []planmodifier.Set{setplanmodifier.UseStateForUnknown(), attr.NullAtCreation()},
			},
			"include_in_initial_role_set": attr.Switch("Whether the role goes into the initial role set, that of new organizations. It counts at creation only; which roles the set has afterwards is the set's."),
			"id":                          attr.ID("role", "role_"),
		},
	},
	Create: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.OrganizationRole, error) {
		p, err := params(ctx, c, in)
		if err != nil {
			return nil, err
		}
		if include := in.Config.IncludeInInitialRoleSet; !include.IsNull() {
			p.IncludeInInitialRoleSet = rest.Value(include.ValueBool())
		}
		return c.OrganizationRoles.Create(ctx, p)
	},
	Read: func(ctx context.Context, c *clerk.Client, state model) (*clerk.OrganizationRole, error) {
		return c.OrganizationRoles.Get(ctx, state.ID.ValueString())
	},
	Update: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.OrganizationRole, error) {
		p, err := params(ctx, c, in)
		if err != nil {
			return nil, err
		}
		r, err := c.OrganizationRoles.Update(ctx, in.State.ID.ValueString(), p)
		return r, blame(err)
	},
	Delete: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) error {
		return explain(ctx, c, in, c.OrganizationRoles.Delete(ctx, in.State.ID.ValueString()))
	},
	Key: &tf.Key[clerk.OrganizationRole]{
		Attribute: "key", Example: "org:editor",
		Find: func(ctx context.Context, c *clerk.Client, key string) (*clerk.OrganizationRole, error) {
			return c.OrganizationRoles.Find(ctx, key)
		},
		ID: func(r *clerk.OrganizationRole) string { return r.ID },
	},
	QuerySchema: attr.SearchSchema("The roles of the instance: all of them, or those that match."),
	All: func(ctx context.Context, c *clerk.Client, q tf.Query) iter.Seq2[clerk.OrganizationRole, error] {
		return tf.WhereEnabled(search(ctx, c, q))
	},
	Written: func(m model) model {
		m.Description = tf.OmitDefault("", m.Description)
		if len(m.Permissions.Elements()) == 0 {
			m.Permissions = types.SetNull(types.StringType)
		}
		return m
	},
}

func search(ctx context.Context, c *clerk.Client, q tf.Query) iter.Seq2[clerk.OrganizationRole, error] {
	return c.OrganizationRoles.Search(ctx, q.Search())
}

// params are what a create or an update sends. Clerk wants ids of permissions.
func params(ctx context.Context, c *clerk.Client, in tf.Input[model]) (clerk.OrganizationRoleParams, error) {
	tf.AsPlanned(untold(&in.Plan), untold(&in.State))
	p := clerk.OrganizationRoleParams{
		Key:         tf.ChangedString(in.Config.Key, in.Plan.Key, in.State.Key),
		Name:        tf.ChangedString(in.Config.Name, in.Plan.Name, in.State.Name),
		Description: tf.ChangedString(in.Config.Description, in.Plan.Description, in.State.Description),
	}
	// A new role without any is sent as that: Clerk may give permissions to one of which nothing is said.
	none := in.State.ID.IsNull() && !in.Config.Permissions.IsNull()
	if !none && !tf.Changed(in.Config.Permissions, in.Plan.Permissions, in.State.Permissions) {
		return p, nil
	}
	ids, err := c.OrganizationPermissions.IDs(ctx, attr.Strings(in.Plan.Permissions))
	p.Permissions = rest.Value(ids)
	return p, tf.AtKeys("permissions", "clerk_organization_permission", err)
}

type record struct {
	ID                types.String `tfsdk:"id"`
	Key               types.String `tfsdk:"key"`
	Name              types.String `tfsdk:"name"`
	Description       types.String `tfsdk:"description"`
	Permissions       types.Set    `tfsdk:"permissions"`
	IsCreatorEligible types.Bool   `tfsdk:"is_creator_eligible"`
	CreatedAt         types.String `tfsdk:"created_at"`
	UpdatedAt         types.String `tfsdk:"updated_at"`
}

var all = tf.ListOf[record, clerk.OrganizationRole]{
	Type: "organization_roles", Items: "organization_roles", Noun: "roles of organizations",
	Description:      "Roles that members of organizations can have: all of them, or those that match.",
	ItemsDescription: "The roles.",
	CountDescription: "How many there are.",
	Arguments:        attr.Search(),
	Item: map[string]datasourceschema.Attribute{
		"id":                  attr.Shown("Id of the role, `role_…`."),
		"key":                 attr.Shown("Key of the role, such as `org:admin`."),
		"name":                attr.Shown("Name of the role."),
		"description":         attr.Shown("What the role is for; empty if nobody has said."),
		"permissions":         attr.ShownSet(types.StringType, "Keys of its permissions."),
		"is_creator_eligible": attr.ShownFlag("Whether it has the permissions that the role of organization creators needs."),
		"created_at":          attr.Shown("When it was created, RFC 3339."),
		"updated_at":          attr.Shown("When it was last changed, RFC 3339."),
	},
	All: search,
	Record: func(r *clerk.OrganizationRole) record {
		return record{
			types.StringValue(r.ID), types.StringValue(r.Key), types.StringValue(r.Name), tf.String(r.Description), permissionKeys(r),
			types.BoolValue(r.IsCreatorEligible), tf.Time(r.CreatedAt), tf.Time(r.UpdatedAt),
		}
	},
}
