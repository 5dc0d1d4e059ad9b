package clerk

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"iter"
	"net/http"
	"net/url"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// Organization is a group of users, as GET /organizations/{organization_id} answers. Times are Unix milliseconds; a nil pointer is
// null or not asked for. Clerk may leave out what has omitempty.
type Organization struct {
	rest.Answered
	ID                    string          `json:"id"`
	Name                  string          `json:"name"`
	Slug                  string          `json:"slug,omitempty"` // left out if the instance has slugs turned off
	ImageURL              string          `json:"image_url,omitempty"`
	HasImage              bool            `json:"has_image"`
	MaxAllowedMemberships int64           `json:"max_allowed_memberships"` // 0 means no limit
	AdminDeleteEnabled    bool            `json:"admin_delete_enabled"`
	PublicMetadata        json.RawMessage `json:"public_metadata"`
	PrivateMetadata       json.RawMessage `json:"private_metadata,omitempty"`
	CreatedBy             string          `json:"created_by,omitempty"`
	RoleSetKey            *string         `json:"role_set_key,omitempty"`
	CreatedAt             int64           `json:"created_at"`
	UpdatedAt             int64           `json:"updated_at"`
	LastActiveAt          int64           `json:"last_active_at,omitempty"`

	// The following are answered if OrganizationExtras ask for them.
	MembersCount                         *int64 `json:"members_count,omitempty"`
	PendingInvitationsCount              *int64 `json:"pending_invitations_count,omitempty"`
	MissingMemberWithElevatedPermissions *bool  `json:"missing_member_with_elevated_permissions,omitempty"`
}

// CreateOrganizationParams are the fields of POST /organizations.
type CreateOrganizationParams struct {
	Name                  string                `json:"name"`
	Slug                  rest.Optional[string] `json:"slug,omitzero"`
	CreatedBy             rest.Optional[string] `json:"created_by,omitzero"` // id of the user who becomes the first member
	MaxAllowedMemberships rest.Optional[int64]  `json:"max_allowed_memberships,omitzero"`
	RoleSetKey            rest.Optional[string] `json:"role_set_key,omitzero"`
	CreatedAt             rest.Optional[string] `json:"created_at,omitzero"` // RFC 3339
	PublicMetadata        json.RawMessage       `json:"public_metadata,omitempty"`
	PrivateMetadata       json.RawMessage       `json:"private_metadata,omitempty"`
}

// UpdateOrganizationParams are the fields of PATCH /organizations/{organization_id}.
type UpdateOrganizationParams struct {
	Name                  rest.Optional[string] `json:"name,omitzero"`
	Slug                  rest.Optional[string] `json:"slug,omitzero"`
	MaxAllowedMemberships rest.Optional[int64]  `json:"max_allowed_memberships,omitzero"`
	AdminDeleteEnabled    rest.Optional[bool]   `json:"admin_delete_enabled,omitzero"`
	RoleSetKey            rest.Optional[string] `json:"role_set_key,omitzero"`
	CreatedAt             rest.Optional[string] `json:"created_at,omitzero"` // RFC 3339
}

// OrganizationFilter chooses organizations, as the query of GET /organizations does. Its zero value chooses all.
type OrganizationFilter struct {
	// Query matches an id, or a part of a name or a slug, ignoring case.
	Query string
	// UserIDs are members, and OrganizationIDs organizations; each takes a prefix + or -, which includes or excludes.
	UserIDs, OrganizationIDs []string
	// OrderBy is a field of the API's list with + or - before it; "" is -created_at.
	OrderBy string
	OrganizationExtras
}

// OrganizationExtras are what Clerk answers about organizations if it is asked for.
type OrganizationExtras struct {
	// MembersCount asks for MembersCount and PendingInvitationsCount, MissingMember for MissingMemberWithElevatedPermissions.
	MembersCount, MissingMember bool
}

func (e OrganizationExtras) values() url.Values {
	q := url.Values{}
	if e.MembersCount {
		q.Set("include_members_count", "true")
	}
	if e.MissingMember {
		q.Set("include_missing_member_with_elevated_permissions", "true")
	}
	return q
}

func (f OrganizationFilter) values() url.Values {
	q := f.OrganizationExtras.values()
	for name, values := range map[string][]string{"user_id": f.UserIDs, "organization_id": f.OrganizationIDs} {
		if len(values) > 0 {
			q[name] = values
		}
	}
	for name, value := range map[string]string{"query": f.Query, "order_by": f.OrderBy} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return q
}

// Organizations is the area /organizations. Find looks an organization up by its slug.
type Organizations struct {
	operations[Organization, CreateOrganizationParams]
	roleSets *RoleSets
}

// ErrNoOrganization is returned by Find if no organization has the slug.
var ErrNoOrganization = errors.New("the instance has no organization with the slug")

func newOrganizations(t *rest.Transport, bulkReads bool) *Organizations {
	o := &Organizations{}
	o.operations = newCollection(t, bulkReads, kind[Organization, CreateOrganizationParams]{
		area: "organizations", by: &filter{"organization_id", o.count}, keyIsPath: true,
		identify: func(o *Organization) identity { return identity{o.ID, o.Slug, o.CreatedAt} },
		key:      func(p *CreateOrganizationParams) string { return p.Slug.Or("") },
		notFound: ErrNoOrganization,
		compare: func(sent *CreateOrganizationParams, o *Organization, d *rest.Differences) int64 {
			d.CompareFields(sent, o, rest.Exceptions{"created_at": rest.Compared("created_at", rest.SameTime(sent.CreatedAt, &o.CreatedAt) || sent.CreatedAt.IsZero())})
			if !sent.CreatedAt.IsZero() {
				return 0
			}
			return o.CreatedAt
		},
	})
	return o
}

// count returns the number of organizations of the instance.
func (o *Organizations) count(ctx context.Context) (int, error) {
	return rest.CountOf[Organization](ctx, o.transport(), "organizations")
}

// GetWith is GET /organizations/{organization_id} with extras. Without any it is Get, which shares requests.
func (o *Organizations) GetWith(ctx context.Context, id string, extras OrganizationExtras) (*Organization, error) {
	if extras == (OrganizationExtras{}) {
		return o.Get(ctx, id)
	}
	return rest.ByQuery(ctx, o.transport(), o.path(id), extras.values(), id, func(o *Organization) string { return o.ID })
}

// List is GET /organizations, all pages.
func (o *Organizations) List(ctx context.Context, f OrganizationFilter) iter.Seq2[Organization, error] {
	return rest.Pages[Organization](ctx, o.transport(), []string{"organizations"}, f.values(), nil)
}

// Create is POST /organizations. A role set that does not exist is waited for, since another operation of this run may make it: the
// error is an *UnknownKeys if none does.
func (o *Organizations) Create(ctx context.Context, p CreateOrganizationParams) (*Organization, error) {
	return rest.AfterKey(ctx, o.used(p.RoleSetKey.Or("")), func() (*Organization, error) { return o.operations.Create(ctx, p) })
}

// Update is PATCH /organizations/{organization_id}. The error is a *Taken if another organization keeps the slug, and an *UnknownKeys
// as that of Create.
func (o *Organizations) Update(ctx context.Context, id string, p UpdateOrganizationParams) (*Organization, error) {
	return rest.AfterKey(ctx, o.used(p.RoleSetKey.Or("")), func() (*Organization, error) { return o.update(ctx, id, p.Slug.Or(""), p) })
}

// used is the key of a role set that an organization uses. Clerk may refuse one that lacks a role which a member has.
func (o *Organizations) used(key string) rest.LateKey {
	return rest.LateKey{Transport: o.transport(), Field: "role_set_key", Key: key, Areas: []string{o.roleSets.name(), "organizations", "organization_roles"}, Find: o.roleSets.ids}
}

// ReplaceMetadata is PUT /organizations/{organization_id}/metadata: each field that is sent replaces the stored one whole.
func (o *Organizations) ReplaceMetadata(ctx context.Context, id string, m Metadata) (*Organization, error) {
	return o.write(ctx, id, rest.Call{Method: http.MethodPut, Path: o.path(id, "metadata"), Body: m})
}

// MergeMetadata is PATCH /organizations/{organization_id}/metadata: a deep merge in which null removes a key.
func (o *Organizations) MergeMetadata(ctx context.Context, id string, m Metadata) (*Organization, error) {
	return o.patch(ctx, id, m, "metadata")
}

// SetLogo is PUT /organizations/{organization_id}/logo.
func (o *Organizations) SetLogo(ctx context.Context, id, name string, image []byte) (*Organization, error) {
	return o.upload(ctx, http.MethodPut, id, "logo", name, image)
}

// DeleteLogo is DELETE /organizations/{organization_id}/logo.
func (o *Organizations) DeleteLogo(ctx context.Context, id string) (*Organization, error) {
	return o.write(ctx, id, rest.Call{Method: http.MethodDelete, Path: o.path(id, "logo")})
}

// OrganizationData is what the objects of an organization say about it.
type OrganizationData struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Slug string `json:"slug,omitempty"`
}

// Called returns the name of the organization, or the id where the answer does not say the name.
func (o *OrganizationData) Called(id string) string {
	if o == nil {
		return id
	}
	return cmp.Or(o.Name, id)
}
