package clerk

import (
	"context"
	"fmt"
	"sync"
	"time"
)

const (
	// batchSize is the most ids that one request of a list takes.
	batchSize = 100
	// settling is how long reads are gathered after the last one arrived, once as
	// many wait as have come together before; patience is how long before that. A
	// busy machine takes milliseconds from one read to the next, and a request for
	// three objects costs what one for ten does.
	settling = 5 * time.Millisecond
	patience = 50 * time.Millisecond
	// usual is how many reads Terraform has under way, unless told otherwise.
	usual = 10
	// requestsBeforeCount is after how many requests the size of the whole list is
	// asked for: a few reads are not worth the question.
	requestsBeforeCount = 2
	// maxListed is the longest list that is read whole.
	maxListed = 25_000
)

// bulk reads single objects of one kind by the page, each by a key: its id, say, or
// the address that its user is looked up by. While a request is under way, reads
// queue; they leave together as one request. Once as many requests were sent as the
// whole list has pages, the list is read whole and serves what comes later: a plan
// over all objects of an instance costs about two requests a page, and one over a few
// of many costs a request for each batch.
//
// A list may lag behind a write, or leave an object out. So an object that this
// client has written is never served from a list, and one that a list does not
// show is read by itself: only that may say that it is gone.
type bulk[T any] struct {
	gate *gate
	off  bool // every read is a request of its own
	// path of a read by itself, for messages: "/users/user_2abc".
	path func(key string) string
	// alone reads one object by itself.
	alone func(ctx context.Context, key string) (*T, error)
	// batch reads several with one request; those that it leaves out are read by
	// themselves. Nil where the API cannot choose by the key.
	batch func(ctx context.Context, keys []string) (map[string]T, error)
	// each is how many requests a batch takes for each of its keys, beside the one.
	each int
	// batchable says that a key may stand in a batch; nil: all may.
	batchable func(key string) bool
	// spelled is the spelling of a key in what batch and all answer; nil: as it is.
	spelled func(key string) string
	// count is how long the whole list is; nil where batch is.
	count func(ctx context.Context) (int, error)
	all   func(ctx context.Context) (map[string]T, error)
	// lookup says that only lists can tell what a key stands for. Then a list that is
	// asked for after a write is as good as any.
	lookup bool

	mu       sync.Mutex
	queue    []*waiter[T]
	timer    *time.Timer
	busy     bool // a request is under way
	company  company
	written  map[string]bool // keys that no list may serve
	served   map[string]bool // keys that a list has served
	doubted  int             // of those, how many were read again
	unlisted bool            // no list may serve anything from now on; of a lookup, no whole one
	listed   map[string]T    // the whole list, once it was read
	requests int             // sent so far
	pages    int             // of the whole list; 0: not known yet
	given    bool            // the whole list will not be read: it is too long, or could not be
}

// get reads one object.
func (b *bulk[T]) get(ctx context.Context, key string) (*T, error) {
	if ctx.Value(againKey{}) != nil {
		return b.again(ctx, key)
	}
	b.mu.Lock()
	if b.off || b.batchable != nil && !b.batchable(key) || !b.servable(key) {
		b.mu.Unlock()
		return b.alone(ctx, key)
	}
	if b.listed != nil {
		object, ok := b.in(b.listed, key)
		if ok {
			b.serves(key)
		}
		b.mu.Unlock()
		if ok {
			return &object, nil
		}
		return b.alone(ctx, key)
	}
	w := &waiter[T]{ctx: ctx, key: key, done: make(chan outcome[T], 1)}
	b.queue = append(b.queue, w)
	b.gather()
	b.mu.Unlock()
	select {
	case o := <-w.done:
		if o.object == nil && o.err == nil {
			return b.alone(ctx, key)
		}
		return o.object, o.err
	case <-ctx.Done():
		b.mu.Lock()
		w.gone = true
		b.mu.Unlock()
		what := "a request that it shares with other reads"
		if d := b.gate.held(class{}); d > 0 {
			what = limitFor(d)
		}
		return nil, fmt.Errorf("GET %s: stopped while waiting for %s: %w", b.path(key), what, ctx.Err())
	}
}

// in looks a key up in what a list has shown.
func (b *bulk[T]) in(list map[string]T, key string) (T, bool) {
	if b.spelled != nil {
		key = b.spelled(key)
	}
	object, ok := list[key]
	return object, ok
}

// again reads an object by itself that a list has served. Lists lag for a moment: if
// more objects than one list can choose are not as expected, it is they that have
// changed.
func (b *bulk[T]) again(ctx context.Context, key string) (*T, error) {
	b.mu.Lock()
	doubtful := b.served[key] && b.doubted < batchSize
	if doubtful {
		b.doubted++
	}
	b.mu.Unlock()
	if !doubtful {
		return nil, ErrCertain
	}
	return b.alone(ctx, key)
}

// serves notes that a list has served an object. Under the mutex.
func (b *bulk[T]) serves(key string) {
	if b.served == nil {
		b.served = map[string]bool{}
	}
	b.served[key] = true
}

// wrote is told of each write before it is sent: from now on the object is read by
// itself, and a list that is under way does not serve it either.
func (b *bulk[T]) wrote(key string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.written == nil {
		b.written = map[string]bool{}
	}
	b.written[key] = true
}

// wroteUnknown is wrote where it is not known which object was written.
func (b *bulk[T]) wroteUnknown() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.unlisted, b.listed = true, nil
}

// servable reports whether a list may serve the object. Under the mutex.
func (b *bulk[T]) servable(key string) bool { return b.lookup || !b.unlisted && !b.written[key] }
