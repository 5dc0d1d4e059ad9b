// Package organizationinvitation models invitations to organizations.
package organizationinvitation

import (
	"cmp"
	"context"
	"fmt"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/list"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/services/invite"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewResource is the resource clerk_organization_invitation.
func NewResource() resource.Resource { return kind.Resource() }

// NewListResource is the list resource clerk_organization_invitation.
func NewListResource() list.ListResource { return kind.ListResource() }

type model struct {
	invite.Model
	OrganizationID  types.String `tfsdk:"organization_id"`
	Role            types.String `tfsdk:"role"`
	PrivateMetadata types.String `tfsdk:"private_metadata"`
	InviterUserID   types.String `tfsdk:"inviter_user_id"`
}

// newModel reads an invitation. Private metadata is read only if the prior state has it.
func newModel(prior model, i *clerk.OrganizationInvitation) model {
	metadata := tf.ReadMetadata(tf.Metadata{PrivateMetadata: prior.PrivateMetadata}, prior.Imported(), nil, i.PrivateMetadata)
	return model{
		Model:           invite.NewModel(prior.Model, answered(i)),
		OrganizationID:  types.StringValue(i.OrganizationID),
		Role:            types.StringValue(i.Role),
		PrivateMetadata: metadata.PrivateMetadata,
	}
}

func answered(i *clerk.OrganizationInvitation) invite.Invitation {
	return invite.Invitation{ID: i.ID, EmailAddress: i.EmailAddress, Status: i.Status, PublicMetadata: i.PublicMetadata, ExpiresAt: i.ExpiresAt}
}

var within = tf.Within{
	Noun: "organization invitation", Prefix: "orginv_", Key: "email_address", Example: "ada@example.com",
	Find: func(ctx context.Context, c *clerk.Client, organizationID, address string) (string, error) {
		filter := clerk.OrganizationInvitationFilter{OrganizationID: organizationID, EmailAddress: attr.FoldAddress(address), Statuses: []string{invite.Pending}}
		for i, err := range c.OrganizationInvitations.List(ctx, filter) {
			return i.ID, err
		}
		return "", fmt.Errorf("the organization has no pending invitation of %q", address)
	},
}

var kind = tf.Kind[model, clerk.OrganizationInvitation]{
	Object: tf.Object[model, *clerk.OrganizationInvitation]{
		Noun: within.Noun, Type: "organization_invitation",
		Model: newModel,
		ID:    func(m model) types.String { return m.ID },
		Label: func(m model) types.String { return tf.OfOrganization(m.EmailAddress, " to ", m.OrganizationID) },
		Identity: func(m model) map[string]types.String {
			return map[string]types.String{"organization_id": m.OrganizationID, "id": m.ID}
		},
		ImportID: func(m model, holder string) string {
			return cmp.Or(holder, m.OrganizationID.ValueString()+"/"+m.EmailAddress.ValueString())
		},
		Taken: func(m model, block string) string { return invite.IsPending(m.Model, " to the organization", block) },
	},
	IDPrefix:       within.Prefix,
	IdentitySchema: within.IdentitySchema(),
	Import:         within.Import,
	Schema: schema.Schema{
		MarkdownDescription: "An invitation to an organization, which Clerk sends to an email address when the resource is created.\n\n" +
			invite.Conduct + "\n\n" +
			"Destroying it revokes it if it is pending, and otherwise leaves it as it is: who has accepted it stays a member. " +
			"Clerk allows 250 invitations to organizations an hour.",
		Attributes: attr.With(invite.Attributes(within.Noun, within.Prefix, "Metadata that the membership will have, and that the browsers of members can read"), map[string]schema.Attribute{
			"organization_id": attr.Immutable("Id of the organization, `org_…`."+invite.Resent, attr.PathSegment(), attr.OrganizationID()),
			"role": schema.StringAttribute{
				Required: true,
				MarkdownDescription: "Key of the role that the invited person will have, such as `org:member`. It has to be in the role set of the organization. " +
					"While the invitation is pending, a change revokes it and sends another one, also where the role itself gets another key in the configuration: the plan cannot tell the two apart. " +
					"Once it was accepted or has expired, a change does nothing.",
				Validators:    []validator.String{attr.RoleKey()},
				PlanModifiers: []planmodifier.String{keepOnceOver{}, stringplanmodifier.RequiresReplace()},
			},
			"private_metadata": invite.Metadata("Metadata that the membership will have, and that only the backend sees. It is stored in the state and in plans, marked sensitive, if the configuration mentions it or the invitation was imported", true),
			"inviter_user_id": schema.StringAttribute{
				Optional: true, WriteOnly: true,
				MarkdownDescription: "Id of the user in whose name Clerk sends it, `user_…`: a member who may invite others." + invite.Once,
				Validators:          []validator.String{attr.PathSegment(), attr.UserID()},
			},
		}),
	},
	Create: create,
	Read: func(ctx context.Context, c *clerk.Client, state model) (*clerk.OrganizationInvitation, error) {
		i, err := c.OrganizationInvitations.Get(ctx, state.OrganizationID.ValueString(), state.ID.ValueString())
		return invite.Standing(i, err, func(i *clerk.OrganizationInvitation) string { return i.Status })
	},
	Delete: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) error {
		return c.OrganizationInvitations.Revoke(ctx, in.State.OrganizationID.ValueString(), in.State.ID.ValueString())
	},
	QuerySchema: &listschema.Schema{
		MarkdownDescription: "The pending invitations to one organization, or to all organizations of the instance, or those that every given filter matches.",
		Attributes:          attr.With(filters.ListAttributes(), map[string]listschema.Attribute{"include_private_metadata": attr.ListPrivateMetadata("invitations")}),
	},
	All: func(ctx context.Context, c *clerk.Client, q tf.Query) iter.Seq2[clerk.OrganizationInvitation, error] {
		f := filter(q)
		if len(f.Statuses) == 0 {
			f.Statuses = []string{invite.Pending} // nobody manages what is over
		}
		return tf.WhereEnabled(invitations(ctx, c, f))
	},
	Name: func(i *clerk.OrganizationInvitation) string {
		return i.EmailAddress + " to " + i.Organization.Called(i.OrganizationID)
	},
	Listed: func(m model, q tf.Query) model {
		m.PrivateMetadata = tf.Metadata{PrivateMetadata: m.PrivateMetadata}.Listed(q).PrivateMetadata
		return m
	},
	Written: func(m model) model {
		m.Model, m.PrivateMetadata = m.Model.Written(), types.StringNull()
		return m
	},
}

func create(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.OrganizationInvitation, error) {
	p := clerk.CreateOrganizationInvitationParams{
		OrganizationID: in.Plan.OrganizationID.ValueString(), EmailAddress: in.Plan.EmailAddress.ValueString(), Role: in.Plan.Role.ValueString(),
		PublicMetadata: tf.RawJSON(in.Plan.PublicMetadata), PrivateMetadata: tf.RawJSON(in.Plan.PrivateMetadata),
		InviterUserID: tf.SendIfSet(in.Config.InviterUserID), RedirectURL: tf.SendIfSet(in.Config.RedirectURL),
		ExpiresInDays: in.Config.Days(), Notify: tf.SendFlag(in.Config.Notify),
	}
	made, err := c.OrganizationInvitations.Create(ctx, p)
	return made, blame(p.Role, err)
}
