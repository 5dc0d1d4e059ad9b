package clerk

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// WaitlistEntry is an email address whose owner waits to be invited to sign up. Clerk has one for each address. Nothing changes it but an
// invitation, a rejection, and the sign-up that follows from an invitation. Times are Unix milliseconds. Clerk may leave out what has
// omitempty.
type WaitlistEntry struct {
	rest.Answered
	ID           string              `json:"id"`
	EmailAddress string              `json:"email_address"`
	Status       string              `json:"status"`              // "pending", "invited", "rejected" or "completed"
	IsLocked     bool                `json:"is_locked,omitempty"` // Clerk is inviting or rejecting it together with others
	CreatedAt    int64               `json:"created_at"`
	UpdatedAt    int64               `json:"updated_at"`
	Invitation   *WaitlistInvitation `json:"invitation,omitempty"` // nil if there is none
}

// WaitlistInvitation is the invitation that somebody on the waitlist was sent.
type WaitlistInvitation struct {
	ID string `json:"id"`
}

// CreateWaitlistEntryParams are the fields of POST /waitlist_entries.
type CreateWaitlistEntryParams struct {
	EmailAddress string              `json:"email_address"`
	Notify       rest.Optional[bool] `json:"notify,omitzero"` // whether it mails a confirmation: true, unless it is sent
}

// WaitlistFilter chooses entries of the waitlist. Its zero value chooses all, the newest first.
type WaitlistFilter struct {
	Query   string // an id, or a part of an address
	Status  string // "pending", "invited", "rejected" or "completed"
	OrderBy string // created_at, email_address or invited_at, with + or - before it
}

// WaitlistEntries is the area /waitlist_entries. The API has no GET of one entry, so that it is read out of lists.
type WaitlistEntries struct {
	operations[WaitlistEntry, CreateWaitlistEntryParams]
}

// ErrNotWaiting is returned by Find if the address is not on the waitlist.
var ErrNotWaiting = errors.New("the waitlist does not have")

// Statuses of an entry of the waitlist.
const (
	WaitlistInvited   = "invited"
	WaitlistRejected  = "rejected"
	WaitlistCompleted = "completed" // the invitation was accepted
)

func newWaitlistEntries(t *rest.Transport, bulkReads bool) *WaitlistEntries {
	w := &WaitlistEntries{}
	w.operations = newCollection(t, bulkReads, kind[WaitlistEntry, CreateWaitlistEntryParams]{
		area:     "waitlist_entries",
		by:       &filter{count: func(ctx context.Context) (int, error) { return rest.CountOf[WaitlistEntry](ctx, t, "waitlist_entries") }},
		identify: func(e *WaitlistEntry) identity { return identity{e.ID, foldAddress(e.EmailAddress), e.CreatedAt} },
		key:      func(p *CreateWaitlistEntryParams) string { return foldAddress(p.EmailAddress) },
		look:     w.look, listsOnly: true,
		final:           func(e *WaitlistEntry) bool { return e.Status == WaitlistCompleted },
		findOne:         w.findSent,
		once:            func(p *CreateWaitlistEntryParams) bool { return p.Notify.Or(true) },
		answersExisting: true,
		compare: func(sent *CreateWaitlistEntryParams, e *WaitlistEntry, d *rest.Differences) int64 {
			d.CompareFields(sent, e, rest.Exceptions{
				"email_address": rest.Compared("email_address", foldAddress(sent.EmailAddress) == foldAddress(e.EmailAddress)),
				"notify":        rest.NotAnswered,
			})
			return e.CreatedAt
		},
	})
	return w
}

// Create is POST /waitlist_entries. It is never repeated if it mails a confirmation; if its answer is lost, the entry is looked for.
// Clerk answers with the entry that an address has already: one that is older than the operation is a *Taken. The error is a *Lost if it
// cannot be told whether the create happened.
func (w *WaitlistEntries) Create(ctx context.Context, p CreateWaitlistEntryParams) (*WaitlistEntry, error) {
	return w.operations.Create(ctx, p)
}

// Find looks up the entry of an address. If there is none, the error is ErrNotWaiting.
func (w *WaitlistEntries) Find(ctx context.Context, address string) (*WaitlistEntry, error) {
	found, _, err := w.find(ctx, address)
	switch {
	case err != nil:
		return nil, err
	case len(found) == 0:
		return nil, fmt.Errorf("%w %q", ErrNotWaiting, address)
	}
	return &found[0], nil
}

// List is GET /waitlist_entries, all pages.
func (w *WaitlistEntries) List(ctx context.Context, f WaitlistFilter) iter.Seq2[WaitlistEntry, error] {
	return w.listWithDate(ctx, f, nil)
}

func (w *WaitlistEntries) listWithDate(ctx context.Context, f WaitlistFilter, now *time.Time) iter.Seq2[WaitlistEntry, error] {
	query := url.Values{}
	for name, value := range map[string]string{"query": f.Query, "status": f.Status, "order_by": f.OrderBy} {
		if value != "" {
			query.Set(name, value)
		}
	}
	return rest.PageReader[WaitlistEntry]{Transport: w.transport(), Path: []string{w.name()}, Query: query, Date: now}.All(ctx)
}

// look looks for an entry by its id.
func (w *WaitlistEntries) look(ctx context.Context, id string) (*WaitlistEntry, error) {
	for e, err := range rest.Identified(w.name(), w.List(ctx, WaitlistFilter{Query: id}), w.idOf) {
		if err != nil || e.ID == id {
			return &e, err
		}
	}
	return nil, nil //nolint:nilnil // as kind.look demands
}

// findSent looks for the entry of the address that a create sends, with the server's time.
func (w *WaitlistEntries) findSent(ctx context.Context, sent *CreateWaitlistEntryParams) ([]WaitlistEntry, time.Time, error) {
	return w.find(ctx, sent.EmailAddress)
}

func (w *WaitlistEntries) find(ctx context.Context, address string) ([]WaitlistEntry, time.Time, error) {
	var now time.Time
	address = foldAddress(address)
	for e, err := range w.listWithDate(ctx, WaitlistFilter{Query: address}, &now) {
		if err != nil {
			return nil, now, err
		}
		if foldAddress(e.EmailAddress) == address {
			return []WaitlistEntry{e}, now, nil
		}
	}
	return nil, now, nil
}

// NotPending is Clerk's refusal to delete, invite or reject an entry of the waitlist that is not pending.
type NotPending struct {
	Err    error // Clerk's refusal
	Status string
}

func (e *NotPending) Error() string { return e.Err.Error() }
func (e *NotPending) Unwrap() error { return e.Err }

// Delete is DELETE /waitlist_entries/{waitlist_entry_id}. Clerk may refuse to delete an entry that is not pending: the error is then a
// *NotPending.
func (w *WaitlistEntries) Delete(ctx context.Context, id string) error {
	return w.refusal(ctx, id, w.operations.Delete(ctx, id))
}

// Reject is POST /waitlist_entries/{waitlist_entry_id}/reject. An entry that is rejected has nothing left to reject and is no error. The
// error is a *NotPending if Clerk refuses it for another status.
func (w *WaitlistEntries) Reject(ctx context.Context, id string) error {
	_, err := w.write(ctx, id, rest.Call{Method: http.MethodPost, Path: w.path(id, "reject")})
	err = w.refusal(ctx, id, err)
	if not := (*NotPending)(nil); errors.As(err, &not) && not.Status == WaitlistRejected {
		return nil
	}
	return err
}

// Invite is POST /waitlist_entries/{waitlist_entry_id}/invite, which is never repeated, since it sends mail. ignoreExisting lets Clerk
// invite an address that has a pending invitation, or is a user's. If the answer is lost, the entry is looked at until it is invited. The
// error is a *Lost if it cannot be told whether it was, and a *NotPending if Clerk refuses it for its status.
func (w *WaitlistEntries) Invite(ctx context.Context, id string, ignoreExisting bool) (*WaitlistEntry, error) {
	body := struct {
		IgnoreExisting bool `json:"ignore_existing"`
	}{ignoreExisting}
	e, err := w.write(ctx, id, rest.Call{Method: http.MethodPost, Path: w.path(id, "invite"), Body: body, IsCreate: true})
	var lost *rest.Lost
	if !errors.As(err, &lost) {
		return e, w.refusal(ctx, id, err)
	}
	for n, began := 1, time.Now(); ; n++ {
		if e := w.lookBriefly(ctx, id); e != nil && e.Status == WaitlistInvited {
			return e, nil
		}
		left := rest.MaxListLag - time.Since(began)
		if left <= 0 || rest.Sleep(ctx, min(rest.Backoff(n), left)) != nil {
			return nil, err
		}
	}
}

// refusal is the error of a write, as a *NotPending if it is Clerk's refusal and lists show that the entry is not pending.
func (w *WaitlistEntries) refusal(ctx context.Context, id string, err error) error {
	if e, ok := rest.AsError(err); !ok || !slices.Contains([]int{http.StatusBadRequest, http.StatusConflict, http.StatusUnprocessableEntity}, e.Status) {
		return err
	}
	if e := w.lookBriefly(ctx, id); e != nil && e.Status != pendingStatus {
		return &NotPending{err, e.Status}
	}
	return err
}

// lookBriefly looks for an entry after a write, also if the run was interrupted. It returns nil if lists do not show it.
func (w *WaitlistEntries) lookBriefly(ctx context.Context, id string) *WaitlistEntry {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), rest.LastFindTimeout)
	defer cancel()
	e, err := w.look(ctx, id)
	if err != nil {
		return nil
	}
	return e
}
