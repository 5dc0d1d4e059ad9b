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
var secret = tf.KeptSecret[model, clerk.OAuthApplication]{
	Attribute: "client_secret", Noun: "client secret", Owner: noun, Rotated: "clients with the previous secret are refused from then on",
	Fields: func(m *model) tf.KeptFields {
		return tf.KeptFields{Keep: &m.KeepClientSecret, Version: &m.ClientSecretVersion, Secret: &m.ClientSecret}
	},
	Of: func(a *clerk.OAuthApplication) *string { return &a.ClientSecret },
	Rotate: func(ctx context.Context, c *clerk.Client, id string) (*clerk.OAuthApplication, error) {
		return c.OAuthApplications.RotateSecret(ctx, id)
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
	a, err := tf.InTurn(ctx, made, func(ctx context.Context) (*clerk.OAuthApplication, error) {
		if made.Public {
			return nil, nil //nolint:nilnil // it has no secret
		}
		return secret.Regain(c, in, made, made.ID)(ctx)
	}, func(ctx context.Context) (*clerk.OAuthApplication, error) {
		return logo.Save(ctx, c, made.ID, in)
	})
	if err == nil {
		a.ClientSecret = made.ClientSecret
		return a, nil
	}
	return tf.Undo(ctx, a, func(ctx context.Context) error { return c.OAuthApplications.Delete(ctx, made.ID) },
		tf.Note(fmt.Sprintf("The OAuth application %s had been created.", made.ID), err))
}

// update changes an application. Each endpoint is asked at most once.
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
	}, secret.Rotation(c, in, id))
	if a == nil && err == nil { // only the state changes
		return c.OAuthApplications.Get(ctx, id)
	}
	return a, err
}
