package rest

import (
	"context"
	"maps"
	"slices"
	"time"
)

// scheduleLocked arranges for the queued reads to be sent: at once if they fill a batch, and otherwise after a delay that starts
// anew with each read.
func (b *Bulk[T]) scheduleLocked() {
	switch {
	case b.busy || len(b.queue) == 0:
	case len(b.queue) >= BatchSize:
		go b.send()
	case b.timer == nil:
		b.timer = time.AfterFunc(b.delayLocked(), b.send)
	default:
		b.timer.Reset(b.delayLocked())
	}
}

// send takes a batch from the queue, carries it out and schedules the next one.
func (b *Bulk[T]) send() {
	b.mu.Lock()
	if b.busy {
		b.mu.Unlock()
		return
	}
	var waiters []*waiter[T]
	keys := map[string]bool{}
	for len(b.queue) > 0 && len(keys) < BatchSize {
		if w := b.queue[0]; !w.left {
			waiters, keys[w.key] = append(waiters, w), true
		}
		b.queue = b.queue[1:]
	}
	b.busy = len(waiters) > 0
	if b.busy {
		b.recentBatches.add(len(waiters))
	}
	b.mu.Unlock()
	if len(waiters) == 0 {
		return
	}
	b.carryOut(waiters, slices.Sorted(maps.Keys(keys)))
	b.mu.Lock()
	b.busy = false
	if b.wholeList != nil {
		waiting := b.queue
		b.queue = nil
		b.answerLocked(waiting, b.wholeList, nil)
	}
	b.scheduleLocked()
	b.mu.Unlock()
}

// carryOut sends one shared request, or as many as a batch takes, and hands the results to the waiters.
func (b *Bulk[T]) carryOut(waiters []*waiter[T], keys []string) {
	ctx, cancel := b.sharedContext(waiters)
	defer cancel()
	cost := 1
	switch {
	case b.Cost != nil:
		cost = b.Cost(keys)
	case b.Batch == nil:
		cost = len(keys)
	}
	if b.wholeListIsCheaper(ctx, len(keys), cost) {
		b.readWholeList(ctx)
		b.answer(waiters, nil, nil)
		return
	}
	b.mu.Lock()
	b.requests += cost
	b.mu.Unlock()
	if len(keys) == 1 {
		object, err := b.GetOne(ctx, keys[0])
		for _, w := range waiters {
			result := readResult[T]{err: err}
			if err == nil {
				own := *object // a caller may change what it got
				result.object = &own
			}
			w.done <- result
		}
		return
	}
	if b.Batch == nil {
		b.answer(waiters, nil, nil)
		return
	}
	found, err := b.Batch(ctx, keys)
	if e, ok := AsError(err); ok && e.Status >= 400 && e.Status < 500 || ReasonOf(err) == Unreadable {
		// Either the list refuses a key that a single read may accept, or it contains an object that cannot be decoded. Each
		// object is then read by a request of its own, so that only the one at fault fails.
		found, err = nil, nil
	}
	b.answer(waiters, found, err)
}

// wholeListIsCheaper reports whether the whole list is to be read now: as many requests were sent as the list has pages, and reads
// are still waiting. Reading in batches first, or one by one, thus costs at most as much again as the list.
func (b *Bulk[T]) wholeListIsCheaper(ctx context.Context, waiting, cost int) bool {
	b.mu.Lock()
	requests, pages, noWholeList := b.requests, b.pages, b.NoWholeList || b.listsStale
	b.mu.Unlock()
	if b.Eager {
		requests += cost - 1 // one goes before the list is counted
	}
	switch {
	case noWholeList:
		return false
	case b.Count == nil:
		return waiting > 1
	case b.Batch == nil && waiting == 1, b.Batch != nil && requests < requestsBeforeCount:
		return false
	case b.Batch == nil:
		requests += cost
	}
	if pages == 0 {
		n, err := b.Count(ctx)
		pages = max((n+PageSize-1)/PageSize, 1)
		noWholeList = err != nil || n > maxListed
		b.mu.Lock()
		b.pages, b.NoWholeList = pages, noWholeList
		if b.Eager {
			b.requests++
			requests++
		}
		b.mu.Unlock()
	}
	if b.Eager {
		requests++ // the one that would come next
	}
	return !noWholeList && requests >= pages
}

// answer is answerLocked for callers that do not hold mu. If found is nil, the whole list, if it was read, takes its place.
func (b *Bulk[T]) answer(waiters []*waiter[T], found map[string]T, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if found == nil {
		found = b.wholeList
	}
	b.answerLocked(waiters, found, err)
}

// answerLocked hands each waiter its object, or an empty result if it has to read the object itself.
func (b *Bulk[T]) answerLocked(waiters []*waiter[T], found map[string]T, err error) {
	for _, w := range waiters {
		result := readResult[T]{err: err}
		// An object that was written after the request was sent must not be served from it.
		if object, ok := b.find(found, w.key); ok && err == nil && b.mayServeLocked(w.key) {
			result.object = &object
			b.noteServedLocked(w.key)
		}
		w.done <- result
	}
}

// readWholeList reads the whole list. After an error it is not tried again, and the waiting reads become single requests.
func (b *Bulk[T]) readWholeList(ctx context.Context) {
	objects, err := b.ListAll(ctx)
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case err != nil:
		b.NoWholeList = true
		b.Disabled = b.Batch == nil
	case !b.listsStale:
		b.wholeList = objects
	}
}
