package clerk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// Invitation invites an email address to sign up. Nothing changes it but its acceptance, its revocation and its expiry. Times are Unix
// milliseconds. Clerk may leave out what has omitempty.
type Invitation struct {
	rest.Answered
	ID             string          `json:"id"`
	EmailAddress   string          `json:"email_address"`
	PublicMetadata json.RawMessage `json:"public_metadata"`
	Status         string          `json:"status"` // "pending", "accepted", "revoked" or "expired"
	ExpiresAt      *int64          `json:"expires_at,omitempty"`
	CreatedAt      int64           `json:"created_at"`
	UpdatedAt      int64           `json:"updated_at"`
}

// CreateInvitationParams are the fields of POST /invitations.
type CreateInvitationParams struct {
	EmailAddress   string                `json:"email_address"`
	PublicMetadata json.RawMessage       `json:"public_metadata,omitempty"`
	RedirectURL    rest.Optional[string] `json:"redirect_url,omitzero"`
	ExpiresInDays  rest.Optional[int64]  `json:"expires_in_days,omitzero"` // 1 to 365
	Notify         rest.Optional[bool]   `json:"notify,omitzero"`          // true, unless it is sent
	// IgnoreExisting lets Clerk invite an address that has a pending invitation, or is a user's.
	IgnoreExisting rest.Optional[bool]   `json:"ignore_existing,omitzero"`
	TemplateSlug   rest.Optional[string] `json:"template_slug,omitzero"` // "invitation" or "waitlist_invitation"
}

// InvitationFilter chooses invitations. Its zero value chooses all that nobody has revoked, the newest first.
type InvitationFilter struct {
	Query   string // an id, or a part of an address
	Status  string // "pending", "accepted", "revoked" or "expired"
	OrderBy string // created_at, email_address or expires_at, with + or - before it
}

// Invitations is the area /invitations. The API has no GET of one invitation, so that it is read out of lists.
type Invitations struct {
	all operations[Invitation, CreateInvitationParams] // not embedded: the API cannot delete an invitation
}

// ErrNoInvitation is returned by Find if the address has no pending invitation.
var ErrNoInvitation = errors.New("the instance has no pending invitation of")

// pendingStatus is that of an invitation that can be accepted.
const pendingStatus = "pending"

func newInvitations(t *rest.Transport, bulkReads bool) *Invitations {
	i := &Invitations{}
	i.all = newCollection(t, bulkReads, kind[Invitation, CreateInvitationParams]{
		area: "invitations", list: rest.Paginated(),
		by: &filter{count: func(ctx context.Context) (int, error) {
			return rest.CountWith[Invitation](ctx, t, rest.Paginated(), "invitations")
		}},
		identify: func(o *Invitation) identity { return identity{o.ID, foldAddress(o.EmailAddress), o.CreatedAt} },
		key:      func(p *CreateInvitationParams) string { return foldAddress(p.EmailAddress) },
		look:     i.look, listsOnly: true,
		final:   func(o *Invitation) bool { return o.Status != pendingStatus },
		findOne: i.findSent,
		once:    func(*CreateInvitationParams) bool { return true },
		compare: func(sent *CreateInvitationParams, o *Invitation, d *rest.Differences) int64 {
			d.CompareFields(sent, o, rest.Exceptions{
				"email_address": rest.Compared("email_address", foldAddress(sent.EmailAddress) == foldAddress(o.EmailAddress)),
				"redirect_url":  rest.NotAnswered, "expires_in_days": rest.NotAnswered, "notify": rest.NotAnswered, "ignore_existing": rest.NotAnswered, "template_slug": rest.NotAnswered,
			})
			return o.CreatedAt
		},
	})
	return i
}

// Create is POST /invitations, which is never repeated, since it sends mail. If the answer is lost, the invitation is looked for. The
// error is a *Lost if it cannot be told whether the create happened, and a *Taken if an invitation of the address is pending.
func (i *Invitations) Create(ctx context.Context, p CreateInvitationParams) (*Invitation, error) {
	return i.all.Create(ctx, p)
}

// Get reads an invitation out of lists, also one that was revoked. If they do not show it, IsNotFound is true for the error.
// Concurrent reads share requests.
func (i *Invitations) Get(ctx context.Context, id string) (*Invitation, error) {
	return i.all.Get(ctx, id)
}

// Find looks up the pending invitation of an address. If there is none, the error is ErrNoInvitation.
func (i *Invitations) Find(ctx context.Context, address string) (*Invitation, error) {
	for o, err := range i.List(ctx, InvitationFilter{Query: foldAddress(address), Status: pendingStatus}) {
		if err != nil {
			return nil, err
		}
		if foldAddress(o.EmailAddress) == foldAddress(address) {
			return &o, nil
		}
	}
	return nil, fmt.Errorf("%w %q", ErrNoInvitation, address)
}

// List is GET /invitations, all pages.
func (i *Invitations) List(ctx context.Context, f InvitationFilter) iter.Seq2[Invitation, error] {
	return i.listWithDate(ctx, f, nil)
}

func (i *Invitations) listWithDate(ctx context.Context, f InvitationFilter, now *time.Time) iter.Seq2[Invitation, error] {
	query := rest.Paginated()
	for name, value := range map[string]string{"query": f.Query, "status": f.Status, "order_by": f.OrderBy} {
		if value != "" {
			query.Set(name, value)
		}
	}
	return rest.PageReader[Invitation]{Transport: i.all.transport(), Path: []string{"invitations"}, Query: query, Date: now}.All(ctx)
}

// look looks for an invitation by its id: among those that nobody has revoked, and then among the others.
func (i *Invitations) look(ctx context.Context, id string) (*Invitation, error) {
	for _, f := range []InvitationFilter{{Query: id}, {Query: id, Status: "revoked"}} {
		for o, err := range rest.Identified("invitations", i.List(ctx, f), i.all.idOf) {
			if err != nil || o.ID == id {
				return &o, err
			}
		}
	}
	return nil, nil //nolint:nilnil // as kind.look demands
}

// findSent looks for the newest pending invitation of the address that a create sends, with the server's time. With IgnoreExisting
// there may be older ones.
func (i *Invitations) findSent(ctx context.Context, sent *CreateInvitationParams) ([]Invitation, time.Time, error) {
	var now time.Time
	address := foldAddress(sent.EmailAddress)
	for o, err := range i.listWithDate(ctx, InvitationFilter{Query: address, Status: pendingStatus}, &now) {
		if err != nil {
			return nil, now, err
		}
		if foldAddress(o.EmailAddress) == address {
			return []Invitation{o}, now, nil
		}
	}
	return nil, now, nil
}

// Revoke is POST /invitations/{invitation_id}/revoke. An invitation that was accepted or revoked has nothing left to revoke and is no
// error.
func (i *Invitations) Revoke(ctx context.Context, id string) error {
	_, err := i.all.write(ctx, id, rest.Call{Method: http.MethodPost, Path: i.all.path(id, "revoke"), Deletes: true})
	if e, ok := rest.AsError(err); ok && (e.Has("invitation_already_accepted") || e.Has("invitation_already_revoked")) {
		return nil
	}
	return err
}
