package clerk_test

import (
	"context"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

var _ = tested(area{
	name: "admin_portal_link_tokens", unlisted: true,
	create: func(ctx context.Context, c *clerk.Client, _ ids, _ string) (string, error) {
		return idOf(c.AdminPortalLinkTokens.Create(ctx, clerk.CreateAdminPortalLinkTokenParams{
			Scopes: rest.Value([]string{"admin_portal:read"}), SecondsUntilExpiration: rest.Value(int64(60)),
		}))
	},
	writes: map[string]call{
		"POST /admin_portal_link_tokens/{adminPortalLinkTokenID}/revoke": func(ctx context.Context, c *clerk.Client, at target) (any, error) {
			return nil, c.AdminPortalLinkTokens.Revoke(ctx, at.id)
		},
	},
	keyless: true,
})
