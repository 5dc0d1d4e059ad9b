package clerk

import (
	"context"
	"iter"
	"regexp"
	"sync"
)

// plainID is an id that cannot be mistaken for an operator: user_id takes + and -.
var plainID = regexp.MustCompile(`^[A-Za-z0-9_]+$`)

func newUsers(t *transport, bulkReads bool) *Users {
	u := &Users{objects: objects[User]{t: t, area: "users", id: func(u *User) string { return u.ID }}}
	u.read = u.owners.note
	u.wrote = func(id string) {
		u.readers.wrote(id)
		u.wroteKeys()
	}
	everybody := func(ctx context.Context) iter.Seq2[User, error] { return u.List(ctx, UserFilter{}) }
	u.readers = u.reader(!bulkReads, everybody, &filter{"user_id", u.countAll})
	u.finders = map[UserKey]*bulk[[]User]{}
	for key := range userKeys {
		u.finders[key] = u.finder(key, !bulkReads)
	}
	return u
}

func (u *Users) countAll(ctx context.Context) (int, error) { return u.Count(ctx, UserFilter{}) }

// owners knows the users of email addresses and phone numbers, as far as they
// were read: the API does not say whose an address is, and a write to it is a
// write to its user.
type owners struct {
	mu   sync.Mutex
	user map[string]string
}

func (o *owners) note(u *User) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.user == nil {
		o.user = map[string]string{}
	}
	for _, e := range u.EmailAddresses {
		o.user[e.ID] = u.ID
	}
	for _, p := range u.PhoneNumbers {
		o.user[p.ID] = u.ID
	}
}

// wroteKeys: what users are looked up by may have changed.
func (u *Users) wroteKeys() {
	for _, lookup := range u.lookups {
		lookup.wroteUnknown()
	}
}

// wroteIdentifier is told of a write to an address or a number before it is sent.
func (u *Users) wroteIdentifier(id string) {
	u.owners.mu.Lock()
	owner, ok := u.owners.user[id]
	u.owners.mu.Unlock()
	if ok {
		u.wrote(owner)
		return
	}
	u.readers.wroteUnknown()
	u.wroteKeys()
}
