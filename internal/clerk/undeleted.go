package clerk

import (
	"context"
	"slices"
	"sync"
)

// Undeleted remembers the objects that a run was to delete and that Clerk refused to delete because each is the last one of its owner:
// the addresses of users, or the members who can manage an organization. They are deleted once the owner has another one. It is safe
// for concurrent use.
type Undeleted struct {
	IsLast func(error) bool // reports whether that is why Clerk refused

	mu     sync.Mutex
	owners map[string]*undeleted
}

// UndeletedObject is an object that could not be deleted yet.
type UndeletedObject struct {
	Noun, Value, ID string // such as "email address", "ada@example.com" and "idn_2abc"
	Delete          func(context.Context) error
}

// undeleted is the part of Undeleted that belongs to one owner.
type undeleted struct {
	added int // how many objects the run has added to the owner
	all   []UndeletedObject
}

// ofLocked returns the entry of an owner. The caller has to hold mu.
func (u *Undeleted) ofLocked(owner string) *undeleted {
	if u.owners == nil {
		u.owners = map[string]*undeleted{}
	}
	if u.owners[owner] == nil {
		u.owners[owner] = &undeleted{}
	}
	return u.owners[owner]
}

// Delete deletes an object of the owner. If Clerk refuses because it is the last one, that error is returned and the object is
// remembered.
func (u *Undeleted) Delete(ctx context.Context, owner string, a UndeletedObject) error {
	for {
		u.mu.Lock()
		before := u.ofLocked(owner).added
		u.mu.Unlock()
		if err := a.Delete(ctx); !u.IsLast(err) || u.remember(owner, before, a) {
			return err
		}
	}
}

// remember remembers an object, unless another one was added to the owner in the meantime: then the delete has to be tried again.
func (u *Undeleted) remember(owner string, before int, a UndeletedObject) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	entry := u.ofLocked(owner)
	if entry.added != before {
		return false
	}
	entry.all = append(entry.all, a)
	return true
}

// Take removes the first object of the owner for which meant is true, and returns it.
func (u *Undeleted) Take(owner string, meant func(UndeletedObject) bool) (a UndeletedObject, ok bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	is := u.ofLocked(owner)
	at := slices.IndexFunc(is.all, meant)
	if at < 0 {
		return a, false
	}
	a = is.all[at]
	is.all = slices.Delete(is.all, at, at+1)
	return a, true
}

// Added notes that the run has added an object to the owner. It removes and returns the remembered ones, which can be deleted now.
func (u *Undeleted) Added(owner string) []UndeletedObject {
	u.mu.Lock()
	defer u.mu.Unlock()
	is := u.ofLocked(owner)
	all := is.all
	is.added, is.all = is.added+1, nil
	return all
}
