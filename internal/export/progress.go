package export

import (
	"context"
	"fmt"
	"io"
	"sync"
	"time"
)

const (
	patience = time.Second            // before progress is shown
	beat     = 250 * time.Millisecond // between two looks at it
	blank    = "\r\x1b[K"             // clears the terminal's line
)

// progress shows how many objects were read, to somebody who waits.
type progress struct {
	mutex  sync.Mutex
	latest string // the type that is being read
	count  map[string]int
	done   func() // ends it, and clears the line
}

// follow starts to show progress on a terminal, or keeps quiet if that is nil.
func follow(ctx context.Context, terminal io.Writer) *progress {
	p := &progress{count: map[string]int{}, done: func() {}}
	if terminal == nil {
		return p
	}
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	p.done = func() {
		cancel()
		<-ended
	}
	go func() {
		defer close(ended)
		next := time.NewTimer(patience)
		defer next.Stop()
		for shown := false; ; shown = true {
			select {
			case <-ctx.Done():
				if shown {
					fmt.Fprint(terminal, blank)
				}
				return
			case <-next.C:
				fmt.Fprint(terminal, blank+p.String())
				next.Reset(beat)
			}
		}
	}()
	return p
}

func (p *progress) add(typ string) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.latest = typ
	p.count[typ]++
}

// String is what there is to see.
func (p *progress) String() string {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.latest == "" {
		return "Waiting for Clerk…"
	}
	return fmt.Sprintf("Reading %s: %d so far…", p.latest, p.count[p.latest])
}
