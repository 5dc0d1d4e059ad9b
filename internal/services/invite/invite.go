// Package invite has what invitations to an instance and invitations to an organization
// share. Clerk sends one when it is created; nothing changes it afterwards but its
// acceptance, its revocation and its expiry. So it is created once, and never again unless
// somebody has revoked it.
package invite

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	datasourceschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// Statuses of an invitation that the code asks for.
const (
	Pending = "pending"
	revoked = "revoked"
)

// Sentences of the documentation.
const (
	// Resent stands in the description of an argument that Clerk returns.
	Resent = " A change revokes the invitation and sends another one."
	// Once stands in that of a write-only argument.
	Once = " It counts when the invitation is sent only; a change of it does nothing."
	// Conduct is a part of the description of the resource.
	Conduct = "It is sent once. Clerk cannot change it, so a change of an argument revokes it and sends another one; the write-only arguments count when it is sent only, and a change of them does nothing. " +
		"An invitation that was accepted or has expired stays as it is. One that somebody has revoked is sent anew by the next apply, and the plan warns of that. " +
		"If the answer to the request that sends it is lost, the provider looks for the invitation, and does not send a second one."

	again = "As long as the configuration has it, the next apply sends a new invitation to the address. " +
		"To leave it at that, take the resource out of the configuration, or out of the state with terraform state rm."
)

// Model is what the models of both resources have.
type Model struct {
	EmailAddress   types.String `tfsdk:"email_address"`
	PublicMetadata types.String `tfsdk:"public_metadata"`
	Notify         types.Bool   `tfsdk:"notify"`
	RedirectURL    types.String `tfsdk:"redirect_url"`
	ExpiresInDays  types.Int64  `tfsdk:"expires_in_days"`
	ID             types.String `tfsdk:"id"`
	Status         types.String `tfsdk:"status"`
	ExpiresAt      types.String `tfsdk:"expires_at"`
}

// Imported reports whether the model is of a state that an import has made, which brings
// everything: it has no address yet.
func (m Model) Imported() bool { return m.EmailAddress.IsNull() }

// Invitation is what Clerk answers of either.
type Invitation struct {
	ID, EmailAddress, Status string
	PublicMetadata           json.RawMessage
	ExpiresAt                *int64
}

// NewModel reads an invitation.
func NewModel(prior Model, i Invitation) Model {
	metadata := tf.ReadMetadata(tf.Metadata{PublicMetadata: prior.PublicMetadata}, prior.Imported(), i.PublicMetadata, nil)
	m := Model{
		EmailAddress:   tf.PreferPrior(prior.EmailAddress, types.StringValue(i.EmailAddress), attr.SameAddress),
		PublicMetadata: metadata.PublicMetadata,
		ID:             types.StringValue(i.ID),
		Status:         types.StringValue(i.Status),
		ExpiresAt:      tf.OptionalTime(i.ExpiresAt),
	}
	if !prior.Imported() {
		tf.KeepNull(tf.Untold{Objects: []*types.String{&prior.PublicMetadata}}, tf.Untold{Objects: []*types.String{&m.PublicMetadata}})
	}
	return m
}

// Written leaves out what a person would not have written.
func (m Model) Written() Model {
	m.PublicMetadata = tf.OmitDefault("{}", m.PublicMetadata)
	return m
}

// Days are those until the invitation expires, if the configuration says so.
func (m Model) Days() (field rest.Optional[int64]) {
	if m.ExpiresInDays.IsNull() {
		return field
	}
	return rest.Value(m.ExpiresInDays.ValueInt64())
}

// Attributes are those of Model. The public metadata is described by what it becomes.
func Attributes(noun, prefix, publicMetadata string) map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"email_address":   attr.ImmutableAddress("The address that is invited. Upper and lower case do not matter."+Resent, attr.EmailAddress()),
		"public_metadata": Metadata(publicMetadata, false),
		"notify":          attr.Switch("Whether Clerk sends a message to the address. Defaults to `true`; with `false`, somebody has to hand on the link." + Once),
		"redirect_url": schema.StringAttribute{
			Optional: true, WriteOnly: true,
			MarkdownDescription: "URL of a page of the application's own where people accept the invitation. Defaults to Clerk's page." + Once + " Clerk never returns it.",
			Validators:          []validator.String{attr.URL()},
		},
		"expires_in_days": schema.Int64Attribute{
			Optional: true, WriteOnly: true,
			MarkdownDescription: "Days until the invitation expires, 1 to 365. Defaults to 30." + Once + " `expires_at` says what came of it.",
			Validators:          []validator.Int64{int64validator.Between(1, 365)},
		},
		"id":         attr.ID(noun, prefix),
		"status":     computed("`pending`, `accepted` or `expired`. A change of it is no drift, and plans nothing."),
		"expires_at": computed("When the invitation expires, RFC 3339; null if never."),
	}
}

// computed is an attribute that Clerk alone sets.
func computed(description string) schema.StringAttribute {
	return schema.StringAttribute{
		Computed: true, MarkdownDescription: description,
		PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

// Metadata is a metadata field of what an invitation leads to. Omitted, it is left as it
// is; what is not there, and is then mentioned as empty, is no change.
func Metadata(description string, sensitive bool) schema.StringAttribute {
	a := attr.MetadataField(description)
	a.Sensitive = sensitive
	a.MarkdownDescription = description + ". A JSON object of at most 8 KB, best written with `jsonencode`; it is compared by value." + Resent
	a.PlanModifiers = append(a.PlanModifiers, stringplanmodifier.RequiresReplaceIf(
		func(_ context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
			empty := req.StateValue.IsNull() && attr.SameJSON(req.PlanValue.ValueString(), "{}")
			resp.RequiresReplace = !req.ConfigValue.IsNull() && !empty
		}, "A change sends another invitation.", "A change sends another invitation."))
	return a
}

// Standing is what a read has found, unless it counts for nothing any more: somebody has
// revoked it, or it does not exist.
func Standing[T any](i *T, err error, status func(*T) string) (*T, error) {
	switch {
	case rest.IsNotFound(err):
		return nil, tf.Gone("does not exist any more", again, err)
	case err == nil && status(i) == revoked:
		return nil, tf.Gone("was revoked outside Terraform", again, nil)
	}
	return i, err
}

// IsPending says what to do about an invitation that is pending already, to the
// organization, say.
func IsPending(m Model, to, block string) string {
	return fmt.Sprintf("An invitation of %s%s is pending, and Clerk allows one at a time. If no resource manages it yet, import it in place of sending another, with the name of this resource:\n\n%s\n\n"+
		"Otherwise revoke it: a resource of this configuration that is destroyed may do so in the same apply. One that is replaced can only be destroyed first: take create_before_destroy out of it.",
		m.EmailAddress.ValueString(), to, block)
}

var isStatus = []validator.String{stringvalidator.OneOf(Pending, "accepted", revoked, "expired")}

// StatusFilter chooses invitations by their status.
func StatusFilter() attr.Filter {
	return attr.Filter{Description: "Only invitations of this status: `pending`, `accepted`, `revoked` or `expired`.", Checks: isStatus}
}

// StatusesFilter chooses invitations by several statuses. The description says what is chosen without it.
func StatusesFilter(without string) attr.Filter {
	return attr.Filter{Description: "Only invitations of one of these statuses: `pending`, `accepted`, `revoked`, `expired`. " + without, Checks: isStatus, Values: true}
}

// Record is what the records of both data sources have.
type Record struct {
	EmailAddress   types.String `tfsdk:"email_address"`
	PublicMetadata types.String `tfsdk:"public_metadata"`
	ID             types.String `tfsdk:"id"`
	Status         types.String `tfsdk:"status"`
	ExpiresAt      types.String `tfsdk:"expires_at"`
	CreatedAt      types.String `tfsdk:"created_at"`
	UpdatedAt      types.String `tfsdk:"updated_at"`
}

// NewRecord reads an invitation, which was made and changed at these times.
func NewRecord(i Invitation, created, updated int64) Record {
	return Record{
		EmailAddress: types.StringValue(i.EmailAddress), PublicMetadata: tf.JSON(i.PublicMetadata), ID: types.StringValue(i.ID), Status: types.StringValue(i.Status),
		ExpiresAt: tf.OptionalTime(i.ExpiresAt), CreatedAt: tf.Time(created), UpdatedAt: tf.Time(updated),
	}
}

// RecordAttributes are those of Record.
func RecordAttributes(prefix, publicMetadata string) map[string]datasourceschema.Attribute {
	return map[string]datasourceschema.Attribute{
		"email_address":   attr.Shown("The address that was invited."),
		"public_metadata": attr.Shown(publicMetadata + ", a JSON object; read it with `jsondecode`."),
		"id":              attr.Shown(fmt.Sprintf("Id of the invitation, `%s…`.", prefix)),
		"status":          attr.Shown("`pending`, `accepted`, `revoked` or `expired`."),
		"expires_at":      attr.Shown("When the invitation expires, RFC 3339; null if never."),
		"created_at":      attr.Shown("When the invitation was sent, RFC 3339."),
		"updated_at":      attr.Shown("When the invitation was last changed, RFC 3339."),
	}
}
