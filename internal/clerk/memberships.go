package clerk

import (
	"context"
	"encoding/json"
	"iter"
	"net/url"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/jsonvalue"
)

// OrganizationMembership is a user's place in an organization. Times are Unix milliseconds. Clerk may leave out what has omitempty.
type OrganizationMembership struct {
	rest.Answered
	ID              string           `json:"id"`
	Role            string           `json:"role"` // its key
	Permissions     []string         `json:"permissions"`
	PublicMetadata  json.RawMessage  `json:"public_metadata"`
	PrivateMetadata json.RawMessage  `json:"private_metadata,omitempty"`
	Organization    OrganizationData `json:"organization"`
	User            PublicUserData   `json:"public_user_data,omitempty"`
	CreatedAt       int64            `json:"created_at"`
	UpdatedAt       int64            `json:"updated_at"`
}

// PublicUserData is what a membership says about its user.
type PublicUserData struct {
	UserID     string  `json:"user_id"`
	FirstName  *string `json:"first_name"`
	LastName   *string `json:"last_name"`
	ImageURL   string  `json:"image_url"`
	Identifier string  `json:"identifier,omitempty"` // what the user signs in with: an address, a number or a username
	Username   string  `json:"username,omitempty"`
	Banned     bool    `json:"banned,omitempty"`
}

// CreateMembershipParams are the fields of POST /organizations/{organization_id}/memberships.
type CreateMembershipParams struct {
	OrganizationID  string          `json:"-"`
	UserID          string          `json:"user_id"`
	Role            string          `json:"role"` // its key
	PublicMetadata  json.RawMessage `json:"public_metadata,omitempty"`
	PrivateMetadata json.RawMessage `json:"private_metadata,omitempty"`
}

// MembershipFilter chooses memberships of an organization by their role, which takes up to 100 values, and by their users. Of a
// UserFilter, the API takes what is not about external ids, organizations, bans, sign-ins or providers. Without an organization,
// all memberships of the instance are chosen, and only OrderBy of the users' counts.
type MembershipFilter struct {
	OrganizationID string
	Roles          []string // keys
	Users          UserFilter
}

// OrganizationMemberships is the area /organizations/{organization_id}/memberships. An id is that of the organization and that of the
// user: "org_2abc/user_2def". The API reads memberships by lists alone, which may lag behind a write, also behind this client's.
type OrganizationMemberships struct {
	operations[OrganizationMembership, CreateMembershipParams]
	roles *OrganizationRoles
}

func newOrganizationMemberships(t *rest.Transport, bulkReads bool, roles *OrganizationRoles) *OrganizationMemberships {
	m := &OrganizationMemberships{roles: roles}
	c := newCollection(t, bulkReads, kind[OrganizationMembership, CreateMembershipParams]{
		area: "organization_memberships", parent: "organizations", segment: "memberships",
		parentOf: func(p *CreateMembershipParams) string { return p.OrganizationID },
		identify: func(o *OrganizationMembership) identity {
			return identity{id: o.Organization.ID + "/" + o.User.UserID, made: o.CreatedAt}
		},
		key:  func(*CreateMembershipParams) string { return "" },
		look: m.look,
		findOne: func(ctx context.Context, p *CreateMembershipParams) ([]OrganizationMembership, time.Time, error) {
			return m.find(ctx, p.OrganizationID, p.UserID)
		},
		listsOnly: true,
		compare: func(sent *CreateMembershipParams, o *OrganizationMembership, d *rest.Differences) int64 {
			d.CompareFields(sent, o, rest.Exceptions{"user_id": rest.NotAnswered}) // find has compared it
			return o.CreatedAt
		},
	})
	c.readers.Batchable = func(id string) bool { _, user := m.split(id); return plainID.MatchString(user) }
	c.readers.Batch, c.readers.Cost, c.readers.Eager = m.batch, m.batchCost, true
	c.readers.Count = func(ctx context.Context) (int, error) {
		return rest.CountOf[OrganizationMembership](ctx, t, "organization_memberships")
	}
	c.pathOf = func(id string) []string { // whatever is in the user's id
		organization, user := m.split(id)
		return []string{"organizations", organization, "memberships", user}
	}
	c.shows = checkMembership
	// One that this client has written is read by a request of its own from then on.
	c.readers.ListsOnly = false
	c.onWrite = func(id string) {
		c.lists.NoteWrite()
		c.readers.NoteWrite(id)
	}
	m.operations = c
	return m
}

// Create is POST /organizations/{organization_id}/memberships. If the answer is lost, the membership is looked for. The error is a
// *Lost if it cannot be told whether the create happened, a *Conflict if the user was a member before, and a *Taken if Clerk refused
// another membership of the user without an answer having been lost. A role that the organization does not have is waited for, since
// another operation of this run may make it: if there is none in the end, the error is an *UnknownKeys.
func (m *OrganizationMemberships) Create(ctx context.Context, p CreateMembershipParams) (*OrganizationMembership, error) {
	// A user who leaves and comes back has another membership, of the same organization and user.
	own := func(o *OrganizationMembership) string { return o.ID }
	object, err := rest.AfterKey(ctx, m.roles.given(p.Role), func() (*OrganizationMembership, error) { return m.createAs(ctx, &p, own) })
	if err != nil {
		return nil, err
	}
	id := p.OrganizationID + "/" + p.UserID
	m.noteWrite(id)
	return m.named(id, object), nil
}

// UpdateRole is PATCH /organizations/{organization_id}/memberships/{user_id}. It waits for the role as Create does.
func (m *OrganizationMemberships) UpdateRole(ctx context.Context, id, role string) (*OrganizationMembership, error) {
	return rest.AfterKey(ctx, m.roles.given(role), func() (*OrganizationMembership, error) { return m.changed(ctx, id, map[string]string{"role": role}) })
}

// MergeMetadata is PATCH /organizations/{organization_id}/memberships/{user_id}/metadata: a deep merge in which null removes a key.
// The API has no other way to change metadata.
func (m *OrganizationMemberships) MergeMetadata(ctx context.Context, id string, metadata Metadata) (*OrganizationMembership, error) {
	return m.changed(ctx, id, metadata, "metadata")
}

func (m *OrganizationMemberships) changed(ctx context.Context, id string, body any, more ...string) (*OrganizationMembership, error) {
	object, err := m.patch(ctx, id, body, more...)
	if err != nil {
		return nil, err
	}
	return m.named(id, object), nil
}

// maxMerges is how many requests ReplaceMetadata sends to remove what others add at the same time.
const maxMerges = 3

// ReplaceMetadata makes each field that is given what the membership has. The API can only merge, so this reads the membership, and
// sends with one MergeMetadata what differs, and null for what is to go: nothing if nothing does. Another one is sent only if the
// answer has keys that somebody else has added since. Beside an error it returns the membership as it was last seen.
func (m *OrganizationMemberships) ReplaceMetadata(ctx context.Context, id string, want Metadata) (*OrganizationMembership, error) {
	has, err := m.Current(ctx, id)
	if err != nil {
		return nil, err
	}
	for n := range maxMerges {
		patch := Metadata{Public: patchOf(want.Public, has.PublicMetadata), Private: patchOf(want.Private, has.PrivateMetadata)}
		removes := jsonvalue.HasNull(string(patch.Public)) || jsonvalue.HasNull(string(patch.Private))
		if patch.IsZero() || n > 0 && !removes {
			break
		}
		merged, err := m.MergeMetadata(ctx, id, patch)
		if err != nil {
			return has, err
		}
		has = merged
	}
	return has, nil
}

// patchOf returns what has to be merged into a field, or nil if it is not given or has the value.
func patchOf(want, has json.RawMessage) json.RawMessage {
	if want == nil {
		return nil
	}
	patch, _ := jsonvalue.MergePatch(string(has), string(want))
	return patch
}

// IsLastAdmin reports whether Clerk refused to let the last member go, or get another role, who can manage an organization.
func IsLastAdmin(err error) bool {
	answer, ok := rest.AsError(err)
	return ok && answer.Has("organization_minimum_permissions_needed")
}

// Current is Get by a request of its own.
func (m *OrganizationMemberships) Current(ctx context.Context, id string) (*OrganizationMembership, error) {
	return m.current(ctx, id)
}

// List is GET /organizations/{organization_id}/memberships or GET /organization_memberships, all pages.
func (m *OrganizationMemberships) List(ctx context.Context, f MembershipFilter) iter.Seq2[OrganizationMembership, error] {
	path, query := []string{m.name()}, url.Values{}
	if f.OrganizationID != "" {
		path, query = []string{"organizations", f.OrganizationID, "memberships"}, f.Users.values()
		if len(f.Roles) > 0 {
			query["role"] = f.Roles
		}
	}
	if f.Users.OrderBy != "" {
		query.Set("order_by", f.Users.OrderBy)
	}
	return rest.Pages[OrganizationMembership](ctx, m.transport(), path, query, nil)
}
