// Package roleset models role sets: which roles the members of organizations may have.
package roleset

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
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

// NewResource is the resource clerk_role_set.
func NewResource() resource.Resource { return kind.Resource() }

// NewListResource is the list resource clerk_role_set.
func NewListResource() list.ListResource { return kind.ListResource() }

type model struct {
	ID          types.String `tfsdk:"id"`
	Key         types.String `tfsdk:"key"`
	Name        types.String `tfsdk:"name"`
	Description types.String `tfsdk:"description"`
	Roles       types.Set    `tfsdk:"roles"`
	DefaultRole types.String `tfsdk:"default_role"`
	CreatorRole types.String `tfsdk:"creator_role"`
	Reassign    types.Map    `tfsdk:"reassign"`
	Replacement types.String `tfsdk:"replacement"`
	Type        types.String `tfsdk:"type"`
}

func newModel(prior model, s *clerk.RoleSet) model {
	m := model{
		ID: types.StringValue(s.ID), Key: types.StringValue(s.Key), Name: types.StringValue(s.Name),
		Description: tf.String(s.Description), Roles: tf.StringSet(s.RoleKeys()), DefaultRole: keyOf(s.DefaultRole), CreatorRole: keyOf(s.CreatorRole),
		Reassign: prior.Reassign, Replacement: prior.Replacement, Type: types.StringValue(s.Type),
	}
	if m.Reassign.IsNull() {
		m.Reassign = types.MapNull(types.StringType)
	}
	tf.KeepNull(untold(&prior), untold(&m))
	return m
}

func keyOf(role *clerk.RoleSetItem) types.String {
	if role == nil {
		return types.StringNull()
	}
	return types.StringValue(role.Key)
}

// untold are the fields that are null while Clerk has nothing.
func untold(m *model) tf.Untold { return tf.Untold{Texts: []*types.String{&m.Description}} }

var kind = tf.Kind[model, clerk.RoleSet]{
	Object: tf.Object[model, *clerk.RoleSet]{
		Noun: "role set", Type: "role_set",
		Model: newModel,
		ID:    func(m model) types.String { return m.ID },
		Label: func(m model) types.String { return m.Key },
		Arguments: map[string]string{
			"default_role_key": "default_role", "creator_role_key": "creator_role", "role_keys": "roles", "role_key": "roles",
			"to_role_key": "reassign", "dest_role_set_key": "replacement", "reassignment_mappings": "reassign",
		},
		Sources: map[string][]string{"roles": {"roles.key"}, "default_role": {"default_role.key"}, "creator_role": {"creator_role.key"}},
	},
	IDPrefix: "rset_",
	Earlier:  &tf.Foreign{Renamed: map[string]string{"creator_role_key": "creator_role", "default_role_key": "default_role"}},
	Schema: schema.Schema{
		MarkdownDescription: "A role set: which roles the members of an organization may have, which one they begin with, and which one who creates the organization gets. " +
			"An organization has one role set, and may share it with others.\n\n" +
			"Every instance has an initial role set, which new organizations get unless they are given another one. It exists already: import it by its key, such as `role_set:default`, to manage it. It cannot be destroyed.\n\n" +
			"Clerk takes no role away from a member without giving them another one. So a role that leaves the set is replaced by `default_role`, and a role set that is destroyed by `replacement`, unless `reassign` says otherwise. " +
			"Pending invitations follow in the same way.",
		Attributes: map[string]schema.Attribute{
			"key": schema.StringAttribute{
				Required: true,
				MarkdownDescription: "Key of the role set, unique in the instance: `role_set:` and lowercase letters, digits and underscores, such as `role_set:partners`. " +
					"Organizations keep a role set whose key changes. Clerk would make a key of the name if it got none; here it is required, so that the role set can be found by it.",
				Validators: []validator.String{attr.RoleSetKey()},
			},
			"name": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "Name of the role set.",
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"description": attr.Untold(attr.Text("What the role set is for. `\"\"` clears it.")),
			"roles": schema.SetAttribute{
				Required: true, ElementType: types.StringType,
				MarkdownDescription: "Keys of the roles in the set, 1 to 10, such as `org:admin`. They are all of them: a role that was added elsewhere leaves the set again, and `include_in_initial_role_set` of a `clerk_organization_role` adds one elsewhere, too. " +
					"New roles are added before old ones leave, so with 10 roles of which some are exchanged, one that leaves is replaced first by a role that stays.",
				Validators: []validator.Set{attr.RoleKey(), attr.NoNulls(), setvalidator.SizeBetween(1, clerk.MaxRolesInSet)},
			},
			"default_role": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "Key of the role that new members get unless they are given another one. It is one of `roles`.",
				Validators:          []validator.String{attr.RoleKey()},
			},
			"creator_role": schema.StringAttribute{
				Required: true,
				MarkdownDescription: "Key of the role that the creator of an organization gets. It is one of `roles`, and has the permissions `org:sys_memberships:read`, `org:sys_memberships:manage` and `org:sys_profile:delete`. " +
					"It may be the same as `default_role`.",
				Validators: []validator.String{attr.RoleKey()},
			},
			"reassign": schema.MapAttribute{
				Optional: true, ElementType: types.StringType,
				MarkdownDescription: "Which role takes the place of one that leaves, by their keys: `{ \"org:editor\" = \"org:author\" }` gives `org:author` to those who had `org:editor`. Without an entry it is the `default_role`. " +
					"When the role set is destroyed, it counts for roles that the replacement does not have; where that does not have the other role either, it is the replacement's default role. " +
					"Clerk knows nothing of it: a change of it alone changes nothing there, and a destroy takes it from the state.",
				Validators: []validator.Map{attr.NoNulls(), mapvalidator.KeysAre(attr.RoleKey()), mapvalidator.ValueStringsAre(attr.RoleKey())},
			},
			"replacement": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Key of the role set that organizations get when this one is destroyed; by default the initial one. Members keep a role that the replacement has, too. " +
					"Clerk knows nothing of it: a change of it alone changes nothing there, and a destroy takes it from the state, so apply a change of it before the destroy.",
				Validators: []validator.String{attr.RoleSetKey()},
			},
			"id": attr.ID("role set", "rset_"),
			"type": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "`initial` for the role set that new organizations get, and `custom` for others.",
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
		},
	},
	Create: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.RoleSet, error) {
		s, err := c.RoleSets.Create(ctx, clerk.CreateRoleSetParams{
			Key: in.Plan.Key.ValueString(), Name: in.Plan.Name.ValueString(), Description: tf.SendIfSet(in.Plan.Description),
			Roles: attr.Strings(in.Plan.Roles), DefaultRoleKey: in.Plan.DefaultRole.ValueString(), CreatorRoleKey: in.Plan.CreatorRole.ValueString(),
		})
		return s, blame(err)
	},
	Read: func(ctx context.Context, c *clerk.Client, state model) (*clerk.RoleSet, error) {
		return c.RoleSets.Get(ctx, state.ID.ValueString())
	},
	Update:   update,
	Delete:   remove,
	Validate: validate,
	Plan:     plan,
	Undeletable: func(state model) string {
		if state.Type.ValueString() != clerk.InitialRoleSet {
			return ""
		}
		return isInitial
	},
	Key: &tf.Key[clerk.RoleSet]{
		Attribute: "key", Example: "role_set:partners",
		Find: func(ctx context.Context, c *clerk.Client, key string) (*clerk.RoleSet, error) {
			return c.RoleSets.Find(ctx, key)
		},
		ID: func(s *clerk.RoleSet) string { return s.ID },
	},
	QuerySchema: attr.SearchSchema("The role sets of the instance: all of them, or those that match."),
	All: func(ctx context.Context, c *clerk.Client, q tf.Query) iter.Seq2[clerk.RoleSet, error] {
		return tf.WhereEnabled(search(ctx, c, q))
	},
	Written: func(m model) model {
		m.Description = tf.OmitDefault("", m.Description)
		return m
	},
}

func search(ctx context.Context, c *clerk.Client, q tf.Query) iter.Seq2[clerk.RoleSet, error] {
	return c.RoleSets.Search(ctx, q.Search())
}

// validate checks what the arguments say together.
func validate(config model, diags *diag.Diagnostics) {
	roles := attr.Strings(config.Roles)
	for attribute, role := range map[string]types.String{"default_role": config.DefaultRole, "creator_role": config.CreatorRole} {
		if allKnown(config.Roles) && !role.IsNull() && !role.IsUnknown() && !slices.Contains(roles, role.ValueString()) {
			diags.AddAttributeError(path.Root(attribute), "Not one of the roles",
				fmt.Sprintf("%q is not among the roles of the set. Add it to roles, or choose one of them.", role.ValueString()))
		}
	}
	for from, to := range config.Reassign.Elements() {
		if to.Equal(types.StringValue(from)) {
			diags.AddAttributeError(path.Root("reassign"), "A role in its own place",
				fmt.Sprintf("reassign gives %q to those who have it. Name another role, or take the entry out.", from))
		}
	}
	if !config.Replacement.IsUnknown() && !config.Replacement.IsNull() && config.Replacement.Equal(config.Key) {
		diags.AddAttributeError(path.Root("replacement"), "A role set in its own place",
			fmt.Sprintf("%q is this role set. Name another one, or take the argument out for the initial one.", config.Key.ValueString()))
	}
}

// allKnown reports whether a set and all of its elements are known.
func allKnown(set types.Set) bool {
	return !set.IsUnknown() && len(attr.Strings(set)) == len(set.Elements())
}
