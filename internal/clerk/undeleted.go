package clerk

import (
	"context"
	"slices"
	"sync"
)

// IsLastAddress reports whether Clerk refused to delete an email address or a phone
// number because it is the last one that its user can be found by, or has to have.
func IsLastAddress(err error) bool {
	answer, ok := AsError(err)
	return ok && (answer.Has("identification_deletion_failed") || answer.Has("last_required_identification_deletion_failed"))
}

// Undeleted remembers the addresses that a run was to delete and that Clerk kept,
// each as the last one of its user. It is safe for concurrent use.
type Undeleted struct {
	mu    sync.Mutex
	users map[string]*undeleted
}

// UndeletedAddress is one of them.
type UndeletedAddress struct {
	Noun, Value, ID string // such as "email address", "ada@example.com" and "idn_2abc"
	Delete          func(context.Context) error
}

// undeleted is what is remembered of one user.
type undeleted struct {
	added int // addresses that the run has given the user
	all   []UndeletedAddress
}

// of is what is remembered of a user. The caller holds the lock.
func (u *Undeleted) ofLocked(user string) *undeleted {
	if u.users == nil {
		u.users = map[string]*undeleted{}
	}
	if u.users[user] == nil {
		u.users[user] = &undeleted{}
	}
	return u.users[user]
}

// Delete deletes an address of the user's. If Clerk keeps it as the last one, its
// error is returned, and the address is remembered.
func (u *Undeleted) Delete(ctx context.Context, user string, a UndeletedAddress) error {
	for {
		u.mu.Lock()
		before := u.ofLocked(user).added
		u.mu.Unlock()
		if err := a.Delete(ctx); !IsLastAddress(err) || u.remember(user, before, a) {
			return err
		}
	}
}

// keep remembers an address, unless the user was given another one meanwhile: then it
// may be the last one no more.
func (u *Undeleted) remember(user string, before int, a UndeletedAddress) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	entry := u.ofLocked(user)
	if entry.added != before {
		return false
	}
	entry.all = append(entry.all, a)
	return true
}

// Take forgets the first of the user's that is meant, and returns it.
func (u *Undeleted) Take(user string, meant func(UndeletedAddress) bool) (a UndeletedAddress, ok bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	is := u.ofLocked(user)
	at := slices.IndexFunc(is.all, meant)
	if at < 0 {
		return a, false
	}
	a = is.all[at]
	is.all = slices.Delete(is.all, at, at+1)
	return a, true
}

// Added counts another address that the run has given the user, forgets the user's,
// and returns them, to be deleted now.
func (u *Undeleted) Added(user string) []UndeletedAddress {
	u.mu.Lock()
	defer u.mu.Unlock()
	is := u.ofLocked(user)
	all := is.all
	is.added, is.all = is.added+1, nil
	return all
}
