// Package organizationpermission models the permissions of organization roles: what an
// application asks whether somebody may do.
package organizationpermission

import (
	"context"
	"iter"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	datasourceschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewResource is the resource clerk_organization_permission.
func NewResource() resource.Resource { return kind.Resource() }

// NewListResource is the list resource clerk_organization_permission.
func NewListResource() list.ListResource { return kind.ListResource() }

// NewListDataSource is the data source clerk_organization_permissions.
func NewListDataSource() datasource.DataSource { return all.DataSource() }

type model struct {
	ID          types.String `tfsdk:"id"`
	Key         types.String `tfsdk:"key"`
	Name        types.String `tfsdk:"name"`
	Description types.String `tfsdk:"description"`
	Type        types.String `tfsdk:"type"`
}

func newModel(prior model, p *clerk.OrganizationPermission) model {
	m := model{
		ID: types.StringValue(p.ID), Key: types.StringValue(p.Key), Name: types.StringValue(p.Name),
		Description: types.StringValue(p.Description), Type: types.StringValue(p.Type),
	}
	tf.KeepNull(untold(&prior), untold(&m))
	return m
}

// untold are the fields that are null while Clerk has nothing.
func untold(m *model) tf.Untold { return tf.Untold{Texts: []*types.String{&m.Description}} }

var kind = tf.Kind[model, clerk.OrganizationPermission]{
	Object: tf.Object[model, *clerk.OrganizationPermission]{
		Noun: "permission", Type: "organization_permission",
		Model: newModel,
		ID:    func(m model) types.String { return m.ID },
		Label: func(m model) types.String { return m.Key },
	},
	IDPrefix: "perm_",
	Schema: schema.Schema{
		MarkdownDescription: "A permission that roles of organizations can have, and that an application asks for by its key. " +
			"The system permissions, `org:sys_…`, are Clerk's own: they can be given to roles, but neither made nor changed. `clerk_organization_permissions` reads them.\n\n" +
			"Roles lose a permission that is destroyed.",
		Attributes: map[string]schema.Attribute{
			"key": schema.StringAttribute{
				Required: true,
				MarkdownDescription: "Key of the permission, unique in the instance: `org:<feature>:<action>`, in lowercase letters, digits and underscores, such as `org:reports:read`. " +
					"`org:sys_` is Clerk's. Roles keep a permission whose key changes.",
				Validators: []validator.String{attr.PermissionKey(), notSystem{}},
			},
			"name": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "Name of the permission in Clerk's dashboard.",
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"description": attr.Untold(attr.Text("What the permission allows. `\"\"` clears it.")),
			"type": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "`system` for a permission of Clerk's own; something else, such as `user`, for others.",
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"id": attr.ID("permission", "perm_"),
		},
	},
	Create: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.OrganizationPermission, error) {
		return c.OrganizationPermissions.Create(ctx, params(in))
	},
	Read: func(ctx context.Context, c *clerk.Client, state model) (*clerk.OrganizationPermission, error) {
		return c.OrganizationPermissions.Get(ctx, state.ID.ValueString())
	},
	Update: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.OrganizationPermission, error) {
		return c.OrganizationPermissions.Update(ctx, in.State.ID.ValueString(), params(in))
	},
	Delete: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) error {
		return c.OrganizationPermissions.Delete(ctx, in.State.ID.ValueString())
	},
	Key: &tf.Key[clerk.OrganizationPermission]{
		Attribute: "key", Example: "org:reports:read",
		Find: func(ctx context.Context, c *clerk.Client, key string) (*clerk.OrganizationPermission, error) {
			return c.OrganizationPermissions.Find(ctx, key)
		},
		ID: func(p *clerk.OrganizationPermission) string { return p.ID },
	},
	QuerySchema: attr.SearchSchema("The permissions of the instance, but for the system permissions: all of them, or those that match."),
	All: func(ctx context.Context, c *clerk.Client, q tf.Query) iter.Seq2[clerk.OrganizationPermission, error] {
		return func(yield func(clerk.OrganizationPermission, error) bool) {
			for p, err := range tf.WhereEnabled(search(ctx, c, q)) {
				if (err != nil || p.Type != system) && !yield(p, err) {
					return
				}
			}
		}
	},
	Written: func(m model) model {
		m.Description = tf.OmitDefault("", m.Description)
		return m
	},
}

func search(ctx context.Context, c *clerk.Client, q tf.Query) iter.Seq2[clerk.OrganizationPermission, error] {
	return c.OrganizationPermissions.Search(ctx, q.Search())
}

// system is the type of Clerk's own permissions.
const system = "system"

func params(in tf.Input[model]) clerk.OrganizationPermissionParams {
	tf.AsPlanned(untold(&in.Plan), untold(&in.State))
	return clerk.OrganizationPermissionParams{
		Key:         tf.ChangedString(in.Config.Key, in.Plan.Key, in.State.Key),
		Name:        tf.ChangedString(in.Config.Name, in.Plan.Name, in.State.Name),
		Description: tf.ChangedString(in.Config.Description, in.Plan.Description, in.State.Description),
	}
}

// notSystem demands that a key is not one of Clerk's own.
type notSystem struct{}

func (notSystem) Description(context.Context) string { return "The key does not begin with org:sys_." }

func (n notSystem) MarkdownDescription(ctx context.Context) string { return n.Description(ctx) }

func (notSystem) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if strings.HasPrefix(req.ConfigValue.ValueString(), "org:sys_") {
		resp.Diagnostics.AddAttributeError(req.Path, "A system permission", "Keys that begin with org:sys_ are Clerk's: every instance has these permissions, and nobody can change them. "+
			"Give them to a role by their keys, and read them with clerk_organization_permissions; a permission of your own needs another key.")
	}
}

type record struct {
	model
	CreatedAt types.String `tfsdk:"created_at"`
	UpdatedAt types.String `tfsdk:"updated_at"`
}

var all = tf.ListOf[record, clerk.OrganizationPermission]{
	Type: "organization_permissions", Items: "organization_permissions", Noun: "permissions of organizations",
	Description:      "Permissions that roles of organizations can have, the system permissions among them: all of them, or those that match.",
	ItemsDescription: "The permissions.",
	CountDescription: "How many there are.",
	Arguments:        attr.Search(),
	Item: map[string]datasourceschema.Attribute{
		"id":          attr.Shown("Id of the permission, `perm_…`."),
		"key":         attr.Shown("Key of the permission, `org:<feature>:<action>`."),
		"name":        attr.Shown("Name of the permission."),
		"description": attr.Shown("What the permission allows; empty if nobody has said."),
		"type":        attr.Shown("`system` for a permission of Clerk's own; something else, such as `user`, for others."),
		"created_at":  attr.Shown("When it was created, RFC 3339."),
		"updated_at":  attr.Shown("When it was last changed, RFC 3339."),
	},
	All: search,
	Record: func(p *clerk.OrganizationPermission) record {
		m := newModel(model{Description: types.StringValue("")}, p)
		return record{m, tf.Time(p.CreatedAt), tf.Time(p.UpdatedAt)}
	},
}
