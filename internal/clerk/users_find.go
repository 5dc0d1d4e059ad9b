package clerk

import (
	"context"
	"errors"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// UserKey is a field that a user can be looked up by.
type UserKey string

// The keys, in the API's words.
const (
	ByEmailAddress UserKey = "email_address"
	ByPhoneNumber  UserKey = "phone_number"
	ByWeb3Wallet   UserKey = "web3_wallet"
	ByUsername     UserKey = "username"
	ByExternalID   UserKey = "external_id"
)

// userKeys says for each key how the list is filtered by it, which values of it a user has, and how two spellings of a value are
// made equal.
var userKeys = map[UserKey]struct {
	filter func(values []string) UserFilter
	has    func(*User) []string
	fold   func(string) string
}{
	ByEmailAddress: {func(v []string) UserFilter { return UserFilter{EmailAddresses: v} }, func(u *User) []string { return valuesOf(u.EmailAddresses) }, foldCase},
	ByPhoneNumber:  {func(v []string) UserFilter { return UserFilter{PhoneNumbers: v} }, func(u *User) []string { return valuesOf(u.PhoneNumbers) }, foldPhone},
	ByWeb3Wallet:   {func(v []string) UserFilter { return UserFilter{Web3Wallets: v} }, func(u *User) []string { return valuesOf(u.Web3Wallets) }, foldCase},
	ByUsername: {
		func(v []string) UserFilter { return UserFilter{Usernames: v} },
		func(u *User) []string { return valueOrNone(u.Username) }, foldCase,
	},
	ByExternalID: {
		// The API takes + and - before the value as operators, so that a value which
		// begins with one needs an explicit +.
		func(v []string) UserFilter {
			return UserFilter{ExternalIDs: rest.MapEach(v, func(id string) string { return "+" + id })}
		},
		func(u *User) []string { return valueOrNone(u.ExternalID) }, func(id string) string { return id },
	},
}

func valueOrNone(value *string) []string {
	if value == nil {
		return nil
	}
	return []string{*value}
}

// Find is GET /users for one value of a key. It returns several users if they have the same address, which is possible as long as
// it is not verified. Concurrent lookups share requests.
func (u *Users) Find(ctx context.Context, key UserKey, value string) ([]User, error) {
	users, err := u.finders[key].Get(ctx, value)
	if err != nil {
		return nil, err
	}
	return slices.Clone(*users), nil
}

func (u *Users) finder(key UserKey, disabled bool) *rest.Bulk[[]User] {
	k := userKeys[key]
	// byValue indexes users by their values of the key.
	byValue := func(users []User) map[string][]User {
		out := map[string][]User{}
		for _, user := range users {
			for _, value := range k.has(&user) {
				value = k.fold(value)
				out[value] = append(out[value], user)
			}
		}
		return out
	}
	find := func(ctx context.Context, f UserFilter) (map[string][]User, error) {
		users, err := rest.Collect(u.List(ctx, f))
		return byValue(users), err
	}
	b := &rest.Bulk[[]User]{
		Transport: u.transport(), Disabled: disabled, ListsOnly: true, Normalize: k.fold,
		Path: func(string) string { return "/users" },
		GetOne: func(ctx context.Context, value string) (*[]User, error) {
			users, err := rest.Collect(u.List(ctx, k.filter([]string{value})))
			return &users, err
		},
		Batch: func(ctx context.Context, values []string) (map[string][]User, error) {
			return find(ctx, k.filter(values))
		},
		Count:   u.countAll,
		ListAll: func(ctx context.Context) (map[string][]User, error) { return find(ctx, UserFilter{}) },
	}
	u.lookups = append(u.lookups, b)
	return b
}

// ErrNoOwner is returned by Owner if an address exists but no user in Clerk's list has it. Lists may lag.
var ErrNoOwner = errors.New("no user in Clerk's list has it")

// owner returns a bulk that finds the user of an address by the address's id. The API finds users only by an address's value,
// which several users may have, so this takes two requests: get, which is sent for each address, and a list, which is shared.
func (u *Users) owner(key UserKey, disabled bool, path string, get func(ctx context.Context, id string) (value string, err error), ids func(*User) []string) *rest.Bulk[User] {
	k := userKeys[key]
	holders := func(ctx context.Context, f UserFilter) (map[string]User, error) {
		users, err := rest.Collect(u.List(ctx, f))
		out := map[string]User{}
		for _, user := range users {
			for _, id := range ids(&user) {
				out[id] = user
			}
		}
		return out, err
	}
	b := &rest.Bulk[User]{
		Transport: u.transport(), Disabled: disabled, ListsOnly: true,
		Cost: func(ids []string) int { return 1 + len(ids) },
		Path: func(id string) string { return path + id },
		GetOne: func(ctx context.Context, id string) (*User, error) {
			value, err := get(ctx, id)
			if err != nil {
				return nil, err
			}
			found, err := holders(ctx, k.filter([]string{value}))
			user, ok := found[id]
			if err == nil && !ok {
				err = ErrNoOwner
			}
			return &user, err
		},
		Batch: func(ctx context.Context, ids []string) (map[string]User, error) {
			values := make([]string, len(ids))
			var gets errgroup.Group
			for n, id := range ids {
				gets.Go(func() (err error) {
					if values[n], err = get(ctx, id); rest.IsNotFound(err) {
						return nil // getOne reports it
					}
					return err
				})
			}
			if err := gets.Wait(); err != nil {
				return nil, err
			}
			if values = slices.DeleteFunc(values, func(v string) bool { return v == "" }); len(values) == 0 {
				return nil, nil // without a value, the list would not be filtered
			}
			return holders(ctx, k.filter(values))
		},
		Count:   u.countAll,
		ListAll: func(ctx context.Context) (map[string]User, error) { return holders(ctx, UserFilter{}) },
	}
	u.lookups = append(u.lookups, b)
	return b
}
