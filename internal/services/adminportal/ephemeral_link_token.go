// Package adminportal models the tokens with which an IT administrator of a customer opens the admin portal.
package adminportal

import (
	"context"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// NewLinkTokenEphemeralResource is the ephemeral resource clerk_admin_portal_link_token.
func NewLinkTokenEphemeralResource() ephemeral.EphemeralResource { return token.EphemeralResource() }

type model struct {
	OrganizationID         types.String `tfsdk:"organization_id"`
	ITContactID            types.String `tfsdk:"it_contact_id"`
	Scopes                 types.Set    `tfsdk:"scopes"`
	SecondsUntilExpiration types.Int64  `tfsdk:"seconds_until_expiration"`
	RevokeOnClose          types.Bool   `tfsdk:"revoke_on_close"`
	ID                     types.String `tfsdk:"id"`
	Token                  types.String `tfsdk:"token"`
	Expiration             types.String `tfsdk:"expiration"`
}

// longest is the most seconds for which Clerk makes a token.
const longest = 86400

var token = tf.Ephemeral[model]{
	Type: "admin_portal_link_token",
	Schema: schema.Schema{
		MarkdownDescription: "A token with which an IT administrator of a customer opens the admin portal, once: to set up single sign-on, for example. " +
			"It is revoked when Terraform is done with it.\n\n" +
			attr.OpensAnew + " The token of a plan is not that of the apply.\n\n" + attr.LeftOpen,
		Attributes: map[string]schema.Attribute{
			"organization_id": schema.StringAttribute{
				Optional: true, MarkdownDescription: "Id of the organization, `org_…`, whose portal it is. Omit it for a link that is not that of an organization which exists.",
				Validators: []validator.String{attr.OrganizationID()},
			},
			"it_contact_id": schema.StringAttribute{
				Optional: true, MarkdownDescription: "Whom the link is for: any text by which you know the IT administrator. Clerk keeps it with the token.",
				Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"scopes": schema.SetAttribute{
				Optional: true, ElementType: types.StringType, MarkdownDescription: "What the token is good for, such as `admin_portal:read`.",
				Validators: []validator.Set{attr.NoNulls(), setvalidator.ValueStringsAre(stringvalidator.LengthAtLeast(1))},
			},
			"seconds_until_expiration": schema.Int64Attribute{
				Optional: true, MarkdownDescription: "Seconds for which the token is valid, 1 to 86400. Clerk's default is 3600, an hour.",
				Validators: []validator.Int64{int64validator.Between(1, longest)},
			},
			"revoke_on_close": schema.BoolAttribute{
				Optional: true,
				MarkdownDescription: "Whether the token is revoked when Terraform is done with it. Defaults to `true`. " +
					"Use `false` for a token that is handed on, through a write-only argument for example; each plan and each apply then leaves one behind.",
			},
			"id":         schema.StringAttribute{Computed: true, MarkdownDescription: "Id of the token, `aplt_…`."},
			"token":      schema.StringAttribute{Computed: true, Sensitive: true, MarkdownDescription: "The token. It stands in the URL of the portal, and whoever has it can open the portal."},
			"expiration": schema.StringAttribute{Computed: true, MarkdownDescription: "When the token expires, RFC 3339; null if never."},
		},
	},
	Doing: "create a link token of the admin portal",
	Open:  open,
	Noun:  "link token of the admin portal",
	Revoke: func(ctx context.Context, c *clerk.Client, id string) error {
		return c.AdminPortalLinkTokens.Revoke(ctx, id)
	},
}

func open(ctx context.Context, c *clerk.Client, m model) (model, string, error) {
	p := clerk.CreateAdminPortalLinkTokenParams{OrganizationID: tf.SendIfSet(m.OrganizationID), ITContactID: tf.SendIfSet(m.ITContactID)}
	if !m.Scopes.IsNull() {
		p.Scopes = rest.Value(attr.Strings(m.Scopes))
	}
	if !m.SecondsUntilExpiration.IsNull() {
		p.SecondsUntilExpiration = rest.Value(m.SecondsUntilExpiration.ValueInt64())
	}
	issued, err := c.AdminPortalLinkTokens.Create(ctx, p)
	if err != nil {
		if answer, ok := rest.AsError(err); ok && answer.Status == http.StatusConflict {
			err = tf.Hint("Another token for the same organization or IT administrator may be there. Revoke it, or wait until it expires.", err)
		}
		return m, "", err
	}
	m.ID, m.Token, m.Expiration = types.StringValue(issued.ID), types.StringValue(issued.Token), tf.OptionalTime(issued.Expiration)
	return m, tf.Revocable(m.RevokeOnClose, issued.ID), nil
}
