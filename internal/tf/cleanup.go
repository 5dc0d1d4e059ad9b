package tf

import (
	"context"
	"fmt"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

const (
	// cleanUp bounds how long the deletion of what a failed create has made may take.
	cleanUp = 30 * time.Second
	// lastWait is how long it may wait to be sent once the run was stopped.
	lastWait = time.Second
)

// CleanUp is the context in which a create that failed half-way deletes what it has
// made. It outlives the operation, by 30 seconds at most. If the operation is stopped,
// before or meanwhile, it ends a second later, since a person is waiting: a request
// that was sent by then is still awaited, and one that the rate limit holds back is
// not.
func CleanUp(ctx context.Context) (context.Context, context.CancelFunc) {
	out, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanUp)
	stop := context.AfterFunc(ctx, func() {
		timer := time.AfterFunc(lastWait, cancel)
		context.AfterFunc(out, func() { timer.Stop() })
	})
	return out, func() { stop(); cancel() }
}

// Undo deletes what a create has made that failed half-way. The error says so, and comes
// with the object only if that fails, too: it is then saved, and Terraform taints it.
func Undo[T any](ctx context.Context, made *T, remove func(context.Context) error, err error) (*T, error) {
	ctx, cancel := CleanUp(ctx)
	defer cancel()
	if undo := remove(ctx); undo != nil && !rest.IsNotFound(undo) {
		return made, Note(fmt.Sprintf("It could not be deleted again, so it stays in the state, tainted, and the next apply replaces it: %v", undo), err)
	}
	return nil, Note("It was deleted again.", err)
}

// InTurn carries out steps that change an object, one after the other. A step that has
// nothing to do returns nil. It returns the object as the last answer shows it, and beside
// an error as far as it got.
func InTurn[T any](ctx context.Context, object *T, steps ...func(context.Context) (*T, error)) (*T, error) {
	for _, step := range steps {
		changed, err := step(ctx)
		if err != nil {
			return object, err
		}
		if changed != nil {
			object = changed
		}
	}
	return object, nil
}
