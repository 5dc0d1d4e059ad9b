package rest

import (
	"context"
	"errors"
)

// ErrNothingToRecheck is returned by a read with WithRecheck if a second read would tell nothing new: the object was not served
// from a list, or too many others were read again already.
var ErrNothingToRecheck = errors.New("nothing to recheck") // never shown to users

type recheckKey struct{}

// IsRecheck reports whether the context is one of WithRecheck.
func IsRecheck(ctx context.Context) bool { return ctx.Value(recheckKey{}) != nil }

// WithoutRecheck returns a context in which reads are not rechecks.
func WithoutRecheck(ctx context.Context) context.Context {
	return context.WithValue(ctx, recheckKey{}, nil)
}

// WithRecheck returns a context in which Get reads an object that was served from a list once more, by a request of its own. A
// list may lag behind a write, also behind another process's, so a caller that finds an unexpected value in it should check. If
// the object did not come from a list, Get fails with ErrNothingToRecheck and sends no request.
func WithRecheck(ctx context.Context) context.Context {
	return context.WithValue(ctx, recheckKey{}, true)
}
