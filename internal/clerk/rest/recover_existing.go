package rest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// existing is an answer to a create that is an object which was there before, though Clerk did not refuse the create.
type existing struct{ call, id, why string }

func (e *existing) Error() string {
	return fmt.Sprintf("%s was answered with %s, which %s", e.call, e.id, e.why)
}

// existingID returns the id of the object that a create was answered with in place of a new one, or "".
func existingID(err error) string {
	var e *existing
	if errors.As(err, &e) {
		return e.id
	}
	return ""
}

// ownOrExisting returns the object that a call was answered with, if the call made it. Otherwise the error is an *existing. first is the
// first attempt, which has an error if its answer was lost.
func (c Creation[T]) ownOrExisting(ctx context.Context, object *T, now time.Time, first *Lost) (*T, error) {
	var spelling Differences // Clerk has answered with it, so that it is what was asked for
	why, known := c.whyNotMadeBy(first, object, c.Compare(object, &spelling), now)
	lost, answer := first.happened(), &existing{c.Call.Method + " /" + strings.Join(c.Call.Path, "/"), c.ID(object), why}
	switch {
	case why == "" && lost:
		return c.logAdopted(ctx, object), nil
	case why == "":
		return object, nil
	case !lost:
		return nil, answer
	}
	answer.why = "exists"
	conflict := &Conflict{Err: answer, ID: answer.id, Why: answer.id + ", which exists, " + why}
	if known {
		return nil, conflict
	}
	return nil, first.withError(conflict)
}
