package tf

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// PlansNothing is a resource that says when an empty plan needs no planning.
type PlansNothing interface {
	// PlansNothing reports whether the plan of an object is its state, once the
	// configuration is known to mention nothing that the state has otherwise. It is
	// not if a plan modifier or ModifyPlan looks elsewhere, such as into a file, or
	// objects to the state.
	PlansNothing(state map[string]tftypes.Value) bool
}

// Refresher is a resource that reads an object without the framework around it.
type Refresher interface {
	// Refresh reads an object. It is not ok where Read has to say more than the state
	// and the identity. Read, if it is called with the same context, does not read
	// the object again.
	Refresh(ctx context.Context, state tfsdk.State, private PrivateReader) (fresh StateAndIdentity, ok bool)
}

// StateAndIdentity are those of an object that was read.
type StateAndIdentity struct {
	State    tftypes.Value
	Identity map[string]types.String
}

// Refresh is the body of a resource's Refresh.
func Refresh[M, A any](ctx context.Context, state tfsdk.State, private PrivateReader, o Object[M, A], read func(context.Context, M) (A, error)) (fresh StateAndIdentity, ok bool) {
	var prior M
	if Get(ctx, state, &prior).HasError() {
		return fresh, false
	}
	saved := tfsdk.State{Schema: state.Schema}
	m, diags, err := o.refresh(ctx, prior, state.Raw, private, &saved, read)
	if err != nil || diags.HasError() {
		return fresh, false
	}
	return StateAndIdentity{State: saved.Raw, Identity: o.identity(m)}, true
}

// refresh reads an object into the state. One that is not as the state has it is read
// a second time if a list, which may lag, has shown it so.
func (o Object[M, A]) refresh(ctx context.Context, prior M, was tftypes.Value, private PrivateReader, state *tfsdk.State, read func(context.Context, M) (A, error)) (M, diag.Diagnostics, error) {
	object, certain, err := readOnce(ctx, func() (A, error) { return read(ctx, prior) })
	if err != nil {
		return prior, nil, err
	}
	m, lacking, diags := o.take(ctx, prior, was, private, object, state)
	if err := lacksError(lacking); err != nil && o.unread(ctx, was, private) {
		return prior, nil, err
	}
	if certain || diags.HasError() || state.Raw.Equal(was) || o.unread(ctx, was, private) {
		return m, diags, nil
	}
	object, err = read(rest.WithRecheck(ctx), prior)
	if errors.Is(err, rest.ErrNothingToRecheck) {
		return m, diags, nil
	}
	remember(ctx, object, err)
	if err != nil {
		return prior, nil, err
	}
	m, _, diags = o.take(ctx, prior, was, private, object, state)
	return m, diags, nil
}

// take saves an object that was read.
func (o Object[M, A]) take(ctx context.Context, prior M, was tftypes.Value, private PrivateReader, object A, state *tfsdk.State) (m M, lacking map[string]string, diags diag.Diagnostics) {
	m, lacking = o.read(prior, prior, object)
	diags = Set(ctx, state, m)
	if !diags.HasError() {
		diags.Append(o.keepSpelling(ctx, private, was, object, state)...)
	}
	return m, lacking, diags
}

// unread reports whether a state is that of an import before its first read: it has nothing
// but the object's identity, and no instance is remembered for it.
func (o Object[M, A]) unread(ctx context.Context, state tftypes.Value, private PrivateReader) bool {
	if known, _ := private.GetKey(ctx, instanceKey); len(known) > 0 {
		return false
	}
	var attributes map[string]tftypes.Value
	if err := state.As(&attributes); err != nil {
		return false
	}
	var nobody M
	identity := o.identity(nobody)
	for name, value := range attributes {
		if _, ok := identity[name]; !ok && !value.IsNull() {
			return false
		}
	}
	return true
}

// outcome is what reading an object came to.
type outcome struct {
	object any
	err    error
	known  bool
	// certain says that it was read a second time.
	certain bool
}

type outcomeKey struct{}

// WithReadMemo is a context that remembers what reading an object came to, until it
// is told to forget: the framework keeps contexts. It is for one object, and one
// call at a time.
func WithReadMemo(ctx context.Context) (remembering context.Context, forget func()) {
	o := &outcome{}
	return context.WithValue(ctx, outcomeKey{}, o), func() { *o = outcome{} }
}

// readOnce reads an object, unless the context remembers that it was read.
func readOnce[A any](ctx context.Context, read func() (A, error)) (object A, certain bool, err error) {
	o, ok := ctx.Value(outcomeKey{}).(*outcome)
	if !ok {
		object, err = read()
		return object, false, err
	}
	if !o.known {
		object, err := read()
		*o = outcome{object: object, err: err, known: true}
	}
	object, _ = o.object.(A)
	return object, o.certain, o.err
}

// remember notes what reading an object a second time came to.
func remember(ctx context.Context, object any, err error) {
	if o, ok := ctx.Value(outcomeKey{}).(*outcome); ok {
		*o = outcome{object, err, true, true}
	}
}
