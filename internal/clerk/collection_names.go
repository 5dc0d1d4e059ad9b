package clerk

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// naming is of an area whose objects have names that several may share. What a lost create made is then found by its name, if no other
// object has it, but for those that this client made. Creates of one name follow one another.
type naming[T, C any] struct {
	plural string          // of the objects, in messages: "OAuth applications"
	of     func(*T) string // the name of an object
	sent   func(*C) string // the name that a create sends, unless it is found by something else
	// narrow returns the query of a list that has all objects of the name, and may have others. Optional: the whole list.
	narrow func(name string) url.Values
}

// named returns the objects with the name, and notes the server's time unless now is nil.
func (c *collection[T, C]) named(ctx context.Context, name string, now *time.Time) ([]T, error) {
	var query url.Values
	if c.kind.naming.narrow != nil {
		query = c.kind.naming.narrow(name)
	}
	all, err := rest.Collect(rest.PageReader[T]{Transport: c.t, Path: []string{c.area}, Query: query, Date: now}.All(ctx))
	return slices.DeleteFunc(all, func(o T) bool { return c.kind.naming.of(&o) != name }), err
}

// findNamed looks for the objects of the name that a create sends, with the server's time.
func (c *collection[T, C]) findNamed(ctx context.Context, sent *C) (found []T, now time.Time, err error) {
	found, err = c.named(ctx, c.kind.naming.sent(sent), &now)
	return found, now, err
}

// onlyNamed looks an object up by its name. If there is none, the error is the area's own; if several have the name, it says which.
func (c *collection[T, C]) onlyNamed(ctx context.Context, name string) (*T, error) {
	found, err := c.named(ctx, name, nil)
	if err != nil {
		return nil, err
	}
	return c.only(found, name, c.kind.naming.plural)
}

// only is the one object that a lookup by a name has found.
func (c *collection[T, C]) only(found []T, name, plural string) (*T, error) {
	switch {
	case len(found) == 0:
		return nil, fmt.Errorf("%w %q", c.kind.notFound, name)
	case len(found) > 1:
		ids := rest.MapEach(found, func(o T) string { return c.id(&o) })
		return nil, fmt.Errorf("%d %s have the name %q: %s", len(found), plural, name, strings.Join(ids, ", "))
	}
	return &found[0], nil
}
