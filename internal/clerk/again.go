package clerk

import (
	"context"
	"errors"
)

// ErrCertain is the error of a read with Again that would tell nothing new: what was
// read before did not come from a list, or too much else was read again.
var ErrCertain = errors.New("known") // which nobody is shown

type againKey struct{}

// Again is a context in which the Get of users, and of JWT templates and the like, reads
// once more, by itself, an object that it has served from a list: a list may lag behind a write,
// also behind one of another process, so what it shows and nobody expects is doubtful.
// Otherwise the read fails with ErrCertain, and no request is sent.
func Again(ctx context.Context) context.Context { return context.WithValue(ctx, againKey{}, true) }
