package directory

import (
	"context"
	"fmt"

	fwattr "github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

const groupsArgument = "group_role_mappings"

type model struct {
	ID                      types.String `tfsdk:"id"`
	Name                    types.String `tfsdk:"name"`
	EnterpriseConnectionID  types.String `tfsdk:"enterprise_connection_id"`
	IdentityProvider        types.String `tfsdk:"identity_provider"`
	Enabled                 types.Bool   `tfsdk:"enabled"`
	GroupRoleMappingEnabled types.Bool   `tfsdk:"group_role_mapping_enabled"`
	GroupRoleMappings       types.List   `tfsdk:"group_role_mappings"`
	AttributeMapping        types.Map    `tfsdk:"attribute_mapping"`
	EndpointURL             types.String `tfsdk:"endpoint_url"`
	KeepAPIKey              types.Bool   `tfsdk:"keep_api_key"`
	APIKeyVersion           types.Int64  `tfsdk:"api_key_version"`
	APIKey                  types.String `tfsdk:"api_key"`
}

// group is a value of group_role_mappings.
type group struct {
	GroupID types.String `tfsdk:"group_id"`
	Role    types.String `tfsdk:"role"`
}

var groupType = tf.NestedType(group{})

var apiKey = tf.KeptSecret[model, clerk.Directory]{
	Attribute: "api_key", Noun: "API key", Owner: noun, Rotated: "the previous key stays valid for a short time",
	Fields: func(m *model) tf.KeptFields {
		return tf.KeptFields{Keep: &m.KeepAPIKey, Version: &m.APIKeyVersion, Secret: &m.APIKey}
	},
	Of: func(d *clerk.Directory) *string { return &d.APIKey },
	Rotate: func(ctx context.Context, c *clerk.Client, id string) (*clerk.Directory, error) {
		return c.Directories.RotateAPIKey(ctx, id)
	},
}

func newModel(prior model, d *clerk.Directory) model {
	m := model{
		ID: types.StringValue(d.ID), Name: types.StringValue(d.Name), EnterpriseConnectionID: types.StringPointerValue(d.EnterpriseConnectionID),
		IdentityProvider: types.StringValue(d.Provider), Enabled: types.BoolValue(d.Enabled), GroupRoleMappingEnabled: types.BoolValue(d.GroupRoleMappingEnabled),
		AttributeMapping: newMapping(d.AttributeMapping), EndpointURL: types.StringValue(d.EndpointURL), GroupRoleMappings: types.ListNull(groupType),
	}
	switch {
	case d.GroupRoleMappings != nil:
		m.GroupRoleMappings = newGroups(*d.GroupRoleMappings)
	case !prior.GroupRoleMappings.IsUnknown() && !prior.GroupRoleMappings.IsNull(): // they were not read
		m.GroupRoleMappings = prior.GroupRoleMappings
	}
	apiKey.Read(prior, &m, d)
	return m
}

func newMapping(has map[string]string) types.Map {
	all := map[string]fwattr.Value{}
	for name, at := range has {
		all[name] = types.StringValue(at)
	}
	return types.MapValueMust(types.StringType, all)
}

func newGroups(has []clerk.GroupRoleMapping) types.List {
	all := make([]fwattr.Value, len(has))
	for i, g := range has {
		all[i] = tf.NestedIn(group{types.StringValue(g.GroupID), types.StringValue(g.RoleKey)})
	}
	return types.ListValueMust(groupType, all)
}

// withGroups is a directory with the mappings of its groups.
func withGroups(ctx context.Context, c *clerk.Client, d *clerk.Directory) (*clerk.Directory, error) {
	all, err := c.Directories.GroupRoleMappings(ctx, d.ID)
	if err != nil {
		return nil, err
	}
	whole := *d
	whole.GroupRoleMappings = &all
	return &whole, nil
}

// create makes a directory with one request. What Clerk takes only afterwards are others; if one of them fails, the directory is deleted
// again.
func create(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.Directory, error) {
	made, err := c.Directories.Create(ctx, clerk.CreateDirectoryParams{
		EnterpriseConnectionID: in.Plan.EnterpriseConnectionID.ValueString(), Provider: in.Plan.IdentityProvider.ValueString(), Name: tf.SendIfSet(in.Plan.Name),
	})
	if err != nil {
		return nil, blame(err)
	}
	in.State = newModel(model{}, made)
	d, err := tf.InTurn(ctx, made, apiKey.Regain(c, in, made, made.ID), func(ctx context.Context) (*clerk.Directory, error) {
		return save(ctx, c, made.ID, in)
	})
	if err == nil {
		d.APIKey = made.APIKey
		return d, nil
	}
	return tf.Undo(ctx, d, func(ctx context.Context) error { return c.Directories.Delete(ctx, made.ID) },
		tf.Note(fmt.Sprintf("The directory %s had been created; this was to set what Clerk takes only afterwards.", made.ID), err))
}

func update(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.Directory, error) {
	id := in.State.ID.ValueString()
	d, err := tf.InTurn(ctx, (*clerk.Directory)(nil), func(ctx context.Context) (*clerk.Directory, error) {
		return save(ctx, c, id, in)
	}, apiKey.Rotation(c, in, id))
	if d == nil && err == nil { // only the state changes
		return c.Directories.Get(ctx, id)
	}
	return d, err
}

// save changes what has changed of a directory and of its groups: each endpoint is asked at most once. Groups can be mapped only while
// that is enabled, so that they come last, unless it is turned off.
func save(ctx context.Context, c *clerk.Client, id string, in tf.Input[model]) (*clerk.Directory, error) {
	config, plan, state := in.Config, in.Plan, in.State
	p := clerk.UpdateDirectoryParams{
		Name:                    tf.ChangedString(config.Name, plan.Name, state.Name),
		Enabled:                 tf.ChangedFlag(config.Enabled, plan.Enabled, state.Enabled),
		Provider:                tf.ChangedString(config.IdentityProvider, plan.IdentityProvider, state.IdentityProvider),
		GroupRoleMappingEnabled: tf.ChangedFlag(config.GroupRoleMappingEnabled, plan.GroupRoleMappingEnabled, state.GroupRoleMappingEnabled),
		AttributeMapping:        changedMapping(in),
	}
	var d *clerk.Directory
	patch := func(ctx context.Context) (_ *clerk.Directory, err error) {
		if p.IsZero() {
			return nil, nil //nolint:nilnil // nothing is to be done
		}
		d, err = c.Directories.Update(ctx, id, p)
		return d, err
	}
	put := func(ctx context.Context) (*clerk.Directory, error) {
		if !tf.Changed(config.GroupRoleMappings, plan.GroupRoleMappings, state.GroupRoleMappings) || state.GroupRoleMappings.IsNull() && len(plan.GroupRoleMappings.Elements()) == 0 {
			return nil, nil //nolint:nilnil // nothing is to be done
		}
		all, err := c.Directories.ReplaceGroupRoleMappings(ctx, id, mappings(plan.GroupRoleMappings))
		if err != nil {
			return nil, blameGroups(err)
		}
		if d == nil {
			if d, err = c.Directories.Get(ctx, id); err != nil {
				return nil, err
			}
		}
		whole := *d
		whole.GroupRoleMappings = &all
		return &whole, nil
	}
	if !plan.GroupRoleMappingEnabled.ValueBool() && state.GroupRoleMappingEnabled.ValueBool() {
		return tf.InTurn(ctx, (*clerk.Directory)(nil), put, patch)
	}
	return tf.InTurn(ctx, (*clerk.Directory)(nil), patch, put)
}

func mappings(list types.List) []clerk.GroupRoleMapping {
	all := []clerk.GroupRoleMapping{}
	for _, element := range list.Elements() {
		object, _ := element.(types.Object)
		g := tf.Nested[group](object)
		all = append(all, clerk.GroupRoleMapping{GroupID: g.GroupID.ValueString(), RoleKey: g.Role.ValueString()})
	}
	return all
}

// changedMapping are the entries that differ, and null for those that are to go.
func changedMapping(in tf.Input[model]) (field rest.Optional[map[string]*string]) {
	if !tf.Changed(in.Config.AttributeMapping, in.Plan.AttributeMapping, in.State.AttributeMapping) {
		return field
	}
	changed, has := map[string]*string{}, in.State.AttributeMapping.Elements()
	for name := range has {
		changed[name] = nil
	}
	for name, value := range in.Plan.AttributeMapping.Elements() {
		text, _ := value.(types.String)
		if delete(changed, name); !text.Equal(has[name]) {
			changed[name] = text.ValueStringPointer()
		}
	}
	return rest.Value(changed)
}
