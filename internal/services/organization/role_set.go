package organization

import (
	"context"
	"net/http"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// outside says which members have roles that a role set lacks, where Clerk refuses it to their organization.
func outside(ctx context.Context, c *clerk.Client, id, roleSet string, err error) error {
	answer, refused := rest.AsError(err)
	if roleSet == "" || !refused || !mayBeAboutMembers(answer) {
		return err
	}
	s, unread := c.RoleSets.Find(ctx, roleSet)
	if unread != nil {
		return err
	}
	members := c.RoleSets.MembersOutside(ctx, id, s)
	if members.Count == 0 {
		return err
	}
	return tf.At("role_set", tf.Hint(tf.Counted(members, "member has a role that "+roleSet+" lacks", "members have a role that "+roleSet+" lacks")+
		".\nGive them a role that the organization's present role set and "+roleSet+" both have, or add theirs to "+roleSet+", and apply that first.", err))
}

// mayBeAboutMembers reports whether a refusal of an organization's fields may be of the role set, and because of who has which role.
func mayBeAboutMembers(answer *rest.Error) bool {
	switch answer.Status {
	case http.StatusBadRequest, http.StatusForbidden, http.StatusConflict, http.StatusUnprocessableEntity:
		return len(answer.Items) == 0 || answer.Items[0].ParamName == "" || answer.Items[0].ParamName == "role_set_key"
	default:
		return false
	}
}
