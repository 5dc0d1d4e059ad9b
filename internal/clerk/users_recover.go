package clerk

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// sentKey is a field of a request that is unique among the users of the instance.
type sentKey struct {
	key    UserKey
	values []string
}

// matches reports whether the user has one of the values.
func (k sentKey) matches(u *User) bool {
	fold := userKeys[k.key].fold
	return slices.ContainsFunc(rest.MapEach(userKeys[k.key].has(u), fold), func(v string) bool {
		return slices.Contains(rest.MapEach(k.values, fold), v)
	})
}

// keys returns the unique fields that p sets.
func (p *CreateUserParams) keys() []sentKey {
	return slices.DeleteFunc(append(p.Account.keys(), sentKey{ByEmailAddress, p.EmailAddresses}, sentKey{ByPhoneNumber, p.PhoneNumbers}, sentKey{ByWeb3Wallet, p.Web3Wallets}),
		func(k sentKey) bool { return len(k.values) == 0 })
}

func (p *Account) keys() []sentKey {
	one := func(o rest.Optional[string]) []string {
		if o.Or("") == "" {
			return nil
		}
		return []string{o.Or("")}
	}
	return slices.DeleteFunc([]sentKey{
		{ByExternalID, one(p.ExternalID)}, {ByUsername, one(p.Username)},
	}, func(k sentKey) bool { return len(k.values) == 0 })
}

func (u *Users) creation(p CreateUserParams) rest.Creation[User] {
	c := rest.Creation[User]{
		Transport: u.transport(),
		Call:      rest.Call{Method: http.MethodPost, Path: []string{u.name()}, Body: p},
		ID:        func(user *User) string { return user.ID },
		Compare:   p.compare,
		Holder:    u.holder(p.keys()),
	}
	if keys := p.keys(); len(keys) > 0 {
		c.Find = func(ctx context.Context, exists error) ([]User, time.Time, error) {
			return u.holders(ctx, keys, exists)
		}
	}
	return c
}

// holder returns a function that returns the id of the user who has the key because of which Clerk refused a write. It returns ""
// unless there is exactly one such user.
func (u *Users) holder(keys []sentKey) func(context.Context, error) string {
	return func(ctx context.Context, refusal error) string {
		if users, _, err := u.holders(ctx, keys, refusal); err == nil && len(users) == 1 {
			return users[0].ID
		}
		return ""
	}
}

// holders returns the users who have one of the keys. If Clerk's refusal names fields, only those keys count.
func (u *Users) holders(ctx context.Context, keys []sentKey, exists error) ([]User, time.Time, error) {
	refusedKeys := slices.DeleteFunc(slices.Clone(keys), func(k sentKey) bool {
		e, ok := rest.AsError(exists)
		return !ok || !slices.ContainsFunc(e.Items, func(i rest.ErrorItem) bool { return i.ParamName == string(k.key) })
	})
	if len(refusedKeys) == 0 {
		refusedKeys = keys
	}
	ids := map[string]bool{}
	for _, k := range refusedKeys {
		for user, err := range u.List(ctx, userKeys[k.key].filter(k.values)) {
			if err != nil {
				return nil, time.Time{}, err
			}
			ids[user.ID] = true
		}
	}
	// A list that lags may show a user who had the key before, so each user is read by a request of its own.
	var out []User
	var now time.Time
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		user, at, err := rest.GetWithDate[User](ctx, u.transport(), []string{"users", id})
		if err != nil {
			return nil, time.Time{}, err
		}
		if user != nil && slices.ContainsFunc(refusedKeys, func(k sentKey) bool { return k.matches(user) }) {
			out, now = append(out, *user), at
		}
	}
	return out, now, nil
}

// compare notes the differences between a user and the user that p creates.
func (p *CreateUserParams) compare(u *User, d *rest.Differences) (createdAt int64) {
	d.CompareFields(p, u, rest.Exceptions{
		"username":          rest.Compared("username", p.Username.IsZero() || foldCase(text(u.Username)) == foldCase(p.Username.Or(""))),
		"password":          rest.Compared("password_enabled", u.PasswordEnabled == (p.Password.Or("")+p.PasswordDigest.Or("") != "")),
		"totp_secret":       rest.Compared("totp_enabled", u.TOTPEnabled == (p.TOTPSecret.Or("") != "")),
		"backup_codes":      rest.Compared("backup_code_enabled", u.BackupCodeEnabled == (len(p.BackupCodes) > 0)),
		"legal_accepted_at": rest.Compared("legal_accepted_at", rest.SameTime(p.LegalAcceptedAt, u.LegalAcceptedAt)),
		"created_at":        rest.Compared("created_at", rest.SameTime(p.CreatedAt, &u.CreatedAt)),
		"email_address":     rest.Compared("email_addresses", rest.SameElements(p.EmailAddresses, valuesOf(u.EmailAddresses), foldCase)),
		"phone_number":      rest.Compared("phone_numbers", rest.SameElements(p.PhoneNumbers, valuesOf(u.PhoneNumbers), foldPhone)),
		"web3_wallet":       rest.Compared("web3_wallets", rest.SameElements(p.Web3Wallets, valuesOf(u.Web3Wallets), foldCase)),

		"password_digest": rest.NotAnswered, "password_hasher": rest.NotAnswered,
		"skip_password_checks": rest.NotAnswered, "skip_password_requirement": rest.NotAnswered, "skip_legal_checks": rest.NotAnswered,
		"email_address_identification_status": rest.NotAnswered, "phone_number_identification_status": rest.NotAnswered,
	})
	if u.LastSignInAt != nil || u.LastActiveAt != nil {
		*d = append(*d, "somebody has signed in")
	}
	// If created_at was sent, the user's created_at is not the time of the request. The creation times of the addresses are always
	// Clerk's own.
	if p.CreatedAt.IsZero() {
		createdAt = u.CreatedAt
	}
	verified := func(statuses []string, all []identifierFields) {
		for _, a := range all {
			d.NoteUnless("the verification of "+a.id, a.reserved && slices.Contains(statuses, "reserved") || byAdmin(a.verification))
			if createdAt == 0 || a.createdAt < createdAt {
				createdAt = a.createdAt
			}
		}
	}
	verified(p.EmailAddressStatuses, rest.MapEach(u.EmailAddresses, EmailAddress.identifierFields))
	verified(p.PhoneNumberStatuses, rest.MapEach(u.PhoneNumbers, PhoneNumber.identifierFields))
	verified(nil, rest.MapEach(u.Web3Wallets, Web3Wallet.identifierFields))
	return createdAt
}

// foldCase makes all spellings of an email address, a wallet or a username equal.
func foldCase(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// foldPhone makes all spellings of a phone number equal.
func foldPhone(s string) string {
	return strings.NewReplacer(" ", "", "-", "", ".", "", "(", "", ")", "").Replace(s)
}

// text is a text that may be null, as "".
func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
