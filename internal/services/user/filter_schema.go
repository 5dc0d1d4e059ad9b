package user

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// filter is an argument that chooses users.
type filter struct {
	description string
	flag        bool               // true or false
	values      bool               // several exact values, of which Clerk takes a hundred
	checks      []validator.String // of each value
	with        string             // the argument without which it means nothing
}

var filters = func() map[string]filter {
	notEmpty := []validator.String{stringvalidator.LengthAtLeast(1)}
	values := func(description string) filter {
		return filter{description: description, values: true, checks: notEmpty}
	}
	part := func(description string) filter {
		return filter{description: description, checks: notEmpty}
	}
	instant := func(description string) filter {
		return filter{description: description + ", RFC 3339.", checks: []validator.String{tf.Instant()}}
	}
	sign := " A `-` before a value excludes, a `+` includes."
	provider := part("OAuth provider, such as `oauth_google`: together with `provider_user_ids`, the users who have these accounts there.")
	provider.with = "provider_user_ids"
	providerUserIDs := values("Ids of accounts at the provider, up to 100.")
	providerUserIDs.with = "provider_name"
	return map[string]filter{
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
		"banned":                 {description: "Whether the user is banned.", flag: true},
		"created_at_before":      instant("Users who signed up before this time"),
		"created_at_after":       instant("Users who signed up after this time"),
		"last_active_at_before":  instant("Users whose last activity was before this time"),
		"last_active_at_after":   instant("Users whose last activity was after this time"),
		"last_sign_in_at_before": instant("Users whose last sign-in was before this time"),
		"last_sign_in_at_after":  instant("Users whose last sign-in was after this time"),
	}
}()

// orderBy is the argument that orders the users.
var orderBy = filter{
	description: "Order of the users: `created_at`, `updated_at`, `email_address`, `web3wallet`, `first_name`, `last_name`, `phone_number`, `username`, `last_active_at` or `last_sign_in_at`, " +
		"with `-` before it for descending. Defaults to `-created_at`. Only the orders by `created_at` miss nobody while users come and go.",
	checks: []validator.String{stringvalidator.OneOf(orders()...)},
}

func orders() []string {
	var out []string
	for _, field := range []string{
		"created_at", "updated_at", "email_address", "web3wallet", "first_name", "last_name",
		"phone_number", "username", "last_active_at", "last_sign_in_at",
	} {
		out = append(out, field, "+"+field, "-"+field)
	}
	return out
}

// attribute is the filter in a data source.
func (f filter) attribute() schema.Attribute {
	switch {
	case f.flag:
		return schema.BoolAttribute{Optional: true, MarkdownDescription: f.description}
	case f.values:
		checks := []validator.Set{setvalidator.SizeBetween(1, 100), tf.NoNulls(), setvalidator.ValueStringsAre(f.checks...)}
		if f.with != "" {
			checks = append(checks, setvalidator.AlsoRequires(path.MatchRoot(f.with)))
		}
		return schema.SetAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: f.description, Validators: checks}
	}
	return schema.StringAttribute{Optional: true, MarkdownDescription: f.description, Validators: f.single()}
}

// listAttribute is the filter in the list resource.
func (f filter) listAttribute() listschema.Attribute {
	switch {
	case f.flag:
		return listschema.BoolAttribute{Optional: true, MarkdownDescription: f.description}
	case f.values:
		checks := []validator.List{listvalidator.SizeBetween(1, 100), tf.NoNulls(), listvalidator.ValueStringsAre(f.checks...)}
		if f.with != "" {
			checks = append(checks, listvalidator.AlsoRequires(path.MatchRoot(f.with)))
		}
		return listschema.ListAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: f.description, Validators: checks}
	}
	return listschema.StringAttribute{Optional: true, MarkdownDescription: f.description, Validators: f.single()}
}

func (f filter) single() []validator.String {
	if f.with == "" {
		return f.checks
	}
	return append([]validator.String{stringvalidator.AlsoRequires(path.MatchRoot(f.with))}, f.checks...)
}

func filterAttributes() map[string]schema.Attribute {
	a := map[string]schema.Attribute{}
	for name, f := range filters {
		a[name] = f.attribute()
	}
	return a
}
