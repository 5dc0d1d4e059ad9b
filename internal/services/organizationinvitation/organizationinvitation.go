// Package organizationinvitation models invitations to organizations. Clerk sends one when
// it is created; nothing changes it afterwards but its acceptance, its revocation and its
// expiry. So it is created once, and never again unless somebody has revoked it.
package organizationinvitation

import (
	"context"
	"fmt"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/list"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// NewResource is the resource clerk_organization_invitation.
func NewResource() resource.Resource { return kind.Resource() }

// NewListResource is the list resource clerk_organization_invitation.
func NewListResource() list.ListResource { return kind.ListResource() }

type model struct {
	OrganizationID  types.String `tfsdk:"organization_id"`
	EmailAddress    types.String `tfsdk:"email_address"`
	Role            types.String `tfsdk:"role"`
	PublicMetadata  types.String `tfsdk:"public_metadata"`
	PrivateMetadata types.String `tfsdk:"private_metadata"`
	Notify          types.Bool   `tfsdk:"notify"`
	RedirectURL     types.String `tfsdk:"redirect_url"`
	ExpiresInDays   types.Int64  `tfsdk:"expires_in_days"`
	InviterUserID   types.String `tfsdk:"inviter_user_id"`
	ID              types.String `tfsdk:"id"`
	Status          types.String `tfsdk:"status"`
	ExpiresAt       types.String `tfsdk:"expires_at"`
}

// newModel reads an invitation. Private metadata is read only if the prior state has it. A
// state without an address was made by an import, which brings everything.
func newModel(prior model, i *clerk.OrganizationInvitation) model {
	imported := prior.EmailAddress.IsNull()
	metadata := tf.ReadMetadata(tf.Metadata{PublicMetadata: prior.PublicMetadata, PrivateMetadata: prior.PrivateMetadata}, imported, i.PublicMetadata, i.PrivateMetadata)
	m := model{
		OrganizationID:  types.StringValue(i.OrganizationID),
		EmailAddress:    tf.PreferPrior(prior.EmailAddress, types.StringValue(i.EmailAddress), tf.SameAddress),
		Role:            types.StringValue(i.Role),
		PublicMetadata:  metadata.PublicMetadata,
		PrivateMetadata: metadata.PrivateMetadata,
		ID:              types.StringValue(i.ID),
		Status:          types.StringValue(i.Status),
		ExpiresAt:       tf.OptionalTime(i.ExpiresAt),
	}
	if !imported {
		tf.KeepNull(tf.Untold{Objects: []*types.String{&prior.PublicMetadata}}, tf.Untold{Objects: []*types.String{&m.PublicMetadata}})
	}
	return m
}

var within = tf.Within{
	Noun: "organization invitation", Prefix: "orginv_", Key: "email_address", Example: "ada@example.com",
	Find: func(ctx context.Context, c *clerk.Client, organizationID, address string) (string, error) {
		filter := clerk.OrganizationInvitationFilter{OrganizationID: organizationID, EmailAddress: tf.FoldAddress(address), Status: pending}
		for i, err := range c.OrganizationInvitations.List(ctx, filter) {
			return i.ID, err
		}
		return "", fmt.Errorf("the organization has no pending invitation of %q", address)
	},
}

const pending = "pending"

var kind = tf.Kind[model, clerk.OrganizationInvitation]{
	Object: tf.Object[model, *clerk.OrganizationInvitation]{
		Noun: within.Noun, Type: "organization_invitation",
		Model: newModel,
		ID:    func(m model) types.String { return m.ID },
		Label: func(m model) types.String { return m.EmailAddress },
		Identity: func(m model) map[string]types.String {
			return map[string]types.String{"organization_id": m.OrganizationID, "id": m.ID}
		},
		ImportID: func(_ model, holder string) string { return holder },
		Taken:    isPending,
	},
	IDPrefix:       within.Prefix,
	IdentitySchema: within.IdentitySchema(),
	Import:         within.Import,
	Schema: schema.Schema{
		MarkdownDescription: "An invitation to an organization, which Clerk sends to an email address when the resource is created.\n\n" +
			"It is sent once. Clerk cannot change it, so a change of an argument revokes it and sends another one; the write-only arguments count when it is sent only, and a change of them does nothing. " +
			"An invitation that was accepted or has expired stays as it is. One that somebody has revoked is sent anew by the next apply, and the plan warns of that. " +
			"If the answer to the request that sends it is lost, the provider looks for the invitation, and does not send a second one.\n\n" +
			"Destroying it revokes it if it is pending, and otherwise leaves it as it is: who has accepted it stays a member. " +
			"Clerk allows 250 invitations to organizations an hour.",
		Attributes: map[string]schema.Attribute{
			"organization_id": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "Id of the organization, `org_…`." + resent,
				Validators:          []validator.String{tf.PathSegment(), tf.OrganizationID()},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"email_address": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "The address that is invited. Upper and lower case do not matter." + resent,
				Validators:          []validator.String{tf.EmailAddress()},
				PlanModifiers:       []planmodifier.String{tf.KeepEqual(tf.SameAddress), stringplanmodifier.RequiresReplace()},
			},
			"role": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "Key of the role that the invited person will have, such as `org:member`. It has to be in the role set of the organization." + resent,
				Validators:          []validator.String{tf.RoleKey()},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"public_metadata":  metadata("Metadata that the membership will have, and that the browsers of members can read", false),
			"private_metadata": metadata("Metadata that the membership will have, and that only the backend sees. It is stored in the state and in plans, marked sensitive, if the configuration mentions it or the invitation was imported", true),
			"notify":           tf.SwitchArgument("Whether Clerk sends a message to the address. Defaults to `true`; with `false`, somebody has to hand on the link." + once),
			"redirect_url": schema.StringAttribute{
				Optional: true, WriteOnly: true,
				MarkdownDescription: "URL of a page of the application's own where people accept the invitation. Defaults to Clerk's page." + once + " Clerk never returns it.",
				Validators:          []validator.String{tf.URL()},
			},
			"expires_in_days": schema.Int64Attribute{
				Optional: true, WriteOnly: true,
				MarkdownDescription: "Days until the invitation expires, 1 to 365. Defaults to 30." + once + " `expires_at` says what came of it.",
				Validators:          []validator.Int64{int64validator.Between(1, 365)},
			},
			"inviter_user_id": schema.StringAttribute{
				Optional: true, WriteOnly: true,
				MarkdownDescription: "Id of the user in whose name Clerk sends it, `user_…`: a member who may invite others." + once,
				Validators:          []validator.String{tf.PathSegment()},
			},
			"id":         tf.ID(within.Noun, within.Prefix),
			"status":     computed("`pending`, `accepted` or `expired`. A change of it is no drift, and plans nothing."),
			"expires_at": computed("When the invitation expires, RFC 3339; null if never."),
		},
	},
	Create: create,
	Read: func(ctx context.Context, c *clerk.Client, state model) (*clerk.OrganizationInvitation, error) {
		i, err := c.OrganizationInvitations.Get(ctx, state.OrganizationID.ValueString(), state.ID.ValueString())
		switch {
		case clerk.IsNotFound(err):
			return nil, tf.Gone("does not exist any more", again, err)
		case err == nil && i.Status == "revoked":
			return nil, tf.Gone("was revoked outside Terraform", again, nil)
		}
		return i, err
	},
	Delete: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) error {
		return c.OrganizationInvitations.Revoke(ctx, in.State.OrganizationID.ValueString(), in.State.ID.ValueString())
	},
	QuerySchema: &listschema.Schema{
		MarkdownDescription: "The pending invitations to one organization, or to all organizations of the instance, or those that every given filter matches.",
		Attributes:          tf.With(filters.ListAttributes(), map[string]listschema.Attribute{"include_private_metadata": tf.ListPrivateMetadata("invitations")}),
	},
	All: func(ctx context.Context, c *clerk.Client, q tf.Query) iter.Seq2[clerk.OrganizationInvitation, error] {
		f := filter(q)
		if f.Status == "" {
			f.Status = pending // nobody manages what is over
		}
		return tf.WhereEnabled(invitations(ctx, c, f))
	},
	Listed: func(m model, q tf.Query) model {
		m.PrivateMetadata = tf.Metadata{PrivateMetadata: m.PrivateMetadata}.Listed(q).PrivateMetadata
		return m
	},
	Written: func(m model) model {
		m.PublicMetadata, m.PrivateMetadata = tf.OmitDefault("{}", m.PublicMetadata), types.StringNull()
		return m
	},
}

// Sentences of the documentation, and what follows from an invitation that is gone.
const (
	resent = " A change revokes the invitation and sends another one."
	once   = " It counts when the invitation is sent only; a change of it does nothing."
	again  = "As long as the configuration has it, the next apply sends a new invitation to the address. " +
		"To leave it at that, take the resource out of the configuration, or out of the state with terraform state rm."
)

// isPending says what to do about an invitation that is pending already.
func isPending(m model, block string) string {
	return fmt.Sprintf("An invitation of %s to the organization is pending, and Clerk allows one at a time. If no resource manages it yet, import it in place of sending another, with the name of this resource:\n\n%s\n\n"+
		"Otherwise revoke it: a resource of this configuration that is destroyed may do so in the same apply. One that is replaced can only be destroyed first: take create_before_destroy out of it.",
		m.EmailAddress.ValueString(), block)
}

// computed is an attribute that Clerk alone sets.
func computed(description string) schema.StringAttribute {
	return schema.StringAttribute{
		Computed: true, MarkdownDescription: description,
		PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

// metadata is a metadata field of the membership that an invitation leads to. Omitted, it
// is left as it is; what is not there, and is then mentioned as empty, is no change.
func metadata(description string, sensitive bool) schema.StringAttribute {
	a := tf.MetadataArgument(description)
	a.Sensitive = sensitive
	a.MarkdownDescription = description + ". A JSON object of at most 8 KB, best written with `jsonencode`; it is compared by value." + resent
	a.PlanModifiers = append(a.PlanModifiers, stringplanmodifier.RequiresReplaceIf(
		func(_ context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
			empty := req.StateValue.IsNull() && tf.SameJSON(req.PlanValue.ValueString(), "{}")
			resp.RequiresReplace = !req.ConfigValue.IsNull() && !empty
		}, "A change sends another invitation.", "A change sends another invitation."))
	return a
}

func create(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.OrganizationInvitation, error) {
	p := clerk.CreateOrganizationInvitationParams{
		OrganizationID: in.Plan.OrganizationID.ValueString(), EmailAddress: in.Plan.EmailAddress.ValueString(), Role: in.Plan.Role.ValueString(),
		PublicMetadata: tf.RawJSON(in.Plan.PublicMetadata), PrivateMetadata: tf.RawJSON(in.Plan.PrivateMetadata),
		InviterUserID: tf.SendIfSet(in.Config.InviterUserID), RedirectURL: tf.SendIfSet(in.Config.RedirectURL),
	}
	if days := in.Config.ExpiresInDays; !days.IsNull() {
		p.ExpiresInDays = clerk.Value(days.ValueInt64())
	}
	if notify := in.Config.Notify; !notify.IsNull() {
		p.Notify = clerk.Value(notify.ValueBool())
	}
	made, err := c.OrganizationInvitations.Create(ctx, p)
	return made, blame(p.Role, err)
}
