package clerk

import (
	"cmp"
	"context"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// member is a membership, as far as MembersOutside and MembersLeft name it.
type member struct {
	Role         string `json:"role"`
	Organization struct {
		Name       string  `json:"name"`
		RoleSetKey *string `json:"role_set_key"`
	} `json:"organization"`
	User struct {
		ID         string `json:"user_id"`
		Identifier string `json:"identifier"`
	} `json:"public_user_data"`
}

// MembersOutside looks for the members of an organization whose roles the set lacks: "ada@example.com in Acme (org:editor)".
func (r *RoleSets) MembersOutside(ctx context.Context, organizationID string, s *RoleSet) Named {
	return r.members(ctx, []string{"organizations", organizationID, "memberships"}, func(m member) bool { return !s.HasRole(m.Role) })
}

// MembersLeft looks for the members with roles that one set has and the other lacks, in organizations that use the first.
func (r *RoleSets) MembersLeft(ctx context.Context, from, to *RoleSet) Named {
	return r.members(ctx, []string{"organization_memberships"}, func(m member) bool {
		uses := m.Organization.RoleSetKey
		return from.HasRole(m.Role) && !to.HasRole(m.Role) && (uses == nil || *uses == from.Key)
	})
}

// members are those of a list that count, as far as it can be read.
func (r *RoleSets) members(ctx context.Context, list []string, counts func(member) bool) (n Named) {
	seen := 0
	for m, err := range rest.Pages[member](ctx, r.transport(), list, nil, nil) {
		if n.More = seen == maxSearched; err != nil || n.More {
			return n
		}
		if seen++; counts(m) {
			n.add(cmp.Or(m.User.Identifier, m.User.ID) + " in " + m.Organization.Name + " (" + m.Role + ")")
		}
	}
	return n
}
