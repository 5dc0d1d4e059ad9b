package roleset

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

const isInitial = "It is the initial role set, which new organizations get, and an instance always has one. To let go of it here and keep it in Clerk, use a removed block whose lifecycle has destroy = false, or terraform state rm. " +
	"To destroy it, make another role set the initial one in Clerk's dashboard first."

// attempts bounds how often a destroy looks again at the two role sets after a refusal: another operation of the run may have changed them.
const attempts = 5

// remove replaces the role set by another one.
func remove(ctx context.Context, c *clerk.Client, in tf.Input[model]) error {
	id := in.State.ID.ValueString()
	var p clerk.ReplaceRoleSetParams
	var refusal error
	var from, dest *clerk.RoleSet
	for range attempts {
		s, err := c.RoleSets.Current(ctx, id)
		if err != nil {
			return err
		}
		if s.Type == clerk.InitialRoleSet {
			return tf.Hint(isInitial, errors.New("since the state was read, it has become the initial role set"))
		}
		to, err := destination(ctx, c, in.State.Replacement.ValueString(), s)
		if err != nil {
			return err
		}
		before := p
		from, dest = s, to
		p = clerk.ReplaceRoleSetParams{DestRoleSetKey: to.Key, ReassignmentMappings: mappings(s, to, in.State.Reassign)}
		if refusal != nil && p.DestRoleSetKey == before.DestRoleSetKey && maps.Equal(p.ReassignmentMappings, before.ReassignmentMappings) {
			break
		}
		if refusal = c.RoleSets.Delete(ctx, id, s.Key, p); refusal == nil {
			settle(ctx, c, in, to.ID)
			return nil
		}
		if !mayBeOutdated(refusal) {
			return refusal
		}
	}
	left := ""
	if members := c.RoleSets.MembersLeft(ctx, from, dest); members.Count > 0 {
		left = tf.Counted(members, "member has a role that "+dest.Key+" lacks", "members have a role that "+dest.Key+" lacks") + ".\n"
	}
	return tf.Hint(fmt.Sprintf("It was to be replaced by %s. Members keep the roles that %[1]s has as well, and others were to get: %s.\n%s"+
		"Choose another replacement, or say in reassign which of its roles members get, and apply that before the destroy. To keep the role set in Clerk, use a removed block whose lifecycle has destroy = false, or terraform state rm.",
		p.DestRoleSetKey, shown(p.ReassignmentMappings), left), refusal)
}

// mayBeOutdated reports whether Clerk may have refused a write because of what has changed since the role sets were read.
func mayBeOutdated(refusal error) bool {
	answer, answered := rest.AsError(refusal)
	return errors.Is(refusal, clerk.ErrNoRoleSet) || answered && (answer.Status == http.StatusConflict || answer.Status == http.StatusUnprocessableEntity)
}

// destination is the role set that takes the place of another one: that with the key, or the initial one. One that this run has destroyed
// is stood in for by its own replacement.
func destination(ctx context.Context, c *clerk.Client, key string, of *clerk.RoleSet) (*clerk.RoleSet, error) {
	if key != "" {
		to, err := c.RoleSets.Find(ctx, key)
		if !errors.Is(err, clerk.ErrNoRoleSet) {
			return to, tf.At("replacement", err)
		}
		successor := c.RoleSets.Successor(key)
		if successor == "" {
			// It may be made in this run, and otherwise the error says which ones there are.
			if _, err := c.RoleSets.IDs(ctx, []string{key}); err != nil {
				return nil, unknownReplacement(err, of)
			}
			successor = key
		}
		if successor != of.Key {
			return c.RoleSets.Find(ctx, successor)
		}
	}
	initial, err := c.RoleSets.Initial(ctx)
	if errors.Is(err, clerk.ErrNoInitialRoleSet) {
		err = tf.Hint("Name another role set as replacement, and apply that before the destroy.", err)
	}
	if err != nil {
		return nil, err
	}
	return c.RoleSets.Current(ctx, initial.ID)
}

// unknownReplacement is the error of a replacement that there is not.
func unknownReplacement(err error, of *clerk.RoleSet) error {
	var unknown *rest.UnknownKeys
	if errors.As(err, &unknown) {
		unknown.Exist = without(unknown.Exist, []string{of.Key})
	}
	return tf.Note("It was to replace this one. A destroy takes replacement from the state: apply a change of it before the destroy.", tf.AtKeys("replacement", "clerk_role_set", err))
}

// mappings are the roles that members get whose role the other role set lacks.
func mappings(s, to *clerk.RoleSet, reassign types.Map) map[string]string {
	out := map[string]string{}
	for _, from := range without(s.RoleKeys(), to.RoleKeys()) {
		role := from
		for range len(reassign.Elements()) {
			if !to.HasRole(role) {
				role = reassigned(reassign, role, role)
			}
		}
		if !to.HasRole(role) {
			role = keyOf(to.DefaultRole).ValueString()
		}
		if role != "" {
			out[from] = role
		}
	}
	return out
}

// shown are roles and those in their place, as in reassign.
func shown(mappings map[string]string) string {
	var all []string
	for _, from := range slices.Sorted(maps.Keys(mappings)) {
		all = append(all, fmt.Sprintf("%q = %q", from, mappings[from]))
	}
	if all == nil {
		return "none"
	}
	return strings.Join(all, ", ")
}
