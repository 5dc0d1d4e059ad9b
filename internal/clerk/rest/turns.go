package rest

import (
	"context"
	"sync"
)

// Turns lets operations on what has one name follow one another. What a lost create made can then be told from what another create
// of the same name is making.
type Turns struct {
	mu    sync.Mutex
	taken map[string]chan struct{} // closed at the end of the turn
}

// Take waits for the turn of a name. done ends it.
func (t *Turns) Take(ctx context.Context, name string) (done func(), err error) {
	for {
		t.mu.Lock()
		other := t.taken[name]
		if other == nil {
			if t.taken == nil {
				t.taken = map[string]chan struct{}{}
			}
			own := make(chan struct{})
			t.taken[name] = own
			t.mu.Unlock()
			return func() {
				t.mu.Lock()
				defer t.mu.Unlock()
				delete(t.taken, name)
				close(own)
			}, nil
		}
		t.mu.Unlock()
		select {
		case <-other:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}
