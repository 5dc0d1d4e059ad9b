package rest

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// whyNotOurs returns a clause that says why an object is not, or may not be, the one that the lost attempt created. known is false
// if it may be. why is empty if the object is the attempt's; it is then recorded, so that it is adopted only once, and is the candidate.
func (c Creation[T]) whyNotOurs(object *T, now time.Time, first *Lost, candidate *candidate) (why string, known bool) {
	if id := c.ID(object); id == candidate.id {
		return "", true
	}
	defer func() {
		if why == "" {
			candidate.id = c.ID(object)
		}
	}()
	var d Differences
	createdAt := c.Compare(object, &d)
	if len(d) > 0 {
		return "is not what it made: " + strings.Join(d, ", "), true
	}
	return c.whyNotMadeBy(first, object, createdAt, now)
}

// whyNotMadeBy is whyNotOurs of an object that is what the call creates: its age decides.
func (c Creation[T]) whyNotMadeBy(first *Lost, object *T, createdAt int64, now time.Time) (why string, known bool) {
	elapsed, age := time.Since(first.sent), now.Sub(time.UnixMilli(createdAt))
	switch {
	case c.Before[c.ID(object)]:
		return "is not what it made: it was there before", true
	case createdAt == 0 && c.Before == nil:
		return "is like what it made, but Clerk does not say when it was made", false
	case createdAt == 0: // it was not there before
	case now.IsZero():
		return "is like what it made, but Clerk's answer has no Date to tell its age by", false
	case age > elapsed+clockTolerance:
		return fmt.Sprintf("is not what it made: it is older, by %s", (age - elapsed).Round(time.Second)), true
	case age < -clockTolerance:
		return fmt.Sprintf("is like what it made, but its age cannot be told: it was made %s after the Date of Clerk's answer", (-age).Round(time.Second)), false
	}
	if _, adopted := c.Transport.createdIDs.LoadOrStore(c.ID(object), true); adopted {
		return "is not what it made: another operation of this run made it", true
	}
	return "", true
}

// candidate is an object that a lost attempt seems to have made.
type candidate struct {
	id string
	// knownFrom is when no list shows any more what was deleted before the object was looked for.
	knownFrom time.Time
}

// lookAgain waits, where a list may show the candidate although it is gone, until none does. It reports whether the object has to be looked
// for once more, which it has not if the run is interrupted.
func (c Creation[T]) lookAgain(ctx context.Context, candidate *candidate) bool {
	left := time.Until(candidate.knownFrom)
	return c.AwaitLists && left > 0 && Sleep(ctx, left) == nil
}

// logAdopted logs that an object is adopted, and returns it.
func (c Creation[T]) logAdopted(ctx context.Context, object *T) *T {
	tflog.SubsystemInfo(withLogger(ctx), subsystem, "took the object that a request whose answer was lost had made", map[string]any{
		"method": c.Call.Method, "path": "/" + strings.Join(c.Call.Path, "/"), "id": c.ID(object),
	})
	return object
}
