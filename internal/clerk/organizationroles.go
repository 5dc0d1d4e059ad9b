package clerk

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// OrganizationRole is what a member of an organization may do. Members and invitations name it by its key. Times are Unix
// milliseconds.
type OrganizationRole struct {
	rest.Answered
	ID                string                   `json:"id"`
	Key               string                   `json:"key"`
	Name              string                   `json:"name"`
	Description       *string                  `json:"description"`
	IsCreatorEligible bool                     `json:"is_creator_eligible"`
	Permissions       []OrganizationPermission `json:"permissions"`
	CreatedAt         int64                    `json:"created_at"`
	UpdatedAt         int64                    `json:"updated_at"`
}

// OrganizationRoleParams are the fields of POST /organization_roles, which requires name and key, and of
// PATCH /organization_roles/{organization_role_id}.
type OrganizationRoleParams struct {
	Key         rest.Optional[string]   `json:"key,omitzero"`
	Name        rest.Optional[string]   `json:"name,omitzero"`
	Description rest.Optional[string]   `json:"description,omitzero"`
	Permissions rest.Optional[[]string] `json:"permissions,omitzero"` // ids; they replace those that the role has
	// IncludeInInitialRoleSet counts in a create only, and is never returned.
	IncludeInInitialRoleSet rest.Optional[bool] `json:"include_in_initial_role_set,omitzero"`
}

// OrganizationRoles is the area /organization_roles. Find looks a role up by its key. Delete waits for members, invitations and role
// sets that let go of the role in the same run.
type OrganizationRoles struct {
	operations[OrganizationRole, OrganizationRoleParams]
}

// ErrNoRole is returned by Find if no role has the key.
var ErrNoRole = errors.New("the instance has no organization role with the key")

func newOrganizationRoles(t *rest.Transport, bulkReads bool) *OrganizationRoles {
	return &OrganizationRoles{newCollection(t, bulkReads, kind[OrganizationRole, OrganizationRoleParams]{
		area:     "organization_roles",
		identify: func(r *OrganizationRole) identity { return identity{r.ID, r.Key, r.CreatedAt} },
		key:      func(p *OrganizationRoleParams) string { return p.Key.Or("") },
		notFound: ErrNoRole,
		compare: func(sent *OrganizationRoleParams, r *OrganizationRole, d *rest.Differences) int64 {
			same := sent.Permissions.IsZero() || r.hasPermissions(sent.Permissions.Or(nil))
			d.CompareFields(sent, r, rest.Exceptions{"include_in_initial_role_set": rest.NotAnswered, "permissions": rest.Compared("permissions", same)})
			return r.CreatedAt
		},
		// Users and organizations take their memberships with them, and settings may name the role.
		usedBy: []string{"organizations", "users", "role_sets", "instance"},
	})}
}

// hasPermissions reports whether the role has these permissions and no others.
func (r *OrganizationRole) hasPermissions(ids []string) bool {
	has := rest.MapEach(r.Permissions, func(p OrganizationPermission) string { return p.ID })
	return slices.Equal(slices.Sorted(slices.Values(has)), slices.Sorted(slices.Values(ids)))
}

// Update is PATCH /organization_roles/{organization_role_id}. Members, invitations and role sets keep a role whose key changes. The
// error is a *Taken if another role keeps the key.
func (o *OrganizationRoles) Update(ctx context.Context, id string, p OrganizationRoleParams) (*OrganizationRole, error) {
	return o.update(ctx, id, p.Key.Or(""), p)
}

// RoleUses are those who have a role, as a person would name them.
type RoleUses struct {
	Members, Invitations, RoleSets Named
	Settings                       []string // arguments of the organization settings of the instance
}

// Named is how many there are of something, and the names of some of them.
type Named struct {
	Names []string // at most three
	Count int
	More  bool // not all were looked at: there are at least so many
}

const (
	maxNames = 3
	// maxSearched is how many members or invitations are looked at.
	maxSearched = 5_000
)

func (n *Named) add(name string) {
	if n.Count++; len(n.Names) < maxNames {
		n.Names = append(n.Names, name)
	}
}

// roleUser is a membership or an invitation, as far as UsesOf names it.
type roleUser struct {
	Role         string `json:"role"`
	EmailAddress string `json:"email_address"` // of an invitation
	Organization struct {
		Name string `json:"name"`
	} `json:"organization"` // of a membership
	InvitedTo struct {
		Name string `json:"name"`
	} `json:"public_organization_data"`
	User struct {
		ID         string `json:"user_id"`
		Identifier string `json:"identifier"`
	} `json:"public_user_data"`
}

// UsesOf looks for those who have the role with the key: members ("ada@example.com in Acme"), pending invitations, and role sets of
// which it is the default or the creator role; the organization settings; other role sets that have it only if there is nobody else.
// What cannot be read is left out.
func (o *OrganizationRoles) UsesOf(ctx context.Context, key string) (u RoleUses) {
	search := func(area string, query url.Values, into *Named, name func(roleUser) string) {
		seen := 0
		for b, err := range rest.Pages[roleUser](ctx, o.transport(), []string{area}, query, nil) {
			if into.More = seen == maxSearched; err != nil || into.More {
				return
			}
			if seen++; b.Role == key {
				into.add(name(b))
			}
		}
	}
	search("organization_memberships", nil, &u.Members, func(m roleUser) string {
		return cmp.Or(m.User.Identifier, m.User.ID) + " in " + m.Organization.Name
	})
	search("organization_invitations", url.Values{"status": {"pending"}}, &u.Invitations, func(i roleUser) string {
		return i.EmailAddress + " to " + i.InvitedTo.Name
	})
	sets, others, settings := o.keepersOf(ctx, key)
	u.RoleSets, u.Settings = sets, settings
	if u.Members.Count+u.Invitations.Count+u.RoleSets.Count+len(u.Settings) == 0 {
		u.RoleSets = others
	}
	return u
}

// keepersOf looks for the role sets of which the role with the key is the default or the creator role, the others that have it, and the
// organization settings of the instance that name it. Those merely show the roles of the initial role set where that has them itself.
func (o *OrganizationRoles) keepersOf(ctx context.Context, key string) (sets, others Named, settings []string) {
	var initial RoleSet
	for s, err := range rest.Pages[RoleSet](ctx, o.transport(), []string{"role_sets"}, nil, nil) {
		if err != nil {
			break
		}
		if s.Type == InitialRoleSet {
			initial = s
		}
		switch {
		case s.CreatorRole.key() == key:
			sets.add(s.Key + ", as the role of creators")
		case s.DefaultRole.key() == key:
			sets.add(s.Key + ", as the default role")
		case slices.ContainsFunc(s.Roles, func(r RoleSetItem) bool { return r.Key == key }):
			others.add(s.Key)
		}
	}
	has, err := rest.One[OrganizationSettings](ctx, o.transport(), rest.Call{Method: http.MethodGet, Path: []string{"instance", "organization_settings"}})
	if err != nil {
		return sets, others, nil
	}
	if has.CreatorRole == key && initial.CreatorRole.key() != key {
		settings = append(settings, "creator_role")
	}
	if has.DomainsDefaultRole == key && initial.DefaultRole.key() != key {
		settings = append(settings, "domains_default_role")
	}
	return sets, others, settings
}

// given is the key of a role that somebody gets in an organization.
func (o *OrganizationRoles) given(key string) rest.LateKey {
	return rest.LateKey{Transport: o.transport(), Field: "role", Key: key, Areas: []string{o.name(), "role_sets", "organizations"}, Find: o.ids}
}
