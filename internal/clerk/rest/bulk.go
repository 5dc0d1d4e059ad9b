package rest

import (
	"context"
	"fmt"
	"sync"
	"time"
)

const (
	// BatchSize is the largest number of ids that one list request accepts.
	BatchSize = 100
	// A batch is sent idleDelay after its last read arrived if it is at least as large as the recent ones, and firstDelay after
	// that read otherwise. On a busy machine reads arrive milliseconds apart, and a request for three objects costs as much as
	// a request for ten, so waiting for the rest of the batch pays.
	idleDelay  = 5 * time.Millisecond
	firstDelay = 50 * time.Millisecond
	// defaultParallelism is Terraform's default for -parallelism.
	defaultParallelism = 10
	// requestsBeforeCount is the number of requests after which the client asks for the length of the whole list. A run that
	// reads only a few objects does not need it.
	requestsBeforeCount = 2
	// maxListed is the length of the longest list that is read whole.
	maxListed = 25_000
)

// Bulk combines reads of single objects into list requests. Each object is identified by a key: its id, or an address that its
// user is looked up by. Reads that arrive while a request is in flight wait in a queue and are sent together as the next
// request. Once as many requests were sent as the whole list has pages, bulk reads the whole list and serves later reads from
// it. A plan over all objects of an instance then costs about two requests per page, and a plan over a few of many objects one
// request per batch.
//
// A list may lag behind a write, or leave an object out. An object that this client has written is therefore never served from
// a list, and an object that a list does not show is read by a request of its own: only such a read may report it as gone.
//
// Methods whose names end in Locked require the caller to hold mu.
type Bulk[T any] struct {
	Transport *Transport
	Disabled  bool // every read is a request of its own
	// Path is the path of a read by a request of its own, for messages: "/users/user_2abc".
	Path func(key string) string
	// GetOne reads one object by a request of its own.
	GetOne func(ctx context.Context, key string) (*T, error)
	// Batch reads several objects with one list request; those missing from its result are read by GetOne. It is nil if the API
	// cannot filter by the key.
	Batch func(ctx context.Context, keys []string) (map[string]T, error)
	// Cost is the number of requests that a batch sends for the keys; nil means one. If eager, the requests of a batch count before
	// they are sent, and so does the one that asks for the length of the list, so that the whole list may be read in their place.
	Cost  func(keys []string) int
	Eager bool
	// Batchable reports whether a key may be part of a batch; nil means that every key may.
	Batchable func(key string) bool
	// Normalize turns a key into the form that the maps of batch and ListAll are indexed by; nil means that keys stay as they are.
	Normalize func(key string) string
	// Count returns the length of the whole list; it is nil if that is short.
	Count   func(ctx context.Context) (int, error)
	ListAll func(ctx context.Context) (map[string]T, error)
	// LooksInLists says that GetOne reads lists, too, so that what it has read may have to be read again.
	LooksInLists bool
	// ListsOnly says that the API finds an object by this key only through lists. A list that is requested after a write is then
	// as good as any other read.
	ListsOnly bool

	mu            sync.Mutex
	queue         []*waiter[T]
	timer         *time.Timer
	busy          bool // a request is under way
	recentBatches recentBatches
	written       map[string]bool // keys that must not be served from a list
	served        map[string]bool // keys that were served from a list
	rechecks      int             // how many of the served keys were read again
	listsStale    bool            // no list may serve anything from now on; with ListsOnly, only the whole list may not
	wholeList     map[string]T    // nil until it was read
	requests      int             // sent so far
	pages         int             // of the whole list; 0 means not known yet
	NoWholeList   bool            // the whole list will not be read, since it is too long or reading it failed
}

// Reader is a Bulk as others see it.
type Reader[T any] interface {
	Get(ctx context.Context, key string) (*T, error)
	NoteWrite(key string)
	NoteUnknownWrite()
}

// Get reads one object.
func (b *Bulk[T]) Get(ctx context.Context, key string) (*T, error) {
	if IsRecheck(ctx) {
		return b.recheck(ctx, key)
	}
	b.mu.Lock()
	if b.Disabled || b.Batchable != nil && !b.Batchable(key) || !b.mayServeLocked(key) {
		b.mu.Unlock()
		return b.GetOne(ctx, key)
	}
	if b.wholeList != nil {
		object, ok := b.find(b.wholeList, key)
		if ok {
			b.noteServedLocked(key)
		}
		b.mu.Unlock()
		if ok {
			return &object, nil
		}
		return b.GetOne(ctx, key)
	}
	waiting := &waiter[T]{ctx: ctx, key: key, done: make(chan readResult[T], 1)}
	b.queue = append(b.queue, waiting)
	b.scheduleLocked()
	b.mu.Unlock()
	select {
	case result := <-waiting.done:
		if result.object == nil && result.err == nil {
			return b.GetOne(ctx, key)
		}
		return result.object, result.err
	case <-ctx.Done():
		b.mu.Lock()
		waiting.left = true
		b.mu.Unlock()
		what := "a request that it shares with other reads"
		if d := b.Transport.gate.closedFor(class{}); d > 0 {
			what = limitFor(d)
		}
		return nil, fmt.Errorf("GET %s: stopped while waiting for %s: %w", b.Path(key), what, ctx.Err())
	}
}

// find looks a key up in the objects of a list.
func (b *Bulk[T]) find(list map[string]T, key string) (T, bool) {
	if b.Normalize != nil {
		key = b.Normalize(key)
	}
	object, ok := list[key]
	return object, ok
}

// recheck reads an object that was served from a list again, by a request of its own if there is one. It gives up after BatchSize objects: a lag
// of the list affects a few objects, so if more of them differ from what the caller expected, they have really changed.
func (b *Bulk[T]) recheck(ctx context.Context, key string) (*T, error) {
	b.mu.Lock()
	worthwhile := (b.served[key] || b.LooksInLists) && b.rechecks < BatchSize
	if worthwhile {
		b.rechecks++
	}
	b.mu.Unlock()
	if !worthwhile {
		return nil, ErrNothingToRecheck
	}
	return b.GetOne(ctx, key)
}

// noteServedLocked records that an object was served from a list.
func (b *Bulk[T]) noteServedLocked(key string) {
	if b.served == nil {
		b.served = map[string]bool{}
	}
	b.served[key] = true
}

// NoteWrite has to be called before each write to an object is sent. From then on the object is read by a request of its own, and
// is not served from a list request that is in flight either.
func (b *Bulk[T]) NoteWrite(key string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.written == nil {
		b.written = map[string]bool{}
	}
	b.written[key] = true
}

// NoteUnknownWrite is NoteWrite for a write of which the caller does not know which object it changes.
func (b *Bulk[T]) NoteUnknownWrite() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.listsStale, b.wholeList = true, nil
}

// mayServeLocked reports whether an object may be served from a list.
func (b *Bulk[T]) mayServeLocked(key string) bool {
	return b.ListsOnly || !b.listsStale && !b.written[key]
}
