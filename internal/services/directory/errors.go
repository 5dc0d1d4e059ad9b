package directory

import (
	"net/http"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// blame finds the argument behind a refusal of a new directory that names none.
func blame(err error) error {
	answer, ok := rest.AsError(err)
	switch {
	case !ok:
		return err
	case rest.IsNotFound(err):
		return tf.At("enterprise_connection_id", err)
	case answer.Status == http.StatusBadRequest:
		return tf.At("enterprise_connection_id", tf.Hint("A connection may have one directory only: the data source clerk_directories lists those that there are. If it is the one that the configuration means, import it.", err))
	}
	return err
}

// blameGroups says what to do about groups that Clerk does not map.
func blameGroups(err error) error {
	answer, ok := rest.AsError(err)
	if ok && answer.Status == http.StatusForbidden {
		return tf.At(groupsArgument, tf.Hint("Clerk maps the groups of a directory only where group_role_mapping_enabled is true. Set it to true.", err))
	}
	return tf.AtKeys(groupsArgument, "clerk_organization_role", err)
}
