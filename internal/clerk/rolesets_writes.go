package clerk

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// Create is POST /role_sets. The error is an *UnknownKeys if there is no role with one of the keys, and nothing makes it meanwhile.
func (r *RoleSets) Create(ctx context.Context, p CreateRoleSetParams) (*RoleSet, error) {
	set, err := r.afterRoles(ctx, p.Roles, func() (*RoleSet, error) { return r.operations.Create(ctx, p) })
	if err == nil {
		r.successors.Delete(set.Key)
	}
	return set, err
}

// Update is PATCH /role_sets/{role_set_key_or_id}. The error is a *Taken if another role set keeps the key.
func (r *RoleSets) Update(ctx context.Context, id string, p UpdateRoleSetParams) (*RoleSet, error) {
	return r.afterRoles(ctx, nil, func() (*RoleSet, error) { return r.update(ctx, id, p.Key.Or(""), p) })
}

// AddRoles is POST /role_sets/{role_set_key_or_id}/roles. Roles that are in the set stay in it. The error is an *UnknownKeys as that of
// Create.
func (r *RoleSets) AddRoles(ctx context.Context, id string, keys []string) (*RoleSet, error) {
	body := struct {
		RoleKeys []string `json:"role_keys"`
	}{keys}
	return r.afterRoles(ctx, keys, func() (*RoleSet, error) {
		set, err := r.write(ctx, id, rest.Call{Method: http.MethodPost, Path: r.path(id, "roles"), Body: body})
		return r.orReached(ctx, id, set, err, func(s *RoleSet) bool {
			return !slices.ContainsFunc(keys, func(key string) bool { return !s.HasRole(key) })
		})
	})
}

// ReplaceRole is POST /role_sets/{role_set_key_or_id}/roles/replace: the role from leaves the set, and its members get the role to, which
// is in the set. It does nothing if the role from is not in the set.
func (r *RoleSets) ReplaceRole(ctx context.Context, id, from, to string) (*RoleSet, error) {
	body := struct {
		RoleKey   string `json:"role_key"`
		ToRoleKey string `json:"to_role_key"`
	}{from, to}
	set, err := r.write(ctx, id, rest.Call{Method: http.MethodPost, Path: r.path(id, "roles", "replace"), Body: body})
	return r.orReached(ctx, id, set, err, func(s *RoleSet) bool { return !s.HasRole(from) })
}

// Delete is POST /role_sets/{role_set_key_or_id}/replace, which is how Clerk deletes a role set: its organizations get another one. The
// key is the one that the set has. IsNotFound is true for the error only if the set itself is gone; ErrNoRoleSet says that there is no
// other one with the key that the organizations are to get.
func (r *RoleSets) Delete(ctx context.Context, id, key string, p ReplaceRoleSetParams) error {
	r.noteWrite(id)
	var attempts rest.AttemptCounts
	err := r.transport().Do(ctx, rest.Call{Method: http.MethodPost, Path: r.path(id, "replace"), Body: p, Deletes: true, Attempts: &attempts}, nil)
	if err == nil {
		r.successors.Store(key, p.DestRoleSetKey)
	}
	// The organizations have another role set.
	r.organizations.noteUnknownWrite()
	if !rest.IsNotFound(err) {
		return err
	}
	switch _, gone := r.getOne(ctx, id); {
	case gone == nil:
		return &noDestination{err}
	case rest.IsNotFound(gone) && attempts.Failures > 0:
		r.successors.Store(key, p.DestRoleSetKey)
		return nil // an earlier attempt, whose answer was lost, has deleted it
	default:
		return gone
	}
}

// noDestination is the refusal to replace a role set by one that does not exist. Unwrap does not return the refusal, which is a 404 that
// says nothing about the set itself.
type noDestination struct{ refusal error }

func (e *noDestination) Error() string { return e.refusal.Error() }

func (e *noDestination) Unwrap() error { return ErrNoRoleSet }

// Successor returns the key of the role set that has the organizations of one which this client has deleted, or "" if it has deleted none
// with the key.
func (r *RoleSets) Successor(key string) string {
	successor := ""
	for range maxSuccessors {
		next, deleted := r.successors.Load(key)
		if !deleted {
			break
		}
		successor, _ = next.(string)
		key = successor
	}
	return successor
}

// maxSuccessors bounds the search of a successor, since role sets with the same keys may have been made and deleted in turn.
const maxSuccessors = 100

const (
	// migrationWait is how long Settled waits, and the pause between two of its reads doubles from the first to the last of the others.
	migrationWait                           = time.Minute
	firstMigrationPause, lastMigrationPause = 100 * time.Millisecond, 2 * time.Second
)

// Settled waits until Clerk has given other roles to the members whose role left the set, or whose set was replaced by it. It reports
// whether that was so within a minute.
func (r *RoleSets) Settled(ctx context.Context, id string) (bool, error) {
	end := time.Now().Add(migrationWait)
	for pause := firstMigrationPause; ; pause = min(2*pause, lastMigrationPause) {
		set, err := r.getOne(ctx, id)
		if err != nil || set.Migration == nil {
			return err == nil, err
		}
		if !time.Now().Before(end) {
			return false, nil
		}
		if err := rest.Sleep(ctx, pause); err != nil {
			return false, err
		}
	}
}

// orReached returns the role set as it is if Clerk refused a write because the set has what the write asks for: an earlier attempt, whose
// answer was lost, has reached it, or somebody else.
func (r *RoleSets) orReached(ctx context.Context, id string, set *RoleSet, err error, reached func(*RoleSet) bool) (*RoleSet, error) {
	refusal, answered := rest.AsError(err)
	if !answered || !slices.Contains([]int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity}, refusal.Status) {
		return set, err
	}
	is, failed := r.getOne(ctx, id)
	switch {
	case rest.IsNotFound(failed):
		return nil, failed
	case failed == nil && reached(is):
		return is, nil
	}
	return nil, err
}

// afterRoles carries out a write to a role set, and repeats it after each write to a role, as long as Clerk refuses it because of the
// roles that it names: one does not exist, or cannot be the role of creators yet. Other operations of this run may change that.
func (r *RoleSets) afterRoles(ctx context.Context, keys []string, write func() (*RoleSet, error)) (*RoleSet, error) {
	refused := func(err error) bool {
		return lacksPermissions(err) || len(keys) > 0 && rest.IsRefused(err, http.StatusNotFound)
	}
	w := &rest.Waiter{Transport: r.transport(), What: "roles of role sets", Areas: []string{r.roles.name()}, Refused: refused}
	set, err := rest.WaitAndRepeat(ctx, w, write)
	if len(keys) == 0 || !rest.IsRefused(err, http.StatusNotFound) {
		return set, err
	}
	// Which of them do not exist, the refusal does not say for sure.
	var unknown *rest.UnknownKeys
	if _, missing := r.roles.ids(ctx, keys); errors.As(missing, &unknown) {
		return nil, unknown
	}
	return set, err
}

// lacksPermissions reports whether a role cannot be that of creators.
func lacksPermissions(err error) bool {
	e, ok := rest.AsError(err)
	return ok && e.Has("organization_missing_creator_role_permissions") && rest.IsRefused(err, e.Status)
}
