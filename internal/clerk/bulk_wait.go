package clerk

import (
	"context"
	"sync"
	"time"
)

// waiter is a caller whose read waits for a shared request.
type waiter[T any] struct {
	ctx  context.Context
	id   string
	done chan outcome[T] // buffered: nobody may be there any more
	gone bool            // under the mutex: the caller has left
}

// outcome is what a shared request gave one caller; neither an object nor an error
// means that the caller has to read by itself.
type outcome[T any] struct {
	object *T
	err    error
}

// shared is the context of a request for several callers: it has the values of
// the first, and ends when all of them have left.
func (b *bulk[T]) shared(waiters []*waiter[T]) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(waiters[0].ctx))
	left := make([]func() bool, 0, len(waiters))
	var mu sync.Mutex
	there := len(waiters)
	for _, w := range waiters {
		left = append(left, context.AfterFunc(w.ctx, func() {
			mu.Lock()
			defer mu.Unlock()
			if there--; there == 0 {
				cancel()
			}
		}))
	}
	return ctx, func() {
		for _, stop := range left {
			stop()
		}
		cancel()
	}
}

// pause is how long to wait for one more read. Under the mutex.
func (b *bulk[T]) pause() time.Duration {
	if b.company == 0 {
		b.company = usual
	}
	if len(b.queue) >= b.company {
		return settling
	}
	return patience
}

// met is told how many reads have come together. Fewer than before need not mean
// that there are no others any more, so that is believed by and by.
func (b *bulk[T]) met(reads int) { b.company = max(reads, b.company-1, 1) }
