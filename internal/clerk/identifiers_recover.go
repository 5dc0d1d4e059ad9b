package clerk

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// identified is what email addresses, phone numbers and wallets have alike.
type identified struct {
	id, value    string
	reserved     bool
	verification *Verification
	createdAt    int64
}

// sentIdentifier is what the creates of email addresses and of phone numbers have alike.
type sentIdentifier struct {
	user, value       string
	verified, primary Optional[bool]
}

// identifierKind is what tells email addresses from phone numbers: T, which C makes.
type identifierKind[T, C any] struct {
	area string
	key  UserKey
	// of are those of a user, and the id of the primary one.
	of   func(*User) (all []T, primary *string)
	is   func(T) identified
	sent func(*C) sentIdentifier
}

// identifiers is the area of what users are identified by.
type identifiers[T, C any] struct {
	objects[T]
	kind  identifierKind[T, C]
	users *Users
	owner *bulk[User]
}

func newIdentifiers[T, C any](users *Users, bulkReads bool, k identifierKind[T, C]) *identifiers[T, C] {
	i := &identifiers[T, C]{
		objects: objects[T]{t: users.t, area: k.area, id: func(a *T) string { return k.is(*a).id }, wrote: users.wroteIdentifier},
		kind:    k, users: users,
	}
	value := func(ctx context.Context, id string) (string, error) {
		a, err := i.Get(ctx, id)
		if err != nil {
			return "", err
		}
		return k.is(*a).value, nil
	}
	i.owner = users.owner(k.key, !bulkReads, "/"+k.area+"/", value, func(u *User) []string {
		all, _ := k.of(u)
		return each(all, func(a T) string { return k.is(a).id })
	})
	return i
}

// Get is GET /email_addresses/{email_address_id} or /phone_numbers/{phone_number_id}.
func (i *identifiers[T, C]) Get(ctx context.Context, id string) (*T, error) { return i.alone(ctx, id) }

// Owner is the user who has what has the id: GET of that, and GET /users for its value,
// which those share that come together. It is ErrNoOwner if no list shows who that is.
func (i *identifiers[T, C]) Owner(ctx context.Context, id string) (*User, error) {
	return i.owner.get(ctx, id)
}

// Create is POST /email_addresses or /phone_numbers. What it makes is looked for in its
// user when the answer is lost. A lost answer that this does not make up for is a *Lost
// error, and what is somebody else's a *Conflict.
func (i *identifiers[T, C]) Create(ctx context.Context, p C) (*T, error) {
	i.users.wrote(i.kind.sent(&p).user)
	return i.creation(&p).create(ctx)
}

// Update is PATCH /email_addresses/{email_address_id} or /phone_numbers/{phone_number_id}.
func (i *identifiers[T, C]) Update(ctx context.Context, id string, p UpdateIdentifierParams) (*T, error) {
	return i.patch(ctx, id, p)
}

// creation looks for what is made in its user, before each repetition: an address that
// is not verified may not be unique.
func (i *identifiers[T, C]) creation(p *C) creation[T] {
	sent, spelled := i.kind.sent(p), userKeys[i.kind.key].spelled
	var owner User
	return creation[T]{
		t: i.t, id: i.id, early: true,
		call:      call{method: http.MethodPost, path: []string{i.area}, body: p},
		holder:    i.users.holder([]sentKey{{i.kind.key, []string{sent.value}}}),
		elsewhere: fmt.Sprintf("user %s does not have what exists, so it is another user's", sent.user),
		find: func(ctx context.Context, _ error) ([]T, time.Time, error) {
			user, now, err := dated[User](ctx, i.t, "users", sent.user)
			if err != nil || user == nil {
				return nil, now, err
			}
			owner = *user
			i.users.owners.note(user)
			var out []T
			all, _ := i.kind.of(user)
			for _, a := range all {
				if spelled(i.kind.is(a).value) == spelled(sent.value) {
					out = append(out, a)
				}
			}
			return out, now, nil
		},
		compare: func(a *T, d *differences) int64 {
			is := i.kind.is(*a)
			_, primary := i.kind.of(&owner)
			d.compare(p, a, exceptions{
				"verified": {"verification", asAsked(sent.verified, is.verification)},
				"primary":  {"primary", primaryAsAsked(sent.primary, primary, is.id)},
				// It was found in this user, by this value.
				"user_id": notAnswered, string(i.kind.key): notAnswered,
				"notify_primary_email_address_changed": notAnswered,
			})
			return is.createdAt
		},
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
