package oauthapplication

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// planSecret plans the client secret: unknown where Clerk is going to answer with one that is kept, the state's where that is kept, and
// otherwise null.
func planSecret(ctx context.Context, in tf.Input[model], resp *resource.ModifyPlanResponse) {
	keep, public, creates := in.Plan.KeepClientSecret, in.Plan.Public, in.State.ID.IsNull()
	rotates := !creates && rotates(in)
	if rotates && public.ValueBool() {
		resp.Diagnostics.AddAttributeError(path.Root("client_secret_version"), "A public client has no secret",
			"A change of client_secret_version rotates the client secret, and with public = true there is none. Set public = false, or leave client_secret_version as it is.")
		return
	}
	if rotates && in.Imported {
		resp.Diagnostics.AddAttributeWarning(path.Root("client_secret_version"), "The client secret is going to be rotated",
			"The OAuth application was imported, which brings no client_secret_version, so that any is a change, and rotates the secret: clients that use the present one are refused from then on. "+
				"To leave the secret as it is, take client_secret_version out of the configuration.")
	}
	secret := types.StringNull()
	switch {
	case !keep.IsUnknown() && !keep.ValueBool(), public.ValueBool():
	case creates, rotates, keep.IsUnknown():
		secret = types.StringUnknown()
	default:
		secret = in.State.ClientSecret
	}
	if !secret.Equal(in.Plan.ClientSecret) {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("client_secret"), secret)...)
	}
}

// rotates reports whether an update rotates the secret: the version is another one. One that leaves the configuration is no change.
func rotates(in tf.Input[model]) bool {
	return tf.Changed(in.Config.ClientSecretVersion, in.Plan.ClientSecretVersion, in.State.ClientSecretVersion)
}

// rotate gives an application another secret. It is never done twice because of a lost answer: the state keeps the version from before,
// so that the next apply does it once more if the person wants that.
func rotate(ctx context.Context, c *clerk.Client, id string) (*clerk.OAuthApplication, error) {
	a, err := c.OAuthApplications.RotateSecret(ctx, id)
	if lost := (*clerk.Lost)(nil); errors.As(err, &lost) {
		err = tf.Hint("The secret may have been rotated, so that the previous one may be refused from now on, and Clerk shows a secret only once. "+
			"Apply again: the state has the client_secret_version from before, so that the secret is rotated once more, and the one that comes then is the one that counts.", err)
	}
	return a, tf.At("client_secret_version", err)
}

// create makes an application with one request, and two if it has a logo. If the second fails, the application is deleted again.
func create(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.OAuthApplication, error) {
	made, err := c.OAuthApplications.Create(ctx, createParams(in))
	if err != nil {
		return nil, err
	}
	secret := made.ClientSecret
	a, err := tf.InTurn(ctx, made, func(ctx context.Context) (*clerk.OAuthApplication, error) {
		// Clerk shows a secret only in the answer that makes it. Where that answer was lost, and the application was found again, nobody
		// has the secret, and nobody uses it: rotating it costs nothing, and gives the one that is to be kept.
		if secret != "" || made.Public || !in.Plan.KeepClientSecret.ValueBool() {
			return nil, nil //nolint:nilnil // nothing is to be done
		}
		rotated, err := c.OAuthApplications.RotateSecret(ctx, made.ID)
		if err != nil {
			err = tf.Hint("Apply again: the OAuth application is then created anew.", err)
			return nil, tf.At("keep_client_secret", tf.Note("The answer to the creation was lost, and the client secret with it; this was to get another one.", err))
		}
		secret = rotated.ClientSecret
		return rotated, nil
	}, func(ctx context.Context) (*clerk.OAuthApplication, error) {
		return logo.Save(ctx, c, made.ID, in)
	})
	if err == nil {
		a.ClientSecret = secret
		return a, nil
	}
	return tf.Undo(ctx, a, func(ctx context.Context) error { return c.OAuthApplications.Delete(ctx, made.ID) },
		tf.Note(fmt.Sprintf("The OAuth application %s had been created.", made.ID), err))
}

// update changes an application. Each endpoint is asked at most once, and the secret is rotated last: it is then in the last answer, and
// nothing fails after it.
func update(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.OAuthApplication, error) {
	tf.AsPlanned(untold(&in.Plan), untold(&in.State))
	id := in.State.ID.ValueString()
	a, err := tf.InTurn(ctx, (*clerk.OAuthApplication)(nil), func(ctx context.Context) (*clerk.OAuthApplication, error) {
		p := updateParams(in)
		if p.IsZero() {
			return nil, nil //nolint:nilnil // nothing is to be done
		}
		return c.OAuthApplications.Update(ctx, id, p)
	}, func(ctx context.Context) (*clerk.OAuthApplication, error) {
		return logo.Save(ctx, c, id, in)
	}, func(ctx context.Context) (*clerk.OAuthApplication, error) {
		if !rotates(in) {
			return nil, nil //nolint:nilnil // nothing is to be done
		}
		return rotate(ctx, c, id)
	})
	if a == nil && err == nil { // only the state changes
		return c.OAuthApplications.Get(ctx, id)
	}
	return a, err
}
