package clerk

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"time"
)

// kind is what tells the objects T of one area from those of others, and the fields C
// that make one. A new area is a kind, a field of Client and a line in New.
type kind[T, C any] struct {
	// area is the first segment of the path: "jwt_templates".
	area string
	// list is the query of the whole list: paginated() where a list is an array
	// otherwise, and nil where it is always an object.
	list url.Values
	// by is the list's filter by id; nil if it has none.
	by *filter
	// is what identifies an object, and key the field that no two objects have alike of a
	// new one. Where that is "", a create cannot be found again, and is never repeated.
	is  func(*T) identity
	key func(*C) string
	// early says that Clerk may not refuse a second one with the key, so that it is looked
	// for before each repetition of a create.
	early bool
	// unknown begins the error of looking up what no object has: "… named".
	unknown error
	// except are the fields of a create that Clerk does not answer as they were sent.
	except exceptions
}

// identity is what identifies an object: its id, its key, and when Clerk made it, in Unix
// milliseconds.
type identity struct {
	id, key string
	made    int64
}

// collection is an area of the API whose objects are read, listed, looked up, made,
// changed and deleted alike.
type collection[T, C any] struct {
	objects[T]
	kind    kind[T, C]
	readers *bulk[T] // by id
	finder  *bulk[T] // by key
}

func newCollection[T, C any](t *transport, bulkReads bool, k kind[T, C]) *collection[T, C] {
	c := &collection[T, C]{objects: objects[T]{t: t, area: k.area, id: func(o *T) string { return k.is(o).id }}, kind: k}
	c.readers = c.reader(!bulkReads, c.List, k.by)
	byKey := keyed(func(o *T) string { return k.is(o).key })
	found := func(ctx context.Context) (map[string]T, error) { return byKey(Collect(c.List(ctx))) }
	c.finder = &bulk[T]{
		gate: t.gate, off: !bulkReads, lookup: true,
		path: func(string) string { return "/" + k.area },
		alone: func(ctx context.Context, key string) (*T, error) {
			all, err := found(ctx)
			object, ok := all[key]
			if err == nil && !ok {
				err = fmt.Errorf("%w %q", k.unknown, key)
			}
			return &object, err
		},
		// The list takes no key, so it is read whole for any number of them.
		batch: func(ctx context.Context, _ []string) (map[string]T, error) { return found(ctx) },
		count: func(context.Context) (int, error) { return 0, nil },
		all:   found,
	}
	c.wrote = func(id string) {
		c.readers.wrote(id)
		c.finder.wroteUnknown()
	}
	return c
}

// Get is GET of the object with the id: /jwt_templates/{template_id}, say. One that does
// not exist is an error for which IsNotFound is true. Reads that come together share
// requests.
func (c *collection[T, C]) Get(ctx context.Context, id string) (*T, error) {
	return c.readers.get(ctx, id)
}

// Find is GET of the list, for the object with a key: the name of a JWT template, say.
// What no object has is an error of the area's own, such as ErrNoTemplate. Lookups that
// come together share requests.
func (c *collection[T, C]) Find(ctx context.Context, key string) (*T, error) {
	return c.finder.get(ctx, key)
}

// List is GET of the list, all pages.
func (c *collection[T, C]) List(ctx context.Context) iter.Seq2[T, error] {
	return pages[T](ctx, c.t, []string{c.area}, c.kind.list, nil)
}

// Create is POST to the area. The object is looked for by its key when the answer is
// lost. A lost answer that this does not make up for is a *Lost error, and what is
// somebody else's a *Conflict, or a *Taken where no answer was lost.
func (c *collection[T, C]) Create(ctx context.Context, p C) (*T, error) {
	object, err := c.creation(&p).create(ctx)
	if err == nil {
		c.wrote(c.id(object))
	}
	return object, err
}

func (c *collection[T, C]) creation(p *C) creation[T] {
	key := c.kind.key(p)
	out := creation[T]{
		t: c.t, id: c.id, holder: c.holder(key), early: c.kind.early,
		call: call{method: http.MethodPost, path: []string{c.area}, body: p},
		compare: func(object *T, d *differences) int64 {
			d.compare(p, object, c.kind.except)
			return c.kind.is(object).made
		},
	}
	if key != "" {
		out.find = func(ctx context.Context, _ error) ([]T, time.Time, error) { return c.lookFor(ctx, key) }
	}
	return out
}

// lookFor looks for the object with a key, and reads it by itself: a list that lags may
// show it under a key that it had before.
func (c *collection[T, C]) lookFor(ctx context.Context, key string) ([]T, time.Time, error) {
	id, err := c.listed(ctx, key)
	if id == "" {
		return nil, time.Time{}, err
	}
	object, now, err := dated[T](ctx, c.t, c.area, id)
	if err != nil || object == nil || c.kind.is(object).key != key {
		return nil, now, err
	}
	return []T{*object}, now, nil
}

// listed is the id of the object that the list shows under a key, or "".
func (c *collection[T, C]) listed(ctx context.Context, key string) (string, error) {
	for object, err := range c.List(ctx) {
		if is := c.kind.is(&object); err != nil || is.key == key {
			return is.id, err
		}
	}
	return "", nil
}

// holder is the id of the object that has the key, or "".
func (c *collection[T, C]) holder(key string) func(context.Context, error) string {
	return func(ctx context.Context, _ error) string {
		id, _ := c.listed(ctx, key)
		return id
	}
}

// update is PATCH of the object with the id, which gives it the key.
func (c *collection[T, C]) update(ctx context.Context, id, key string, body any) (*T, error) {
	return taking[T]{c.t, c.area, c.holder(key), func() (*T, error) { return c.patch(ctx, id, body) }}.do(ctx)
}
