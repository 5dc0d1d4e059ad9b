package clerk_test

import (
	"context"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

var _ = tested(area{
	name: "m2m_tokens", unlisted: true,
	create: func(ctx context.Context, c *clerk.Client, of ids, _ string) (string, error) {
		key, err := c.Machines.SecretKey(ctx, of("machines"))
		if err != nil {
			return "", err
		}
		return idOf(c.M2MTokens.Create(ctx, key.Secret, clerk.CreateM2MTokenParams{}))
	},
	writes: map[string]call{
		"POST /m2m_tokens/{m2m_token_id}/revoke": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return nil, c.M2MTokens.Revoke(ctx, at.id)
		},
	},
	once: map[string]call{
		"POST /m2m_tokens": func(ctx context.Context, c *clerk.Client, _ target) (any, error) {
			return c.M2MTokens.Create(ctx, "mk_1", clerk.CreateM2MTokenParams{})
		},
	},
})
