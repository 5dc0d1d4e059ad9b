package roleset

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
	"github.com/clerkform/terraform-provider-clerk/internal/tf/attr"
)

// plan refuses a role that is to take the place of one which leaves, and is not in the set.
func plan(_ context.Context, _ *clerk.Client, in tf.Input[model], resp *resource.ModifyPlanResponse) {
	if !allKnown(in.Plan.Roles) || in.Plan.Reassign.IsUnknown() {
		return
	}
	c := newChange(in)
	for _, from := range c.leaving {
		if to, given := in.Plan.Reassign.Elements()[from].(types.String); given && !to.IsUnknown() && !slices.Contains(c.want, to.ValueString()) {
			resp.Diagnostics.AddAttributeError(path.Root("reassign"), "Not one of the roles",
				fmt.Sprintf("%q leaves the role set, and reassign gives %q to those who have it, which is not among its roles. Choose one of them: %s.", from, to.ValueString(), strings.Join(c.want, ", ")))
		}
	}
}

// change is what an update makes of a role set.
type change struct {
	want    []string // the roles that the set is to have
	leaving []string // the roles of the state that are not among them
	to      func(from string) string
	fields  clerk.UpdateRoleSetParams
	// patched says that the fields have been sent, or that none have to be.
	patched                  bool
	defaultRole, creatorRole string
}

func newChange(in tf.Input[model]) *change {
	tf.AsPlanned(untold(&in.Plan), untold(&in.State))
	config, plan, state := in.Config, in.Plan, in.State
	c := &change{
		want: attr.Strings(plan.Roles), defaultRole: plan.DefaultRole.ValueString(), creatorRole: plan.CreatorRole.ValueString(),
		to: func(from string) string { return reassigned(plan.Reassign, from, plan.DefaultRole.ValueString()) },
		fields: clerk.UpdateRoleSetParams{
			Key:            tf.ChangedText(config.Key, plan.Key, state.Key),
			Name:           tf.ChangedText(config.Name, plan.Name, state.Name),
			Description:    tf.ChangedText(config.Description, plan.Description, state.Description),
			DefaultRoleKey: tf.ChangedText(config.DefaultRole, plan.DefaultRole, state.DefaultRole),
			CreatorRoleKey: tf.ChangedText(config.CreatorRole, plan.CreatorRole, state.CreatorRole),
		},
	}
	c.patched = c.fields == clerk.UpdateRoleSetParams{}
	c.leaving = without(attr.Strings(state.Roles), c.want)
	return c
}

// reassigned is the role that takes the place of another one.
func reassigned(reassign types.Map, from, otherwise string) string {
	if to, given := reassign.Elements()[from].(types.String); given {
		return to.ValueString()
	}
	return otherwise
}

// without are the elements of a list that others are not.
func without(list, others []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return slices.Contains(others, s) })
}

// update adds roles, changes the fields, which may name those roles, and then replaces the roles that leave. What the set has by then
// decides on each request: a role whose key changes in the same run changes its key in the set as well.
func update(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.RoleSet, error) {
	id, ch := in.State.ID.ValueString(), newChange(in)
	switch same := in.Plan.Roles.Equal(in.State.Roles); {
	case same && ch.patched: // what Clerk does not know
		return c.RoleSets.Get(ctx, id)
	case same:
		return ch.patch(ctx, c, id)
	}
	s, err := c.RoleSets.Current(ctx, id)
	if err != nil {
		return nil, err
	}
	for err == nil {
		next := ch.next(s)
		if next == nil {
			break
		}
		var reached *clerk.RoleSet
		if reached, err = next(ctx, c, id); reached != nil {
			s = reached
		}
	}
	if err == nil && s.Migration != nil {
		settle(ctx, c, in, id)
	}
	return s, err
}

// request is one request of an update.
type request func(ctx context.Context, c *clerk.Client, id string) (*clerk.RoleSet, error)

// next is the next request on the way from what a role set is; nil if nothing is left to do.
func (ch *change) next(s *clerk.RoleSet) request {
	has := s.RoleKeys()
	missing, leaving := ch.missing(has), without(ch.leaving, without(ch.leaving, has))
	if room := clerk.MaxRolesInSet - len(has); len(missing) > 0 && room > 0 {
		return add(missing[:min(room, len(missing))])
	}
	if !ch.patched && s.HasRole(ch.defaultRole) && s.HasRole(ch.creatorRole) {
		return ch.patch
	}
	for _, from := range leaving {
		if to := ch.to(from); s.HasRole(to) && (ch.patched || !isDefaultOrCreator(s, from)) {
			return replace(from, to, missing)
		}
	}
	switch {
	case len(missing) > 0:
		return func(context.Context, *clerk.Client, string) (*clerk.RoleSet, error) {
			return nil, full(s, missing, leaving)
		}
	case len(leaving) > 0:
		return replace(leaving[0], ch.to(leaving[0]), nil) // Clerk says why that cannot be
	}
	return nil
}

// missing are the roles that a set lacks. Those that others depend on come first.
func (ch *change) missing(has []string) []string {
	first := []string{ch.defaultRole, ch.creatorRole}
	for _, from := range ch.leaving {
		first = append(first, ch.to(from))
	}
	missing := without(ch.want, has)
	needed := slices.DeleteFunc(slices.Clone(missing), func(key string) bool { return !slices.Contains(first, key) })
	return append(needed, without(missing, needed)...)
}

// isDefaultOrCreator reports whether a role is the default role or the creator role of a set.
func isDefaultOrCreator(s *clerk.RoleSet, key string) bool {
	return s.DefaultRole != nil && s.DefaultRole.Key == key || s.CreatorRole != nil && s.CreatorRole.Key == key
}

func add(keys []string) request {
	return func(ctx context.Context, c *clerk.Client, id string) (*clerk.RoleSet, error) {
		s, err := c.RoleSets.AddRoles(ctx, id, keys)
		return s, blame(err)
	}
}

func (ch *change) patch(ctx context.Context, c *clerk.Client, id string) (*clerk.RoleSet, error) {
	ch.patched = true
	s, err := c.RoleSets.Update(ctx, id, ch.fields)
	return s, blame(err)
}

// replace takes a role out of a set. Where others are still missing, it was the only way to make room for them: they have to exist, and
// one of them may by now be the same role under another key.
func replace(from, to string, missing []string) request {
	return func(ctx context.Context, c *clerk.Client, id string) (*clerk.RoleSet, error) {
		if len(missing) > 0 {
			if _, err := c.OrganizationRoles.IDs(ctx, missing); err != nil {
				return nil, blame(err)
			}
			if s, err := c.RoleSets.Current(ctx, id); err != nil || !s.HasRole(from) {
				return s, err
			}
		}
		s, err := c.RoleSets.ReplaceRole(ctx, id, from, to)
		return s, tf.Note(fmt.Sprintf("The role %s was to leave the role set, and those who have it were to get %s.", from, to), tf.At("roles", err))
	}
}

// full is the error of a set that has no room for a role before one of those leaves that are to be replaced by it.
func full(s *clerk.RoleSet, missing, leaving []string) error {
	return tf.At("roles", tf.Hint("Take it in two applies: in the first, leave out what is to be added, and let reassign name roles that stay for those that leave.",
		fmt.Errorf("a role set takes at most %d roles, and %s has %d. There is no room for %s before others leave, and those (%s) are to be replaced by roles that are not in the set yet",
			clerk.MaxRolesInSet, s.Key, len(s.Roles), strings.Join(missing, ", "), strings.Join(leaving, ", "))))
}

// settle waits until members have their new roles, and warns if that takes long.
func settle(ctx context.Context, c *clerk.Client, in tf.Input[model], id string) {
	if settled, err := c.RoleSets.Settled(ctx, id); err == nil && !settled {
		in.Diags.AddWarning("Clerk is still giving members their new roles",
			"Clerk has taken the change, and gives members other roles by itself, which takes it more than a minute this time. Until it is done, Clerk may refuse what depends on it, such as the deletion of a role that they had. Run again later then.")
	}
}

// blame puts an error that names no argument on the one that it is about.
func blame(err error) error {
	if answer, ok := rest.AsError(err); ok && answer.Has("organization_missing_creator_role_permissions") {
		return tf.At("creator_role", tf.Hint("Give the role these permissions, with permissions of its clerk_organization_role, or choose another role for creators. "+
			"Refer to a clerk_organization_role of this configuration by its key attribute, so that it is changed first.", err))
	}
	return tf.AtKeys("roles", "clerk_organization_role", err)
}
