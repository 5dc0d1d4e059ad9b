package clerk

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
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

// byID is GET /area/id.
func byID[T any](ctx context.Context, t *transport, area, id string, is func(*T) string) (*T, error) {
	return byPath(ctx, t, []string{area, id}, id, is)
}

// byPath is GET of the object with the id. An answer with another id is an error: with the id "count", for example, GET /users/count
// would succeed without being about a user.
func byPath[T any](ctx context.Context, t *transport, path []string, id string, is func(*T) string) (*T, error) {
	return byQuery(ctx, t, path, nil, id, is)
}

// byQuery is byPath with a query, which asks for more than Clerk answers by itself.
func byQuery[T any](ctx context.Context, t *transport, path []string, query url.Values, id string, is func(*T) string) (*T, error) {
	object, err := one[T](ctx, t, call{method: http.MethodGet, path: path, query: query})
	if err != nil {
		return nil, err
	}
	if got := is(object); got != id {
		where := strings.Join(mapEach(path, url.PathEscape), "/")
		return nil, withReason(Unreadable, fmt.Errorf("GET /%s: the answer is not what Clerk sends: it has the id %q", where, got))
	}
	return object, nil
}

// paginated asks the older lists for an object with a total instead of an array.
func paginated() url.Values { return url.Values{"paginated": {"true"}} }

// countOf returns the length of a list that says it on each page.
func countOf[T any](ctx context.Context, t *transport, path ...string) (int, error) {
	return countWith[T](ctx, t, nil, path...)
}

// countWith is countOf a list that needs a query to say it.
func countWith[T any](ctx context.Context, t *transport, query url.Values, path ...string) (int, error) {
	q := url.Values{"limit": {"1"}}
	maps.Copy(q, query)
	out, err := one[page[T]](ctx, t, call{method: http.MethodGet, path: path, query: q})
	switch {
	case err != nil:
		return 0, err
	case out.Total == nil:
		return len(out.Data), nil
	}
	return *out.Total, nil
}

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
