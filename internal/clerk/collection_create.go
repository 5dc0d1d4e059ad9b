package clerk

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// Create is POST to the area. If the answer is lost, the object is looked for by its key. The error is a *Lost if it cannot be told
// whether the create happened, a *Conflict if an object that existed before has the key, and a *Taken if Clerk refused the key
// without an answer having been lost.
func (c *collection[T, C]) Create(ctx context.Context, p C) (*T, error) {
	if c.kind.name != nil {
		done, err := c.names.Take(ctx, c.kind.name(&p))
		if err != nil {
			return nil, fmt.Errorf("POST /%s: stopped while waiting for another create of the name %q: %w; it was not carried out", c.area, c.kind.name(&p), err)
		}
		defer done()
	}
	creation := c.creation(&p)
	if c.kind.undated && creation.Find != nil {
		if found, _, err := creation.Find(ctx, nil); err == nil {
			creation.Before = map[string]bool{}
			for i := range found {
				creation.Before[c.id(&found[i])] = true
			}
		}
	}
	object, err := creation.Create(ctx)
	if err == nil {
		c.onWrite(c.id(object))
	}
	return c.remembered(object, err)
}

// createAs is Create of an object that is told from others by another id than the one it is read by.
func (c *collection[T, C]) createAs(ctx context.Context, p *C, id func(*T) string) (*T, error) {
	creation := c.creation(p)
	creation.ID, creation.AwaitLists = id, false
	return creation.Create(ctx)
}

// remembered notes the key of an object that was made or changed.
func (c *collection[T, C]) remembered(object *T, err error) (*T, error) {
	if err == nil {
		is := c.kind.identify(object)
		c.recent.Store(is.key, is.id)
	}
	return object, err
}

func (c *collection[T, C]) creation(p *C) rest.Creation[T] {
	key, path := c.kind.key(p), []string{c.area}
	if c.kind.parentOf != nil {
		path = []string{c.kind.parent, c.kind.parentOf(p), c.kind.segment}
	}
	out := rest.Creation[T]{
		Transport: c.t, ID: c.id, Holder: c.holder(key), FindBeforeRetry: c.kind.findBeforeRetry, ListsOnly: c.kind.listsOnly, AwaitLists: c.kind.listsOnly && !c.kind.undated, Once: c.kind.once != nil && c.kind.once(p),
		AnswersExisting: c.kind.answersExisting,
		Call:            rest.Call{Method: http.MethodPost, Path: path, Body: p, AnswersOther: c.kind.parentOf != nil},
		Compare: func(object *T, d *rest.Differences) int64 {
			if c.kind.compare != nil {
				return c.kind.compare(p, object, d)
			}
			d.CompareFields(p, object, nil)
			return c.kind.identify(object).made
		},
	}
	if c.kind.within != nil {
		out.ID = func(object *T) string {
			c.kind.within(object, c.kind.parentOf(p))
			return c.id(object)
		}
	}
	switch {
	case c.kind.findOne != nil:
		out.Find = func(ctx context.Context, _ error) ([]T, time.Time, error) {
			found, now, err := c.kind.findOne(ctx, p)
			if c.kind.name == nil || err != nil {
				return found, now, err
			}
			found, err = c.stillThere(ctx, slices.DeleteFunc(found, func(o T) bool { return c.t.HasMade(c.id(&o)) }))
			return found, now, err
		}
		out.Holder = func(ctx context.Context, _ error) string {
			if found, _, err := c.kind.findOne(ctx, p); err == nil && len(found) == 1 {
				return c.id(&found[0])
			}
			return ""
		}
	case key != "":
		out.Find = func(ctx context.Context, _ error) ([]T, time.Time, error) { return c.findByKey(ctx, key) }
	}
	return out
}

// stillThere reads by their ids the objects that a list shows, and returns those that exist: a list that lags shows for some time what
// was deleted, which must not be taken for what a create of the same name has made.
func (c *collection[T, C]) stillThere(ctx context.Context, shown []T) (there []T, err error) {
	for i := range shown {
		object, err := c.readers.GetOne(ctx, c.id(&shown[i]))
		if rest.IsNotFound(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		there = append(there, *object)
	}
	return there, nil
}

// findByKey looks for the object with a key in the list, and then reads it by its id if it can, since a list that lags may show it
// under a key that it had before.
func (c *collection[T, C]) findByKey(ctx context.Context, key string) (found []T, now time.Time, err error) {
	if c.kind.inWholeList {
		for object, err := range c.listWithDate(ctx, &now) {
			if err != nil {
				return nil, now, err
			}
			if c.kind.identify(&object).key == key {
				found = append(found, object)
			}
		}
		return found, now, nil
	}
	id, err := c.findIDByKey(ctx, key)
	if id == "" {
		return nil, time.Time{}, err
	}
	object, now, err := rest.GetWithDate[T](ctx, c.t, c.path(id))
	if err != nil || object == nil || c.kind.identify(object).key != key {
		return nil, now, err
	}
	return []T{*object}, now, nil
}

// findIDByKey returns the id of the object that has the key, according to the list unless the API reads by key, or "".
func (c *collection[T, C]) findIDByKey(ctx context.Context, key string) (string, error) {
	if c.kind.keyIsPath {
		object, err := c.getByKey(ctx, key)
		if err != nil {
			return "", ignoreMissing(err, c.kind.notFound)
		}
		return c.id(object), nil
	}
	for object, err := range c.List(ctx) {
		if is := c.kind.identify(&object); err != nil || is.key == key {
			return is.id, err
		}
	}
	return "", nil
}

// ignoreMissing returns nil if the error is that an object does not exist.
func ignoreMissing(err, missing error) error {
	if errors.Is(err, missing) {
		return nil
	}
	return err
}

// holder returns a function that returns the id of the object that has the key, or "".
func (c *collection[T, C]) holder(key string) func(context.Context, error) string {
	return func(ctx context.Context, _ error) string {
		id, _ := c.findIDByKey(ctx, key)
		return id
	}
}
