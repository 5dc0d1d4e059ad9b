// Package organizationmetadata models some keys of an organization's metadata.
package organizationmetadata

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/services/metadata"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewResource is the resource clerk_organization_metadata.
func NewResource() resource.Resource { return kind.Resource() }

type model struct {
	OrganizationID  types.String `tfsdk:"organization_id"`
	PublicMetadata  types.String `tfsdk:"public_metadata"`
	PrivateMetadata types.String `tfsdk:"private_metadata"`
}

var kind = (&metadata.Description[model, clerk.Organization]{
	Noun: "organization", One: "an organization that", Browser: "its members' browsers", IDPrefix: "org_",
	Checks: []validator.String{attr.OrganizationID()},
	Fields: func(m *model) metadata.Fields {
		return metadata.Fields{ID: &m.OrganizationID, Public: &m.PublicMetadata, Private: &m.PrivateMetadata}
	},
	Has: func(o *clerk.Organization) (string, clerk.Metadata) {
		return o.ID, clerk.Metadata{Public: o.PublicMetadata, Private: o.PrivateMetadata}
	},
	Read: func(ctx context.Context, c *clerk.Client, id string) (*clerk.Organization, error) {
		return c.Organizations.Get(ctx, id)
	},
	Merge: func(ctx context.Context, c *clerk.Client, id string, m clerk.Metadata) (*clerk.Organization, error) {
		return c.Organizations.MergeMetadata(ctx, id, m)
	},
	Import: tf.ImportedOrganization,
}).Kind()
