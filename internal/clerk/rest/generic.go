package rest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
)

// Helpers that all areas of the API share.

// One carries out a call and decodes its answer, which is a single object.
func One[T any](ctx context.Context, t *Transport, c Call) (*T, error) {
	var out T
	if err := t.Do(ctx, c, &out); err != nil {
		return nil, err
	}
	return &out, nil
}

// Has is a Call.Check that refuses an answer without what was asked for, such as a secret.
func Has[T any](what string, has func(*T) bool) func(object any) error {
	return func(object any) error {
		if answer, ok := object.(*T); ok && has(answer) {
			return nil
		}
		return WithReason(Unreadable, errors.New("the answer is not what Clerk sends: it has no "+what))
	}
}

// ByID is GET /area/id.
func ByID[T any](ctx context.Context, t *Transport, area, id string, is func(*T) string) (*T, error) {
	return ByPath(ctx, t, []string{area, id}, id, is)
}

// ByPath is GET of the object with the id. An answer with another id is an error: with the id "count", for example, GET /users/count
// would succeed without being about a user.
func ByPath[T any](ctx context.Context, t *Transport, path []string, id string, is func(*T) string) (*T, error) {
	return ByQuery(ctx, t, path, nil, id, is)
}

// ByQuery is ByPath with a query, which asks for more than Clerk answers by itself.
func ByQuery[T any](ctx context.Context, t *Transport, path []string, query url.Values, id string, is func(*T) string) (*T, error) {
	object, err := One[T](ctx, t, Call{Method: http.MethodGet, Path: path, Query: query})
	if err != nil {
		return nil, err
	}
	if got := is(object); got != id {
		where := strings.Join(MapEach(path, url.PathEscape), "/")
		return nil, WithReason(Unreadable, fmt.Errorf("GET /%s: the answer is not what Clerk sends: it has the id %q", where, got))
	}
	return object, nil
}

// Paginated asks the older lists for an object with a total instead of an array.
func Paginated() url.Values { return url.Values{"paginated": {"true"}} }

// CountOf returns the length of a list that says it on each page.
func CountOf[T any](ctx context.Context, t *Transport, path ...string) (int, error) {
	return CountWith[T](ctx, t, nil, path...)
}

// CountWith is CountOf a list that needs a query to say it.
func CountWith[T any](ctx context.Context, t *Transport, query url.Values, path ...string) (int, error) {
	q := url.Values{"limit": {"1"}}
	maps.Copy(q, query)
	out, err := One[Page[T]](ctx, t, Call{Method: http.MethodGet, Path: path, Query: q})
	switch {
	case err != nil:
		return 0, err
	case out.Total == nil:
		return len(out.Data), nil
	}
	return *out.Total, nil
}

// MapEach returns the results of f for the elements of a list.
func MapEach[T, R any](all []T, f func(T) R) []R {
	out := make([]R, len(all))
	for i, one := range all {
		out[i] = f(one)
	}
	return out
}

// IndexBy returns a function that turns a list of objects, unless there is an error, into a map by the given key.
func IndexBy[T any](key func(*T) string) func([]T, error) (map[string]T, error) {
	return func(objects []T, err error) (map[string]T, error) {
		out := make(map[string]T, len(objects))
		for i := range objects {
			out[key(&objects[i])] = objects[i]
		}
		return out, err
	}
}
