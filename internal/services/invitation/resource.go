// Package invitation models invitations to sign up.
package invitation

import (
	"context"
	"errors"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	datasourceschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/list"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/services/invite"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewResource is the resource clerk_invitation.
func NewResource() resource.Resource { return kind.Resource() }

// NewListResource is the list resource clerk_invitation.
func NewListResource() list.ListResource { return kind.ListResource() }

// NewListDataSource is the data source clerk_invitations.
func NewListDataSource() datasource.DataSource { return all.DataSource() }

type model struct {
	invite.Model
	IgnoreExisting types.Bool   `tfsdk:"ignore_existing"`
	TemplateSlug   types.String `tfsdk:"template_slug"`
}

func answered(i *clerk.Invitation) invite.Invitation {
	return invite.Invitation{ID: i.ID, EmailAddress: i.EmailAddress, Status: i.Status, PublicMetadata: i.PublicMetadata, ExpiresAt: i.ExpiresAt}
}

const (
	prefix   = "inv_"
	metadata = "Metadata that the user will have, and that their browser can read"
)

var kind = tf.Kind[model, clerk.Invitation]{
	Object: tf.Object[model, *clerk.Invitation]{
		Noun: "invitation", Type: "invitation",
		Model: func(prior model, i *clerk.Invitation) model {
			return model{Model: invite.NewModel(prior.Model, answered(i))}
		},
		ID:    func(m model) types.String { return m.ID },
		Label: func(m model) types.String { return m.EmailAddress },
		Taken: func(m model, block string) string { return invite.IsPending(m.Model, "", block) },
	},
	IDPrefix: prefix,
	Schema: schema.Schema{
		MarkdownDescription: "An invitation to sign up, which Clerk sends to an email address when the resource is created.\n\n" +
			invite.Conduct + "\n\n" +
			"Destroying it revokes it if it is pending, and otherwise leaves it as it is: who has accepted it stays a user, and who is not invited any more can still sign up where the instance lets everybody. " +
			"Clerk allows 100 invitations an hour.",
		Attributes: attr.With(invite.Attributes("invitation", prefix, metadata), map[string]schema.Attribute{
			"ignore_existing": attr.Switch("Whether Clerk sends it also if another invitation of the address is pending, or a user has the address. Defaults to `false`." + invite.Once),
			"template_slug": schema.StringAttribute{
				Optional: true, WriteOnly: true,
				MarkdownDescription: "Which of the instance's templates the message is made of: `invitation` or `waitlist_invitation`. Defaults to `invitation`." + invite.Once + " Clerk never returns it.",
				Validators:          []validator.String{stringvalidator.OneOf("invitation", "waitlist_invitation")},
			},
		}),
	},
	Create: create,
	Read: func(ctx context.Context, c *clerk.Client, state model) (*clerk.Invitation, error) {
		i, err := c.Invitations.Get(ctx, state.ID.ValueString())
		return invite.Standing(i, err, func(i *clerk.Invitation) string { return i.Status })
	},
	Delete: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) error {
		if status := in.State.Status.ValueString(); status != invite.Pending && status != "" {
			return nil // Clerk may revoke one that has expired
		}
		return c.Invitations.Revoke(ctx, in.State.ID.ValueString())
	},
	Key: &tf.Key[clerk.Invitation]{
		Attribute: "email_address", Example: "ada@example.com",
		Find: func(ctx context.Context, c *clerk.Client, address string) (*clerk.Invitation, error) {
			return c.Invitations.Find(ctx, address)
		},
		ID: func(i *clerk.Invitation) string { return i.ID },
	},
	QuerySchema: &listschema.Schema{
		MarkdownDescription: "The pending invitations to sign up, or those that every given filter matches.",
		Attributes:          filters.ListAttributes(),
	},
	All: func(ctx context.Context, c *clerk.Client, q tf.Query) iter.Seq2[clerk.Invitation, error] {
		f := filter(q)
		if f.Status == "" {
			f.Status = invite.Pending // nobody manages what is over
		}
		return c.Invitations.List(ctx, f)
	},
	Written: func(m model) model {
		m.Model = m.Model.Written()
		return m
	},
}

func create(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.Invitation, error) {
	made, err := c.Invitations.Create(ctx, clerk.CreateInvitationParams{
		EmailAddress: in.Plan.EmailAddress.ValueString(), PublicMetadata: tf.RawJSON(in.Plan.PublicMetadata), RedirectURL: tf.SendIfSet(in.Config.RedirectURL),
		ExpiresInDays: in.Config.Days(), Notify: tf.SendFlag(in.Config.Notify), IgnoreExisting: tf.SendFlag(in.Config.IgnoreExisting), TemplateSlug: tf.SendIfSet(in.Config.TemplateSlug),
	})
	return made, blame(err)
}

// blame puts a refusal on the address, and says what to do if it is a user's.
func blame(err error) error {
	answer, ok := rest.AsError(err)
	switch {
	case ok && answer.Has("form_identifier_exists"):
		if taken := (*rest.Taken)(nil); errors.As(err, &taken) {
			err = taken.Err
		}
		return tf.At("email_address", tf.Hint("Nobody has to be invited who has signed up. Take the invitation out of the configuration, or set ignore_existing = true to send it all the same.", err))
	case ok && answer.Has("duplicate_record"), ok && answer.Has("not_allowed_access"):
		return tf.At("email_address", err)
	}
	return err
}

var filters = attr.Filters{
	"query":    attr.FilterByText("Part of an email address, or the id of an invitation."),
	"status":   invite.StatusFilter(),
	"order_by": attr.OrderBy("Order of the invitations: `created_at`, `email_address` or `expires_at`, with `-` before it for descending. Defaults to `-created_at`.", "created_at", "email_address", "expires_at"),
}

func filter(q tf.Query) clerk.InvitationFilter {
	return clerk.InvitationFilter{Query: q.String("query"), Status: q.String("status"), OrderBy: q.String("order_by")}
}

// record is an invitation as the data source shows it.
type record struct{ invite.Record }

var all = tf.ListOf[record, clerk.Invitation]{
	Type: "invitations", Items: "invitations", Noun: "invitations",
	Description: "Invitations to sign up, or those that every given filter matches. Those that somebody has revoked are among them only where `status` asks for them. " +
		"Those to organizations are not: `clerk_organization_invitations` has them.",
	ItemsDescription: "The invitations.",
	CountDescription: "How many invitations `invitations` has.",
	Arguments:        attr.With(filters.Attributes(), map[string]datasourceschema.Attribute{"limit": attr.Limit("invitations")}),
	Item:             invite.RecordAttributes(prefix, metadata),
	All: func(ctx context.Context, c *clerk.Client, q tf.Query) iter.Seq2[clerk.Invitation, error] {
		return tf.Limited(c.Invitations.List(ctx, filter(q)), q)
	},
	Record: func(i *clerk.Invitation) record {
		return record{invite.NewRecord(answered(i), i.CreatedAt, i.UpdatedAt)}
	},
}
