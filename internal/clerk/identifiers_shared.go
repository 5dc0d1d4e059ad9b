package clerk

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// identifierFields are the fields that email addresses, phone numbers and wallets have in common.
type identifierFields struct {
	id, value    string
	reserved     bool
	verification *Verification
	createdAt    int64
}

// identifierObject is an email address, a phone number or a wallet.
type identifierObject interface{ identifierFields() identifierFields }

// primary returns the value of the identifier with the id, or "".
func primary[T identifierObject](id *string, all []T) string {
	for _, a := range all {
		if is := a.identifierFields(); id != nil && is.id == *id {
			return is.value
		}
	}
	return ""
}

// valuesOf returns the values of the identifiers.
func valuesOf[T identifierObject](all []T) []string {
	return rest.MapEach(all, func(a T) string { return a.identifierFields().value })
}

// sentIdentifier are the fields that the creates of email addresses and of phone numbers have in common.
type sentIdentifier struct {
	user, value       string
	verified, primary rest.Optional[bool]
}

// identifiers is the area of email addresses or of phone numbers. T is the type of its objects, and C the fields of a create.
type identifiers[T identifierObject, C interface{ identifier() sentIdentifier }] struct {
	objectOperations[T]
	users  *Users
	key    UserKey
	inUser func(*User) (all []T, primary *string) // a user's identifiers of this type, and the id of the primary one
	owner  rest.Reader[User]
}

func newIdentifiers[T identifierObject, C interface{ identifier() sentIdentifier }](users *Users, bulkReads bool, area string, key UserKey, inUser func(*User) ([]T, *string)) *identifiers[T, C] {
	id := func(a *T) string { return (*a).identifierFields().id }
	i := &identifiers[T, C]{&objects[T]{t: users.transport(), area: area, id: id, onWrite: users.noteIdentifierWrite}, users, key, inUser, nil}
	value := func(ctx context.Context, id string) (string, error) {
		a, err := i.Get(ctx, id)
		if err != nil {
			return "", err
		}
		return (*a).identifierFields().value, nil
	}
	i.owner = users.owner(key, !bulkReads, "/"+area+"/", value, func(u *User) []string {
		all, _ := inUser(u)
		return rest.MapEach(all, func(a T) string { return id(&a) })
	})
	return i
}

// Get is GET /email_addresses/{email_address_id} or /phone_numbers/{phone_number_id}.
func (i *identifiers[T, C]) Get(ctx context.Context, id string) (*T, error) { return i.getOne(ctx, id) }

// Owner returns the user who has the identifier with the id. It takes a GET of the identifier, and a GET /users for its value, which
// concurrent calls share. The error is ErrNoOwner if no list shows the user.
func (i *identifiers[T, C]) Owner(ctx context.Context, id string) (*User, error) {
	return i.owner.Get(ctx, id)
}

// Create is POST /email_addresses or /phone_numbers. If the answer is lost, the identifier is looked for in its user. The error is a
// *Lost if it cannot be told whether the create happened, and a *Conflict if the identifier existed before or is another user's.
func (i *identifiers[T, C]) Create(ctx context.Context, p C) (*T, error) {
	i.users.noteWrite(p.identifier().user)
	return i.creation(p).Create(ctx)
}

// Update is PATCH /email_addresses/{email_address_id} or /phone_numbers/{phone_number_id}.
func (i *identifiers[T, C]) Update(ctx context.Context, id string, p UpdateIdentifierParams) (*T, error) {
	return i.patch(ctx, id, p)
}

// creation describes the create. The identifier is looked for in its user before each repetition, since Clerk may accept an
// unverified address a second time.
func (i *identifiers[T, C]) creation(p C) rest.Creation[T] {
	sent, fold := p.identifier(), userKeys[i.key].fold
	var owner User
	return rest.Creation[T]{
		Transport: i.transport(), ID: i.idOf, FindBeforeRetry: true,
		Call:        rest.Call{Method: http.MethodPost, Path: []string{i.name()}, Body: p},
		Holder:      i.users.holder([]sentKey{{i.key, []string{sent.value}}}),
		HeldByOther: fmt.Sprintf("user %s does not have what exists, so it is another user's", sent.user),
		Find: func(ctx context.Context, _ error) ([]T, time.Time, error) {
			user, now, err := rest.GetWithDate[User](ctx, i.transport(), []string{"users", sent.user})
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
		Compare: func(a *T, d *rest.Differences) int64 {
			is := (*a).identifierFields()
			_, primary := i.inUser(&owner)
			d.CompareFields(&p, a, rest.Exceptions{
				"verified": rest.Compared("verification", verificationAsAsked(sent.verified, is.verification)),
				"primary":  rest.Compared("primary", primaryAsAsked(sent.primary, primary, is.id)),
				// find has compared these.
				"user_id": rest.NotAnswered, string(i.key): rest.NotAnswered,
				"notify_primary_email_address_changed": rest.NotAnswered,
			})
			return is.createdAt
		},
	}
}

// IsLastAddress reports whether Clerk refused to delete an email address or a phone number because it is the last one that
// identifies the user, or that the instance requires.
func IsLastAddress(err error) bool {
	answer, ok := rest.AsError(err)
	return ok && (answer.Has("identification_deletion_failed") || answer.Has("last_required_identification_deletion_failed"))
}

// verificationAsAsked reports whether an address was verified by this API if the request asked for that, and is unverified otherwise.
func verificationAsAsked(asked rest.Optional[bool], has *Verification) bool {
	if asked.Or(false) {
		return byAdmin(has)
	}
	return has == nil || has.Status != "verified"
}

func primaryAsAsked(asked rest.Optional[bool], primary *string, id string) bool {
	return !asked.Or(false) || primary != nil && *primary == id
}

// byAdmin reports whether the Backend API verified an address.
func byAdmin(v *Verification) bool {
	return v != nil && v.Status == "verified" && v.Strategy == "admin"
}
