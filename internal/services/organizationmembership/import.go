package organizationmembership

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

const importForms = "An organization membership is imported by the ids of the organization and of the user, as in org_2abc/user_2def. " +
	"In place of the one, the slug does, as in acme or slug:acme; in place of the other, what a user is imported by, as in ada@example.com, +15555550100, username:ada or external_id:42."

// importMembership brings a membership under management: by its identity, or by its
// organization and its user.
func importMembership(ctx context.Context, c *clerk.Client, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	var organization, user types.String
	if req.ID == "" {
		resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root("organization_id"), &organization)...)
		resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root("user_id"), &user)...)
	} else {
		ids, err := imported(ctx, c, req.ID)
		if err != nil {
			tf.Report(&resp.Diagnostics, fmt.Sprintf("Could not import %q", req.ID), err, nil)
			return
		}
		organization, user = types.StringValue(ids[0]), types.StringValue(ids[1])
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("organization_id"), organization)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("user_id"), user)...)
}

// imported are the ids of the organization and of the user that an import means.
func imported(ctx context.Context, c *clerk.Client, id string) (ids [2]string, err error) {
	organization, user, both := strings.Cut(id, "/")
	for _, part := range []string{organization, user} {
		if !both || part == "" || part != strings.TrimSpace(part) || strings.HasPrefix(part, "user_") && strings.Contains(part, "/") {
			return ids, tf.Hint(importForms, errors.New("it does not name an organization and a user"))
		}
	}
	if ids[0], err = tf.ImportedOrganization(ctx, c, organization); err != nil {
		return ids, err
	}
	ids[1], err = tf.ImportedUser(ctx, c, user)
	return ids, err
}
