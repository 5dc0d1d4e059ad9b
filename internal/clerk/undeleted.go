package clerk

import (
	"context"
	"slices"
	"sync"
)

// IsLastAddress reports whether Clerk refused to delete an email address or a phone number because it is the last one that
// identifies the user, or that the instance requires.
func IsLastAddress(err error) bool {
	answer, ok := AsError(err)
	return ok && (answer.Has("identification_deletion_failed") || answer.Has("last_required_identification_deletion_failed"))
}

// Undeleted remembers the addresses that a run was to delete and that Clerk refused to delete because each is the last one of its
// user. They are deleted once the user has another address. It is safe for concurrent use.
type Undeleted struct {
	mu    sync.Mutex
	users map[string]*undeleted
}

// UndeletedAddress is an address that could not be deleted yet.
type UndeletedAddress struct {
	Noun, Value, ID string // such as "email address", "ada@example.com" and "idn_2abc"
	Delete          func(context.Context) error
}

// undeleted is the part of Undeleted that belongs to one user.
type undeleted struct {
	added int // how many addresses the run has added to the user
	all   []UndeletedAddress
}

// ofLocked returns the entry of a user. The caller has to hold mu.
func (u *Undeleted) ofLocked(user string) *undeleted {
	if u.users == nil {
		u.users = map[string]*undeleted{}
	}
	if u.users[user] == nil {
		u.users[user] = &undeleted{}
	}
	return u.users[user]
}

// Delete deletes an address of the user. If Clerk refuses because it is the last one, that error is returned and the address is
// remembered.
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

// remember remembers an address, unless an address was added to the user in the meantime: then the delete has to be tried again.
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

// Take removes the first address of the user for which meant is true, and returns it.
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

// Added notes that the run has added an address to the user. It removes and returns the remembered addresses, which can be deleted
// now.
func (u *Undeleted) Added(user string) []UndeletedAddress {
	u.mu.Lock()
	defer u.mu.Unlock()
	is := u.ofLocked(user)
	all := is.all
	is.added, is.all = is.added+1, nil
	return all
}
