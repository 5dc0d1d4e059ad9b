package rest

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
// was requested MaxListLag after the client began, and after its own last write: whatever was written before then must show.

// ListReader reads single objects out of lists.
type ListReader[T any] struct {
	Transport *Transport
	// Look looks for an object in the lists; it returns nil if they do not show it.
	Look func(ctx context.Context, key string) (*T, error)
	Path func(key string) []string // of the object, for messages
	// Final reports whether nothing changes an object any more, so that no list will show it otherwise. Optional.
	Final func(*T) bool

	mu      sync.Mutex
	wroteAt time.Time
}

// NoteWrite has to be called with each write to an object.
func (l *ListReader[T]) NoteWrite() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.wroteAt = time.Now()
}

// GetOne reads one object. With WithRecheck, it waits until lists can be believed, unless the object is final.
func (l *ListReader[T]) GetOne(ctx context.Context, key string) (*T, error) {
	waited := false
	if IsRecheck(ctx) {
		if l.Final != nil {
			if object, err := l.Look(ctx, key); err != nil || object != nil && l.Final(object) {
				return object, err
			}
		}
		waited = true
		if _, err := l.wait(ctx, key); err != nil {
			return nil, err
		}
	}
	object, err := l.Look(ctx, key)
	if object == nil && err == nil && !waited {
		if waited, err = l.wait(ctx, key); waited && err == nil {
			object, err = l.Look(ctx, key)
		}
	}
	if object != nil || err != nil {
		return object, err
	}
	return nil, l.Transport.confirmNotFound(ctx, &Error{
		Status: http.StatusNotFound, Method: http.MethodGet, Path: "/" + strings.Join(l.Path(key), "/"),
		Items: []ErrorItem{{Code: "resource_not_found", LongMessage: "No list shows it."}},
	})
}

// wait waits until lists show what was written before, if it has to.
func (l *ListReader[T]) wait(ctx context.Context, key string) (waited bool, err error) {
	l.mu.Lock()
	last := l.wroteAt
	l.mu.Unlock()
	if last.Before(l.Transport.began) {
		last = l.Transport.began
	}
	d := time.Until(last.Add(MaxListLag))
	if d <= 0 {
		return false, nil
	}
	path := "/" + strings.Join(l.Path(key), "/")
	tflog.SubsystemInfo(withLogger(ctx), subsystem, "waiting until lists, which may lag, can be believed", map[string]any{
		"path": path, "wait": d.Round(time.Millisecond).String(),
	})
	if err := Sleep(ctx, d); err != nil {
		return true, fmt.Errorf("%s: stopped while waiting until Clerk's lists show it: %w", path, err)
	}
	return true, nil
}

// Identified yields the objects of a list. One that lacks its id is an error: the list then says nothing of what there is not.
func Identified[T any](area string, all iter.Seq2[T, error], id func(*T) string) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for object, err := range all {
			if err == nil && id(&object) == "" {
				err = WithReason(Unreadable, fmt.Errorf("GET /%s: the answer is not what Clerk sends: an object lacks its id", area))
			}
			if !yield(object, err) {
				return
			}
		}
	}
}
