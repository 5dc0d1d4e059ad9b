package clerk

import (
	"context"
	"net/http"
)

// Clerk refuses to delete some objects while others use them: a role that a member has, say. Terraform may delete both in one run,
// and in any order unless the configuration of one refers to the other. So a delete that is refused is repeated after each write of
// this run that may have let go of the object, for as long as updates or deletes are under way.

// InUse is Clerk's refusal to delete an object that others use, after the delete has waited for the operations of this run that
// might have let go of it.
type InUse struct {
	Err error // Clerk's refusal
}

func (e *InUse) Error() string { return e.Err.Error() }

func (e *InUse) Unwrap() error { return e.Err }

// isInUse reports whether Clerk refused a delete because of what the object is to others. A delete has no body that could be wrong,
// so that the statuses 409 and 422 mean nothing else; the codes differ, and may grow.
func isInUse(err error) bool {
	return isClerkStatus(err, http.StatusConflict) || isClerkStatus(err, http.StatusUnprocessableEntity)
}

// deleteUnused carries out the delete of an object of an area, whose users are the objects of other areas. It fails with an *InUse
// if one of them keeps it.
func (h *handOvers) deleteUnused(ctx context.Context, area string, usedBy []string, remove func() error) error {
	w := &handOverWaiter{h: h, what: area + " in use", counts: h.written, areas: usedBy, refused: isInUse, patient: true}
	_, err := waitAndRepeat(ctx, w, func() (*struct{}, error) { return nil, remove() })
	if isInUse(err) {
		err = &InUse{err}
	}
	return err
}
