package clerk_test

import (
	"context"
	"maps"
	"strings"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

// unique is a value that one object of an instance can have.
type unique struct {
	// has makes an object with the value, or with another one: the area's create does, unless another one is said.
	has func(ctx context.Context, c *clerk.Client, value string) (id string, err error)
	// takes updates an object, so that it has the value; nil if there is no such update.
	takes func(ctx context.Context, c *clerk.Client, id, value string) (any, error)
	// gives are what else ends it that an object has the value, beside its delete, and beside an update to another value.
	gives map[string]call
	// lost is the operation that takes the value, where it is neither the update of an object nor, without takes, the create.
	lost string
}

// handover is a unique value with all that gives it up.
type handover struct {
	unique
	area  area
	gives map[string]func(ctx context.Context, c *clerk.Client, id string) error
}

func (h handover) take(ctx context.Context, c *clerk.Client, id, value string) error {
	_, err := h.takes(ctx, c, id, value)
	return err
}

// holder is the name of who has the value in the tests.
const holder = "grace"

// uniques are the values that objects can hand over.
func uniques() map[string]handover {
	out := map[string]handover{}
	for _, a := range areas {
		for what, u := range a.uniques {
			h := handover{u, a, map[string]func(context.Context, *clerk.Client, string) error{}}
			if u.has == nil {
				h.has = func(ctx context.Context, c *clerk.Client, value string) (string, error) {
					return a.create(ctx, c, nil, value)
				}
			}
			gives := map[string]call{"delete": a.deletes()}
			if u.takes != nil {
				gives["update"] = func(ctx context.Context, c *clerk.Client, at target) (any, error) {
					return u.takes(ctx, c, at.id, "nobodys")
				}
			}
			maps.Copy(gives, u.gives)
			for giving, give := range gives {
				h.gives[giving] = func(ctx context.Context, c *clerk.Client, id string) error {
					_, err := give(ctx, c, target{id: id, name: holder})
					return err
				}
			}
			if h.lost == "" {
				h.lost = a.operation
				if u.takes != nil {
					h.lost = a.updates()
				}
			}
			out[what] = h
		}
	}
	return out
}

// updates is the operation that updates an object.
func (a area) updates() string {
	for operation := range a.writes {
		if strings.HasPrefix(operation, "PATCH ") && strings.HasSuffix(operation, "}") {
			return operation
		}
	}
	panic("no write updates an object of " + a.name)
}
