package rest

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
	done chan readResult[T] // buffered, since the caller may have left
	left bool               // the caller's context has ended; guarded by bulk.mu
}

// readResult is the result of a shared request for one caller. If it has neither an object nor an error, the caller has to read
// the object by a request of its own.
type readResult[T any] struct {
	object *T
	err    error
}

// sharedContext returns the context of a request for several callers. It has the values of the first caller's context and is
// cancelled when the contexts of all callers have ended.
func (b *Bulk[T]) sharedContext(waiters []*waiter[T]) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(waiters[0].ctx))
	stops := make([]func() bool, 0, len(waiters))
	var mu sync.Mutex
	remaining := len(waiters)
	for _, w := range waiters {
		stops = append(stops, context.AfterFunc(w.ctx, func() {
			mu.Lock()
			defer mu.Unlock()
			if remaining--; remaining == 0 {
				cancel()
			}
		}))
	}
	return ctx, func() {
		for _, stop := range stops {
			stop()
		}
		cancel()
	}
}

// recentBatches holds the sizes of the last batches, newest first; 0 means that there was none yet.
type recentBatches [8]int

// max returns the size of the largest recent batch. The maximum is used because a single late read makes a batch smaller without
// Terraform having fewer reads in flight. Batches that have not happened yet count with defaultParallelism.
func (c *recentBatches) max() int {
	most := 1
	for _, reads := range c {
		most = max(most, cmp.Or(reads, defaultParallelism))
	}
	return most
}

// add records the size of a batch.
func (c *recentBatches) add(reads int) {
	copy(c[1:], c[:])
	c[0] = reads
}

// delayLocked returns how long to wait for another read.
func (b *Bulk[T]) delayLocked() time.Duration {
	if len(b.queue) >= b.recentBatches.max() {
		return idleDelay
	}
	return firstDelay
}
