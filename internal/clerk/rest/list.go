package rest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// PageSize is the largest page that the API's lists return.
const PageSize = 500

// Page is an answer of a list. It is an array, or an object with data and total_count.
type Page[T any] struct {
	Data  []T
	Total *int // nil if the answer does not have it
}

// UnmarshalJSON decodes both forms.
func (p *Page[T]) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '[' {
		return unmarshal(b, &p.Data)
	}
	wire := struct {
		Data  *[]T `json:"data"` // nil if it is null; a pointer to a nil slice if it is missing
		Total *int `json:"total_count"`
	}{Data: new([]T)}
	err := unmarshal(b, &wire)
	var data []T
	if wire.Data != nil {
		data = *wire.Data
	}
	if err == nil && data == nil && (wire.Data != nil || wire.Total == nil || *wire.Total > 0) {
		// Decoding this as an empty list would remove objects from a state.
		err = errors.New("neither an array nor an object with data")
	}
	p.Data, p.Total = data, wire.Total
	return err
}

// isLast reports whether the list ends with this page, after seen items. If there is a total, it decides: a page may be shorter than
// PageSize because the server has a smaller limit.
func (p *Page[T]) isLast(seen int) bool {
	if p.Total != nil {
		return seen >= *p.Total || len(p.Data) == 0
	}
	return len(p.Data) < PageSize
}

// Pages yields all items of a list, page by page. If next is not nil, it returns an item's cursor for the parameter starting_after;
// otherwise pages are chosen by offset.
func Pages[T any](ctx context.Context, t *Transport, path []string, query url.Values, next func(T) string) iter.Seq2[T, error] {
	return PageReader[T]{Transport: t, Path: path, Query: query, next: next}.All(ctx)
}

// PageReader reads a list.
type PageReader[T any] struct {
	Transport *Transport
	Path      []string
	Query     url.Values
	next      func(T) string // see Pages
	Unpaged   bool           // the list has no pages: one answer has all of it
	Size      int            // of a page, if it is not PageSize
	Date      *time.Time     // receives the server's time of each answer, unless it is nil
}

// All yields the items of all pages; it ends with the first error.
func (r PageReader[T]) All(ctx context.Context) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		q := maps.Clone(r.Query)
		if q == nil {
			q = url.Values{}
		}
		if !r.Unpaged {
			q.Set("limit", strconv.Itoa(cmp.Or(r.Size, PageSize)))
		}
		for seen := 0; ; {
			var p Page[T]
			if err := r.Transport.Do(ctx, Call{Method: http.MethodGet, Path: r.Path, Query: q, Date: r.Date}, &p); err != nil {
				yield(*new(T), err)
				return
			}
			for _, item := range p.Data {
				if !yield(item, nil) {
					return
				}
			}
			seen += len(p.Data)
			if r.Unpaged || p.isLast(seen) {
				return
			}
			if r.next == nil {
				q.Set("offset", strconv.Itoa(seen))
				continue
			}
			cursor := r.next(p.Data[len(p.Data)-1])
			if cursor == q.Get("starting_after") {
				yield(*new(T), WithReason(Unreadable, fmt.Errorf("GET /%s: the page after %q ends with it again", strings.Join(r.Path, "/"), cursor)))
				return
			}
			q.Set("starting_after", cursor)
		}
	}
}

// Collect reads a list to its end.
func Collect[T any](items iter.Seq2[T, error]) ([]T, error) {
	out := []T{}
	for item, err := range items {
		if err != nil {
			return nil, err
		}
		out = append(out, item)
	}
	return out, nil
}
