package clerk

import (
	"cmp"
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// OrganizationInvitation invites an email address into an organization. Nothing changes it but its acceptance, its revocation and its
// expiry. Times are Unix milliseconds. Clerk may leave out what has omitempty.
type OrganizationInvitation struct {
	rest.Answered
	ID              string          `json:"id"`
	EmailAddress    string          `json:"email_address"`
	Role            string          `json:"role"` // its key
	OrganizationID  string          `json:"organization_id,omitempty"`
	InviterID       *string         `json:"inviter_id"`
	Status          string          `json:"status,omitempty"` // "pending", "accepted", "revoked" or "expired"
	PublicMetadata  json.RawMessage `json:"public_metadata"`
	PrivateMetadata json.RawMessage `json:"private_metadata,omitempty"`
	// Organization has id, name and slug; nil where the list is an organization's.
	Organization *OrganizationData `json:"public_organization_data,omitempty"`
	ExpiresAt    *int64            `json:"expires_at"`
	CreatedAt    int64             `json:"created_at"`
	UpdatedAt    int64             `json:"updated_at"`
}

// within notes the organization of an invitation whose answer does not say it.
func (i *OrganizationInvitation) within(organizationID string) {
	i.OrganizationID = cmp.Or(i.OrganizationID, organizationID)
}

// CreateOrganizationInvitationParams are the fields of POST /organizations/{organization_id}/invitations.
type CreateOrganizationInvitationParams struct {
	OrganizationID  string                `json:"-"`
	EmailAddress    string                `json:"email_address"`
	Role            string                `json:"role"` // its key
	InviterUserID   rest.Optional[string] `json:"inviter_user_id,omitzero"`
	PublicMetadata  json.RawMessage       `json:"public_metadata,omitempty"`
	PrivateMetadata json.RawMessage       `json:"private_metadata,omitempty"`
	RedirectURL     rest.Optional[string] `json:"redirect_url,omitzero"`
	ExpiresInDays   rest.Optional[int64]  `json:"expires_in_days,omitzero"` // 1 to 365
	Notify          rest.Optional[bool]   `json:"notify,omitzero"`          // true, unless it is sent
}

// OrganizationInvitationFilter chooses invitations. Its zero value chooses all, the newest first.
type OrganizationInvitationFilter struct {
	// OrganizationID chooses the list of an organization, which alone takes EmailAddress; the list of the instance alone takes Query,
	// which is an id, or a part of an address.
	OrganizationID, EmailAddress, Query string
	OrderBy                             string   // created_at or email_address, with + or - before it
	Statuses                            []string // "pending", "accepted", "revoked" or "expired"
}

// request returns the path and the query of the list.
func (f OrganizationInvitationFilter) request() (path []string, query url.Values) {
	path, query = []string{"organization_invitations"}, url.Values{}
	if f.OrganizationID != "" {
		path = []string{"organizations", f.OrganizationID, "invitations"}
	}
	for name, value := range map[string]string{"email_address": f.EmailAddress, "query": f.Query, "order_by": f.OrderBy} {
		if value != "" {
			query.Set(name, value)
		}
	}
	if len(f.Statuses) > 0 {
		query["status"] = f.Statuses
	}
	return path, query
}

// OrganizationInvitations are the invitations of organizations: /organizations/{organization_id}/invitations, and the list of
// /organization_invitations.
type OrganizationInvitations struct {
	all   operations[OrganizationInvitation, CreateOrganizationInvitationParams] // not embedded: the API cannot delete an invitation
	roles *OrganizationRoles
}

func newOrganizationInvitations(t *rest.Transport, bulkReads bool, roles *OrganizationRoles) *OrganizationInvitations {
	i := &OrganizationInvitations{roles: roles}
	all := newCollection(t, bulkReads, kind[OrganizationInvitation, CreateOrganizationInvitationParams]{
		area: "organization_invitations", parent: "organizations", segment: "invitations",
		parentOf: func(p *CreateOrganizationInvitationParams) string { return p.OrganizationID },
		within:   (*OrganizationInvitation).within,
		by:       &filter{count: i.count},
		identify: func(o *OrganizationInvitation) identity {
			return identity{idWithin(o.OrganizationID, o.ID), o.EmailAddress, o.CreatedAt}
		},
		key:     func(p *CreateOrganizationInvitationParams) string { return p.EmailAddress },
		getOne:  i.getOne,
		findOne: i.findSent,
		once:    func(*CreateOrganizationInvitationParams) bool { return true },
		compare: func(sent *CreateOrganizationInvitationParams, o *OrganizationInvitation, d *rest.Differences) int64 {
			d.CompareFields(sent, o, rest.Exceptions{
				"email_address":   rest.Compared("email_address", foldAddress(sent.EmailAddress) == foldAddress(o.EmailAddress)),
				"inviter_user_id": rest.Compared("inviter_user_id", sent.InviterUserID.IsZero() || o.InviterID != nil && sent.InviterUserID.Or("") == *o.InviterID),
				"redirect_url":    rest.NotAnswered, "expires_in_days": rest.NotAnswered, "notify": rest.NotAnswered,
			})
			return o.CreatedAt
		},
	})
	all.onRead = (*OrganizationInvitation).noteOrganization
	i.all = all
	return i
}

// noteOrganization notes the organization that the answer shows, if it shows one.
func (i *OrganizationInvitation) noteOrganization() {
	if i.Organization != nil {
		i.within(i.Organization.ID)
	}
}

// Create is POST /organizations/{organization_id}/invitations, which is never repeated, since it sends mail. If the answer is lost, the
// invitation is looked for. The error is a *Lost if it cannot be told whether the create happened, and a *Taken if an invitation of the
// address is pending. A role that the organization does not have is waited for, as by a new membership; a request that Clerk refuses
// sends nothing.
func (i *OrganizationInvitations) Create(ctx context.Context, p CreateOrganizationInvitationParams) (*OrganizationInvitation, error) {
	return rest.AfterKey(ctx, i.roles.given(p.Role), func() (*OrganizationInvitation, error) { return i.all.Create(ctx, p) })
}

func foldAddress(address string) string { return strings.ToLower(strings.TrimSpace(address)) }

func (i *OrganizationInvitations) count(ctx context.Context) (int, error) {
	return rest.CountOf[OrganizationInvitation](ctx, i.all.transport(), "organization_invitations")
}

// Get is GET /organizations/{organization_id}/invitations/{invitation_id}. Concurrent reads share requests.
func (i *OrganizationInvitations) Get(ctx context.Context, organizationID, id string) (*OrganizationInvitation, error) {
	return i.all.read(ctx, idWithin(organizationID, id))
}

// getOne reads one invitation by a request of its own.
func (i *OrganizationInvitations) getOne(ctx context.Context, id string) (*OrganizationInvitation, error) {
	organization, own, _ := strings.Cut(id, "/")
	object, err := rest.ByPath(ctx, i.all.transport(), i.all.path(id), own, func(o *OrganizationInvitation) string { return o.ID })
	if err == nil {
		object.within(organization)
	}
	return object, err
}

// List is GET /organizations/{organization_id}/invitations or, without an organization, GET /organization_invitations, all pages.
func (i *OrganizationInvitations) List(ctx context.Context, f OrganizationInvitationFilter) iter.Seq2[OrganizationInvitation, error] {
	path, query := f.request()
	return func(yield func(OrganizationInvitation, error) bool) {
		for o, err := range rest.Pages[OrganizationInvitation](ctx, i.all.transport(), path, query, nil) {
			if o.noteOrganization(); f.OrganizationID != "" && err == nil {
				o.within(f.OrganizationID)
			}
			if !yield(o, err) {
				return
			}
		}
	}
}

// findSent looks for the pending invitation of the address that a create sends, with the server's time. What a list shows as pending
// is read by its id: the list may lag, and show one that was revoked.
func (i *OrganizationInvitations) findSent(ctx context.Context, sent *CreateOrganizationInvitationParams) ([]OrganizationInvitation, time.Time, error) {
	const pending = "pending"
	var now time.Time
	var found []OrganizationInvitation
	for listed, err := range i.List(ctx, OrganizationInvitationFilter{
		OrganizationID: sent.OrganizationID, EmailAddress: foldAddress(sent.EmailAddress), Statuses: []string{pending},
	}) {
		if err != nil {
			return nil, now, err
		}
		var o *OrganizationInvitation
		if o, now, err = rest.GetWithDate[OrganizationInvitation](ctx, i.all.transport(), i.all.path(idWithin(sent.OrganizationID, listed.ID))); err != nil {
			return nil, now, err
		}
		if o != nil && o.Status == pending {
			o.within(sent.OrganizationID)
			found = append(found, *o)
		}
	}
	return found, now, nil
}

// Revoke is POST /organizations/{organization_id}/invitations/{invitation_id}/revoke. An invitation that is not pending, because it
// was accepted, was revoked or has expired, has nothing left to revoke and is no error.
func (i *OrganizationInvitations) Revoke(ctx context.Context, organizationID, id string) error {
	key := idWithin(organizationID, id)
	_, err := i.all.write(ctx, key, rest.Call{Method: http.MethodPost, Path: i.all.path(key, "revoke"), Deletes: true})
	if e, ok := rest.AsError(err); ok && e.Has("organization_invitation_not_pending") {
		return nil
	}
	return err
}
