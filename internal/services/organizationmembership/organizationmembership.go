// Package organizationmembership models who belongs to an organization, and with which role.
// Clerk shows memberships in lists only, and names each by its organization and its user.
package organizationmembership

import (
	"cmp"
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/list"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewResource is the resource clerk_organization_membership.
func NewResource() resource.Resource { return kind.Resource() }

// NewListResource is the list resource clerk_organization_membership.
func NewListResource() list.ListResource { return kind.ListResource() }

// NewListDataSource is the data source clerk_organization_memberships.
func NewListDataSource() datasource.DataSource { return all.DataSource() }

type model struct {
	tf.Metadata
	ID             types.String `tfsdk:"id"`
	OrganizationID types.String `tfsdk:"organization_id"`
	UserID         types.String `tfsdk:"user_id"`
	Role           types.String `tfsdk:"role"`
}

// key names the membership in Clerk's paths.
func (m model) key() string { return m.OrganizationID.ValueString() + "/" + m.UserID.ValueString() }

var kind = tf.Kind[model, clerk.OrganizationMembership]{
	Object: tf.Object[model, *clerk.OrganizationMembership]{
		Noun: "organization membership", Type: "organization_membership",
		Model: newModel,
		ID:    func(m model) types.String { return m.ID },
		Label: func(m model) types.String {
			return types.StringValue(m.UserID.ValueString() + " in " + m.OrganizationID.ValueString())
		},
		Identity: func(m model) map[string]types.String {
			return map[string]types.String{"organization_id": m.OrganizationID, "user_id": m.UserID}
		},
		Sources:  map[string][]string{"organization_id": {"organization.id"}, "user_id": {"public_user_data.user_id"}},
		ImportID: func(planned model, _ string) string { return planned.key() },
		Taken:    whoIsAMember,
	},
	Schema: schema.Schema{
		MarkdownDescription: "The membership of a user in an organization.\n\n" +
			"Memberships that no resource mentions are left alone, such as those that come of an invitation. " +
			"The user whom `created_by` of a `clerk_organization` names becomes a member by that: import that membership to manage it, or leave `created_by` out.\n\n" +
			lastOne,
		Attributes: attr.With(metadataAttributes(), map[string]schema.Attribute{
			"organization_id": named("Id of the organization, `org_…`; its slug will not do.", attr.OrganizationID()),
			"user_id":         named("Id of the user, `user_…`.", attr.UserID()),
			"role": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "Key of the role that the user has in the organization, such as `org:admin` or `org:member`. It has to be in the organization's role set.",
				Validators:          []validator.String{attr.RoleKey()},
			},
			"id": attr.ID("membership", "orgmem_"),
		}),
	},
	IdentitySchema: map[string]identityschema.Attribute{
		"organization_id": identityschema.StringAttribute{RequiredForImport: true, Description: "Id of the organization, org_…."},
		"user_id":         identityschema.StringAttribute{RequiredForImport: true, Description: "Id of the user, user_…."},
	},
	Create: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.OrganizationMembership, error) {
		made, err := create(ctx, c, in)
		return made, blame(ctx, c, in.Plan, err)
	},
	Read: func(ctx context.Context, c *clerk.Client, state model) (*clerk.OrganizationMembership, error) {
		return c.OrganizationMemberships.Get(ctx, state.key())
	},
	Update: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.OrganizationMembership, error) {
		changed, err := update(ctx, c, in)
		return changed, blame(ctx, c, in.Plan, err)
	},
	Delete: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) error {
		return blame(ctx, c, in.State, remove(ctx, c, in))
	},
	Import: importMembership,
	All: func(ctx context.Context, c *clerk.Client, q tf.Query) iter.Seq2[clerk.OrganizationMembership, error] {
		return tf.WhereEnabled(members(ctx, c, q))
	},
	QuerySchema: &listschema.Schema{
		MarkdownDescription: "Memberships of one organization, all of them or those with one of some roles, or all of the instance.",
		Attributes:          attr.With(listFilters.ListAttributes(), map[string]listschema.Attribute{"include_private_metadata": attr.ListPrivateMetadata("memberships")}),
	},
	Name: label,
	Listed: func(m model, q tf.Query) model {
		m.Metadata = m.Metadata.Listed(q)
		return m
	},
	Written: func(m model) model {
		m.PublicMetadata, m.PrivateMetadata = tf.OmitDefault("{}", m.PublicMetadata), types.StringNull()
		return m
	},
}

// named is the id of what the membership is of.
func named(description string, checks ...validator.String) schema.StringAttribute {
	return attr.Immutable(description+" A change deletes the membership and creates another one.", append([]validator.String{attr.PathSegment()}, checks...)...)
}

// metadataAttributes are those of metadata that Clerk merges: it cannot store null.
func metadataAttributes() map[string]schema.Attribute {
	all := attr.Metadata("membership", "the browsers of the organization's members")
	for name, attribute := range all {
		if text, ok := attribute.(schema.StringAttribute); ok {
			text.Validators = append(text.Validators, attr.NoNullMembers())
			all[name] = text
		}
	}
	return all
}

// newModel reads a membership. A state without its id was made by an import.
func newModel(prior model, m *clerk.OrganizationMembership) model {
	out := model{
		Metadata:       tf.ReadMetadata(prior.Metadata, prior.ID.IsNull(), m.PublicMetadata, m.PrivateMetadata),
		ID:             types.StringValue(m.ID),
		OrganizationID: types.StringValue(m.Organization.ID),
		UserID:         types.StringValue(m.User.UserID),
		Role:           types.StringValue(m.Role),
	}
	if !prior.ID.IsNull() {
		tf.KeepNull(untold(&prior), untold(&out))
	}
	return out
}

// untold is null in the state while Clerk has nothing.
func untold(m *model) tf.Untold { return tf.Untold{Objects: []*types.String{&m.PublicMetadata}} }

// label is how a person would name a membership: "ada@example.com in Acme".
func label(m *clerk.OrganizationMembership) string {
	return cmp.Or(m.User.Identifier, m.User.Username, m.User.UserID) + " in " + cmp.Or(m.Organization.Name, m.Organization.ID)
}
