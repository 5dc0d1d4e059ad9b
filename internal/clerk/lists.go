package clerk

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// Some objects, such as the domains of organizations, have no read of their own: the API shows them in lists only, which may lag
// behind a write, also behind one of another process. So a list is only believed to show less or something else than expected if it
// was requested maxListLag after the client began, and after its own last write: whatever was written before then must show.

// listReader reads single objects out of lists.
type listReader[T any] struct {
	t *transport
	// look looks for an object in the lists; it returns nil if they do not show it.
	look func(ctx context.Context, key string) (*T, error)
	path func(key string) []string // of the object, for messages
	// final reports whether nothing changes an object any more, so that no list will show it otherwise. Optional.
	final func(*T) bool

	mu      sync.Mutex
	wroteAt time.Time
}

// noteWrite has to be called with each write to an object.
func (l *listReader[T]) noteWrite() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.wroteAt = time.Now()
}

// getOne reads one object. With WithRecheck, it waits until lists can be believed, unless the object is final.
func (l *listReader[T]) getOne(ctx context.Context, key string) (*T, error) {
	waited := false
	if isRecheck(ctx) {
		if l.final != nil {
			if object, err := l.look(ctx, key); err != nil || object != nil && l.final(object) {
				return object, err
			}
		}
		waited = true
		if _, err := l.wait(ctx, key); err != nil {
			return nil, err
		}
	}
	object, err := l.look(ctx, key)
	if object == nil && err == nil && !waited {
		if waited, err = l.wait(ctx, key); waited && err == nil {
			object, err = l.look(ctx, key)
		}
	}
	if object != nil || err != nil {
		return object, err
	}
	return nil, l.t.confirmNotFound(ctx, &Error{
		Status: http.StatusNotFound, Method: http.MethodGet, Path: "/" + strings.Join(l.path(key), "/"),
		Items: []ErrorItem{{Code: "resource_not_found", LongMessage: "No list shows it."}},
	})
}

// wait waits until lists show what was written before, if it has to.
func (l *listReader[T]) wait(ctx context.Context, key string) (waited bool, err error) {
	l.mu.Lock()
	last := l.wroteAt
	l.mu.Unlock()
	if last.Before(l.t.began) {
		last = l.t.began
	}
	d := time.Until(last.Add(maxListLag))
	if d <= 0 {
		return false, nil
	}
	path := "/" + strings.Join(l.path(key), "/")
	tflog.SubsystemInfo(withLogger(ctx), subsystem, "waiting until lists, which may lag, can be believed", map[string]any{
		"path": path, "wait": d.Round(time.Millisecond).String(),
	})
	if err := sleep(ctx, d); err != nil {
		return true, fmt.Errorf("%s: stopped while waiting until Clerk's lists show it: %w", path, err)
	}
	return true, nil
}

// identified yields the objects of a list. One that lacks its id is an error: the list then says nothing of what there is not.
func identified[T any](area string, all iter.Seq2[T, error], id func(*T) string) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for object, err := range all {
			if err == nil && id(&object) == "" {
				err = withReason(Unreadable, fmt.Errorf("GET /%s: the answer is not what Clerk sends: an object lacks its id", area))
			}
			if !yield(object, err) {
				return
			}
		}
	}
}
