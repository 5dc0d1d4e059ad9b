package clerksim

import (
	"sync/atomic"
	"time"
)

// clock is the real time plus what was advanced. Everything that expires or
// is counted by time goes by it.
type clock struct{ ahead atomic.Int64 }

func (c *clock) now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }

func (c *clock) advance(d time.Duration) { c.ahead.Add(int64(d)) }

func (c *clock) reset() { c.ahead.Store(0) }

func millis(t time.Time) int64 { return t.UnixMilli() }
