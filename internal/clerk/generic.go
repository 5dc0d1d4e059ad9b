package clerk

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
)

// What the areas of the API share beside a collection: single requests, and lists.

// one carries out a call whose answer is one object.
func one[T any](ctx context.Context, t *transport, c call) (*T, error) {
	var out T
	if err := t.do(ctx, c, &out); err != nil {
		return nil, err
	}
	return &out, nil
}

// byID is GET /area/id. An answer of another object is an error: GET /users/count,
// say, is answered, too.
func byID[T any](ctx context.Context, t *transport, area, id string, is func(*T) string) (*T, error) {
	object, err := one[T](ctx, t, call{method: http.MethodGet, path: []string{area, id}})
	if err != nil {
		return nil, err
	}
	if got := is(object); got != id {
		return nil, because(Unreadable, fmt.Errorf("GET /%s/%s: the answer is not what Clerk sends: it has the id %q", area, url.PathEscape(id), got))
	}
	return object, nil
}

// paginated asks the older lists for an object with a total instead of an array.
func paginated() url.Values { return url.Values{"paginated": {"true"}} }

// each is what f makes of each element of a list.
func each[T, R any](all []T, f func(T) R) []R {
	out := make([]R, len(all))
	for i, one := range all {
		out[i] = f(one)
	}
	return out
}

// keyed gives objects by a key of theirs.
func keyed[T any](key func(*T) string) func([]T, error) (map[string]T, error) {
	return func(objects []T, err error) (map[string]T, error) {
		out := make(map[string]T, len(objects))
		for i := range objects {
			out[key(&objects[i])] = objects[i]
		}
		return out, err
	}
}
