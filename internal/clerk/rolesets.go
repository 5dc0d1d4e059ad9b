package clerk

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// RoleSet is the roles that the members of some organizations may have. Times are Unix milliseconds.
type RoleSet struct {
	rest.Answered
	ID          string        `json:"id"`
	Key         string        `json:"key"`
	Name        string        `json:"name"`
	Description *string       `json:"description"`
	Type        string        `json:"type"` // InitialRoleSet, or "custom"
	Roles       []RoleSetItem `json:"roles"`
	DefaultRole *RoleSetItem  `json:"default_role,omitempty"`
	CreatorRole *RoleSetItem  `json:"creator_role,omitempty"`
	// Migration is there as long as Clerk gives members other roles, since a role left the set or another set ended in this one.
	Migration *RoleSetMigration `json:"role_set_migration,omitempty"`
	CreatedAt int64             `json:"created_at"`
	UpdatedAt int64             `json:"updated_at"`
}

// InitialRoleSet is the type of the one role set that new organizations get.
const InitialRoleSet = "initial"

// MaxRolesInSet is how many roles Clerk takes in a role set.
const MaxRolesInSet = 10

// RoleSetItem is a role in a role set.
type RoleSetItem struct {
	ID   string `json:"id"`
	Key  string `json:"key"`
	Name string `json:"name"`
	// MembersCount is how many members have the role in organizations that use the set; nil if Clerk does not say.
	MembersCount *int64 `json:"members_count,omitempty"`
}

// RoleSetMigration is a change of members' roles that is under way.
type RoleSetMigration struct {
	ID     string `json:"id"`
	Status string `json:"status"`
}

// key returns the key of a role, or "" if there is none.
func (i *RoleSetItem) key() string {
	if i == nil {
		return ""
	}
	return i.Key
}

// RoleKeys returns the keys of the roles in the set.
func (s *RoleSet) RoleKeys() []string {
	return rest.MapEach(s.Roles, func(i RoleSetItem) string { return i.Key })
}

// HasRole reports whether a role is in the set.
func (s *RoleSet) HasRole(key string) bool { return slices.Contains(s.RoleKeys(), key) }

// CreateRoleSetParams are the fields of POST /role_sets. Roles are keys.
type CreateRoleSetParams struct {
	Key            string                `json:"key,omitempty"` // Clerk makes one of the name if it is empty
	Name           string                `json:"name"`
	Description    rest.Optional[string] `json:"description,omitzero"`
	Roles          []string              `json:"roles"`            // 1 to MaxRolesInSet
	DefaultRoleKey string                `json:"default_role_key"` // one of the roles, as is the next
	CreatorRoleKey string                `json:"creator_role_key"`
}

// UpdateRoleSetParams are the fields of PATCH /role_sets/{role_set_key_or_id}. Roles are keys of roles that are in the set.
type UpdateRoleSetParams struct {
	Key            rest.Optional[string] `json:"key,omitzero"`
	Name           rest.Optional[string] `json:"name,omitzero"`
	Description    rest.Optional[string] `json:"description,omitzero"`
	DefaultRoleKey rest.Optional[string] `json:"default_role_key,omitzero"`
	CreatorRoleKey rest.Optional[string] `json:"creator_role_key,omitzero"`
}

// ReplaceRoleSetParams are the fields of POST /role_sets/{role_set_key_or_id}/replace.
type ReplaceRoleSetParams struct {
	// DestRoleSetKey is the role set that the organizations get.
	DestRoleSetKey string `json:"dest_role_set_key"`
	// ReassignmentMappings has, by the key of a role that the other set lacks, the key of the role that its members get there.
	ReassignmentMappings map[string]string `json:"reassignment_mappings,omitempty"`
}

// RoleSets is the area /role_sets. Find looks a role set up by its key. Clerk has no delete: Replace ends a set.
type RoleSets struct {
	operations[RoleSet, CreateRoleSetParams]
	roles         *OrganizationRoles
	organizations *Organizations
	successors    sync.Map // of the role sets that this client has ended, by their keys: keys
}

// Errors of lookups.
var (
	// ErrNoRoleSet is returned by Find if no role set has the key.
	ErrNoRoleSet = errors.New("the instance has no role set with the key")
	// ErrNoInitialRoleSet is returned by Initial if there is none.
	ErrNoInitialRoleSet = errors.New("the instance has no initial role set")
)

func newRoleSets(t *rest.Transport, bulkReads bool, roles *OrganizationRoles, organizations *Organizations) *RoleSets {
	return &RoleSets{roles: roles, organizations: organizations, operations: newCollection(t, bulkReads, kind[RoleSet, CreateRoleSetParams]{
		area: "role_sets", keyIsPath: true,
		identify: func(s *RoleSet) identity { return identity{s.ID, s.Key, s.CreatedAt} },
		key:      func(p *CreateRoleSetParams) string { return p.Key },
		notFound: ErrNoRoleSet,
		compare: func(sent *CreateRoleSetParams, s *RoleSet, d *rest.Differences) int64 {
			d.CompareFields(sent, s, rest.Exceptions{
				"roles":            rest.Compared("roles", rest.SameElements(sent.Roles, s.RoleKeys(), func(key string) string { return key })),
				"default_role_key": rest.Compared("default_role", s.DefaultRole.key() == sent.DefaultRoleKey),
				"creator_role_key": rest.Compared("creator_role", s.CreatorRole.key() == sent.CreatorRoleKey),
			})
			return s.CreatedAt
		},
	})}
}

// Current is GET /role_sets/{role_set_key_or_id}, by the id, and never from a list: writes to roles change role sets as well.
func (r *RoleSets) Current(ctx context.Context, id string) (*RoleSet, error) {
	return r.getOne(ctx, id)
}

// Initial returns the role set that new organizations get, or ErrNoInitialRoleSet.
func (r *RoleSets) Initial(ctx context.Context) (*RoleSet, error) {
	for s, err := range r.List(ctx) {
		if err != nil || s.Type == InitialRoleSet {
			return &s, err
		}
	}
	return nil, ErrNoInitialRoleSet
}
