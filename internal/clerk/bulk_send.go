package clerk

import (
	"context"
	"maps"
	"slices"
	"time"
)

// gather sends what waits once no more has come for a while. Under the mutex.
func (b *bulk[T]) gather() {
	switch {
	case b.busy || len(b.queue) == 0:
	case len(b.queue) >= batchSize:
		go b.send()
	case b.timer == nil:
		b.timer = time.AfterFunc(b.pause(), b.send)
	default:
		b.timer.Reset(b.pause())
	}
}

// send carries out one shared request, and what follows from it.
func (b *bulk[T]) send() {
	b.mu.Lock()
	if b.busy {
		b.mu.Unlock()
		return
	}
	var waiters []*waiter[T]
	keys := map[string]bool{}
	for len(b.queue) > 0 && len(keys) < batchSize {
		if w := b.queue[0]; !w.gone {
			waiters, keys[w.key] = append(waiters, w), true
		}
		b.queue = b.queue[1:]
	}
	b.busy = len(waiters) > 0
	if b.busy {
		b.company.met(len(waiters))
	}
	b.mu.Unlock()
	if len(waiters) == 0 {
		return
	}
	b.carryOut(waiters, slices.Sorted(maps.Keys(keys)))
	b.mu.Lock()
	b.busy = false
	if b.listed != nil {
		waiting := b.queue
		b.queue = nil
		b.answer(waiting, b.listed, nil)
	}
	b.gather()
	b.mu.Unlock()
}

func (b *bulk[T]) carryOut(waiters []*waiter[T], keys []string) {
	ctx, cancel := b.shared(waiters)
	defer cancel()
	if b.wholeIsCheaper(ctx, len(keys)) {
		b.readAll(ctx)
		b.answerAll(waiters, nil, nil)
		return
	}
	b.mu.Lock()
	b.requests += 1 + b.each*len(keys)
	b.mu.Unlock()
	if len(keys) == 1 {
		object, err := b.alone(ctx, keys[0])
		for _, w := range waiters {
			o := outcome[T]{err: err}
			if err == nil {
				own := *object // a caller may change what it got
				o.object = &own
			}
			w.done <- o
		}
		return
	}
	if b.batch == nil {
		b.answerAll(waiters, nil, nil)
		return
	}
	found, err := b.batch(ctx, keys)
	if e, ok := AsError(err); ok && e.Status >= 400 && e.Status < 500 || ReasonOf(err) == Unreadable {
		// The list refuses what a read by itself may take, or one of its objects cannot
		// be read: then the others are read by themselves, and that one has the error.
		found, err = nil, nil
	}
	b.answerAll(waiters, found, err)
}

// wholeIsCheaper reports whether the whole list is to be read now: as many
// requests were sent as it has pages, and there is still somebody waiting.
func (b *bulk[T]) wholeIsCheaper(ctx context.Context, waiting int) bool {
	b.mu.Lock()
	requests, pages, given := b.requests, b.pages, b.given || b.unlisted
	b.mu.Unlock()
	switch {
	case given:
		return false
	case b.batch == nil:
		return waiting > 1
	case requests < requestsBeforeCount:
		return false
	}
	if pages == 0 {
		n, err := b.count(ctx)
		pages = max((n+pageSize-1)/pageSize, 1)
		given = err != nil || n > maxListed
		b.mu.Lock()
		b.pages, b.given = pages, given
		b.mu.Unlock()
	}
	return !given && requests >= pages
}

// answerAll is answer outside the mutex; the whole list, where it was read, adds
// to what was found.
func (b *bulk[T]) answerAll(waiters []*waiter[T], found map[string]T, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if found == nil {
		found = b.listed
	}
	b.answer(waiters, found, err)
}

// answer tells waiters what was found for them. Under the mutex.
func (b *bulk[T]) answer(waiters []*waiter[T], found map[string]T, err error) {
	for _, w := range waiters {
		o := outcome[T]{err: err}
		// What was written since the request left is not served from it.
		if object, ok := b.in(found, w.key); ok && err == nil && b.servable(w.key) {
			o.object = &object
			b.serves(w.key)
		}
		w.done <- o
	}
}

// readAll reads the whole list. An error ends that for good; the reads that wait
// then go by themselves.
func (b *bulk[T]) readAll(ctx context.Context) {
	listed, err := b.all(ctx)
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case err != nil:
		b.given = true
		b.off = b.batch == nil
	case !b.unlisted:
		b.listed = listed
	}
}
