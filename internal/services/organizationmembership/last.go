package organizationmembership

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

const noun = "organization membership"

// lastOne is for the description of the resource.
const lastOne = "Clerk may refuse to delete the membership of the last member who can manage an organization. " +
	"Destroying it then leaves it in Clerk, out of the state, and warns: it goes as soon as the organization is deleted, or the same run gives another member a role that can."

// remove deletes the membership of the state. If Clerk keeps it as that of the last member
// who can manage the organization, that is a warning, and the membership leaves the state
// all the same: an error would end every destroy of the organization, which Terraform
// deletes after what depends on it. The client remembers it, for the case that this run
// gives another member such a role.
func remove(ctx context.Context, c *clerk.Client, in tf.Input[model]) error {
	m := in.State
	err := c.UndeletedMembers.Delete(ctx, m.OrganizationID.ValueString(), clerk.UndeletedObject{
		Noun: noun, Value: m.UserID.ValueString(), ID: m.key(), Delete: func(ctx context.Context) error { return c.OrganizationMemberships.Delete(ctx, m.key()) },
	})
	if !clerk.IsLastAdmin(err) {
		return err
	}
	tf.Warn(in.Diags, fmt.Sprintf("Clerk keeps the %s %q", noun, who(ctx, c, m)), tf.Hint(fmt.Sprintf(
		"It was to be deleted, and is that of the last member who can manage the organization. So it leaves the state without being deleted. "+
			"If this run deletes the organization, or the user, it goes with them. If this run gives another member a role that can manage the organization, it is deleted then. "+
			"Otherwise it stays in Clerk, and nothing manages it: to be rid of it, give another member such a role and then delete it in Clerk's dashboard; to manage it again, import it, as %s.", m.key()), err))
	return nil
}

// takeUp reports whether this run was to delete the membership, and Clerk kept it. It is
// then no longer to be deleted.
func takeUp(c *clerk.Client, plan model) bool {
	_, kept := c.UndeletedMembers.Take(plan.OrganizationID.ValueString(), func(o clerk.UndeletedObject) bool { return o.ID == plan.key() })
	return kept
}

// deleteKept is called when this run has given a member of the organization a role. What it
// could not delete before it deletes now, also if it is stopped meanwhile. What Clerk still
// keeps waits for the next one.
func deleteKept(ctx context.Context, c *clerk.Client, in tf.Input[model]) {
	ctx, cancel := tf.CleanUp(ctx)
	defer cancel()
	organization := in.Plan.OrganizationID.ValueString()
	for _, kept := range c.UndeletedMembers.Added(organization) {
		if err := c.UndeletedMembers.Delete(ctx, organization, kept); err != nil && !rest.IsNotFound(err) && !clerk.IsLastAdmin(err) {
			warnOfKept(ctx, c, in.Diags, kept, err)
		}
	}
}

func warnOfKept(ctx context.Context, c *clerk.Client, diags *diag.Diagnostics, kept clerk.UndeletedObject, err error) {
	organization, _, _ := strings.Cut(kept.ID, "/")
	m := model{OrganizationID: types.StringValue(organization), UserID: types.StringValue(kept.Value)}
	tf.Warn(diags, fmt.Sprintf("Could not delete the %s %q", kept.Noun, who(ctx, c, m)), tf.Hint(fmt.Sprintf(
		"Clerk kept it before this as that of the last member who can manage the organization, which has another one by now. It is no longer in the state, and nothing manages it: "+
			"delete it in Clerk's dashboard, or, to manage it again, import it, as %s.", kept.ID), err))
}
