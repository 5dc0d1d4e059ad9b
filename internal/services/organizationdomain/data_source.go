package organizationdomain

import (
	"context"
	"fmt"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewListDataSource is the data source clerk_organization_domains.
func NewListDataSource() datasource.DataSource { return all.DataSource() }

// filters are those of Clerk's lists.
var filters = attr.Filters{
	"organization_id": {Description: "Id of the organization, `org_…`. Without it, the domains of all organizations are listed.", Checks: []validator.String{attr.PathSegment(), attr.OrganizationID()}},
	"verified":        {Description: "Only domains that are verified, or only those that are not.", Flag: true},
	"enrollment_modes": {
		Description: "Only domains with one of these modes: `manual_invitation`, `automatic_invitation`, `automatic_suggestion` or `enterprise_sso`. A `-` before a mode excludes it.",
		Values:      true, Checks: []validator.String{stringvalidator.OneOf(append(excluded(modes), modes...)...)},
	},
	"domains":  {Description: "Only domains with one of these names, such as `example.com`, in lower case, up to 100.", Values: true, Checks: []validator.String{attr.DomainName()}},
	"query":    attr.FilterByText("Part of a name, in any case, or the id of an organization."),
	"order_by": attr.OrderBy("Order of the domains: `created_at` or `name`, with `-` before it for descending. Defaults to `-created_at`.", "created_at", "name"),
}

func excluded(modes []string) (all []string) {
	for _, mode := range modes {
		all = append(all, "-"+mode)
	}
	return all
}

// record is a domain as the data source shows it.
type record struct {
	model
	AffiliationEmailAddress types.String `tfsdk:"affiliation_email_address"`
	VerificationStrategy    types.String `tfsdk:"verification_strategy"`
	OwnershipStrategy       types.String `tfsdk:"ownership_verification_strategy"`
	TotalPendingInvitations types.Int64  `tfsdk:"total_pending_invitations"`
	TotalPendingSuggestions types.Int64  `tfsdk:"total_pending_suggestions"`
	CreatedAt               types.String `tfsdk:"created_at"`
	UpdatedAt               types.String `tfsdk:"updated_at"`
}

func strategy(v *clerk.DomainVerification) types.String {
	if !v.Verified() {
		return types.StringValue("")
	}
	return types.StringValue(v.Strategy)
}

var all = tf.ListOf[record, clerk.OrganizationDomain]{
	Type: "organization_domains", Items: "organization_domains", Noun: "organization domains",
	Description:      "Domains of one organization, or of all organizations of the instance, all of them or those that every given filter matches.",
	ItemsDescription: "The domains.",
	CountDescription: "How many domains `organization_domains` has.",
	Arguments:        attr.With(filters.Attributes(), map[string]schema.Attribute{"limit": attr.Limit("domains")}),
	Item: map[string]schema.Attribute{
		"organization_id":                 attr.Shown("Id of the organization, `org_…`."),
		"name":                            attr.Shown("The domain, such as `example.com`."),
		"enrollment_mode":                 attr.Shown("What happens to people with an email address of the domain: `manual_invitation`, `automatic_invitation`, `automatic_suggestion` or `enterprise_sso`."),
		"verified":                        attr.ShownFlag("Whether the organization is known to have to do with the domain."),
		"verification_strategy":           attr.Shown("How that was verified, such as `affiliation_email_code`; empty if it was not."),
		"affiliation_email_address":       attr.Shown("The email address of the domain that it was verified by; empty if there is none."),
		"ownership_verified":              attr.ShownFlag("Whether the organization is known to own the domain."),
		"ownership_verification_strategy": attr.Shown("How that was verified, such as `manual_override`; empty if it was not."),
		"total_pending_invitations":       attr.ShownNumber("How many people are invited because of the domain, and have not answered."),
		"total_pending_suggestions":       attr.ShownNumber("To how many people the organization is suggested because of the domain, who have not answered."),
		"id":                              attr.Shown("Id of the domain, `orgdmn_…`."),
		"created_at":                      attr.Shown("When the domain was created, RFC 3339."),
		"updated_at":                      attr.Shown("When the domain was last changed, RFC 3339."),
	},
	All: func(ctx context.Context, c *clerk.Client, q tf.Query) iter.Seq2[clerk.OrganizationDomain, error] {
		return tf.Limited(domains(ctx, c, q), q)
	},
	Record: func(d *clerk.OrganizationDomain) record {
		return record{
			model:                   newModel(d),
			AffiliationEmailAddress: tf.String(d.AffiliationEmailAddress),
			VerificationStrategy:    strategy(d.AffiliationVerification),
			OwnershipStrategy:       strategy(d.OwnershipVerification),
			TotalPendingInvitations: types.Int64Value(d.TotalPendingInvitations),
			TotalPendingSuggestions: types.Int64Value(d.TotalPendingSuggestions),
			CreatedAt:               tf.Time(d.CreatedAt),
			UpdatedAt:               tf.Time(d.UpdatedAt),
		}
	},
	Whose: func(q tf.Query) string {
		if id := q.String("organization_id"); id != "" {
			return fmt.Sprintf("organization %q", id)
		}
		return "the instance"
	},
}
