package user

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// organization is the organization of a membership or an invitation.
type organization struct {
	ID   types.String `tfsdk:"id"`
	Name types.String `tfsdk:"name"`
	Slug types.String `tfsdk:"slug"`
}

func newOrganization(o clerk.OrganizationData) organization {
	return organization{types.StringValue(o.ID), types.StringValue(o.Name), types.StringValue(o.Slug)}
}

func organizationAttribute() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		Computed:            true,
		MarkdownDescription: "The organization.",
		Attributes: map[string]schema.Attribute{
			"id":   attr.Shown("Id of the organization, `org_…`."),
			"name": attr.Shown("Name of the organization."),
			"slug": attr.Shown("Slug of the organization; empty if the instance has none."),
		},
	}
}

// atUser says that it is the fault of user_id if there is no such user.
func atUser(err error) error {
	if rest.IsNotFound(err) {
		return tf.At("user_id", err)
	}
	return err
}
