package oauthapplication

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/tf"
)

// secret is the client secret of an application that is not public.
var secret = tf.KeptSecret[model]{
	Attribute: "client_secret", Noun: "client secret", Owner: noun, Rotated: "clients with the previous secret are refused from then on",
	Fields: func(m *model) tf.KeptFields {
		return tf.KeptFields{Keep: &m.KeepClientSecret, Version: &m.ClientSecretVersion, Secret: &m.ClientSecret}
	},
}

// planSecret plans the client secret. A public client has none.
func planSecret(ctx context.Context, in tf.Input[model], resp *resource.ModifyPlanResponse) {
	creates, public := in.State.ID.IsNull(), in.Plan.Public.ValueBool()
	switch {
	case public && !creates && secret.Rotates(in):
		resp.Diagnostics.AddAttributeError(path.Root("client_secret_version"), "A public client has no secret",
			"A change of client_secret_version rotates the client secret, and with public = true there is none. Set public = false, or leave client_secret_version as it is.")
	case public:
		secret.PlanNone(ctx, in, resp)
	default:
		secret.Plan(ctx, in, creates, resp)
	}
}

// create makes an application with one request, and two if it has a logo. If the second fails, the application is deleted again.
func create(ctx context.Context, c *clerk.Client, in tf.Input[model]) (*clerk.OAuthApplication, error) {
	made, err := c.OAuthApplications.Create(ctx, createParams(in))
	if err != nil {
		return nil, err
	}
	shown := made.ClientSecret
	a, err := tf.InTurn(ctx, made, func(ctx context.Context) (*clerk.OAuthApplication, error) {
		// Clerk shows a secret only in the answer that makes it. Where that answer was lost, and the application was found again, nobody
		// has the secret, and nobody uses it: rotating it costs nothing, and gives the one that is to be kept.
		if shown != "" || made.Public || !secret.Keeps(in) {
			return nil, nil //nolint:nilnil // nothing is to be done
		}
		rotated, err := c.OAuthApplications.RotateSecret(ctx, made.ID)
		if err != nil {
			err = tf.Hint("Apply again: the OAuth application is then created anew.", err)
			return nil, tf.At("keep_client_secret", tf.Note("The answer to the creation was lost, and the client secret with it; this was to get another one.", err))
		}
		shown = rotated.ClientSecret
		return rotated, nil
	}, func(ctx context.Context) (*clerk.OAuthApplication, error) {
		return logo.Save(ctx, c, made.ID, in)
	})
	if err == nil {
		a.ClientSecret = shown
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
		if !secret.Rotates(in) {
			return nil, nil //nolint:nilnil // nothing is to be done
		}
		a, err := c.OAuthApplications.RotateSecret(ctx, id)
		return a, secret.Lost(err)
	})
	if a == nil && err == nil { // only the state changes
		return c.OAuthApplications.Get(ctx, id)
	}
	return a, err
}
