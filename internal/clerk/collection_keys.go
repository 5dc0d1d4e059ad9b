package clerk

import (
	"context"
	"errors"
	"iter"
	"maps"
	"net/url"
	"sync"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// Search chooses among the objects of an area whose list takes query and order_by. Its zero value chooses all, the newest first.
type Search struct {
	Query   string // an id, or a part of a name or a key
	OrderBy string // a field, with + or - before it
}

// Search is GET of the list, all pages, with a query or an order.
func (c *collection[T, C]) Search(ctx context.Context, s Search) iter.Seq2[T, error] {
	query := maps.Clone(c.kind.list)
	if query == nil {
		query = url.Values{}
	}
	for name, value := range map[string]string{"query": s.Query, "order_by": s.OrderBy} {
		if value != "" {
			query.Set(name, value)
		}
	}
	return rest.Pages[T](ctx, c.t, []string{c.area}, query, nil)
}

// IDs looks objects up by their keys, and returns their ids in the same order. What does not exist is looked for again after each
// write to the area, since another operation of this run may make it: for two seconds, once. The error is then an *UnknownKeys.
func (c *collection[T, C]) IDs(ctx context.Context, keys []string) ([]string, error) {
	w := &rest.Waiter{
		Transport: c.t, What: c.area + " that do not exist", Areas: []string{c.area},
		Refused: func(err error) bool { return err != nil && errors.Is(err, c.kind.notFound) }, // objects without keys have no such error
	}
	ids, err := rest.WaitAndRepeat(ctx, w, func() (*[]string, error) { return c.ids(ctx, keys) })
	if err != nil {
		return nil, err
	}
	return *ids, nil
}

func (c *collection[T, C]) ids(ctx context.Context, keys []string) (*[]string, error) {
	ids, errs := make([]string, len(keys)), make([]error, len(keys))
	var lookups sync.WaitGroup
	for n, key := range keys {
		lookups.Go(func() {
			object, err := c.Find(ctx, key)
			if errs[n] = err; err == nil {
				ids[n] = c.id(object)
			}
		})
	}
	lookups.Wait()
	unknown := &rest.UnknownKeys{Reason: c.kind.notFound}
	for n, err := range errs {
		switch {
		case errors.Is(err, c.kind.notFound):
			unknown.Keys = append(unknown.Keys, keys[n])
		case err != nil:
			return nil, err
		}
	}
	if len(unknown.Keys) == 0 {
		return &ids, nil
	}
	for object, err := range c.List(ctx) {
		if err != nil {
			return nil, err
		}
		unknown.Exist = append(unknown.Exist, c.kind.identify(&object).key)
	}
	return nil, unknown
}
