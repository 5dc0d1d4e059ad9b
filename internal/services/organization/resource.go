// Package organization models the organizations of an instance: groups of users, with
// metadata and a logo.
package organization

import (
	"context"
	"fmt"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/list"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/services/picture"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewResource is the resource clerk_organization.
func NewResource() resource.Resource { return kind.Resource() }

// NewListResource is the list resource clerk_organization.
func NewListResource() list.ListResource { return kind.ListResource() }

var kind = tf.Kind[model, clerk.Organization]{
	Object:   object,
	IDPrefix: "org_",
	Schema: schema.Schema{
		MarkdownDescription: "An organization: a group of users, such as a customer's. Its members are `clerk_organization_membership`s.\n\n" +
			"Members with the permissions for it, and applications, edit the same objects, so an argument that is omitted keeps the value that it has in Clerk, and is not compared. " +
			"An empty value is a mention: `public_metadata = jsonencode({})` clears the metadata.\n\n" +
			"Destroying an organization deletes its memberships, invitations and domains, too. It is not reversible.\n\n" +
			"Arguments that end in `_wo` are write-only: they are sent to Clerk and stored in no plan or state. They need Terraform 1.11 or later, or OpenTofu 1.12 or later.",
		Attributes: attr.With(attr.With(attr.Metadata("organization", "the browsers of its members"), logo.Attributes()), map[string]schema.Attribute{
			"name": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "Name of the organization, of at most 256 characters, without URLs or HTML.",
				Validators:          []validator.String{nameCheck},
			},
			"slug": attr.Text("Name of the organization in URLs, unique in the instance: lowercase letters, digits and dashes. Omitted at creation, Clerk makes one. "+
				"It cannot be removed, only changed. An instance that has slugs turned off takes none.", slugCheck("Leave the argument out for the slug that there is, or that Clerk makes.")),
			"max_allowed_memberships": attr.Number("The maximum number of members; 0 is no limit. Defaults to the instance's setting.", int64validator.AtLeast(0)),
			"admin_delete_enabled":    attr.Flag("Whether members with the permission for it may delete the organization. Defaults to the instance's setting."),
			"role_set":                attr.Text("Key of the role set whose roles the members can have, such as `role_set:partners`. Defaults to the instance's initial role set.", attr.RoleSetKey()),
			"created_at": attr.Time("When the organization was created, RFC 3339, such as `2026-01-31T09:30:00Z`; for organizations that come from another system. " +
				"Defaults to the time of creation, and cannot be cleared."),
			"created_by": createdBy(),
			"id":         attr.ID("organization", "org_"),
		}),
	},

	Create: create,
	Read: func(ctx context.Context, c *clerk.Client, state model) (*clerk.Organization, error) {
		return c.Organizations.Get(ctx, state.ID.ValueString())
	},
	Update: update,
	Delete: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) error {
		return c.Organizations.Delete(ctx, in.State.ID.ValueString())
	},
	Plan: func(ctx context.Context, _ *clerk.Client, in tf.Input[model], resp *resource.ModifyPlanResponse) {
		logo.Plan(ctx, in, resp)
	},
	Replan: logo.Replan,

	Key: &tf.Key[clerk.Organization]{
		Attribute: "slug", Example: "acme",
		Find: func(ctx context.Context, c *clerk.Client, slug string) (*clerk.Organization, error) {
			return c.Organizations.Find(ctx, slug)
		},
		ID: func(o *clerk.Organization) string { return o.ID },
	},
	QuerySchema: &listschema.Schema{
		MarkdownDescription: "Organizations of the instance, all of them or those that every given filter matches.\n\n" +
			"Generated configuration has what a person would have written: secrets, `created_at`, `created_by` and what Clerk does by itself are left out, and stay as they are.",
		Attributes: attr.With(filters.ListAttributes(), map[string]listschema.Attribute{"include_private_metadata": attr.ListPrivateMetadata("organizations")}),
	},
	All: func(ctx context.Context, c *clerk.Client, q tf.Query) iter.Seq2[clerk.Organization, error] {
		return tf.WhereEnabled(c.Organizations.List(ctx, filter(q)))
	},
	Listed: func(m model, q tf.Query) model {
		m.Metadata = m.Listed(q)
		return m
	},
	Written: written,
}

// createdBy is the argument created_by. Who created the organization may be deleted later,
// and is then left alone.
func createdBy() schema.StringAttribute {
	a := attr.Untold(attr.Text("Id of the user who creates the organization, `user_…`: the first member, with the role of creators. It counts at creation only; another user is another organization, "+
		"so a change deletes the organization and creates a new one. The membership is the organization's: it needs no `clerk_organization_membership`, and one would have to be imported.", attr.PathSegment(), attr.UserID()))
	a.PlanModifiers = append(a.PlanModifiers, stringplanmodifier.RequiresReplaceIfConfigured())
	return a
}

// logo is the organization's picture. The one that Clerk makes may show an initial.
var logo = picture.Description[model, clerk.Organization]{
	Attribute: "logo", Noun: "logo", Owner: "organization",
	Fields: func(m *model) picture.Fields {
		return picture.Fields{File: &m.Logo, SHA256: &m.LogoSHA256, URL: &m.ImageURL}
	},
	Of:    func(o *clerk.Organization) (string, bool) { return o.ImageURL, o.HasImage },
	Named: func(m model) []types.String { return []types.String{m.Name} },
	Upload: func(ctx context.Context, c *clerk.Client, id, name string, content []byte) (*clerk.Organization, error) {
		return c.Organizations.SetLogo(ctx, id, name, content)
	},
	Delete: func(ctx context.Context, c *clerk.Client, id string) (*clerk.Organization, error) {
		return c.Organizations.DeleteLogo(ctx, id)
	},
}

// create makes an organization with one request. What Clerk takes only afterwards are
// requests of their own; if one of them fails, the organization is deleted again.
func create(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.Organization, error) {
	p := createParams(in)
	made, err := c.Organizations.Create(ctx, p)
	if err != nil {
		return nil, blame(err, !p.RoleSetKey.IsZero())
	}
	o, err := tf.InTurn(ctx, made, func(ctx context.Context) (*clerk.Organization, error) {
		wanted := in.Config.AdminDeleteEnabled
		if wanted.IsNull() || wanted.ValueBool() == made.AdminDeleteEnabled {
			return nil, nil //nolint:nilnil // nothing is to be done
		}
		o, err := c.Organizations.Update(ctx, made.ID, clerk.UpdateOrganizationParams{AdminDeleteEnabled: rest.Value(wanted.ValueBool())})
		return o, tf.At("admin_delete_enabled", err)
	}, func(ctx context.Context) (*clerk.Organization, error) {
		return logo.Save(ctx, c, made.ID, in)
	})
	if err == nil {
		return o, nil
	}
	return tf.Undo(ctx, o, func(ctx context.Context) error { return c.Organizations.Delete(ctx, made.ID) },
		tf.Note(fmt.Sprintf("The organization %s had been created; this was to set what Clerk takes only afterwards.", label(in.Plan).ValueString()), err))
}

// update changes an organization. Each endpoint is asked at most once.
func update(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.Organization, error) {
	tf.AsPlanned(untold(&in.Plan), untold(&in.State))
	id := in.State.ID.ValueString()
	o, err := tf.InTurn(ctx, (*clerk.Organization)(nil), func(ctx context.Context) (*clerk.Organization, error) {
		p := updateParams(in)
		if p == (clerk.UpdateOrganizationParams{}) {
			return nil, nil //nolint:nilnil // nothing is to be done
		}
		o, err := c.Organizations.Update(ctx, id, p)
		return o, outside(ctx, c, id, p.RoleSetKey.Or(""), blame(err, !p.RoleSetKey.IsZero()))
	}, func(ctx context.Context) (*clerk.Organization, error) {
		m := tf.ChangedMetadata(in.Config.Metadata, in.Plan.Metadata, in.State.Metadata)
		if m.IsZero() {
			return nil, nil //nolint:nilnil // nothing is to be done
		}
		return c.Organizations.ReplaceMetadata(ctx, id, m)
	}, func(ctx context.Context) (*clerk.Organization, error) {
		return logo.Save(ctx, c, id, in)
	})
	if o == nil && err == nil { // only the state changes
		return c.Organizations.Get(ctx, id)
	}
	return o, err
}
