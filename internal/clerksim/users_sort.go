package clerksim

import (
	"cmp"
	"slices"
	"strings"
)

// sortKey is what a user is ordered by: a time or a text, or nothing.
type sortKey struct {
	null   bool
	number int64
	text   string
}

func (k sortKey) compare(l sortKey) int {
	return cmp.Or(cmp.Compare(k.number, l.number), strings.Compare(k.text, l.text))
}

// sortUsers sorts by a value that need not be unique; creation breaks ties.
// Users without the value come last, whichever way.
func sortUsers(users []*user, o order) {
	keys := make(map[string]sortKey, len(users))
	for _, u := range users {
		keys[u.ID] = keyOf(u, o.by)
	}
	slices.SortFunc(users, func(a, b *user) int {
		x, y := keys[a.ID], keys[b.ID]
		if x.null != y.null {
			if x.null {
				return 1
			}
			return -1
		}
		by := cmp.Or(x.compare(y), a.place().compare(b.place()))
		if o.descending {
			return -by
		}
		return by
	})
}

func keyOf(u *user, by string) sortKey {
	switch by {
	case "created_at":
		return sortKey{number: u.CreatedAt}
	case "updated_at":
		return sortKey{number: u.UpdatedAt}
	case "last_active_at":
		return timeKey(u.lastActiveAt)
	case "last_sign_in_at":
		return timeKey(u.lastSignInAt)
	case "first_name":
		return textKey(u.firstName)
	case "last_name":
		return textKey(u.lastName)
	case "username":
		return textKey(u.username)
	case "phone_number":
		return u.primaryKey(phone)
	case "web3wallet":
		return u.primaryKey(wallet)
	default:
		return u.primaryKey(email)
	}
}

func (u *user) primaryKey(kind addressKind) sortKey {
	if a := u.find(u.primary[kind]); a != nil {
		return sortKey{text: a.key()}
	}
	return sortKey{null: true}
}

func timeKey(at *int64) sortKey {
	if at == nil {
		return sortKey{null: true}
	}
	return sortKey{number: *at}
}

func textKey(s *string) sortKey {
	if s == nil {
		return sortKey{null: true}
	}
	return sortKey{text: strings.ToLower(*s)}
}
