package clerk

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"sync"
)

// plainID is an id that cannot be mistaken for an operator: user_id takes + and -.
var plainID = regexp.MustCompile(`^[A-Za-z0-9_]+$`)

func newUsers(t *transport, bulkReads bool) *Users {
	u := &Users{t: t}
	u.reader = &bulk[User]{
		gate: t.gate, off: !bulkReads, batchable: plainID.MatchString,
		path: func(id string) string { return "/users/" + id },
		alone: func(ctx context.Context, id string) (*User, error) {
			user, err := byID(ctx, t, "users", id, func(user User) string { return user.ID })
			if err == nil {
				u.owners.note(*user)
			}
			return user, err
		},
		batch: func(ctx context.Context, ids []string) (map[string]User, error) {
			var out page[User]
			err := t.do(ctx, call{method: http.MethodGet, path: []string{"users"}, query: url.Values{"user_id": ids, "limit": {strconv.Itoa(batchSize)}}}, &out)
			return u.byID(out.Data), err
		},
		count: u.countAll,
		all: func(ctx context.Context) (map[string]User, error) {
			users, err := Collect(u.List(ctx, UserFilter{}))
			return u.byID(users), err
		},
	}
	u.finders = map[UserKey]*bulk[[]User]{}
	for key := range userKeys {
		u.finders[key] = u.finder(key, !bulkReads)
	}
	return u
}

func (u *Users) countAll(ctx context.Context) (int, error) { return u.Count(ctx, UserFilter{}) }

// byID are users by their id.
func (u *Users) byID(users []User) map[string]User {
	out := map[string]User{}
	for _, user := range users {
		out[user.ID] = user
		u.owners.note(user)
	}
	return out
}

// owners knows the users of email addresses and phone numbers, as far as they
// were read: the API does not say whose an address is, and a write to it is a
// write to its user.
type owners struct {
	mu   sync.Mutex
	user map[string]string
}

func (o *owners) note(u User) {
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

// wrote is told of each write to a user before it is sent.
func (u *Users) wrote(id string) {
	u.reader.wrote(id)
	u.wroteKeys()
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
	u.reader.wroteUnknown()
	u.wroteKeys()
}
