package user

import (
	"cmp"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// filterModel are the arguments that choose users.
type filterModel struct {
	EmailAddresses     types.Set    `tfsdk:"email_addresses"`
	PhoneNumbers       types.Set    `tfsdk:"phone_numbers"`
	Usernames          types.Set    `tfsdk:"usernames"`
	Web3Wallets        types.Set    `tfsdk:"web3_wallets"`
	UserIDs            types.Set    `tfsdk:"user_ids"`
	ExternalIDs        types.Set    `tfsdk:"external_ids"`
	OrganizationIDs    types.Set    `tfsdk:"organization_ids"`
	Provider           types.String `tfsdk:"provider_name"`
	ProviderUserIDs    types.Set    `tfsdk:"provider_user_ids"`
	Query              types.String `tfsdk:"query"`
	EmailAddressQuery  types.String `tfsdk:"email_address_query"`
	PhoneNumberQuery   types.String `tfsdk:"phone_number_query"`
	UsernameQuery      types.String `tfsdk:"username_query"`
	NameQuery          types.String `tfsdk:"name_query"`
	Banned             types.Bool   `tfsdk:"banned"`
	CreatedAtBefore    types.String `tfsdk:"created_at_before"`
	CreatedAtAfter     types.String `tfsdk:"created_at_after"`
	LastActiveAtBefore types.String `tfsdk:"last_active_at_before"`
	LastActiveAtAfter  types.String `tfsdk:"last_active_at_after"`
	LastSignInAtBefore types.String `tfsdk:"last_sign_in_at_before"`
	LastSignInAtAfter  types.String `tfsdk:"last_sign_in_at_after"`
}

// filterArguments maps the fields of Clerk's query to arguments, where they differ.
var filterArguments = map[string]string{
	"email_address": "email_addresses", "phone_number": "phone_numbers", "username": "usernames",
	"web3_wallet": "web3_wallets", "user_id": "user_ids", "external_id": "external_ids",
	"organization_id": "organization_ids", "provider": "provider_name", "provider_user_id": "provider_user_ids",
}

// filterArgument finds the argument of one of Clerk's fields.
func filterArgument(param string) (path.Path, bool) {
	name := cmp.Or(filterArguments[param], param)
	_, ok := filterAttributes()[name]
	return path.Root(name), ok
}

func (m filterModel) filter() clerk.UserFilter {
	return clerk.UserFilter{
		EmailAddresses:     tf.Strings(m.EmailAddresses),
		PhoneNumbers:       tf.Strings(m.PhoneNumbers),
		Usernames:          tf.Strings(m.Usernames),
		Web3Wallets:        tf.Strings(m.Web3Wallets),
		UserIDs:            tf.Strings(m.UserIDs),
		ExternalIDs:        tf.Strings(m.ExternalIDs),
		OrganizationIDs:    tf.Strings(m.OrganizationIDs),
		Provider:           m.Provider.ValueString(),
		ProviderUserIDs:    tf.Strings(m.ProviderUserIDs),
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

func milliseconds(v types.String) *int64 {
	t, err := time.Parse(time.RFC3339, v.ValueString())
	if v.IsNull() || err != nil {
		return nil
	}
	ms := t.UnixMilli()
	return &ms
}

func filterAttributes() map[string]schema.Attribute {
	part := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Optional: true, MarkdownDescription: description, Validators: []validator.String{stringvalidator.LengthAtLeast(1)}}
	}
	instant := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Optional: true, MarkdownDescription: description + ", RFC 3339.", Validators: []validator.String{tf.Instant()}}
	}
	sign := " A `-` before a value excludes, a `+` includes."
	provider := part("OAuth provider, such as `oauth_google`: together with `provider_user_ids`, the users who have these accounts there.")
	provider.Validators = append(provider.Validators, stringvalidator.AlsoRequires(path.MatchRoot("provider_user_ids")))
	providerUserIDs := values("Ids of accounts at the provider, up to 100.")
	providerUserIDs.Validators = append(providerUserIDs.Validators, setvalidator.AlsoRequires(path.MatchRoot("provider_name")))
	return map[string]schema.Attribute{
		"email_addresses":        values("Users with one of these email addresses, up to 100."),
		"phone_numbers":          values("Users with one of these phone numbers, up to 100."),
		"usernames":              values("Users with one of these usernames, up to 100."),
		"web3_wallets":           values("Users with one of these wallets, up to 100."),
		"user_ids":               values("Users with one of these ids, up to 100." + sign),
		"external_ids":           values("Users with one of these external ids, up to 100." + sign),
		"organization_ids":       values("Members of one of these organizations, up to 100." + sign),
		"provider_name":          provider,
		"provider_user_ids":      providerUserIDs,
		"query":                  part("Part of an email address, phone number, username, wallet, id, first or last name."),
		"email_address_query":    part("Part of an email address, in any case."),
		"phone_number_query":     part("Part of a phone number."),
		"username_query":         part("Part of a username, in any case."),
		"name_query":             part("Part of a name, in any case."),
		"banned":                 schema.BoolAttribute{Optional: true, MarkdownDescription: "Whether the user is banned."},
		"created_at_before":      instant("Users who signed up before this time"),
		"created_at_after":       instant("Users who signed up after this time"),
		"last_active_at_before":  instant("Users whose last activity was before this time"),
		"last_active_at_after":   instant("Users whose last activity was after this time"),
		"last_sign_in_at_before": instant("Users whose last sign-in was before this time"),
		"last_sign_in_at_after":  instant("Users whose last sign-in was after this time"),
	}
}
