package clerksim

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

const (
	defaultLimit = 10
	maxLimit     = 500
	maxValues    = 100 // of a repeated query parameter
)

// query reads query parameters and collects what is wrong with them.
// Parameters that nobody asks for are ignored.
type query struct {
	url.Values
	problems
}

func contains(list []string, s string) bool { return slices.Contains(list, s) }

func notOneOf(param string, values []string) *failure {
	return invalidValue(param, "must be one of: "+strings.Join(values, ", "))
}

// outOfRange is rewritten by the assumption range_error_code before it is sent.
func outOfRange(param string, low, high int64) *failure {
	return wrong(param, rangeCode, "is invalid", fmt.Sprintf("%s must be between %d and %d.", param, low, high))
}

// rangeCode stands for the code that the assumption range_error_code chooses.
const rangeCode = "\x00range"

func (q *query) integer(name string, otherwise, low, high int64) int64 {
	if !q.Has(name) {
		return otherwise
	}
	n, err := strconv.ParseInt(q.Get(name), 10, 64)
	if err != nil {
		q.add(invalidValue(name, "must be an integer"))
		return otherwise
	}
	if n < low || n > high {
		q.add(outOfRange(name, low, high))
		return otherwise
	}
	return n
}

// moment is a time in Unix ms, or nil.
func (q *query) moment(name string) *int64 {
	if !q.Has(name) {
		return nil
	}
	n, err := strconv.ParseInt(q.Get(name), 10, 64)
	if err != nil {
		q.add(invalidValue(name, "must be an integer"))
	}
	return &n
}

func (q *query) boolean(name string) *bool {
	if !q.Has(name) {
		return nil
	}
	b := q.Get(name) == "true"
	if !b && q.Get(name) != "false" {
		q.add(invalidValue(name, "must be true or false"))
	}
	return &b
}

// statuses is the parameter status, all of its values if it is repeated.
func (q *query) statuses(values ...string) []string {
	const name = "status"
	for _, v := range q.Values[name] {
		if !contains(values, v) {
			q.add(notOneOf(name, values))
		}
	}
	return q.Values[name]
}

// values is a repeated parameter.
func (q *query) values(name string) []string {
	all := q.Values[name]
	if len(all) > maxValues {
		q.add(wrong(name, "form_param_array_size_exceeded", "is invalid", fmt.Sprintf("%s takes at most %d values.", name, maxValues)))
		return nil
	}
	return all
}

// choice is a repeated parameter whose values may have a + (include) or a -
// (exclude) before them. An unescaped + arrives as a space.
type choice struct{ include, exclude []string }

func (q *query) choice(name string) (c choice) {
	for _, v := range q.values(name) {
		switch {
		case strings.HasPrefix(v, "-"):
			c.exclude = append(c.exclude, v[1:])
		case strings.HasPrefix(v, "+"), strings.HasPrefix(v, " "):
			c.include = append(c.include, v[1:])
		default:
			c.include = append(c.include, v)
		}
	}
	return c
}

// admits reports whether one of an object's keys makes it part of the choice.
func (c choice) admits(keys ...string) bool {
	for _, key := range keys {
		if contains(c.exclude, key) {
			return false
		}
	}
	return len(c.include) == 0 || slices.ContainsFunc(keys, func(key string) bool { return contains(c.include, key) })
}

// order is a parsed order_by.
type order struct {
	by         string
	descending bool
}

// orderBy reads the first order_by; none means the newest first.
func (q *query) orderBy(allowed ...string) order {
	given := q.Get("order_by")
	if given == "" {
		return order{"created_at", true}
	}
	o := order{by: strings.TrimLeft(given[:1], "+- ") + given[1:], descending: given[0] == '-'}
	if !contains(allowed, o.by) {
		q.add(notOneOf("order_by", allowed))
	}
	return o
}

// page is a part of a list.
type page struct{ limit, offset int }

func (q *query) page() page {
	return page{
		limit:  int(q.integer("limit", defaultLimit, 1, maxLimit)),
		offset: int(q.integer("offset", 0, 0, 1<<31)),
	}
}

// legacyPage is the page of a list that may come as a bare array, and whether
// it comes as an object with a total count instead.
func (c *call) legacyPage(q *query) (page, bool) {
	p := q.page()
	paginated := q.boolean("paginated")
	if !q.Has("limit") && !c.assume.yes("legacy_lists_stop") && (paginated == nil || !*paginated) {
		p.limit = 1 << 31
	}
	return p, paginated != nil && *paginated
}

// cut takes a page out of a list.
func cut[T any](list []T, p page) []T {
	list = list[min(p.offset, len(list)):]
	return list[:min(p.limit, len(list))]
}

// listBody is how most lists come.
type listBody[T any] struct {
	Data       []T   `json:"data"`
	TotalCount int64 `json:"total_count"`
}

// newestFirst gives those records of a table that pass, youngest first.
func newestFirst[T record](t *table[T], pass func(T) bool) []T {
	var out []T
	for _, v := range slices.Backward(t.ordered) {
		if pass == nil || pass(v) {
			out = append(out, v)
		}
	}
	return out
}

// each maps a list, and is never null in JSON.
func each[T, V any](list []T, f func(T) V) []V {
	out := make([]V, len(list))
	for i, v := range list {
		out[i] = f(v)
	}
	return out
}

func (c *call) query() *query { return &query{Values: c.r.URL.Query()} }

// malformed answers a query string that cannot be parsed.
func malformed(r *http.Request) *failure {
	if _, err := url.ParseQuery(r.URL.RawQuery); err != nil {
		return fail(http.StatusBadRequest, "malformed_request_parameters", "Malformed request parameters", "The query string cannot be parsed.")
	}
	return nil
}
