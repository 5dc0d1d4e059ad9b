package rest

import (
	"context"
	"errors"
	"net/http"
	"strings"
)

// LateKey is the key of a role or a role set that a write names in a field. It may be that of an object which another operation of
// this run makes, or of a role that another operation adds to the role set of the organization.
type LateKey struct {
	Transport  *Transport
	Field, Key string
	Areas      []string // whose writes may make the key one that Clerk takes
	// Find looks for the object; the error is an *UnknownKeys if there is none.
	Find func(ctx context.Context, keys []string) (*[]string, error)
}

// AfterKey carries out a write, and repeats it as long as Clerk refuses it because of the key, after each write of this run that may
// change that: as collection.IDs does. If there is no object with the key in the end, the error is an *UnknownKeys as well.
func AfterKey[T any](ctx context.Context, k LateKey, write func() (*T, error)) (*T, error) {
	if k.Key == "" {
		return write()
	}
	w := &Waiter{
		Transport: k.Transport, What: "keys in " + k.Field, Areas: k.Areas,
		Refused: func(err error) bool { return k.isRefused(ctx, err) },
	}
	object, err := WaitAndRepeat(ctx, w, write)
	var unknown *UnknownKeys
	if k.mayBeMissing(err) {
		if _, missing := k.Find(ctx, []string{k.Key}); errors.As(missing, &unknown) {
			err = errors.Join(err, unknown)
		}
	}
	return object, err
}

// mayBeMissing reports whether Clerk refused a write as it does where an object does not exist that the write names.
func (k LateKey) mayBeMissing(err error) bool {
	return IsRefused(err, http.StatusNotFound) || IsRefused(err, http.StatusUnprocessableEntity)
}

// IsRefused reports whether Clerk refused a write because of the key.
func (k LateKey) isRefused(ctx context.Context, err error) bool {
	if !k.mayBeMissing(err) {
		return false
	}
	answer, _ := AsError(err)
	for _, item := range answer.Items {
		if item.ParamName == k.Field || strings.Contains(item.Text(), k.Key) {
			return true
		}
	}
	var unknown *UnknownKeys
	_, missing := k.Find(ctx, []string{k.Key})
	return errors.As(missing, &unknown)
}

// IsRefused reports whether Clerk refused a write with the status, and no attempt of it can have been carried out.
func IsRefused(err error, status int) bool {
	var lost *Lost
	return IsClerkStatus(err, status) && !errors.As(err, &lost)
}

// UnknownKeys is the error of a lookup of keys that no object has.
type UnknownKeys struct {
	Keys   []string // that no object has, in the order in which they were given
	Exist  []string // the keys that there are
	Reason error    // the area's own
}

func (e *UnknownKeys) Error() string {
	text := e.Reason.Error()
	for n, key := range e.Keys {
		if n > 0 {
			text += ","
		}
		text += ` "` + key + `"`
	}
	return text
}

func (e *UnknownKeys) Unwrap() error { return e.Reason }
