package tf

import (
	"iter"
	"math/big"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// Query are the arguments of a list, by name.
type Query map[string]tftypes.Value

// newQuery are the arguments in a configuration.
func newQuery(config tftypes.Value) Query { return valuesOf(config) }

// String is an argument of type string, or "".
func (q Query) String(name string) (s string) {
	q.read(name, &s)
	return s
}

// Bool is an argument of type bool, or false.
func (q Query) Bool(name string) (b bool) {
	q.read(name, &b)
	return b
}

// Millis is an argument that is an RFC 3339 time, in Unix milliseconds; nil without it.
func (q Query) Millis(name string) *int64 {
	t, err := time.Parse(time.RFC3339, q.String(name))
	if err != nil {
		return nil
	}
	return new(t.UnixMilli())
}

// Flag is an argument of type bool; nil without it.
func (q Query) Flag(name string) (b *bool) {
	if v, ok := q[name]; ok && !v.IsNull() {
		b = new(q.Bool(name))
	}
	return b
}

// Strings are the values of an argument that has several, sorted.
func (q Query) Strings(name string) (all []string) {
	var values []tftypes.Value
	q.read(name, &values)
	for _, v := range values {
		if s := (Query{"": v}).String(""); s != "" {
			all = append(all, s)
		}
	}
	slices.Sort(all)
	return all
}

// Number is an integer, or 0.
func (q Query) Number(name string) int64 {
	var n *big.Float
	q.read(name, &n)
	if n == nil {
		return 0
	}
	i, _ := n.Int64()
	return i
}

// read leaves what it reads into as it is where the argument is of another type.
func (q Query) read(name string, into any) {
	if v, ok := q[name]; ok && v.IsKnown() && !v.IsNull() {
		_ = v.As(into)
	}
}

// Search is what the arguments query and order_by say.
func (q Query) Search() clerk.Search {
	return clerk.Search{Query: q.String("query"), OrderBy: q.String("order_by")}
}

// locate finds the argument of one of Clerk's fields: one of the same name, or, where it
// takes several values, of that name's plural.
func locate[A any](arguments map[string]A) func(param string) (path.Path, bool) {
	return func(param string) (path.Path, bool) {
		for _, name := range []string{param, Plural(param)} {
			if _, ok := arguments[name]; ok {
				return path.Root(name), true
			}
		}
		return path.Path{}, false
	}
}

// Limited are the first of some objects, as many as the argument limit says.
func Limited[T any](all iter.Seq2[T, error], q Query) iter.Seq2[T, error] {
	limit := q.Number("limit")
	if limit == 0 {
		return all
	}
	return func(yield func(T, error) bool) {
		n := int64(0)
		for object, err := range all {
			if n++; !yield(object, err) || n == limit {
				return
			}
		}
	}
}

// OfExisting are the objects of one that an argument names, and that has to exist.
func OfExisting[T any](argument string, all iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for object, err := range all {
			if rest.IsNotFound(err) {
				err = At(argument, err)
			}
			if !yield(object, err) {
				return
			}
		}
	}
}

// WhereEnabled is a list of what an instance can have turned off, such as organizations,
// or what its plan may lack. There it is empty, since Clerk refuses to list anything. It
// is for list resources, so that a query or an export of everything does not fail.
func WhereEnabled[T any](objects iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for object, err := range objects {
			answer, ok := rest.AsError(err)
			off := ok && slices.ContainsFunc([]string{"organization_not_enabled_in_instance", "organization_domains_not_enabled", "unsupported_subscription_plan_features"}, answer.Has)
			if off || !yield(object, err) {
				return
			}
		}
	}
}
