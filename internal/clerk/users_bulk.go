package clerk

import (
	"context"
	"iter"
	"regexp"
	"sync"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// plainID matches ids that are safe in the list parameter user_id, which takes a leading + or - as an operator.
var plainID = regexp.MustCompile(`^[A-Za-z0-9_]+$`)

func newUsers(t *rest.Transport, bulkReads bool) *Users {
	u := &Users{}
	all := &objects[User]{t: t, area: "users", id: func(u *User) string { return u.ID }, onRead: u.owners.note}
	all.onWrite = func(id string) {
		u.readers.NoteWrite(id)
		u.noteKeysWritten()
	}
	u.objectOperations = all
	listAll := func(ctx context.Context) iter.Seq2[User, error] { return u.List(ctx, UserFilter{}) }
	u.readers = all.reader(!bulkReads, listAll, &filter{"user_id", u.countAll})
	u.finders = map[UserKey]rest.Reader[[]User]{}
	for key := range userKeys {
		u.finders[key] = u.finder(key, !bulkReads)
	}
	return u
}

func (u *Users) countAll(ctx context.Context) (int, error) { return u.Count(ctx, UserFilter{}) }

// owners maps email addresses and phone numbers to their users, as far as those users were read. A write to an address changes
// its user, too, and the API does not say which user that is.
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

// noteKeysWritten has to be called when a field that users are looked up by may have changed.
func (u *Users) noteKeysWritten() {
	for _, lookup := range u.lookups {
		lookup.NoteUnknownWrite()
	}
}

// noteIdentifierWrite has to be called before each write to an email address or a phone number is sent.
func (u *Users) noteIdentifierWrite(id string) {
	u.owners.mu.Lock()
	owner, ok := u.owners.user[id]
	u.owners.mu.Unlock()
	if ok {
		u.noteWrite(owner)
		return
	}
	u.readers.NoteUnknownWrite()
	u.noteKeysWritten()
}
