package clerk

import (
	"context"
	"errors"
	"net/http"
	"strings"
)

// lateKey is the key of a role or a role set that a write names in a field. It may be that of an object which another operation of
// this run makes, or of a role that another operation adds to the role set of the organization.
type lateKey struct {
	t          *transport
	field, key string
	areas      []string // whose writes may make the key one that Clerk takes
	// find looks for the object; the error is an *UnknownKeys if there is none.
	find func(ctx context.Context, keys []string) (*[]string, error)
}

// afterKey carries out a write, and repeats it as long as Clerk refuses it because of the key, after each write of this run that may
// change that: as collection.IDs does. If there is no object with the key in the end, the error is an *UnknownKeys as well.
func afterKey[T any](ctx context.Context, k lateKey, write func() (*T, error)) (*T, error) {
	if k.key == "" {
		return write()
	}
	w := &handOverWaiter{
		t: k.t, what: "keys in " + k.field, areas: k.areas,
		refused: func(err error) bool { return k.isRefused(ctx, err) },
	}
	object, err := waitAndRepeat(ctx, w, write)
	var unknown *UnknownKeys
	if k.mayBeMissing(err) {
		if _, missing := k.find(ctx, []string{k.key}); errors.As(missing, &unknown) {
			err = errors.Join(err, unknown)
		}
	}
	return object, err
}

// mayBeMissing reports whether Clerk refused a write as it does where an object does not exist that the write names.
func (k lateKey) mayBeMissing(err error) bool {
	return isRefused(err, http.StatusNotFound) || isRefused(err, http.StatusUnprocessableEntity)
}

// isRefused reports whether Clerk refused a write because of the key.
func (k lateKey) isRefused(ctx context.Context, err error) bool {
	if !k.mayBeMissing(err) {
		return false
	}
	answer, _ := AsError(err)
	for _, item := range answer.Items {
		if item.ParamName == k.field || strings.Contains(item.Text(), k.key) {
			return true
		}
	}
	var unknown *UnknownKeys
	_, missing := k.find(ctx, []string{k.key})
	return errors.As(missing, &unknown)
}

// isRefused reports whether Clerk refused a write with the status, and no attempt of it can have been carried out.
func isRefused(err error, status int) bool {
	var lost *Lost
	return isClerkStatus(err, status) && !errors.As(err, &lost)
}

// UnknownKeys is the error of a lookup of keys that no object has.
type UnknownKeys struct {
	Keys   []string // that no object has, in the order in which they were given
	Exist  []string // the keys that there are
	reason error    // the area's own
}

func (e *UnknownKeys) Error() string {
	text := e.reason.Error()
	for n, key := range e.Keys {
		if n > 0 {
			text += ","
		}
		text += ` "` + key + `"`
	}
	return text
}

func (e *UnknownKeys) Unwrap() error { return e.reason }
