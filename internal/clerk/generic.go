package clerk

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
)

// Helpers that all areas of the API share.

// one carries out a call and decodes its answer, which is a single object.
func one[T any](ctx context.Context, t *transport, c call) (*T, error) {
	var out T
	if err := t.do(ctx, c, &out); err != nil {
		return nil, err
	}
	return &out, nil
}

// byID is GET /area/id. An answer with another id is an error: with the id "count", for example, GET /users/count would succeed
// without being about a user.
func byID[T any](ctx context.Context, t *transport, area, id string, is func(*T) string) (*T, error) {
	object, err := one[T](ctx, t, call{method: http.MethodGet, path: []string{area, id}})
	if err != nil {
		return nil, err
	}
	if got := is(object); got != id {
		return nil, withReason(Unreadable, fmt.Errorf("GET /%s/%s: the answer is not what Clerk sends: it has the id %q", area, url.PathEscape(id), got))
	}
	return object, nil
}

// paginated asks the older lists for an object with a total instead of an array.
func paginated() url.Values { return url.Values{"paginated": {"true"}} }

// mapEach returns the results of f for the elements of a list.
func mapEach[T, R any](all []T, f func(T) R) []R {
	out := make([]R, len(all))
	for i, one := range all {
		out[i] = f(one)
	}
	return out
}

// indexBy returns a function that turns a list of objects, unless there is an error, into a map by the given key.
func indexBy[T any](key func(*T) string) func([]T, error) (map[string]T, error) {
	return func(objects []T, err error) (map[string]T, error) {
		out := make(map[string]T, len(objects))
		for i := range objects {
			out[key(&objects[i])] = objects[i]
		}
		return out, err
	}
}
