package tf

import (
	"context"
	"time"
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
