package clerk_test

import (
	"context"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
)

var _ = tested(area{
	name: "testing_tokens", unlisted: true,
	again: map[string]call{
		"POST /testing_tokens": func(ctx context.Context, c *clerk.Client, _ target) (any, error) { return c.TestingTokens.Create(ctx) },
	},
})
