package clerk

import (
	"context"
	"errors"
	"slices"

	"golang.org/x/sync/errgroup"
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

// userKeys says of each key how the list is asked for it, what a user has of it, and
// the one spelling of a value.
var userKeys = map[UserKey]struct {
	filter  func(values []string) UserFilter
	has     func(*User) []string
	spelled func(string) string
}{
	ByEmailAddress: {func(v []string) UserFilter { return UserFilter{EmailAddresses: v} }, func(u *User) []string { return valuesOf(u.EmailAddresses) }, spelling},
	ByPhoneNumber:  {func(v []string) UserFilter { return UserFilter{PhoneNumbers: v} }, func(u *User) []string { return valuesOf(u.PhoneNumbers) }, digits},
	ByWeb3Wallet:   {func(v []string) UserFilter { return UserFilter{Web3Wallets: v} }, func(u *User) []string { return valuesOf(u.Web3Wallets) }, spelling},
	ByUsername: {
		func(v []string) UserFilter { return UserFilter{Usernames: v} },
		func(u *User) []string { return given(u.Username) }, spelling,
	},
	ByExternalID: {
		// The API takes + and - before the value as operators, so that a value which
		// begins with one needs an explicit +.
		func(v []string) UserFilter {
			return UserFilter{ExternalIDs: each(v, func(id string) string { return "+" + id })}
		},
		func(u *User) []string { return given(u.ExternalID) }, func(id string) string { return id },
	},
}

func given(value *string) []string {
	if value == nil {
		return nil
	}
	return []string{*value}
}

// Find is GET /users for one value of a key: nobody, somebody, or several, who may have
// the same address while it is not verified. Lookups that come together share requests.
func (u *Users) Find(ctx context.Context, key UserKey, value string) ([]User, error) {
	users, err := u.finders[key].get(ctx, value)
	if err != nil {
		return nil, err
	}
	return slices.Clone(*users), nil
}

func (u *Users) finder(key UserKey, off bool) *bulk[[]User] {
	k := userKeys[key]
	// by are users by what they have of the key.
	by := func(users []User) map[string][]User {
		out := map[string][]User{}
		for _, user := range users {
			for _, value := range k.has(&user) {
				value = k.spelled(value)
				out[value] = append(out[value], user)
			}
		}
		return out
	}
	find := func(ctx context.Context, f UserFilter) (map[string][]User, error) {
		users, err := Collect(u.List(ctx, f))
		return by(users), err
	}
	b := &bulk[[]User]{
		gate: u.t.gate, off: off, lookup: true, spelled: k.spelled,
		path: func(string) string { return "/users" },
		alone: func(ctx context.Context, value string) (*[]User, error) {
			users, err := Collect(u.List(ctx, k.filter([]string{value})))
			return &users, err
		},
		batch: func(ctx context.Context, values []string) (map[string][]User, error) {
			return find(ctx, k.filter(values))
		},
		count: u.countAll,
		all:   func(ctx context.Context) (map[string][]User, error) { return find(ctx, UserFilter{}) },
	}
	u.lookups = append(u.lookups, b)
	return b
}

// ErrNoOwner is the error of looking up whose an address is that exists, and that no
// list shows anybody to have. Lists may lag.
var ErrNoOwner = errors.New("no user in Clerk's list has it")

// owner looks up whose an address is by its id. The API leads from an address to its
// user by its value only, which several users may have, so this takes two requests.
// The first, get, is of each address alone; the second is shared.
func (u *Users) owner(key UserKey, off bool, path string, get func(ctx context.Context, id string) (value string, err error), ids func(*User) []string) *bulk[User] {
	k := userKeys[key]
	holders := func(ctx context.Context, f UserFilter) (map[string]User, error) {
		users, err := Collect(u.List(ctx, f))
		out := map[string]User{}
		for _, user := range users {
			for _, id := range ids(&user) {
				out[id] = user
			}
		}
		return out, err
	}
	b := &bulk[User]{
		gate: u.t.gate, off: off, lookup: true, each: 1,
		path: func(id string) string { return path + id },
		alone: func(ctx context.Context, id string) (*User, error) {
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
		batch: func(ctx context.Context, ids []string) (map[string]User, error) {
			values := make([]string, len(ids))
			var gets errgroup.Group
			for n, id := range ids {
				gets.Go(func() (err error) {
					if values[n], err = get(ctx, id); IsNotFound(err) {
						return nil // which its own read says
					}
					return err
				})
			}
			if err := gets.Wait(); err != nil {
				return nil, err
			}
			if values = slices.DeleteFunc(values, func(v string) bool { return v == "" }); len(values) == 0 {
				return nil, nil // without a value, the list would be everybody's
			}
			return holders(ctx, k.filter(values))
		},
		count: u.countAll,
		all:   func(ctx context.Context) (map[string]User, error) { return holders(ctx, UserFilter{}) },
	}
	u.lookups = append(u.lookups, b)
	return b
}
