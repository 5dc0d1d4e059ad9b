package organizationrole

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// blame puts a refusal that names no field on the argument that it is about.
func blame(err error) error {
	if answer, ok := rest.AsError(err); ok && answer.Has("organization_missing_creator_role_permissions") {
		return tf.At("permissions", err)
	}
	return err
}

// begun is for a role that something keeps which the same run may change.
const begun = "What had begun in this run was waited for: if nothing keeps the role now, run again. What refers to the role by its key attribute, Terraform destroys first."

// explain says who uses a role that Clerk does not delete, and what to do. One whose delete
// is postponed is a warning: an error would be wrong as soon as the role is deleted after all.
func explain(ctx context.Context, c *clerk.Client, in tf.Input[model], err error) error {
	var used *rest.InUse
	if !errors.As(err, &used) || ctx.Err() != nil {
		return err
	}
	key := in.State.Key.ValueString()
	uses := c.OrganizationRoles.UsesOf(ctx, key)
	var who, todo []string
	add := func(n clerk.Named, one, many, advice string) {
		if n.Count > 0 {
			who, todo = append(who, tf.Counted(n, one, many)), append(todo, advice)
		}
	}
	add(uses.Members, "member has it", "members have it", "give the members another role")
	add(uses.Invitations, "pending invitation is for it", "pending invitations are for it", "revoke the invitations")
	add(uses.RoleSets, "role set needs it", "role sets need it", "choose another role in the role sets")
	if len(uses.Settings) > 0 {
		who = append(who, "The organization settings of the instance name it, as "+strings.Join(uses.Settings, " and "))
		todo = append(todo, "choose another role in clerk_instance_organization_settings")
	}
	switch {
	case used.Postponed:
		who = append(who, "Terraform runs only so many operations at once, and all of them were deletes of roles that wait for those who have them. "+
			"So this one leaves the state before the role is deleted, to make room. The role is deleted as soon as this run has changed what keeps it. "+
			"If something else keeps it, it stays in Clerk, and nothing manages it: to manage it again, import it, as "+key+".")
		tf.Warn(in.Diags, fmt.Sprintf("Clerk keeps the role %q for now", key), tf.Hint(strings.Join(who, ".\n"), err))
		return nil
	case len(who) == 0:
		return tf.Hint("No member, pending invitation, role set or setting of organizations that can be read uses it. Do what Clerk's answer demands, then run again; or leave the role in Clerk, with a removed block or terraform state rm.", err)
	}
	return tf.Hint(fmt.Sprintf("%s.\nTo delete the role, %s. %s Or leave the role in Clerk, with a removed block or terraform state rm.\n"+
		"If another role takes its place, Terraform destroys this one before it changes what refers to it: keep this one in the configuration for one more apply, which gives the members the other. "+
		"Or have create_before_destroy in the lifecycle of both, from an apply before this one. The other one needs another key.",
		strings.Join(who, ".\n"), strings.Join(todo, ", and "), begun), err)
}
