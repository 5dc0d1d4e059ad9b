package user

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

var (
	_ list.ListResourceWithConfigure = (*userResource)(nil)
	_ tf.Generator                   = (*userResource)(nil)
)

type queryModel struct {
	filterModel
	OrderBy        types.String `tfsdk:"order_by"`
	IncludePrivate types.Bool   `tfsdk:"include_private_metadata"`
}

// NewListResource is the list resource clerk_user.
func NewListResource() list.ListResource { return &userResource{} }

func (r *userResource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Users of the instance, all of them or those that every given filter matches.\n\n" +
			"Generated configuration has what a person would have written: secrets, `locked`, `created_at` and what Clerk does by itself are left out, and stay as they are. " +
			"Terraform writes null for arguments that Clerk does not return, such as those that end in `_wo`; these lines may go.\n\n" + attr.QueryNeeds,
		Attributes: attr.With(orderedFilters.ListAttributes(), map[string]schema.Attribute{"include_private_metadata": attr.ListPrivateMetadata("users")}),
	}
}

func (r *userResource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	config, ok := tf.ListConfig[queryModel](ctx, req, stream)
	if !ok {
		return
	}
	filter := config.filter()
	filter.OrderBy = config.OrderBy.ValueString()
	tf.List(ctx, req, stream, object, tf.Listing[model, clerk.User]{
		Objects: r.client.Users.List(ctx, filter),
		Name:    displayName,
		Adjust: func(m model) model {
			if !config.IncludePrivate.ValueBool() {
				m.PrivateMetadata = types.StringNull()
			}
			return m
		},
		Locate: filterArgument,
	})
}

// displayName is a name and what the user signs in with, as far as there are such.
func displayName(u *clerk.User) string {
	first := func(values []string) string {
		return append(values, "")[0]
	}
	name := strings.Join(strings.Fields(tf.String(u.FirstName).ValueString()+" "+tf.String(u.LastName).ValueString()), " ")
	handle := cmp.Or(u.PrimaryEmailAddress(), first(emailAddresses(u)), tf.String(u.Username).ValueString(),
		u.PrimaryPhoneNumber(), first(phoneNumbers(u)), tf.String(u.ExternalID).ValueString(), u.ID)
	if name = cmp.Or(name, tf.String(u.Username).ValueString(), handle); name == handle {
		return name
	}
	return fmt.Sprintf("%s (%s)", name, handle)
}

// GenerateConfig leaves out what Clerk does by itself, secrets, and a lock, which
// expires. What is left out stays as it is.
func (r *userResource) GenerateConfig(ctx context.Context, config *tfsdk.State) diag.Diagnostics {
	return tf.GenerateConfig(ctx, config, func(m model) model {
		m.EmailAddresses, m.PrimaryEmailAddress = worthWriting(m.EmailAddresses, m.PrimaryEmailAddress)
		m.PhoneNumbers, m.PrimaryPhoneNumber = worthWriting(m.PhoneNumbers, m.PrimaryPhoneNumber)
		m.Web3Wallets, m.PrimaryWeb3Wallet = worthWriting(m.Web3Wallets, m.PrimaryWeb3Wallet)
		for _, field := range []*types.String{&m.Username, &m.ExternalID, &m.FirstName, &m.LastName, &m.Locale} {
			*field = tf.OmitDefault("", *field)
		}
		m.PublicMetadata = tf.OmitDefault("{}", m.PublicMetadata)
		m.UnsafeMetadata = tf.OmitDefault("{}", m.UnsafeMetadata)
		m.PrivateMetadata, m.CreatedAt, m.Locked = types.StringNull(), types.StringNull(), types.BoolNull()
		m.Banned = tf.OmitDefaultBool(false, m.Banned)
		m.DeleteSelfEnabled = tf.OmitDefaultBool(true, m.DeleteSelfEnabled)
		m.CreateOrganizationEnabled = tf.OmitDefaultBool(true, m.CreateOrganizationEnabled)
		m.BypassClientTrust = tf.OmitDefaultBool(false, m.BypassClientTrust)
		return m
	})
}

// worthWriting are addresses, if there are any, and the primary one, if there is
// a choice.
func worthWriting(set types.Set, primary types.String) (types.Set, types.String) {
	switch len(set.Elements()) {
	case 0:
		return types.SetNull(types.StringType), types.StringNull()
	case 1:
		return set, types.StringNull()
	}
	return set, primary
}
