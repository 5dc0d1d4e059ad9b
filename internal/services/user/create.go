package user

import (
	"context"
	"fmt"
	"net/http"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
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
	user, err = tf.InTurn(ctx, user, func(ctx context.Context) (*clerk.User, error) { return profileImage.Save(ctx, client, user.ID, in) })
	if err == nil {
		return user, nil
	}
	return tf.Undo(ctx, user, func(ctx context.Context) error { return client.Users.Delete(ctx, user.ID) },
		tf.Note(fmt.Sprintf("The user %s had been created; this was to upload the picture.", user.ID), err))
}

// blame finds the argument behind a refusal that names no field: a ban that the
// instance's plan does not include, or a lock where lockouts are turned off.
func blame(err error, p clerk.CreateUserParams) error {
	answer, ok := rest.AsError(err)
	switch {
	case !ok || len(answer.Items) > 0 && answer.Items[0].ParamName != "":
	case answer.Status == http.StatusPaymentRequired && !p.Banned.IsZero():
		return tf.At("banned", err)
	case answer.Status == http.StatusForbidden && !p.Locked.IsZero():
		return tf.At("locked", err)
	}
	return err
}
