package clerk

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"sync"
	"time"
)

// kind describes one area of the API: T is the type of its objects, and C the fields of a create. A new area takes a kind, a field
// of Client and a line in New.
type kind[T, C any] struct {
	// area is the first segment of the path: "jwt_templates".
	area string
	// list is the query of the whole list: paginated() if the list would otherwise be an array, and nil if it is always an object.
	list url.Values
	// by is the list's filter by ids; nil if it has none.
	by *filter
	// identify returns the identity of an object, and key the unique field of a create. If key returns "", the created object
	// cannot be found again, and the create is never repeated.
	identify func(*T) identity
	key      func(*C) string
	// findBeforeRetry says that Clerk may accept a second object with the same key, so that the object has to be looked for before
	// a create is repeated.
	findBeforeRetry bool
	// notFound is wrapped by the error for a key that no object has; the key follows it.
	notFound error
	// exceptions returns the fields of a create that Clerk's answer does not repeat as they were sent. It is nil if there are none.
	exceptions func(*C, *T) exceptions
	// usedBy are the areas whose objects may use one of this area, so that Clerk refuses to delete it: its delete waits for writes
	// in them. It is nil if Clerk refuses nothing for that reason.
	usedBy []string
}

// identity holds an object's id, its key, and the time of its creation in Unix milliseconds.
type identity struct {
	id, key string
	made    int64
}

// collection implements the operations of an area of the API: read, list, look up, create, update and delete.
type collection[T, C any] struct {
	objects[T]
	kind    kind[T, C]
	readers *bulk[T] // by id
	finder  *bulk[T] // by key
	recent  sync.Map // ids of the objects that this client has made or changed, by key
}

func newCollection[T, C any](t *transport, bulkReads bool, k kind[T, C]) *collection[T, C] {
	c := &collection[T, C]{objects: objects[T]{t: t, area: k.area, id: func(o *T) string { return k.identify(o).id }}, kind: k}
	c.readers = c.reader(!bulkReads, c.List, k.by)
	byKey := indexBy(func(o *T) string { return k.identify(o).key })
	listByKey := func(ctx context.Context) (map[string]T, error) { return byKey(Collect(c.List(ctx))) }
	c.finder = &bulk[T]{
		gate: t.gate, disabled: !bulkReads, listsOnly: true,
		path: func(string) string { return "/" + k.area },
		getOne: func(ctx context.Context, key string) (*T, error) {
			all, err := listByKey(ctx)
			object, ok := all[key]
			if err == nil && !ok {
				err = fmt.Errorf("%w %q", k.notFound, key)
			}
			return &object, err
		},
		// The list takes no key, so it is read whole for any number of them.
		batch:   func(ctx context.Context, _ []string) (map[string]T, error) { return listByKey(ctx) },
		count:   func(context.Context) (int, error) { return 0, nil },
		listAll: listByKey,
	}
	c.onWrite = func(id string) {
		c.readers.noteWrite(id)
		c.finder.noteUnknownWrite()
	}
	return c
}

// Get is GET of the object with the id, such as /jwt_templates/{template_id}. If it does not exist, IsNotFound is true for the
// error. Concurrent reads share requests.
func (c *collection[T, C]) Get(ctx context.Context, id string) (*T, error) {
	return c.readers.get(ctx, id)
}

// Find looks an object up in the list by its key, such as the name of a JWT template. If no object has it, the error is the area's
// own, such as ErrNoTemplate. Concurrent lookups share requests. What this client has made is found whether the list shows it or not.
func (c *collection[T, C]) Find(ctx context.Context, key string) (*T, error) {
	object, err := c.finder.get(ctx, key)
	if id, made := c.recent.Load(key); made && errors.Is(err, c.kind.notFound) {
		id, _ := id.(string)
		if recent, failed := c.getOne(ctx, id); failed == nil && c.kind.identify(recent).key == key {
			return recent, nil
		}
	}
	return object, err
}

// List is GET of the list, all pages.
func (c *collection[T, C]) List(ctx context.Context) iter.Seq2[T, error] {
	return pages[T](ctx, c.t, []string{c.area}, c.kind.list, nil)
}

// Create is POST to the area. If the answer is lost, the object is looked for by its key. The error is a *Lost if it cannot be told
// whether the create happened, a *Conflict if an object that existed before has the key, and a *Taken if Clerk refused the key
// without an answer having been lost.
func (c *collection[T, C]) Create(ctx context.Context, p C) (*T, error) {
	object, err := c.creation(&p).create(ctx)
	if err == nil {
		c.onWrite(c.id(object))
	}
	return c.remembered(object, err)
}

// remembered notes the key of an object that was made or changed.
func (c *collection[T, C]) remembered(object *T, err error) (*T, error) {
	if err == nil {
		is := c.kind.identify(object)
		c.recent.Store(is.key, is.id)
	}
	return object, err
}

func (c *collection[T, C]) creation(p *C) creation[T] {
	key := c.kind.key(p)
	out := creation[T]{
		t: c.t, id: c.id, holder: c.holder(key), findBeforeRetry: c.kind.findBeforeRetry,
		call: call{method: http.MethodPost, path: []string{c.area}, body: p},
		compare: func(object *T, d *differences) int64 {
			var except exceptions
			if c.kind.exceptions != nil {
				except = c.kind.exceptions(p, object)
			}
			d.compareFields(p, object, except)
			return c.kind.identify(object).made
		},
	}
	if key != "" {
		out.find = func(ctx context.Context, _ error) ([]T, time.Time, error) { return c.findByKey(ctx, key) }
	}
	return out
}

// findByKey looks for the object with a key in the list, and then reads it by its id, since a list that lags may show it under a
// key that it had before.
func (c *collection[T, C]) findByKey(ctx context.Context, key string) ([]T, time.Time, error) {
	id, err := c.findIDByKey(ctx, key)
	if id == "" {
		return nil, time.Time{}, err
	}
	object, now, err := getWithDate[T](ctx, c.t, c.area, id)
	if err != nil || object == nil || c.kind.identify(object).key != key {
		return nil, now, err
	}
	return []T{*object}, now, nil
}

// findIDByKey returns the id of the object that has the key according to the list, or "".
func (c *collection[T, C]) findIDByKey(ctx context.Context, key string) (string, error) {
	for object, err := range c.List(ctx) {
		if is := c.kind.identify(&object); err != nil || is.key == key {
			return is.id, err
		}
	}
	return "", nil
}

// holder returns a function that returns the id of the object that has the key, or "".
func (c *collection[T, C]) holder(key string) func(context.Context, error) string {
	return func(ctx context.Context, _ error) string {
		id, _ := c.findIDByKey(ctx, key)
		return id
	}
}

// update is PATCH of the object with the id. The body gives the object the key, which another object may have.
func (c *collection[T, C]) update(ctx context.Context, id, key string, body any) (*T, error) {
	return c.remembered(uniqueWrite[T]{c.t, c.area, c.holder(key), func() (*T, error) { return c.patch(ctx, id, body) }}.do(ctx))
}

// Delete is DELETE of the object with the id. The error is an *InUse if Clerk refuses it because other objects use the object, after
// the delete has waited for the writes of this run that might have let go of it.
func (c *collection[T, C]) Delete(ctx context.Context, id string) error {
	if c.kind.usedBy == nil {
		return c.objects.Delete(ctx, id)
	}
	return c.t.handOvers.deleteUnused(ctx, c.area, c.kind.usedBy, func() error { return c.objects.Delete(ctx, id) })
}
