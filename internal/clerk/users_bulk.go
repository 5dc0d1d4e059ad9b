package clerk

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"sync"
)

func newUsers(t *transport, bulkReads bool) *Users {
	u := &Users{t: t}
	u.reader = &bulk[User]{
		t: t, area: "users", off: !bulkReads,
		id: func(user User) string { return user.ID },
		batch: func(ctx context.Context, ids []string) ([]User, error) {
			var out page[User]
			err := t.do(ctx, call{method: http.MethodGet, path: []string{"users"}, query: url.Values{"user_id": ids, "limit": {strconv.Itoa(batchSize)}}}, &out)
			return out.Data, err
		},
		count: func(ctx context.Context) (int, error) { return u.Count(ctx, UserFilter{}) },
		all:   func(ctx context.Context) iter.Seq2[User, error] { return u.List(ctx, UserFilter{}) },
		seen:  u.owners.note,
	}
	return u
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

// wroteIdentifier is told of a write to an address or a number before it is sent.
func (u *Users) wroteIdentifier(id string) {
	u.owners.mu.Lock()
	owner, ok := u.owners.user[id]
	u.owners.mu.Unlock()
	if ok {
		u.reader.wrote(owner)
	} else {
		u.reader.wroteUnknown()
	}
}
