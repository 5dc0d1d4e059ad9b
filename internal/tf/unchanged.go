package tf

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Unplanned is a resource that says when an empty plan needs no planning.
type Unplanned interface {
	// Unplanned reports whether the plan of an object is its state, once the
	// configuration is known to mention nothing that the state has otherwise. It is
	// not if a plan modifier or ModifyPlan looks elsewhere, such as into a file, or
	// objects to the state.
	Unplanned(state map[string]tftypes.Value) bool
}

// Refresher is a resource that reads an object without the framework around it.
type Refresher interface {
	// Refresh reads an object. It is not ok where Read has to say more than the state
	// and the identity. Read, if it is called with the same context, does not read
	// the object again.
	Refresh(ctx context.Context, state tfsdk.State) (fresh Refreshed, ok bool)
}

// Refreshed is an object that was read.
type Refreshed struct {
	State    tftypes.Value
	Identity map[string]types.String
}

// Refresh is the body of a resource's Refresh.
func Refresh[M, A any](ctx context.Context, state tfsdk.State, o Object[M, A], read func(M) (A, error)) (fresh Refreshed, ok bool) {
	var prior M
	if Get(ctx, state, &prior).HasError() {
		return fresh, false
	}
	object, err := readOnce(ctx, func() (A, error) { return read(prior) })
	if err != nil {
		return fresh, false
	}
	m, saved := o.Model(prior, object), tfsdk.State{Schema: state.Schema}
	if Set(ctx, &saved, m).HasError() {
		return fresh, false
	}
	return Refreshed{State: saved.Raw, Identity: o.identity(m)}, true
}

// outcome is what reading an object came to.
type outcome struct {
	object any
	err    error
	known  bool
}

type outcomeKey struct{}

// WithOutcome is a context that remembers what reading an object came to, until it
// is told to forget: the framework keeps contexts. It is for one object, and one
// call at a time.
func WithOutcome(ctx context.Context) (remembering context.Context, forget func()) {
	o := &outcome{}
	return context.WithValue(ctx, outcomeKey{}, o), func() { *o = outcome{} }
}

// readOnce reads an object, unless the context remembers that it was read.
func readOnce[A any](ctx context.Context, read func() (A, error)) (A, error) {
	o, ok := ctx.Value(outcomeKey{}).(*outcome)
	if !ok {
		return read()
	}
	if !o.known {
		object, err := read()
		*o = outcome{object, err, true}
	}
	object, _ := o.object.(A)
	return object, o.err
}
