package clerk

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// UserFilter chooses users, as the query of GET /users does. Its zero value
// chooses all. Each list takes up to 100 values; those that match nobody are
// ignored. UserIDs, ExternalIDs and OrganizationIDs take a prefix + or -, which
// includes or excludes.
type UserFilter struct {
	EmailAddresses, PhoneNumbers, Usernames, Web3Wallets []string
	UserIDs, ExternalIDs, OrganizationIDs                []string
	// Provider, such as oauth_google, goes together with ProviderUserIDs.
	Provider        string
	ProviderUserIDs []string
	// Query matches addresses, numbers, names, wallets and ids in part; the
	// others match one field in part, ignoring case.
	Query, EmailAddressQuery, PhoneNumberQuery, UsernameQuery, NameQuery string
	Banned                                                               *bool
	// Times are Unix milliseconds.
	CreatedAtBefore, CreatedAtAfter       *int64
	LastActiveAtBefore, LastActiveAtAfter *int64
	LastSignInAtBefore, LastSignInAtAfter *int64
	// OrderBy is a field of the API's list with + or - before it; "" is
	// -created_at. It does not count.
	OrderBy string
}

func (f UserFilter) values() url.Values {
	q := url.Values{}
	for name, values := range map[string][]string{
		"email_address": f.EmailAddresses, "phone_number": f.PhoneNumbers, "username": f.Usernames,
		"web3_wallet": f.Web3Wallets, "user_id": f.UserIDs, "external_id": f.ExternalIDs,
		"organization_id": f.OrganizationIDs, "provider_user_id": f.ProviderUserIDs,
	} {
		if len(values) > 0 {
			q[name] = values
		}
	}
	for name, value := range map[string]string{
		"provider": f.Provider, "query": f.Query, "email_address_query": f.EmailAddressQuery,
		"phone_number_query": f.PhoneNumberQuery, "username_query": f.UsernameQuery, "name_query": f.NameQuery,
	} {
		if value != "" {
			q.Set(name, value)
		}
	}
	for name, value := range map[string]*int64{
		"created_at_before": f.CreatedAtBefore, "created_at_after": f.CreatedAtAfter,
		"last_active_at_before": f.LastActiveAtBefore, "last_active_at_after": f.LastActiveAtAfter,
		"last_sign_in_at_before": f.LastSignInAtBefore, "last_sign_in_at_after": f.LastSignInAtAfter,
	} {
		if value != nil {
			q.Set(name, strconv.FormatInt(*value, 10))
		}
	}
	if f.Banned != nil {
		q.Set("banned", strconv.FormatBool(*f.Banned))
	}
	return q
}

// List is GET /users, all pages. If the order is by created_at, pages are chosen by cursor, which misses nobody; otherwise by offset.
func (u *Users) List(ctx context.Context, f UserFilter) iter.Seq2[User, error] {
	q := f.values()
	next := func(user User) string { return user.ID }
	if f.OrderBy != "" {
		q.Set("order_by", f.OrderBy)
		if strings.TrimLeft(f.OrderBy, "+-") != "created_at" {
			next = nil
		}
	}
	return rest.Pages(ctx, u.transport(), []string{"users"}, q, next)
}

// Count is GET /users/count: the number of users that List would return.
func (u *Users) Count(ctx context.Context, f UserFilter) (int, error) {
	out, err := rest.One[struct {
		TotalCount int `json:"total_count"`
	}](ctx, u.transport(), rest.Call{Method: http.MethodGet, Path: []string{"users", "count"}, Query: f.values()})
	if err != nil {
		return 0, err
	}
	return out.TotalCount, nil
}
