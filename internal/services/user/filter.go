package user

import (
	"cmp"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

// filterModel are the arguments that choose users. Their values are sets in the
// data sources, and lists in the list resource, which can have no sets.
type filterModel struct {
	EmailAddresses     []types.String `tfsdk:"email_addresses"`
	PhoneNumbers       []types.String `tfsdk:"phone_numbers"`
	Usernames          []types.String `tfsdk:"usernames"`
	Web3Wallets        []types.String `tfsdk:"web3_wallets"`
	UserIDs            []types.String `tfsdk:"user_ids"`
	ExternalIDs        []types.String `tfsdk:"external_ids"`
	OrganizationIDs    []types.String `tfsdk:"organization_ids"`
	Provider           types.String   `tfsdk:"provider_name"`
	ProviderUserIDs    []types.String `tfsdk:"provider_user_ids"`
	Query              types.String   `tfsdk:"query"`
	EmailAddressQuery  types.String   `tfsdk:"email_address_query"`
	PhoneNumberQuery   types.String   `tfsdk:"phone_number_query"`
	UsernameQuery      types.String   `tfsdk:"username_query"`
	NameQuery          types.String   `tfsdk:"name_query"`
	Banned             types.Bool     `tfsdk:"banned"`
	CreatedAtBefore    types.String   `tfsdk:"created_at_before"`
	CreatedAtAfter     types.String   `tfsdk:"created_at_after"`
	LastActiveAtBefore types.String   `tfsdk:"last_active_at_before"`
	LastActiveAtAfter  types.String   `tfsdk:"last_active_at_after"`
	LastSignInAtBefore types.String   `tfsdk:"last_sign_in_at_before"`
	LastSignInAtAfter  types.String   `tfsdk:"last_sign_in_at_after"`
}

// filterFields maps the fields of Clerk's query to arguments, where they differ.
var filterFields = map[string]string{
	"email_address": "email_addresses", "phone_number": "phone_numbers", "username": "usernames",
	"web3_wallet": "web3_wallets", "user_id": "user_ids", "external_id": "external_ids",
	"organization_id": "organization_ids", "provider": "provider_name", "provider_user_id": "provider_user_ids",
}

// filterArgument finds the argument of one of Clerk's fields.
func filterArgument(param string) (path.Path, bool) {
	name := cmp.Or(filterFields[param], param)
	_, ok := filters[name]
	return path.Root(name), ok
}

func (m filterModel) filter() clerk.UserFilter {
	return clerk.UserFilter{
		EmailAddresses:     known(m.EmailAddresses),
		PhoneNumbers:       known(m.PhoneNumbers),
		Usernames:          known(m.Usernames),
		Web3Wallets:        known(m.Web3Wallets),
		UserIDs:            known(m.UserIDs),
		ExternalIDs:        known(m.ExternalIDs),
		OrganizationIDs:    known(m.OrganizationIDs),
		Provider:           m.Provider.ValueString(),
		ProviderUserIDs:    known(m.ProviderUserIDs),
		Query:              m.Query.ValueString(),
		EmailAddressQuery:  m.EmailAddressQuery.ValueString(),
		PhoneNumberQuery:   m.PhoneNumberQuery.ValueString(),
		UsernameQuery:      m.UsernameQuery.ValueString(),
		NameQuery:          m.NameQuery.ValueString(),
		Banned:             m.Banned.ValueBoolPointer(),
		CreatedAtBefore:    milliseconds(m.CreatedAtBefore),
		CreatedAtAfter:     milliseconds(m.CreatedAtAfter),
		LastActiveAtBefore: milliseconds(m.LastActiveAtBefore),
		LastActiveAtAfter:  milliseconds(m.LastActiveAtAfter),
		LastSignInAtBefore: milliseconds(m.LastSignInAtBefore),
		LastSignInAtAfter:  milliseconds(m.LastSignInAtAfter),
	}
}

// known are values in an order of their own.
func known(values []types.String) []string {
	var out []string
	for _, v := range values {
		if s := v.ValueString(); s != "" {
			out = append(out, s)
		}
	}
	slices.Sort(out)
	return out
}

func milliseconds(v types.String) *int64 {
	t, err := time.Parse(time.RFC3339, v.ValueString())
	if v.IsNull() || err != nil {
		return nil
	}
	ms := t.UnixMilli()
	return &ms
}
