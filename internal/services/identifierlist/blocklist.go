package identifierlist

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

// NewBlocklistResource is the resource clerk_blocklist_identifier.
func NewBlocklistResource() resource.Resource { return blocklist.kind().Resource() }

// NewBlocklistListResource is the list resource clerk_blocklist_identifier.
func NewBlocklistListResource() list.ListResource { return blocklist.kind().ListResource() }

// NewBlocklistDataSource is the data source clerk_blocklist_identifiers.
func NewBlocklistDataSource() datasource.DataSource { return blocklist.dataSource() }

var blocklist = &description[model, record]{
	list: "blocklist", prefix: "blid_",
	forms: "An email address, all addresses of a domain as in `*@example.com`, all addresses below a domain as in `*@*.example.com`, " +
		"a phone number in E.164 form or the address of a web3 wallet",
	about: "An entry of the blocklist: somebody who may not sign up. The list is in force where the restrictions of the instance turn it on. " +
		"An email address is blocked with all its subaddresses, such as `ada+anything@example.com`. " +
		"Where both lists have the same identifier, and both are on, the allowlist takes precedence.\n\n" +
		"Clerk's free plan has no blocklist.",
	of:     func(c *clerk.Client) *clerk.IdentifierList { return c.Blocklist },
	model:  func(m *model) *model { return m },
	record: func(r *record) *record { return r },
}
