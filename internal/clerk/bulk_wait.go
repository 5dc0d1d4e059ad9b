package clerk

import (
	"cmp"
	"context"
	"sync"
	"time"
)

// waiter is a caller whose read waits for a shared request.
type waiter[T any] struct {
	ctx  context.Context
	key  string
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

// company is how many reads have come together lately: at most, since one that is
// late now and then does not mean that there are fewer.
type company [8]int

// most is the most of them; before there were any, it is what is usual.
func (c *company) most() int {
	most := 1
	for _, reads := range c {
		most = max(most, cmp.Or(reads, usual))
	}
	return most
}

// met is told how many reads have come together.
func (c *company) met(reads int) {
	copy(c[1:], c[:])
	c[0] = reads
}

// pause is how long to wait for one more read. Under the mutex.
func (b *bulk[T]) pause() time.Duration {
	if len(b.queue) >= b.company.most() {
		return settling
	}
	return patience
}
