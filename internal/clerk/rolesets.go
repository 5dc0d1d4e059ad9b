package clerk

import (
	"context"
	"errors"
	"iter"
)

// RoleSet is the roles that the members of some organizations may have. Times are Unix milliseconds.
type RoleSet struct {
	Answered
	ID          string        `json:"id"`
	Key         string        `json:"key"`
	Name        string        `json:"name"`
	Description *string       `json:"description"`
	Type        string        `json:"type"` // "initial" if new organizations get it, and otherwise "custom"
	Roles       []RoleSetItem `json:"roles"`
	DefaultRole *RoleSetItem  `json:"default_role,omitempty"`
	CreatorRole *RoleSetItem  `json:"creator_role,omitempty"`
	CreatedAt   int64         `json:"created_at"`
	UpdatedAt   int64         `json:"updated_at"`
}

// RoleSetItem is a role in a role set.
type RoleSetItem struct {
	ID   string `json:"id"`
	Key  string `json:"key"`
	Name string `json:"name"`
	// MembersCount is how many members have the role in organizations that use the set; nil if Clerk does not say.
	MembersCount *int64 `json:"members_count,omitempty"`
}

// RoleSets is the area /role_sets, of which only the reads are here.
type RoleSets struct {
	all *collection[RoleSet, struct{}]
}

// ErrNoRoleSet is returned by Find if no role set has the key.
var ErrNoRoleSet = errors.New("the instance has no role set with the key")

func newRoleSets(t *transport, bulkReads bool) *RoleSets {
	return &RoleSets{newCollection(t, bulkReads, kind[RoleSet, struct{}]{
		area:     "role_sets",
		identify: func(s *RoleSet) identity { return identity{s.ID, s.Key, s.CreatedAt} },
		notFound: ErrNoRoleSet,
	})}
}

// Get is GET /role_sets/{role_set_key_or_id}, by the id. Concurrent reads share requests.
func (r *RoleSets) Get(ctx context.Context, id string) (*RoleSet, error) { return r.all.Get(ctx, id) }

// Find looks a role set up by its key. Concurrent lookups share requests.
func (r *RoleSets) Find(ctx context.Context, key string) (*RoleSet, error) {
	return r.all.Find(ctx, key)
}

// Search is GET /role_sets, all pages.
func (r *RoleSets) Search(ctx context.Context, s Search) iter.Seq2[RoleSet, error] {
	return r.all.Search(ctx, s)
}
