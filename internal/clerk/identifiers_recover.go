package clerk

import (
	"context"
	"fmt"
	"time"
)

// identification is the creation of a user's email address or phone number.
type identification[T any] struct {
	user    string
	key     sentKey // of the user who has it
	call    call
	id      func(*T) string
	all     func(*User) []T
	is      func(*T) bool // whether it is the one that the call makes
	compare func(*User, *T, *differences) (born int64)
}

// in looks for the address in its user, before each repetition: an address that is
// not verified may not be unique.
func (i identification[T]) in(users *Users) creation[T] {
	var owner User
	return creation[T]{
		t: users.t, call: i.call, id: i.id, early: true, holder: users.holder([]sentKey{i.key}),
		elsewhere: fmt.Sprintf("user %s does not have what exists, so it is another user's", i.user),
		find: func(ctx context.Context, _ error) ([]T, time.Time, error) {
			user, now, err := dated[User](ctx, users.t, "users", i.user)
			if err != nil || user == nil {
				return nil, now, err
			}
			owner = *user
			users.owners.note(&owner)
			var out []T
			for _, a := range i.all(user) {
				if i.is(&a) {
					out = append(out, a)
				}
			}
			return out, now, nil
		},
		compare: func(a *T, d *differences) int64 { return i.compare(&owner, a, d) },
	}
}

// asAsked reports whether an address was verified by this API, if that was asked
// for, and otherwise not at all.
func asAsked(asked Optional[bool], has *Verification) bool {
	if asked.value != nil && *asked.value {
		return byAdmin(has)
	}
	return has == nil || has.Status != "verified"
}

func primaryAsAsked(asked Optional[bool], primary *string, id string) bool {
	return asked.value == nil || !*asked.value || primary != nil && *primary == id
}

// byAdmin reports whether the Backend API verified an address.
func byAdmin(v *Verification) bool {
	return v != nil && v.Status == "verified" && v.Strategy == "admin"
}
