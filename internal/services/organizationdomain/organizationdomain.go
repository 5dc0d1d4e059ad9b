// Package organizationdomain models the domains of organizations: whose email addresses
// are of such a domain can be let in, or invited, by themselves.
package organizationdomain

import (
	"context"
	"iter"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/list"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewResource is the resource clerk_organization_domain.
func NewResource() resource.Resource { return kind.Resource() }

// NewListResource is the list resource clerk_organization_domain.
func NewListResource() list.ListResource { return kind.ListResource() }

type model struct {
	OrganizationID    types.String `tfsdk:"organization_id"`
	Name              types.String `tfsdk:"name"`
	EnrollmentMode    types.String `tfsdk:"enrollment_mode"`
	Verified          types.Bool   `tfsdk:"verified"`
	OwnershipVerified types.Bool   `tfsdk:"ownership_verified"`
	ID                types.String `tfsdk:"id"`
}

func newModel(d *clerk.OrganizationDomain) model {
	return model{
		OrganizationID:    types.StringValue(d.OrganizationID),
		Name:              types.StringValue(d.Name),
		EnrollmentMode:    types.StringValue(d.EnrollmentMode),
		Verified:          types.BoolValue(d.AffiliationVerification.Verified()),
		OwnershipVerified: types.BoolValue(d.OwnershipVerification.Verified()),
		ID:                types.StringValue(d.ID),
	}
}

// manual is the mode of a new domain that the configuration gives none: it lets nobody in.
const manual = "manual_invitation"

var modes = []string{manual, "automatic_invitation", "automatic_suggestion", "enterprise_sso"}

var within = tf.Within{
	Noun: "organization domain", Prefix: "orgdmn_", Key: "name", Example: "example.com",
	Find: func(ctx context.Context, c *clerk.Client, organizationID, name string) (string, error) {
		d, err := c.OrganizationDomains.Find(ctx, organizationID, name)
		if err != nil {
			return "", err
		}
		return d.ID, nil
	},
}

var kind = tf.Kind[model, clerk.OrganizationDomain]{
	Object: tf.Object[model, *clerk.OrganizationDomain]{
		Noun: within.Noun, Type: "organization_domain",
		Model: func(_ model, d *clerk.OrganizationDomain) model { return newModel(d) },
		ID:    func(m model) types.String { return m.ID },
		Label: func(m model) types.String { return tf.OfOrganization(m.Name, " of ", m.OrganizationID) },
		Identity: func(m model) map[string]types.String {
			return map[string]types.String{"organization_id": m.OrganizationID, "id": m.ID}
		},
		Sources: map[string][]string{
			"verified": {"affiliation_verification.status"}, "ownership_verified": {"ownership_verification.status"},
		},
		ImportID: ofSameOrganization,
	},
	IDPrefix:       within.Prefix,
	IdentitySchema: within.IdentitySchema(),
	Import:         within.Import,
	Schema: schema.Schema{
		MarkdownDescription: "A domain of an organization. People with an email address of a verified domain can be invited to the organization, or told of it, by themselves; " +
			"`enrollment_mode` says which. The feature has to be on: `domains_enabled` of `clerk_instance_organization_settings`, which Clerk's dashboard calls Verified domains.\n\n" +
			"Arguments that are omitted keep the value that they have in Clerk. A domain cannot be that of a provider of mailboxes, such as everybody can have.\n\n" +
			"Clerk shows domains in lists only, which can be seconds late. Where a list shows less than the state, or something else, a plan looks again ten seconds after it began.",
		Attributes: map[string]schema.Attribute{
			"organization_id": attr.Immutable("Id of the organization, `org_…`. A change deletes the domain and creates a new one.", attr.PathSegment(), attr.OrganizationID()),
			"name": attr.Immutable("The domain, such as `example.com`, in lower case. Only one organization of an instance can have a verified domain of a name. "+
				"Clerk cannot change the name, so a change deletes the domain and creates a new one.", attr.DomainName()),
			"enrollment_mode": attr.Text("What happens to people with an email address of the domain: `manual_invitation` is nothing, somebody has to invite them; "+
				"`automatic_invitation` invites them when they sign up; `automatic_suggestion` suggests the organization to them, which they can ask to join; "+
				"`enterprise_sso` lets them in by an enterprise connection. A new domain has `"+manual+"` if this is omitted. "+
				"The automatic modes have to be on: `domains_enrollment_modes` of `clerk_instance_organization_settings`, or in Clerk's dashboard, beside Verified domains.", stringvalidator.OneOf(modes...)),
			"verified": attr.Flag("Whether the organization is known to have to do with the domain, so that `enrollment_mode` counts. A new domain is verified unless this is `false`."),
			"ownership_verified": attr.Flag("Whether the organization is known to own the domain, which an enterprise connection needs that people set up themselves. " +
				"`true` verifies it without a DNS record, which cannot be taken back: `false` is refused once it is verified."),
			"id": attr.ID(within.Noun, within.Prefix),
		},
	},
	Create: create,
	Read: func(ctx context.Context, c *clerk.Client, state model) (*clerk.OrganizationDomain, error) {
		return c.OrganizationDomains.Get(ctx, state.OrganizationID.ValueString(), state.ID.ValueString(), state.Name.ValueString())
	},
	Update: update,
	Delete: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) error {
		return c.OrganizationDomains.Delete(ctx, in.State.OrganizationID.ValueString(), in.State.ID.ValueString())
	},
	Plan: keepOwnership,
	QuerySchema: &listschema.Schema{
		MarkdownDescription: "The domains of one organization, or of all organizations of the instance, all of them or those that every given filter matches.",
		Attributes:          filters.ListAttributes(),
	},
	All: func(ctx context.Context, c *clerk.Client, q tf.Query) iter.Seq2[clerk.OrganizationDomain, error] {
		return tf.WhereEnabled(domains(ctx, c, q))
	},
	Name: func(d *clerk.OrganizationDomain) string {
		return d.Name + " of " + d.Organization.Called(d.OrganizationID)
	},
	Written: func(m model) model {
		m.EnrollmentMode = tf.OmitDefault(manual, m.EnrollmentMode)
		m.Verified = tf.OmitDefaultBool(true, m.Verified)
		m.OwnershipVerified = tf.OmitDefaultBool(false, m.OwnershipVerified)
		return m
	},
}

// ofSameOrganization is what imports a domain that exists, if the planned organization has it.
func ofSameOrganization(m model, holder string) string {
	if holder == "" {
		return m.OrganizationID.ValueString() + "/" + m.Name.ValueString()
	}
	if organization, _, _ := strings.Cut(holder, "/"); organization != m.OrganizationID.ValueString() {
		return ""
	}
	return holder
}

func create(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.OrganizationDomain, error) {
	p := clerk.CreateOrganizationDomainParams{
		OrganizationID: in.Plan.OrganizationID.ValueString(), Name: in.Plan.Name.ValueString(), EnrollmentMode: in.Plan.EnrollmentMode.ValueString(),
	}
	if p.EnrollmentMode == "" {
		p.EnrollmentMode = manual // whether Clerk has a default is not known
	}
	if !in.Config.Verified.IsNull() {
		p.Verified = rest.Value(in.Plan.Verified.ValueBool())
	}
	made, err := c.OrganizationDomains.Create(ctx, p)
	if err != nil || !in.Plan.OwnershipVerified.ValueBool() {
		return made, blame(err)
	}
	owned, err := c.OrganizationDomains.VerifyOwnership(ctx, made.OrganizationID, made.ID)
	if err != nil {
		err = tf.At("ownership_verified", tf.Note("The domain "+made.Name+" had been created; this was to verify its ownership.", err))
		return tf.Undo(ctx, made, func(ctx context.Context) error {
			return c.OrganizationDomains.Delete(ctx, made.OrganizationID, made.ID)
		}, err)
	}
	return owned, nil
}

func update(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.OrganizationDomain, error) {
	organization, id, name := in.State.OrganizationID.ValueString(), in.State.ID.ValueString(), in.State.Name.ValueString()
	var p clerk.UpdateOrganizationDomainParams
	if tf.Changed(in.Config.EnrollmentMode, in.Plan.EnrollmentMode, in.State.EnrollmentMode) {
		p.EnrollmentMode = rest.Value(in.Plan.EnrollmentMode.ValueString())
	}
	if tf.Changed(in.Config.Verified, in.Plan.Verified, in.State.Verified) {
		p.Verified = rest.Value(in.Plan.Verified.ValueBool())
	}
	changed, err := tf.InTurn(ctx, nil,
		func(ctx context.Context) (*clerk.OrganizationDomain, error) {
			if p == (clerk.UpdateOrganizationDomainParams{}) {
				return nil, nil //nolint:nilnil // as InTurn demands
			}
			changed, err := c.OrganizationDomains.Update(ctx, organization, id, name, p)
			return changed, blame(err)
		},
		func(ctx context.Context) (*clerk.OrganizationDomain, error) {
			if !tf.Changed(in.Config.OwnershipVerified, in.Plan.OwnershipVerified, in.State.OwnershipVerified) || !in.Plan.OwnershipVerified.ValueBool() {
				return nil, nil //nolint:nilnil // as InTurn demands
			}
			owned, err := c.OrganizationDomains.VerifyOwnership(ctx, organization, id)
			return owned, tf.At("ownership_verified", err)
		},
	)
	if changed == nil && err == nil {
		return c.OrganizationDomains.Get(ctx, organization, id, name)
	}
	return changed, err
}

// blame puts a refusal that names no argument on the one that it is about.
func blame(err error) error {
	answer, ok := rest.AsError(err)
	switch {
	case !ok:
	case answer.Has("organization_domain_enrollment_mode_not_enabled"):
		return tf.At("enrollment_mode", err)
	case strings.HasSuffix(answer.Path, "/domains") && rest.IsNotFound(answer):
		return tf.At("organization_id", err)
	}
	return err
}

// keepOwnership refuses to take back what Clerk cannot take back.
func keepOwnership(_ context.Context, _ *clerk.Client, in tf.Input[model], resp *resource.ModifyPlanResponse) {
	same := in.Plan.OrganizationID.Equal(in.State.OrganizationID) && in.Plan.Name.Equal(in.State.Name)
	if wanted := in.Config.OwnershipVerified; same && in.State.OwnershipVerified.ValueBool() && !wanted.IsNull() && !wanted.IsUnknown() && !wanted.ValueBool() {
		resp.Diagnostics.AddAttributeError(path.Root("ownership_verified"), "The ownership of a domain stays verified",
			"Clerk cannot take the verification back. Take the argument out of the configuration, or set it to true. "+
				"To begin anew, replace the domain, with terraform apply -replace, and leave the argument out.")
	}
}

// domains are those that a query chooses.
func domains(ctx context.Context, c *clerk.Client, q tf.Query) iter.Seq2[clerk.OrganizationDomain, error] {
	return tf.OfExisting("organization_id", c.OrganizationDomains.List(ctx, clerk.OrganizationDomainFilter{
		OrganizationID: q.String("organization_id"), Verified: q.Flag("verified"), EnrollmentModes: q.Strings("enrollment_modes"),
		Names: q.Strings("domains"), Query: q.String("query"), OrderBy: q.String("order_by"),
	}))
}
