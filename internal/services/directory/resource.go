// Package directory models the directories by which identity providers provision users, by SCIM.
package directory

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/listplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/mapplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewResource is the resource clerk_directory.
func NewResource() resource.Resource { return kind.Resource() }

// NewListResource is the list resource clerk_directory.
func NewListResource() list.ListResource { return kind.ListResource() }

const (
	noun   = "directory"
	prefix = "scim_"
)

var kind = tf.Kind[model, clerk.Directory]{
	Object: tf.Object[model, *clerk.Directory]{
		Noun: noun, Type: "directory",
		Model:     newModel,
		ID:        func(m model) types.String { return m.ID },
		Label:     func(m model) types.String { return m.Name },
		Sources:   attr.With(apiKey.Sources(), map[string][]string{"identity_provider": {"provider"}, groupsArgument: nil}),
		Arguments: map[string]string{"provider": "identity_provider", "mappings": groupsArgument},
	},
	IDPrefix: prefix,
	Schema: schema.Schema{
		MarkdownDescription: "A directory: an identity provider tells Clerk by SCIM who there is, so that users are created, changed and deactivated before and after they sign in. It belongs to an enterprise connection.\n\n" +
			apiKey.Description() + "\n\n" +
			"Deleting its enterprise connection may delete the directory, too. Destroying a directory ends the provisioning: users stay as they are.",
		Attributes: attr.With(apiKey.Attributes(), map[string]schema.Attribute{
			"enterprise_connection_id": attr.Immutable("Id of the enterprise connection, `ec_…`, that the directory belongs to. A change deletes the directory and creates another one.", attr.PathSegment()),
			"identity_provider": schema.StringAttribute{
				Required: true, MarkdownDescription: "The identity provider, in Clerk's words, such as `okta`. Clerk's documents do not list them.", Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"name":                       attr.Text("Name of the directory. Clerk chooses one if it is omitted.", stringvalidator.LengthAtLeast(1)),
			"enabled":                    attr.Flag("Whether the identity provider's requests are carried out."),
			"group_role_mapping_enabled": attr.Flag("Whether the members of groups get roles in the organization of the connection. Only then can `group_role_mappings` be changed."),
			"group_role_mappings":        groups(),
			"attribute_mapping": schema.MapAttribute{
				Optional: true, Computed: true, ElementType: types.StringType,
				MarkdownDescription: "Where the attributes of a user stand in what the identity provider says, by the name of the attribute: all of them. What is not listed is taken off.",
				Validators:          []validator.Map{attr.NoNulls(), mapvalidator.ValueStringsAre(stringvalidator.LengthAtLeast(1))},
				PlanModifiers:       []planmodifier.Map{mapplanmodifier.UseStateForUnknown()},
			},
			"endpoint_url": schema.StringAttribute{
				Computed: true, MarkdownDescription: "The URL to which the identity provider sends its requests: it is entered there, beside the API key.",
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"id": attr.ID(noun, prefix),
		}),
	},
	Create: create,
	Read: func(ctx context.Context, c *clerk.Client, state model) (*clerk.Directory, error) {
		d, err := c.Directories.Get(ctx, state.ID.ValueString())
		if err == nil && (state.EnterpriseConnectionID.IsNull() || !state.GroupRoleMappings.IsNull()) { // it was just imported, or mentions them
			return withGroups(ctx, c, d)
		}
		return d, err
	},
	Update: update,
	Delete: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) error {
		return c.Directories.Delete(ctx, in.State.ID.ValueString())
	},
	Plan: func(ctx context.Context, _ *clerk.Client, in tf.Input[model], resp *resource.ModifyPlanResponse) {
		creates := in.State.ID.IsNull()
		apiKey.Plan(ctx, in, creates, resp)
		if creates && len(in.Config.GroupRoleMappings.Elements()) > 0 && !in.Config.GroupRoleMappingEnabled.IsNull() && !in.Config.GroupRoleMappingEnabled.IsUnknown() && !in.Config.GroupRoleMappingEnabled.ValueBool() {
			resp.Diagnostics.AddAttributeError(path.Root(groupsArgument), "Groups cannot be mapped",
				"Clerk takes mappings of groups only where group_role_mapping_enabled is true. Set it to true, or take the mappings out.")
		}
	},
	Key: &tf.Key[clerk.Directory]{
		Attribute: "name", Example: "acme",
		Find: func(ctx context.Context, c *clerk.Client, name string) (*clerk.Directory, error) {
			return c.Directories.Find(ctx, name)
		},
		Get: func(ctx context.Context, c *clerk.Client, id string) (*clerk.Directory, error) {
			return c.Directories.Get(ctx, id)
		},
		ID: func(d *clerk.Directory) string { return d.ID },
	},
	All: func(ctx context.Context, c *clerk.Client, _ tf.Query) iter.Seq2[clerk.Directory, error] {
		return func(yield func(clerk.Directory, error) bool) {
			for d, err := range c.Directories.List(ctx) {
				if err == nil {
					var whole *clerk.Directory
					if whole, err = withGroups(ctx, c, &d); err == nil {
						d = *whole
					}
				}
				if !yield(d, err) {
					return
				}
			}
		}
	},
	Written: func(m model) model {
		m.GroupRoleMappingEnabled = tf.OmitDefaultBool(false, m.GroupRoleMappingEnabled)
		if len(m.GroupRoleMappings.Elements()) == 0 {
			m.GroupRoleMappings = types.ListNull(groupType)
		}
		return m
	},
}

func groups() schema.ListNestedAttribute {
	return schema.ListNestedAttribute{
		Optional: true, Computed: true,
		MarkdownDescription: "Which role the members of a group get, in order: where somebody is in several groups, the first one counts. All of them; `[]` removes all. Omitted, they are left alone and not read.",
		PlanModifiers:       []planmodifier.List{listplanmodifier.UseStateForUnknown(), attr.NullAtCreation()},
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"group_id": schema.StringAttribute{Required: true, MarkdownDescription: "Id of the group at the identity provider.", Validators: []validator.String{stringvalidator.LengthAtLeast(1)}},
			"role":     schema.StringAttribute{Required: true, MarkdownDescription: "Key of the role, such as `org:admin`.", Validators: []validator.String{attr.RoleKey()}},
		}},
	}
}
