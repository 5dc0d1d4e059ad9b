package clerk

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"strconv"
)

// objects are the objects of an area of the API, each by its id. Every area that reads
// or writes them so has it: a collection, the users, and their addresses.
type objects[T any] struct {
	t    *transport
	area string // the first segment of the path: "jwt_templates"
	id   func(*T) string
	// read is told of each object that was read; nil: nobody wants to know.
	read func(*T)
	// wrote is told of each write to an object before it is sent, so that no list shows
	// the object as it was before.
	wrote func(id string)
}

// alone reads one object with a request of its own.
func (o *objects[T]) alone(ctx context.Context, id string) (*T, error) {
	object, err := byID(ctx, o.t, o.area, id, o.id)
	if err == nil && o.read != nil {
		o.read(object)
	}
	return object, err
}

// write carries out a call that changes an object, and answers it.
func (o *objects[T]) write(ctx context.Context, id string, c call) (*T, error) {
	o.wrote(id)
	return one[T](ctx, o.t, c)
}

// patch is PATCH /area/id.
func (o *objects[T]) patch(ctx context.Context, id string, body any) (*T, error) {
	return o.write(ctx, id, call{method: http.MethodPatch, path: []string{o.area, id}, body: body})
}

// Delete is DELETE of the object with the id: /jwt_templates/{template_id}, say. One
// that does not exist is an error for which IsNotFound is true.
func (o *objects[T]) Delete(ctx context.Context, id string) error {
	o.wrote(id)
	return o.t.do(ctx, call{method: http.MethodDelete, path: []string{o.area, id}}, nil)
}

// filter is how a list chooses objects by their ids.
type filter struct {
	name  string                                 // of the parameter
	count func(ctx context.Context) (int, error) // how long the whole list is
}

// reader reads the objects by their ids, from their list where that is cheaper. Without
// a filter, several ids are the whole list.
func (o *objects[T]) reader(off bool, list func(context.Context) iter.Seq2[T, error], by *filter) *bulk[T] {
	byIDs := keyed(func(object *T) string {
		if o.read != nil {
			o.read(object)
		}
		return o.id(object)
	})
	b := &bulk[T]{
		gate: o.t.gate, off: off, batchable: plainID.MatchString, alone: o.alone,
		path: func(id string) string { return "/" + o.area + "/" + id },
		all:  func(ctx context.Context) (map[string]T, error) { return byIDs(Collect(list(ctx))) },
	}
	if by != nil {
		b.count = by.count
		b.batch = func(ctx context.Context, ids []string) (map[string]T, error) {
			query := url.Values{by.name: ids, "limit": {strconv.Itoa(batchSize)}}
			out, err := one[page[T]](ctx, o.t, call{method: http.MethodGet, path: []string{o.area}, query: query})
			if err != nil {
				return nil, err
			}
			return byIDs(out.Data, nil)
		}
	}
	return b
}
