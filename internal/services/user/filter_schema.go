package user

import (
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

var filters = func() attr.Filters {
	values, part := attr.FilterByValues, attr.FilterByText
	instant := func(description string) attr.Filter {
		return attr.Filter{Description: description + ", RFC 3339.", Checks: []validator.String{attr.Instant()}}
	}
	sign := " A `-` before a value excludes, a `+` includes."
	provider := part("OAuth provider, such as `oauth_google`: together with `provider_user_ids`, the users who have these accounts there.")
	provider.With = "provider_user_ids"
	providerUserIDs := values("Ids of accounts at the provider, up to 100.")
	providerUserIDs.With = "provider_name"
	return attr.Filters{
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
		"banned":                 {Description: "Whether the user is banned.", Flag: true},
		"created_at_before":      instant("Users who signed up before this time"),
		"created_at_after":       instant("Users who signed up after this time"),
		"last_active_at_before":  instant("Users whose last activity was before this time"),
		"last_active_at_after":   instant("Users whose last activity was after this time"),
		"last_sign_in_at_before": instant("Users whose last sign-in was before this time"),
		"last_sign_in_at_after":  instant("Users whose last sign-in was after this time"),
	}
}()

// orderedFilters are the filters of lists, which have an order.
var orderedFilters attr.Filters = attr.With(filters, attr.Filters{
	"order_by": attr.OrderBy("Order of the users: `created_at`, `updated_at`, `email_address`, `web3wallet`, `first_name`, `last_name`, `phone_number`, `username`, `last_active_at` or `last_sign_in_at`, "+
		"with `-` before it for descending. Defaults to `-created_at`. Only the orders by `created_at` miss nobody while users come and go.",
		"created_at", "updated_at", "email_address", "web3wallet", "first_name", "last_name", "phone_number", "username", "last_active_at", "last_sign_in_at"),
})
