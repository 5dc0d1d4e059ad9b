package user

import (
	"context"
	"fmt"
	"net/http"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// create makes a user with one request, and uploads the picture with another. If
// that fails, the user is deleted again; only if that fails too is the user
// returned beside the error, to be saved as tainted.
func create(ctx context.Context, client *clerk.Client, in tf.Input[model]) (*clerk.User, error) {
	params := createParams(in)
	user, err := client.Users.Create(ctx, params)
	if err != nil {
		return nil, blame(err, params)
	}
	pictured, err := profileImage.Save(ctx, client, user.ID, in)
	switch {
	case err != nil:
	case pictured != nil:
		return pictured, nil
	default:
		return user, nil
	}
	ctx, cancel := tf.CleanUp(ctx)
	defer cancel()
	if undo := client.Users.Delete(ctx, user.ID); undo != nil && !clerk.IsNotFound(undo) {
		return user, tf.Note(fmt.Sprintf("The user %s, who has no picture yet, could not be deleted again, and stays in the state, tainted; the next apply replaces it: %v", user.ID, undo), err)
	}
	return nil, tf.Note("The user, who had been created before the picture, was deleted again.", err)
}

// blame finds the argument behind a refusal that names no field: a ban that the
// instance's plan does not include, or a lock where lockouts are turned off.
func blame(err error, p clerk.CreateUserParams) error {
	answer, ok := clerk.AsError(err)
	switch {
	case !ok || len(answer.Items) > 0 && answer.Items[0].ParamName != "":
	case answer.Status == http.StatusPaymentRequired && !p.Banned.IsZero():
		return tf.At("banned", err)
	case answer.Status == http.StatusForbidden && !p.Locked.IsZero():
		return tf.At("locked", err)
	}
	return err
}
