package clerk_test

import (
	"context"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

var _ = tested(area{
	name: "sign_in_tokens", unlisted: true,
	create: func(ctx context.Context, c *clerk.Client, of ids, _ string) (string, error) {
		return idOf(c.SignInTokens.Create(ctx, clerk.CreateSignInTokenParams{UserID: of("users")}))
	},
	writes: map[string]call{
		"POST /sign_in_tokens/{sign_in_token_id}/revoke": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return nil, c.SignInTokens.Revoke(ctx, at.id)
		},
	},
	keyless: true,
})

var _ = tested(area{
	name: "actor_tokens", unlisted: true,
	create: func(ctx context.Context, c *clerk.Client, of ids, _ string) (string, error) {
		return idOf(c.ActorTokens.Create(ctx, clerk.CreateActorTokenParams{UserID: of("users"), Actor: []byte(`{"sub":"support"}`)}))
	},
	writes: map[string]call{
		"POST /actor_tokens/{actor_token_id}/revoke": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return nil, c.ActorTokens.Revoke(ctx, at.id)
		},
	},
	keyless: true,
})
