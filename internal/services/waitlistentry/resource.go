// Package waitlistentry models the waitlist of an instance: who waits to be invited to sign
// up.
package waitlistentry

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/list"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewResource is the resource clerk_waitlist_entry.
func NewResource() resource.Resource { return kind.Resource() }

// NewListResource is the list resource clerk_waitlist_entry.
func NewListResource() list.ListResource { return kind.ListResource() }

type model struct {
	ID           types.String `tfsdk:"id"`
	EmailAddress types.String `tfsdk:"email_address"`
	Notify       types.Bool   `tfsdk:"notify"`
	Status       types.String `tfsdk:"status"`
}

const (
	noun    = "waitlist entry"
	prefix  = "waitlist_"
	pending = "pending"

	again = "As long as the configuration has it, the next apply puts the address on the waitlist again, and confirms it with a message unless notify is false. " +
		"To leave it at that, take the resource out of the configuration, or out of the state with terraform state rm."
)

var kind = tf.Kind[model, clerk.WaitlistEntry]{
	Object: tf.Object[model, *clerk.WaitlistEntry]{
		Noun: noun, Type: "waitlist_entry",
		Model: func(prior model, e *clerk.WaitlistEntry) model {
			return model{
				ID:           types.StringValue(e.ID),
				EmailAddress: tf.PreferPrior(prior.EmailAddress, types.StringValue(e.EmailAddress), attr.SameAddress),
				Status:       types.StringValue(e.Status),
			}
		},
		ID:    func(m model) types.String { return m.ID },
		Label: func(m model) types.String { return m.EmailAddress },
		Taken: isThere,
	},
	IDPrefix: prefix,
	Schema: schema.Schema{
		MarkdownDescription: "An email address on the waitlist of the instance: somebody who waits to be invited to sign up. The actions `clerk_waitlist_entry_invite` and `clerk_waitlist_entry_reject` decide.\n\n" +
			"Clerk has one entry for an address. One that is there already, because somebody has joined the waitlist on their own, is not taken over: creating it again is an error that says how to import it. " +
			"An entry that was invited or rejected, or whose owner has signed up, stays as it is. One that somebody has deleted is created anew by the next apply, and the plan warns of that. " +
			"If the answer to the request that sends a confirmation is lost, the provider looks for the entry, and does not send a second one.\n\n" +
			"Destroying it deletes it. Clerk deletes pending entries only; another one stays, and a warning says so.",
		Attributes: map[string]schema.Attribute{
			"email_address": attr.ImmutableAddress("The address that waits. Upper and lower case do not matter. Clerk cannot change it, so a change deletes the entry and creates another one.", attr.EmailAddress()),
			"notify":        attr.Switch("Whether Clerk sends a confirmation to the address. Defaults to `true`. It counts when the entry is created only; a change of it does nothing."),
			"id":            attr.ID(noun, prefix),
			"status": schema.StringAttribute{
				Computed: true, MarkdownDescription: statuses + " A change of it is no drift, and plans nothing.",
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
		},
	},
	Create: func(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.WaitlistEntry, error) {
		made, err := c.WaitlistEntries.Create(ctx, clerk.CreateWaitlistEntryParams{
			EmailAddress: strings.TrimSpace(in.Plan.EmailAddress.ValueString()), Notify: tf.SendFlag(in.Config.Notify),
		})
		if taken := (*rest.Taken)(nil); errors.As(err, &taken) {
			err = tf.At("email_address", err)
		}
		return made, err
	},
	Read: func(ctx context.Context, c *clerk.Client, state model) (*clerk.WaitlistEntry, error) {
		e, err := c.WaitlistEntries.Get(ctx, state.ID.ValueString())
		if rest.IsNotFound(err) {
			return nil, tf.Gone("does not exist any more", again, err)
		}
		return e, err
	},
	Delete: remove,
	Key: &tf.Key[clerk.WaitlistEntry]{
		Attribute: "email_address", Example: "ada@example.com",
		Find: func(ctx context.Context, c *clerk.Client, value string) (*clerk.WaitlistEntry, error) {
			if !strings.Contains(value, "@") { // an id, however it begins: Clerk's documents have an example only
				return c.WaitlistEntries.Get(ctx, value)
			}
			return c.WaitlistEntries.Find(ctx, value)
		},
		ID: func(e *clerk.WaitlistEntry) string { return e.ID },
	},
	QuerySchema: &listschema.Schema{
		MarkdownDescription: "The pending entries of the waitlist, or those that every given filter matches.",
		Attributes:          filters.ListAttributes(),
	},
	All: func(ctx context.Context, c *clerk.Client, q tf.Query) iter.Seq2[clerk.WaitlistEntry, error] {
		f := filter(q)
		if f.Status == "" {
			f.Status = pending // nobody manages what is decided
		}
		return c.WaitlistEntries.List(ctx, f)
	},
}

const statuses = "`pending`, `invited`, `rejected`, or `completed` once an invited person has signed up."

var filters = attr.Filters{
	"query": attr.FilterByText("Part of an email address, or the id of an entry."),
	"status": attr.Filter{
		Description: "Only entries of this status: `pending`, `invited`, `rejected` or `completed`.",
		Checks:      []validator.String{stringvalidator.OneOf(pending, clerk.WaitlistInvited, clerk.WaitlistRejected, clerk.WaitlistCompleted)},
	},
	"order_by": attr.OrderBy("Order of the entries: `created_at`, `email_address` or `invited_at`, with `-` before it for descending. Defaults to `-created_at`.", "created_at", "email_address", "invited_at"),
}

func filter(q tf.Query) clerk.WaitlistFilter {
	return clerk.WaitlistFilter{Query: q.String("query"), Status: q.String("status"), OrderBy: q.String("order_by")}
}

// isThere says what to do about an entry that the address has already.
func isThere(m model, block string) string {
	return fmt.Sprintf("%s is on the waitlist, and Clerk has one entry for an address. If no resource manages the entry yet, import it in place of creating another, with the name of this resource:\n\n%s\n\n"+
		"Otherwise delete it: a resource of this configuration that is destroyed may do so in the same apply. One that is replaced can only be destroyed first: take create_before_destroy out of it.",
		m.EmailAddress.ValueString(), block)
}

// remove deletes a pending entry. Another one that Clerk keeps leaves the state, or no
// destroy would come to its end.
func remove(ctx context.Context, c *clerk.Client, in tf.Input[model]) error {
	err := c.WaitlistEntries.Delete(ctx, in.State.ID.ValueString())
	var not *clerk.NotPending
	if !errors.As(err, &not) {
		return err
	}
	in.Diags.AddWarning(fmt.Sprintf("The %s %q stays in Clerk", noun, in.State.EmailAddress.ValueString()),
		fmt.Sprintf("Its status is %s, and Clerk deletes pending entries only. Terraform manages it no longer.\n\nWhat Clerk answered: %s", not.Status, tf.Sentence(not.Error())))
	return nil
}
