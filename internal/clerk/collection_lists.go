package clerk

import (
	"context"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// lookInWholeList returns a look at the whole list, which concurrent looks share.
func (c *collection[T, C]) lookInWholeList(bulkReads bool) func(ctx context.Context, id string) (*T, error) {
	find := func(ctx context.Context, ids []string) (map[string]*T, error) {
		found := map[string]*T{}
		for _, id := range ids {
			found[id] = nil // unless the list shows it
		}
		for object, err := range rest.Identified(c.area, c.List(ctx), c.id) {
			if err != nil {
				return nil, err
			}
			found[c.id(&object)] = &object
		}
		return found, nil
	}
	shared := &rest.Bulk[*T]{
		Transport: c.t, Disabled: !bulkReads, ListsOnly: true, NoWholeList: true, Batch: find,
		Path: func(string) string { return "/" + c.area },
		GetOne: func(ctx context.Context, id string) (**T, error) {
			found, err := find(ctx, []string{id})
			object := found[id]
			return &object, err
		},
	}
	return func(ctx context.Context, id string) (*T, error) {
		object, err := shared.Get(rest.WithoutRecheck(ctx), id) // a list that is read now is read again
		if err != nil || *object == nil {
			return nil, err
		}
		own := **object // a caller may change what it got
		return &own, nil
	}
}
