package organizationrole

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// blame puts a refusal that names no field on the argument that it is about.
func blame(err error) error {
	if answer, ok := clerk.AsError(err); ok && answer.Has("organization_missing_creator_role_permissions") {
		return tf.At("permissions", err)
	}
	return err
}

// explain says who uses a role that Clerk does not delete, and what to do.
func explain(ctx context.Context, c *clerk.Client, state model, err error) error {
	var used *clerk.InUse
	if !errors.As(err, &used) || ctx.Err() != nil {
		return err
	}
	uses := c.OrganizationRoles.UsesOf(ctx, state.Key.ValueString())
	var who, todo []string
	add := func(n clerk.Named, one, many, advice string) {
		if n.Count > 0 {
			who, todo = append(who, counted(n, one, many)), append(todo, advice)
		}
	}
	add(uses.Members, "member has it", "members have it", "give the members another role")
	add(uses.Invitations, "pending invitation is for it", "pending invitations are for it", "revoke the invitations")
	add(uses.RoleSets, "role set needs it", "role sets need it", "choose another role in the role sets")
	if len(who) == 0 {
		return tf.Hint("No member, pending invitation or role set that can be listed uses it. Do what Clerk's answer demands, then run again; or leave the role in Clerk, with a removed block or terraform state rm.", err)
	}
	return tf.Hint(fmt.Sprintf("%s.\nTo delete the role, %s: what this configuration changes in the same run is waited for. Or leave it in Clerk, with a removed block or terraform state rm.\n"+
		"If another role takes its place, Terraform destroys this one first, unless create_before_destroy is in the lifecycle of both; the other one needs another key.",
		strings.Join(who, ".\n"), strings.Join(todo, ", and ")), err)
}

// counted is how many there are of something, and who: "2 members have it: ada@example.com
// in Acme, grace@example.com in Acme".
func counted(n clerk.Named, one, many string) string {
	text := many
	if n.Count == 1 {
		text = one
	}
	text = fmt.Sprintf("%d %s: %s", n.Count, text, strings.Join(n.Names, ", "))
	if n.More {
		text = "At least " + text
	}
	if rest := n.Count - len(n.Names); rest > 0 {
		text += fmt.Sprintf(" and %d more", rest)
	}
	return text
}
