package clerk

import (
	"context"
	"errors"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// OrganizationPermission is something that a role allows the members of an organization to do. Times are Unix milliseconds.
type OrganizationPermission struct {
	rest.Answered
	ID          string `json:"id"`
	Key         string `json:"key"`
	Name        string `json:"name"`
	Description string `json:"description"`
	Type        string `json:"type"` // "system" if it is Clerk's own, which nobody can change
	CreatedAt   int64  `json:"created_at"`
	UpdatedAt   int64  `json:"updated_at"`
}

// OrganizationPermissionParams are the fields of POST /organization_permissions, which requires name and key, and of
// PATCH /organization_permissions/{permission_id}.
type OrganizationPermissionParams struct {
	Key         rest.Optional[string] `json:"key,omitzero"`
	Name        rest.Optional[string] `json:"name,omitzero"`
	Description rest.Optional[string] `json:"description,omitzero"`
}

// OrganizationPermissions is the area /organization_permissions. Find looks a permission up by its key.
type OrganizationPermissions struct {
	operations[OrganizationPermission, OrganizationPermissionParams]
}

// ErrNoPermission is returned by Find if no permission has the key.
var ErrNoPermission = errors.New("the instance has no organization permission with the key")

func newOrganizationPermissions(t *rest.Transport, bulkReads bool) *OrganizationPermissions {
	return &OrganizationPermissions{newCollection(t, bulkReads, kind[OrganizationPermission, OrganizationPermissionParams]{
		area:     "organization_permissions",
		identify: func(p *OrganizationPermission) identity { return identity{p.ID, p.Key, p.CreatedAt} },
		key:      func(p *OrganizationPermissionParams) string { return p.Key.Or("") },
		notFound: ErrNoPermission,
	})}
}

// Update is PATCH /organization_permissions/{permission_id}. The error is a *Taken if another permission keeps the key.
func (o *OrganizationPermissions) Update(ctx context.Context, id string, p OrganizationPermissionParams) (*OrganizationPermission, error) {
	return o.update(ctx, id, p.Key.Or(""), p)
}
