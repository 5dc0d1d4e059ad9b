package identifierlist

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	datasourceschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewAllowlistResource is the resource clerk_allowlist_identifier.
func NewAllowlistResource() resource.Resource { return allowlist.kind().Resource() }

// NewAllowlistListResource is the list resource clerk_allowlist_identifier.
func NewAllowlistListResource() list.ListResource { return allowlist.kind().ListResource() }

// NewAllowlistDataSource is the data source clerk_allowlist_identifiers.
func NewAllowlistDataSource() datasource.DataSource { return allowlist.dataSource() }

type allowed struct {
	model
	Notify       types.Bool   `tfsdk:"notify"`
	InvitationID types.String `tfsdk:"invitation_id"`
}

type allowedRecord struct {
	record
	InvitationID types.String `tfsdk:"invitation_id"`
}

var allowlist = &description[allowed, allowedRecord]{
	list: "allowlist", prefix: "alid_",
	forms: "An email address, all addresses of a domain as in `*@example.com`, a phone number in E.164 form or the address of a web3 wallet",
	about: "An entry of the allowlist: somebody who may sign up. The list is in force where the restrictions of the instance turn it on, and then nobody else can sign up: " +
		"an allowlist that is on and empty lets nobody in. Where both lists have the same identifier, and both are on, the allowlist takes precedence.\n\n" +
		"Clerk's free plan has no allowlist.",
	of:    func(c *clerk.Client) *clerk.IdentifierList { return c.Allowlist },
	model: func(m *allowed) *model { return &m.model },
	attributes: map[string]schema.Attribute{
		"notify": attr.Switch("Whether Clerk sends an invitation to the email address or the phone number. Defaults to `false`. It counts when the entry is created only; a change of it does nothing. " +
			"It is never sent twice: if the answer to the request is lost, the provider looks for the entry."),
		"invitation_id": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "Id of the invitation that `notify` has sent, `inv_…`; null without one. The invitation itself is not managed here: it stays when the entry is destroyed.",
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown(), attr.NullAtCreation(path.Root("notify"))},
		},
	},
	fill: func(m *allowed, l *clerk.ListedIdentifier) { m.InvitationID = invitation(l) },
	validate: func(config allowed, diags *diag.Diagnostics) {
		identifier := strings.TrimSpace(config.Identifier.ValueString())
		if config.Notify.ValueBool() && (strings.HasPrefix(identifier, "*") || strings.HasPrefix(strings.ToLower(identifier), "0x")) {
			diags.AddAttributeError(path.Root("notify"), "Nobody can be notified",
				"Clerk sends invitations to an email address or a phone number, and not to a whole domain or a web3 wallet. Leave notify out, or list the addresses one by one.")
		}
	},
	earlier: &tf.Foreign{}, // where notify is stored
	// Clerk's documents disagree about what happens without it.
	notify:     func(config allowed) rest.Optional[bool] { return rest.Value(config.Notify.ValueBool()) },
	record:     func(r *allowedRecord) *record { return &r.record },
	shown:      map[string]datasourceschema.Attribute{"invitation_id": attr.Shown("Id of the invitation that was sent with it, `inv_…`; null without one.")},
	fillRecord: func(r *allowedRecord, l *clerk.ListedIdentifier) { r.InvitationID = invitation(l) },
}

func invitation(l *clerk.ListedIdentifier) types.String {
	if l.InvitationID == "" {
		return types.StringNull()
	}
	return types.StringValue(l.InvitationID)
}
