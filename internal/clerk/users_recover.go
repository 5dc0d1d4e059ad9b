package clerk

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

// sentKey is a field of a new user that is unique in the instance.
type sentKey struct {
	key    UserKey
	values []string
}

// held reports whether the user has one of the values.
func (k sentKey) held(u *User) bool {
	spelled := userKeys[k.key].spelled
	return slices.ContainsFunc(each(userKeys[k.key].has(u), spelled), func(v string) bool {
		return slices.Contains(each(k.values, spelled), v)
	})
}

// keys are the unique fields that p gives.
func (p *CreateUserParams) keys() []sentKey {
	return slices.DeleteFunc(append(p.Account.keys(), sentKey{ByEmailAddress, p.EmailAddresses}, sentKey{ByPhoneNumber, p.PhoneNumbers}, sentKey{ByWeb3Wallet, p.Web3Wallets}),
		func(k sentKey) bool { return len(k.values) == 0 })
}

func (p *Account) keys() []sentKey {
	one := func(o Optional[string]) []string {
		if value(o) == "" {
			return nil
		}
		return []string{value(o)}
	}
	return slices.DeleteFunc([]sentKey{
		{ByExternalID, one(p.ExternalID)}, {ByUsername, one(p.Username)},
	}, func(k sentKey) bool { return len(k.values) == 0 })
}

func (u *Users) creation(p CreateUserParams) creation[User] {
	c := creation[User]{
		t:       u.t,
		call:    call{method: http.MethodPost, path: []string{u.area}, body: p},
		id:      func(user *User) string { return user.ID },
		compare: p.compare,
		holder:  u.holder(p.keys()),
	}
	if keys := p.keys(); len(keys) > 0 {
		c.find = func(ctx context.Context, exists error) ([]User, time.Time, error) {
			return u.holders(ctx, keys, exists)
		}
	}
	return c
}

// holder is the id of the one user who has one of the keys that Clerk refuses to give, or "".
func (u *Users) holder(keys []sentKey) func(context.Context, error) string {
	return func(ctx context.Context, refusal error) string {
		if users, _, err := u.holders(ctx, keys, refusal); err == nil && len(users) == 1 {
			return users[0].ID
		}
		return ""
	}
}

// holders are the users who have one of the keys: of those that Clerk's refusal
// names, where it names any.
func (u *Users) holders(ctx context.Context, keys []sentKey, exists error) ([]User, time.Time, error) {
	named := slices.DeleteFunc(slices.Clone(keys), func(k sentKey) bool {
		e, ok := AsError(exists)
		return !ok || !slices.ContainsFunc(e.Items, func(i ErrorItem) bool { return i.ParamName == string(k.key) })
	})
	if len(named) == 0 {
		named = keys
	}
	ids := map[string]bool{}
	for _, k := range named {
		for user, err := range u.List(ctx, userKeys[k.key].filter(k.values)) {
			if err != nil {
				return nil, time.Time{}, err
			}
			ids[user.ID] = true
		}
	}
	// A list that lags may show who had the key before.
	var out []User
	var now time.Time
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		user, at, err := dated[User](ctx, u.t, "users", id)
		if err != nil {
			return nil, time.Time{}, err
		}
		if user != nil && slices.ContainsFunc(named, func(k sentKey) bool { return k.held(user) }) {
			out, now = append(out, *user), at
		}
	}
	return out, now, nil
}

// compare notes what tells a user from the one that p makes.
func (p *CreateUserParams) compare(u *User, d *differences) (born int64) {
	d.compare(p, u, exceptions{
		"username":          {"username", !p.Username.set || spelling(value(Optional[string]{value: u.Username})) == spelling(value(p.Username))},
		"password":          {"password_enabled", u.PasswordEnabled == (value(p.Password)+value(p.PasswordDigest) != "")},
		"totp_secret":       {"totp_enabled", u.TOTPEnabled == (value(p.TOTPSecret) != "")},
		"backup_codes":      {"backup_code_enabled", u.BackupCodeEnabled == (len(p.BackupCodes) > 0)},
		"legal_accepted_at": {"legal_accepted_at", agreesInTime(p.LegalAcceptedAt, u.LegalAcceptedAt)},
		"created_at":        {"created_at", agreesInTime(p.CreatedAt, &u.CreatedAt)},
		"email_address":     {"email_addresses", same(p.EmailAddresses, valuesOf(u.EmailAddresses), spelling)},
		"phone_number":      {"phone_numbers", same(p.PhoneNumbers, valuesOf(u.PhoneNumbers), digits)},
		"web3_wallet":       {"web3_wallets", same(p.Web3Wallets, valuesOf(u.Web3Wallets), spelling)},

		"password_digest": notAnswered, "password_hasher": notAnswered,
		"skip_password_checks": notAnswered, "skip_password_requirement": notAnswered, "skip_legal_checks": notAnswered,
		"email_address_identification_status": notAnswered, "phone_number_identification_status": notAnswered,
	})
	if u.LastSignInAt != nil || u.LastActiveAt != nil {
		*d = append(*d, "somebody has signed in")
	}
	// What was sent as created_at is not when the user was made. An address is
	// dated by Clerk alone.
	if p.CreatedAt.IsZero() {
		born = u.CreatedAt
	}
	verified := func(statuses []string, all []identified) {
		for _, a := range all {
			d.note("the verification of "+a.id, a.reserved && slices.Contains(statuses, "reserved") || byAdmin(a.verification))
			if born == 0 || a.createdAt < born {
				born = a.createdAt
			}
		}
	}
	verified(p.EmailAddressStatuses, each(u.EmailAddresses, EmailAddress.identified))
	verified(p.PhoneNumberStatuses, each(u.PhoneNumbers, PhoneNumber.identified))
	verified(nil, each(u.Web3Wallets, Web3Wallet.identified))
	return born
}

// spelling is the one spelling of an email address, a wallet or a username.
func spelling(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// digits is the one spelling of a phone number.
func digits(s string) string {
	return strings.NewReplacer(" ", "", "-", "", ".", "", "(", "", ")", "").Replace(s)
}
