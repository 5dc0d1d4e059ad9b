package clerk

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// identified is what email addresses, phone numbers and wallets have alike.
type identifierFields struct {
	id, value    string
	reserved     bool
	verification *Verification
	createdAt    int64
}

// identifiable is an email address, a phone number or a wallet.
type identifierObject interface{ identifierFields() identifierFields }

// primary is the value of the one with the id, or "".
func primary[T identifierObject](id *string, all []T) string {
	for _, a := range all {
		if is := a.identifierFields(); id != nil && is.id == *id {
			return is.value
		}
	}
	return ""
}

// valuesOf are the values of all of them.
func valuesOf[T identifierObject](all []T) []string {
	return mapEach(all, func(a T) string { return a.identifierFields().value })
}

// sentIdentifier is what the creates of email addresses and of phone numbers have alike.
type sentIdentifier struct {
	user, value       string
	verified, primary Optional[bool]
}

// identifiers is the area of email addresses or of phone numbers: T, which C makes.
type identifiers[T identifierObject, C interface{ identifier() sentIdentifier }] struct {
	objects[T]
	users  *Users
	key    UserKey
	inUser func(*User) (all []T, primary *string) // what a user has of them
	owner  *bulk[User]
}

func newIdentifiers[T identifierObject, C interface{ identifier() sentIdentifier }](users *Users, bulkReads bool, area string, key UserKey, inUser func(*User) ([]T, *string)) *identifiers[T, C] {
	id := func(a *T) string { return (*a).identifierFields().id }
	i := &identifiers[T, C]{objects[T]{t: users.t, area: area, id: id, onWrite: users.noteIdentifierWrite}, users, key, inUser, nil}
	value := func(ctx context.Context, id string) (string, error) {
		a, err := i.Get(ctx, id)
		if err != nil {
			return "", err
		}
		return (*a).identifierFields().value, nil
	}
	i.owner = users.owner(key, !bulkReads, "/"+area+"/", value, func(u *User) []string {
		all, _ := inUser(u)
		return mapEach(all, func(a T) string { return id(&a) })
	})
	return i
}

// Get is GET /email_addresses/{email_address_id} or /phone_numbers/{phone_number_id}.
func (i *identifiers[T, C]) Get(ctx context.Context, id string) (*T, error) { return i.getOne(ctx, id) }

// Owner is the user who has what has the id: GET of that, and GET /users for its value,
// which those share that come together. It is ErrNoOwner if no list shows who that is.
func (i *identifiers[T, C]) Owner(ctx context.Context, id string) (*User, error) {
	return i.owner.get(ctx, id)
}

// Create is POST /email_addresses or /phone_numbers. What it makes is looked for in its
// user when the answer is lost. A lost answer that this does not make up for is a *Lost
// error, and what is somebody else's a *Conflict.
func (i *identifiers[T, C]) Create(ctx context.Context, p C) (*T, error) {
	i.users.onWrite(p.identifier().user)
	return i.creation(p).create(ctx)
}

// Update is PATCH /email_addresses/{email_address_id} or /phone_numbers/{phone_number_id}.
func (i *identifiers[T, C]) Update(ctx context.Context, id string, p UpdateIdentifierParams) (*T, error) {
	return i.patch(ctx, id, p)
}

// creation looks for what is made in its user, before each repetition: an address that
// is not verified may not be unique.
func (i *identifiers[T, C]) creation(p C) creation[T] {
	sent, fold := p.identifier(), userKeys[i.key].fold
	var owner User
	return creation[T]{
		t: i.t, id: i.id, findBeforeRetry: true,
		call:        call{method: http.MethodPost, path: []string{i.area}, body: p},
		holder:      i.users.holder([]sentKey{{i.key, []string{sent.value}}}),
		heldByOther: fmt.Sprintf("user %s does not have what exists, so it is another user's", sent.user),
		find: func(ctx context.Context, _ error) ([]T, time.Time, error) {
			user, now, err := getWithDate[User](ctx, i.t, "users", sent.user)
			if err != nil || user == nil {
				return nil, now, err
			}
			owner = *user
			i.users.owners.note(user)
			var out []T
			all, _ := i.inUser(user)
			for _, a := range all {
				if fold(a.identifierFields().value) == fold(sent.value) {
					out = append(out, a)
				}
			}
			return out, now, nil
		},
		compare: func(a *T, d *differences) int64 {
			is := (*a).identifierFields()
			_, primary := i.inUser(&owner)
			d.compareFields(&p, a, exceptions{
				"verified": {"verification", verificationAsAsked(sent.verified, is.verification)},
				"primary":  {"primary", primaryAsAsked(sent.primary, primary, is.id)},
				// It was found in this user, by this value.
				"user_id": notAnswered, string(i.key): notAnswered,
				"notify_primary_email_address_changed": notAnswered,
			})
			return is.createdAt
		},
	}
}

// asAsked reports whether an address was verified by this API, if that was asked
// for, and otherwise not at all.
func verificationAsAsked(asked Optional[bool], has *Verification) bool {
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
